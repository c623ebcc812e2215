"""The words of one text and what stands around them: what all rules for names ask."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyser.identity.tokens import CAPITAL, INITIAL, Word, mostly_small
from analyser.identity.words import Words

NAME, PLACE = "name", "place"
BLANK = re.compile(r"[ \u00a0]{1,2}")
COMMA = re.compile(r",[ \u00a0]{0,2}")
_JOINED = re.compile(r"[ \u00a0]{1,2}|\.[ \u00a0]{0,2}|[ ]?-[ ]?")
_TO_CUE = re.compile(r"[\s.:,;/()\-\u2013\"'*]{0,8}")
_NAME_PARTS = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_LETTERS = 2  # a part of a name with fewer is not sought again


class Context:
    """One text.

    Parameters
    ----------
    text, found
        The text and its words; the rules give words their kind.
    words
        The room's data.
    known
        Names that other fields than the text tell.

    Attributes
    ----------
    learned
        Parts of names found so far, in lower case.
    small
        Whether sentences mostly begin with small letters.
    """

    def __init__(self, text: str, found: list[Word], words: Words, known: Iterable[str] = ()) -> None:
        self.text = text
        self.found = found
        self.words = words
        self.cues = words.cues
        parts = (part for name in known for part in _NAME_PARTS.findall(name.lower()))
        self.learned = {part for part in parts if len(part) >= _LETTERS}
        self.small = mostly_small(found)

    def before(self, at: int) -> Word | None:
        """The word before."""
        return self.found[at - 1] if at else None

    def behind(self, at: int) -> Word | None:
        """The word behind."""
        return self.found[at + 1] if at + 1 < len(self.found) else None

    def follows_cue(self, at: int) -> bool:
        """Whether so little stands between a word and the one before it that that one may tell of it."""
        return at > 0 and _TO_CUE.fullmatch(self.found[at].gap) is not None

    def joined(self, at: int) -> bool:
        """Whether a word stands so near the one before it that both can be one name."""
        gap, before = self.found[at].gap, self.found[at - 1]
        if BLANK.fullmatch(gap) or (gap in ("-", " - ", "\u2011") and before.shape == CAPITAL):
            return True
        return before.shape == INITIAL and _JOINED.fullmatch(gap) is not None

    def plain(self, word: Word) -> bool:
        """Whether a word is no name by itself; two parts with capitals ("Moster-Bakken") are one."""
        if not self.words.is_plain(word.key):
            return False
        head, hyphen, tail = self.text[word.start : word.end].partition("-")
        double = bool(hyphen) and len(head) > _LETTERS and tail[:1].isupper() and not tail.isupper()
        return not double or word.key in self.words.clinical or word.key in self.cues["place.countries"]

    def name_like(self, word: Word) -> bool:
        """Whether a word is unknown or a name."""
        words, key = self.words, word.key
        if not self.plain(word) or words.is_given(key):
            return True
        return key in words.family or key.removesuffix("s") in words.family

    def take(self, at: int, end: int, kind: str = NAME) -> None:
        """Give words a kind; an initial right behind a name belongs to it."""
        for word in self.found[at:end]:
            word.kind = word.kind or kind
            if kind == NAME and len(word.key) > _LETTERS:
                self.learned.add(word.key)
        if kind == NAME and end < len(self.found) and self.found[end].shape == INITIAL and self.joined(end):
            self.found[end].kind = NAME

    def cue(self, at: int) -> str:
        """What the word before tells of a word: that it is a ``name``, a ``place``, or nothing."""
        if not self.follows_cue(at):
            return ""
        cues, key, gap = self.cues, self.found[at - 1].key, self.found[at].gap
        if key in cues["person.closings"] and "." not in gap.strip(" .,!\n\r\t-"):
            return "" if key in cues["person.half_closings"] else NAME
        if "\n" in gap and ":" not in gap:
            return ""
        stop = "." in gap and key not in cues["stop.abbreviations"]
        if key in cues["place.before"]:
            return "" if stop else self._of_place(at)
        if key in cues["person.titles"]:
            return NAME if not stop or ":" in gap else ""
        if stop or ";" in gap:
            return ""
        if key in cues["person.relations"]:
            return NAME if BLANK.fullmatch(gap) or gap.strip() in (":", ",", "(", ':"') else ""
        if key == "v" and "/" not in gap:
            return ""  # "v/ Kari" is by her, "V:" is a heading
        if ")" in gap or ("," in gap and key not in cues["person.greetings"]):
            return ""
        return NAME if key in cues["person.labels"] else ""

    def _of_place(self, at: int) -> str:
        """Behind "til", "fra", "i": people are written to and come from, and one is in places."""
        key, gap = self.found[at - 1].key, self.found[at].gap
        if key in self.cues["place.labels"] and ":" not in gap:
            return ""
        if self.words.is_given(self.found[at].key) or (":" in gap and key in self.cues["person.labels"]):
            return NAME
        return PLACE
