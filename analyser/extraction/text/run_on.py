"""Sentences without a point between them: "ingen brudd mor lårhalsbrudd røyker ikke ber om dxa".

A denial must not run on into the next statement, nor a relative into what is the patient's. Where a writer sets hardly
any signs, a sentence is ended before words that begin a statement, unless the word before them calls for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from analyser.extraction.data import load_toml

_SIGN = re.compile(r"[.,;:?!()/\[\]](?=\s|$)|[ \t]{2,}|\t|[\n\r]\s*[-•*]")
_WORDS_PER_SIGN = 18
_FEWEST_WORDS = 8
_CLAUSE = 6  # tokens before its verb in which a subordinate clause begins
_SPOKEN = "punktum"
_AMOUNTS = frozenset(["mg", "g", "µg", "ie", "tablett"])


def hardly_pointed(text: str) -> bool:
    """Whether a letter has so many words between its signs that they do not part its statements."""
    words = len(text.split(None, 5_000))
    if words < _FEWEST_WORDS or (text.count(". ") + text.count(", ")) * _WORDS_PER_SIGN >= words:
        return False  # these alone are enough; they are counted fast, and most letters have them
    return len(_SIGN.findall(text)) * _WORDS_PER_SIGN < words and _SPOKEN not in text


class RunOn:
    """The words between which a statement ends although no sign says so."""

    def __init__(self) -> None:
        self._words = {name: frozenset(words) for name, words in load_toml("run_on.toml").items()}

    def normalise(self, form: Callable[[str], str]) -> None:
        """Take the words in the forms that a letter's words have once they are read."""
        self._words = {
            name: frozenset(" ".join(map(form, entry.split())) for entry in entries)
            for name, entries in self._words.items()
        }

    def cuts(self, forms: Sequence[str], begin: int, end: int) -> list[int]:
        """The tokens of a range before which a statement begins."""
        found: list[int] = []
        for at in range(begin + 1, end):
            if self._opens(forms, at, begin, end):
                found.append(at)
                begin = at
        return found

    def _opens(self, forms: Sequence[str], at: int, begin: int, end: int) -> bool:
        words = self._words
        form, before = forms[at], forms[at - 1]
        follows = forms[at + 1] if at + 1 < end else ""
        closed = before in words["denials"] and at - 2 >= begin and forms[at - 2] in words["resting"]
        if not closed and (before in words["binders"] or before in words["subjects"] or before in words["kin"]):
            return False
        if not closed and before not in words["resting"] and (before in words["verbs"] or before in words["events"]):
            return False
        if self._is_introduced(forms, at, begin) and form in words["verbs"]:
            return False  # "kvinne 53 vil ha"
        if f"{form} {follows}" in words["pairs"]:
            return True
        if not (before[-1].isalnum() or before in ("%", ")")):
            return False
        if form in words["labels"]:
            return follows[:1].isdigit()
        if form in words["events"]:
            return not words["denials"].isdisjoint(forms[begin:at])  # a fall may belong to the fracture before it
        if form in words["auxiliaries"]:
            clause = forms[max(begin, at - _CLAUSE) : at]
            said = any(not words[name].isdisjoint(forms[begin:at]) for name in ("verbs", "events", "denials"))
            return said and before not in words["openers"] and words["subordinate"].isdisjoint(clause)
        if form in words["openers"] and at - 1 == begin and before in words["openers"]:
            return False  # one word is no statement: "tannstatus bra"
        if form in words["openers"] or form in words["verbs"]:
            return True
        if form in words["subjects"]:
            return bool(follows)
        if form in words["kin"]:
            return bool(follows) and follows not in ("eller", "og", "/") and follows not in words["kin"]
        if form in words["denials"]:
            closes = (
                before in words["verbs"]
                or before.endswith("er")
                or follows in words["closing"]
                or follows in words["binders"]
            )
            return bool(follows) and not closes
        amount = forms[at + 2] if at + 2 < end else ""
        return form.isalpha() and follows[:1].isdigit() and amount in _AMOUNTS

    def _is_introduced(self, forms: Sequence[str], at: int, begin: int) -> bool:
        """Whether the patient and an age stand before a token."""
        age = at - 1 - (forms[at - 1] == "år")
        return age > begin and forms[age].isdigit() and forms[age - 1] in self._words["subjects"]
