"""The letter as the lexicon sees it: normal forms, sentences, and the way back to the characters.

Sentence ends are our own. Line breaks, blank lines, list items and a capital after a point cut; an
abbreviation, a digit or a lower-case word after a point does not. A line that a program has wrapped
goes on, and a heading is read together with the line under it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

from analyser.extraction.normaliser import Normaliser
from analyser.extraction.tokenizer import Piece, pieces

COLUMN = "¦"
"""Stands where a table or a form leaves a gap between two columns."""

_QUOTES = frozenset("\"'`´«»“”„‘’‹›*_")
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_BULLETS = frozenset("-\u2013\u2014*•·>\u2022\u25cf\u25aa")
_ENDS = frozenset(".!?")
_WRAPPED = 55  # a line at least this long that stops in mid-sentence was wrapped by a program
_HEADING_WORDS = 5
_WRAPPED_LINES, _NARROWEST, _WIDEST = (
    3,
    24,
    120,
)  # a paragraph of so many lines may have been wrapped to so many characters
_LONGEST_INDENT = 60
_LONGEST = 300  # tokens: no sentence is longer; what looks around a word within its sentence stays cheap
_NEXT_WORD = re.compile(r"[ \t]*([^\W\d_]{1,20})\b")
_BLANKS = {0xA0: " ", 0x2007: " ", 0x202F: " "}
_CLUSTER = re.compile(r".[\u0300-\u036f]{0,8}", re.DOTALL)
_FORM_LINE = re.compile(r"[^\n:.\t]{1,40}(?::|\.{3}|\t|[ ]{3})")
_LABEL = re.compile(r"[ \t]*[^\W\d][^\n:.]{0,40}:|[ \t]*[-•*]")


class Transcript:
    """Token arrays of one letter.

    Attributes
    ----------
    forms, starts, ends
        Normal form and half-open character offsets of each token. An abbreviation of several words
        ("mtp") is several tokens with the same offsets.
    sentence
        Index of the sentence of each token.
    bounds
        Half-open token range of each sentence.
    paragraph, line
        Index of the paragraph and of the line in which each sentence begins.
    headed
        For each sentence that begins with a heading, the token behind it; 0 for the others.
    language
        ``nb``, ``nn`` or ``mixed``.
    """

    __slots__ = (
        "_canons", "_positions", "bounds", "ends", "forms", "headed", "language", "line", "paragraph", "sentence",
        "starts", "text",
    )  # fmt: skip

    def __init__(self, text: str, normaliser: Normaliser, found: Sequence[Piece] | None = None) -> None:
        self.text = text
        self.forms: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.sentence: list[int] = []
        self.bounds: list[tuple[int, int]] = []
        self.paragraph: list[int] = []
        self.line: list[int] = []
        self.headed: list[int] = []
        self._canons: list[str | None] = []
        self._positions: list[list[int]] = []
        composed, places = compose(text)
        if places:
            found = None  # the pieces were cut from the characters as written
        # a hard blank is a blank; the length stays
        reader = _Reader(self, normaliser, composed.translate(_BLANKS))
        self.language = normaliser.language(reader.read(pieces(composed) if found is None else found))
        if places:
            self.starts = [places[at] for at in self.starts]
            self.ends = [places[at] for at in self.ends]
        self._canons = [None] * len(self.bounds)
        self._positions = [[]] * len(self.bounds)

    def canon(self, index: int) -> str:
        """One sentence as the patterns see it: a line break, then its forms, each behind a blank."""
        canon = self._canons[index]
        if canon is None:
            first, last = self.bounds[index]
            at = 2
            positions: list[int] = []
            for form in self.forms[first:last]:
                positions.append(at)
                at += len(form) + 1
            self._positions[index] = positions
            canon = self._canons[index] = "\n " + " ".join(self.forms[first:last]) + " \n"
        return canon

    def tokens_of(self, index: int, start: int, end: int) -> tuple[int, int]:
        """Half-open token range of a half-open range of the canon of a sentence."""
        positions, first = self._positions[index], self.bounds[index][0]
        return first + bisect_left(positions, start), first + bisect_left(positions, end)

    def position(self, index: int, token: int) -> int:
        """Where a token stands in the canon of its sentence."""
        canon, positions = self.canon(index), self._positions[index]
        at = token - self.bounds[index][0]
        return positions[at] if at < len(positions) else len(canon)

    def written(self, token: int) -> str:
        """A token as it is written, every letter and its marks one character."""
        return unicodedata.normalize("NFC", self.quote(token, token + 1))

    def quote(self, first: int, last: int) -> str:
        """The letter's own characters of a token range."""
        return self.text[self.starts[first] : self.ends[last - 1]]


def _hangs(text: str, at: int) -> bool:
    """Whether a line is set in under the one before and goes on in lower case."""
    begin = at
    while at < len(text) and text[at] in " \t" and at - begin < _LONGEST_INDENT:
        at += 1
    return at > begin and text[at : at + 1].islower()


def wraps(text: str) -> set[int]:
    """Where lines were broken by a program: in every line of a paragraph the next line's first word had no room."""
    found: set[int] = set()
    lines: list[str] = []
    begin = at = 0  # of the paragraph, and of the line
    for line in [*text.split("\n"), ""]:
        if line:
            lines.append(line)
        else:
            if len(lines) >= _WRAPPED_LINES:
                found.update(_wrapped(lines, begin))
            lines = []
            begin = at + 1
        at += len(line) + 1
    return found


def _wrapped(lines: list[str], begin: int) -> list[int]:
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return []
    ends: list[int] = []
    for line, following in pairwise(lines):
        first = following.split(" ", 1)[0]
        if not first or len(line) + 1 + len(first) <= width:
            return []
        begin += len(line)
        ends.append(begin)
        begin += 1
    return ends


def compose(text: str) -> tuple[str, list[int]]:
    """The text with every letter and its marks as one character, and where each character stood.

    The places are empty when nothing had to be composed.
    """
    if unicodedata.is_normalized("NFC", text):
        return text, []
    pieces: list[str] = []
    places: list[int] = []
    for match in _CLUSTER.finditer(text):
        piece = unicodedata.normalize("NFC", match.group())
        pieces.append(piece)
        # a cluster that stays several characters ends where it ended
        places += [match.start(), *[match.end()] * (len(piece) - 1)]
    return "".join(pieces), [*places, len(text)]


class _Reader:
    """Reads a letter once, piece by piece, into the arrays of a transcript."""

    def __init__(self, out: Transcript, normaliser: Normaliser, text: str) -> None:
        self.out = out
        self.normaliser = normaliser
        self.text = text
        low = self.text.lower()
        # Some letters change length when they are lowered; then each word is lowered by itself.
        self.low_text = low if len(low) == len(self.text) else None
        self.ascii_only = len(self.text) > 80 and not any(c in low for c in "æøå")
        self.lows: list[str] = []
        self.begin = 0  # first token of the sentence
        self.paragraph = self.line = 0
        self.line_start = 0
        self.wraps = wraps(text)
        self.line_empty = True
        self.heading_end = 0
        self.previous_end = -1
        self.previous_low = ""

    def read(self, found: Iterable[Piece]) -> list[str]:
        """Fill the arrays; gives every word in lower case."""
        for kind, start, end in found:
            if kind == "word":
                self._word(start, end)
                continue
            if kind == "gap":
                self._gap(start, end)
                continue
            if kind == "number":
                self._number(start, end)
            elif kind == "code":
                self._add(self.text[start:end].lower(), start, end)
            elif kind == "date":
                self._add(self.text[start:end], start, end)
            elif kind == "dotted":
                low = self.text[start:end].lower().replace(".", "")
                self._add(self.normaliser.form(low, ascii_only=self.ascii_only), start, end)
                if (low in self.normaliser.may_end or len(low) > 3) and self._capital_follows(end):
                    self._cut()
            elif kind == "break":
                self._break(start, end)
            elif kind == "leader":
                if len(self.out.forms) > self.begin:
                    self._add(":", start, end)
            else:
                self._other(start, end)
            self.previous_end, self.previous_low = end, ""
        self._cut()
        return self.lows

    def _add(self, form: str, start: int, end: int) -> None:
        out = self.out
        self.line_empty = False
        if len(out.forms) - self.begin >= _LONGEST:
            self._cut()
        index = len(out.bounds)
        for part in form.split(" ") if " " in form else (form,):
            out.forms.append(part)
            out.starts.append(start)
            out.ends.append(end)
            out.sentence.append(index)

    def _cut(self) -> None:
        out = self.out
        if len(out.forms) > self.begin:
            out.bounds.append((self.begin, len(out.forms)))
            out.paragraph.append(self.paragraph)
            out.line.append(self.line)
            out.headed.append(self.heading_end)
            self.begin = len(out.forms)
        self.heading_end = 0

    def _word(self, start: int, end: int) -> None:
        low = self.low_text[start:end] if self.low_text is not None else self.text[start:end].lower()
        self.lows.append(low)
        self._add(self.normaliser.form(low, ascii_only=self.ascii_only), start, end)
        self.previous_end, self.previous_low = end, low

    def _gap(self, start: int, end: int) -> None:
        forms = self.out.forms
        if (
            (end - start > 1 or self.text[start] == "\t")
            and not self.line_empty
            and len(forms) > self.begin
            and forms[-1] not in _ENDS
        ):
            self._add(COLUMN, start, end)

    def _number(self, start: int, end: int) -> None:
        piece = self.text[start:end].replace(",", ".")
        if piece[0] in _DASHES:
            piece = "-" + piece[1:]
        self._add(piece.lstrip("+"), start, end)

    def _break(self, start: int, end: int) -> None:
        text, forms = self.text, self.out.forms
        stripped = text[self.line_start : start].rstrip()
        breaks = text[start:end]
        blank = (breaks.count("\n") or breaks.count("\r")) > 1
        follows = text[end : end + 1]
        self.line_start, self.line_empty = end, True
        if not stripped:
            self.paragraph += 1
            return
        goes_on = follows.islower() and len(stripped) >= _WRAPPED // 2 and COLUMN not in forms[self.begin :]
        goes_on = goes_on and not _FORM_LINE.match(text, end)
        filled = len(stripped) >= _WRAPPED and (
            follows.isdigit() or follows.islower() or (follows.isupper() and stripped[-1] in ",-") or _hangs(text, end)
        )
        wrapped = not blank and stripped[-1] not in ".!?:;" and (goes_on or filled or start in self.wraps)
        if wrapped:
            return
        if len(forms) > self.begin and self._is_heading() and not _LABEL.match(text, end) and follows:
            if forms[-1] != ":":
                self._add(":", start, start)
            self.heading_end = len(forms)
        else:
            self._cut()
        self.line += 1
        if blank:
            self.paragraph += 1

    def _is_heading(self) -> bool:
        """Whether the line so far is a heading with nothing behind it: with a colon, or a known one."""
        forms = self.out.forms
        size = len(forms) - self.begin
        if self.heading_end:
            return False
        if forms[-1] == ":":
            return size <= _HEADING_WORDS + 3
        return size <= _HEADING_WORDS and tuple(forms[self.begin :]) in self.normaliser.headings

    def _other(self, start: int, end: int) -> None:
        text = self.text
        char = text[start]
        if char in _DASHES:
            self._dash(start, end)
        elif char in _QUOTES or (char in _BULLETS and self.line_empty):
            return
        elif char == ".":
            self._point(start, end)
        elif char in "!?":
            self._add(char, start, end)
            if self._capital_follows(end):
                self._cut()
        elif char in "•·|":
            self._add(COLUMN, start, end)
        elif not char.isspace() and char.isprintable():
            self._add("-" if char == "÷" else char, start, end)

    def _dash(self, start: int, end: int) -> None:
        text = self.text
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        if after in " \t" and self.line_empty:
            return  # a list item
        if before.isalnum() and after.isalnum():
            if before.isdigit() and after.isdigit():
                self._add("-", start, end)
            return
        self._add("-", start, end)

    def _point(self, start: int, end: int) -> None:
        """A point after an abbreviation belongs to it; any other ends a sentence where a new one can begin."""
        low, normaliser = self.previous_low, self.normaliser
        attached = self.previous_end == start and low != ""
        if attached and (low in normaliser.abbreviations or (len(low) == 1 and low not in "iå")):
            may_end = (
                low in normaliser.may_end
                or (len(low) == 1 and self.text[start - 1].isupper())
                or self._word_at(end) in normaliser.starters
            )
            column = self.text[end : end + 2] in ("  ", "\t\t") or self.text[end : end + 1] == "\t"
            self.out.ends[-1] = end
            if may_end and not column and self._capital_follows(end):
                self._cut()
            return
        self._add(".", start, end)
        if self._capital_follows(end):
            self._cut()

    def _word_at(self, at: int) -> str:
        """The next word in lower case, of those that can begin a sentence."""
        match = _NEXT_WORD.match(self.text, at)
        return match.group(1).lower() if match else ""

    def _capital_follows(self, at: int) -> bool:
        """Whether a new sentence can begin here: the end, a line break, a capital, a quotation."""
        text, size = self.text, len(self.text)
        spaced = False
        while at < size and text[at] in " \t\u00a0":
            at += 1
            spaced = True
        if at >= size:
            return True
        char = text[at]
        if char in "\r\n":
            return True
        if char in '"«“(':
            return spaced
        return char.isupper()
