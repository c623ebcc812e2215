"""Reads a letter once, piece by piece, into the arrays of a transcript.

Sentence ends are our own. Line breaks, blank lines, list items and a capital after a point cut; an
abbreviation, a digit or a lower-case word after a point does not. A line that a program has wrapped
goes on, and a heading is read together with the line under it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING

from analyser.extraction.numbers import number as number_of
from analyser.extraction.pieces import DASHES, Known
from analyser.extraction.ticks import ticks
from analyser.extraction.wrapping import hangs, wraps

if TYPE_CHECKING:
    from analyser.extraction.normaliser import Normaliser
    from analyser.extraction.transcript import Transcript

COLUMN = "¦"
"""Stands where a table or a form leaves a gap between two columns."""

CLAUSE_ENDS = frozenset([".", ";", "?", "!", COLUMN])
_QUOTES = frozenset("\"'`´«»“”„‘’‹›*_")
_BULLETS = frozenset("-\u2013\u2014*•·>\u2022\u25cf\u25aa")
_ENDS = frozenset(".!?")
_WRAPPED = 55  # a line at least this long that stops in mid-sentence was wrapped by a program
_WORD_KINDS = ("", "word")
_HEADING_WORDS = 5
_LONGEST = 300  # tokens: no sentence is longer; what looks around a word within its sentence stays cheap
_SHORT_TEXT = 80  # characters: whether its writer has no æ, ø and å cannot be told
_SPOKEN_POINT, _DICTATED = "punktum", 2  # so many make a letter a dictated one
_NEXT_WORD = re.compile(r"[ \t]*([^\W\d_]{1,20})\b")
_NEXT_DIGITS = re.compile(r"[ \t]*\d{1,2}\b(?![.,]\d)")
_NEW_LINE = frozenset(["linje", "avsnitt"])
_LONG_NUMBER = 4  # digits: a year, not the whole part of a spoken decimal number
_HARD_BLANKS = "\u00a0\u2007\u202f"
_BLANKS = {ord(blank): " " for blank in _HARD_BLANKS}
_HARD_BLANK = re.compile(f"[{_HARD_BLANKS}]")
_NORWEGIAN = re.compile("[æøåÆØÅ]")
_CAPITAL_LINE = re.compile(r"(?:^|\n)[ \t]*[^\W\d_a-zæøå]")
_FORM_LINE = re.compile(r"[^\n:.\t]{1,40}(?::|\.{3}|\t|[ ]{3})")
_LABEL = re.compile(r"[ \t]*[^\W\d][^\n:.]{0,40}:|[ \t]*[-•*]")


class SentenceReader:
    """Fills the arrays of a transcript.

    Parameters
    ----------
    out
        The transcript; its arrays are empty.
    normaliser
        Knows the words.
    text
        The letter, composed.
    """

    def __init__(self, out: Transcript, normaliser: Normaliser, text: str) -> None:
        self.out = out
        self.normaliser = normaliser
        # a hard blank is a blank; the length stays
        self.text = text.translate(_BLANKS) if _HARD_BLANK.search(text) else text
        ascii_only = len(text) > _SHORT_TEXT and not _NORWEGIAN.search(text)
        self.known = normaliser.known_ascii if ascii_only else normaliser.known
        if text.count(_SPOKEN_POINT) >= _DICTATED:
            self.known = normaliser.known_dictated
        self.begin = 0  # first token of the sentence
        self.limit = _LONGEST  # the token that would make it too long
        self.paragraph = self.line = 0
        self.line_start = 0
        self.line_first = 0  # first token of the line
        self.wraps = wraps(self.text)
        self.lower = _CAPITAL_LINE.search(self.text) is None  # one who writes no capitals begins no line with one
        self.heading_end = 0
        self.read_pieces: Sequence[Known] = ()

    def read(self, pieces: Sequence[str]) -> tuple[int, int]:
        """Fill the arrays from the pieces of the text; gives how many words are nynorsk's and bokmål's alone."""
        if not pieces:
            return 0, 0
        out = self.out
        forms, starts, ends = out.forms, out.starts, out.ends
        self.read_pieces = read = [*map(self.known.__getitem__, pieces)]
        all_forms, kinds, sizes, norms, lows = zip(*read, strict=True)
        all_starts = [*accumulate(map(len, pieces), initial=0)]
        all_ends = [*map(add, all_starts, sizes)]
        done = 0  # pieces that are read
        for number in [number for number, kind in enumerate(kinds) if kind]:
            if done < number:
                forms += all_forms[done:number]
                starts += all_starts[done:number]
                ends += all_ends[done:number]
                while len(forms) > self.limit:
                    self._close(self.limit)
            self._read(number, all_starts[number], all_ends[number])
            done = number + 1
        forms += all_forms[done:]
        starts += all_starts[done:-1]
        ends += all_ends[done:]
        while len(forms) > self.limit:
            self._close(self.limit)
        self._cut()
        for place, word in ticks(self.text).items() if "ja" in lows and "nei" in lows else ():
            at = bisect_left(starts, place)
            if at < len(starts) and starts[at] == place:
                forms[at] = word
        return norms.count("nn"), norms.count("nb")

    def _read(self, number: int, start: int, end: int) -> None:
        """Read a piece that is more than one form, or that depends on what stands around it."""
        form, kind, _, _, low = self.read_pieces[number]
        if kind == "other":
            self._other(number, start, end)
        elif kind == "break":
            self._break(start, end)
        elif kind == "gap":
            self._gap(start, end)
        elif kind == "dotted":
            self._add(form, start, end)
            if (low in self.normaliser.may_end or len(low) > 3) and self._capital_follows(end):
                self._cut()
        elif kind == "leader":
            if len(self.out.forms) > self.begin:
                self._add(":", start, end)
        elif kind == "dictated":
            self._dictated(number, start, end)
        else:
            self._add(form, start, end)

    def _dictated(self, number: int, start: int, end: int) -> None:
        """A sign that is spoken, or "ny linje": "kvinne komma 70 år punktum"."""
        form, _, _, _, low = self.read_pieces[number]
        if form == "¶":
            if self._word_at(end) in _NEW_LINE:
                self._cut()
                self.line += 1
            elif self._spoken_before(number) != form:
                self._add(self.normaliser.form(low), start, end)
        elif low in _NEW_LINE:
            if self._spoken_before(number) != "¶":
                self._add(self.normaliser.form(low), start, end)
        elif form == "," and self._between_numbers(end):
            self._add(low, start, end)  # "femtito komma fire"
        else:
            self._add(form, start, end)
            if form in _ENDS:
                self._cut()

    def _spoken_before(self, number: int) -> str:
        before = self.read_pieces[number - 1] if number else None
        return before.form if before is not None and before.kind == "dictated" else ""

    def _between_numbers(self, end: int) -> bool:
        before = self.out.forms[-1] if self.out.forms else ""
        spoken = self.normaliser.form(self._word_at(end))
        match = _NEXT_DIGITS.match(self.text, end)
        if before.isdigit():
            return match is not None and len(before) < _LONG_NUMBER
        return number_of(before) is not None and number_of(spoken) is not None

    def _add(self, form: str, start: int, end: int) -> None:
        out = self.out
        if len(out.forms) >= self.limit:
            self._cut()
        if form in CLAUSE_ENDS:
            out.stops.append(len(out.forms))
        for part in form.split(" ") if " " in form else (form,):
            out.forms.append(part)
            out.starts.append(start)
            out.ends.append(end)

    def _cut(self) -> None:
        if len(self.out.forms) > self.begin:
            self._close(len(self.out.forms))
        self.heading_end = 0

    def _close(self, end: int) -> None:
        """End the sentence before a token."""
        out, begin = self.out, self.begin
        out.sentence += [len(out.bounds)] * (end - begin)
        out.bounds.append((begin, end))
        out.paragraph.append(self.paragraph)
        out.line.append(self.line)
        out.headed.append(self.heading_end)
        self.heading_end = 0
        self.begin = end
        self.limit = end + _LONGEST

    def _gap(self, start: int, end: int) -> None:
        forms = self.out.forms
        if (
            (end - start > 1 or self.text[start] == "\t")
            and len(forms) > self.line_first
            and len(forms) > self.begin
            and forms[-1] not in _ENDS
        ):
            self._add(COLUMN, start, end)

    def _break(self, start: int, end: int) -> None:
        text, forms = self.text, self.out.forms
        stripped = text[self.line_start : start].rstrip()
        breaks = text[start:end]
        blank = (breaks.count("\n") or breaks.count("\r")) > 1
        follows = text[end : end + 1]
        self.line_start, self.line_first = end, len(forms)
        if not stripped:
            self.paragraph += 1
            return
        goes_on = (
            follows.islower()
            and not self.lower
            and len(stripped) >= _WRAPPED // 2
            and COLUMN not in forms[self.begin :]
        )
        goes_on = goes_on and not _FORM_LINE.match(text, end)
        filled = len(stripped) >= _WRAPPED and (
            follows.isdigit() or follows.islower() or (follows.isupper() and stripped[-1] in ",-") or hangs(text, end)
        )
        wrapped = not blank and stripped[-1] not in ".!?:;" and (goes_on or filled or start in self.wraps)
        if wrapped:
            return
        if len(forms) > self.begin and follows and self._is_heading():
            label = _LABEL.match(text, end)
            if forms[-1] != ":" and (label is None or label.group().lstrip(" \t")[0] in "-•*"):
                self._add(":", start, start)
            if label is None:
                self.heading_end = len(forms)
            else:
                self._cut()
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
        end = len(forms)
        if forms[-1] == ")" and "(" in forms[self.begin :]:
            end = forms.index("(", self.begin)  # "Bruddliste (fra epikriser)"
        return end - self.begin <= _HEADING_WORDS and tuple(forms[self.begin : end]) in self.normaliser.headings

    def _other(self, number: int, start: int, end: int) -> None:
        text = self.text
        char = text[start]
        if char in DASHES:
            self._dash(start, end)
        elif char in _QUOTES or (char in _BULLETS and len(self.out.forms) <= self.line_first):
            return
        elif char == ".":
            self._point(self.read_pieces[number - 1] if number else None, start, end)
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
        if after in " \t" and len(self.out.forms) <= self.line_first:
            return  # a list item
        if before.isalnum() and after.isalnum():
            if before.isdigit() and after.isdigit():
                self._add("-", start, end)
            return
        self._add("-", start, end)

    def _point(self, before: Known | None, start: int, end: int) -> None:
        """A point after an abbreviation belongs to it; any other ends a sentence where a new one can begin."""
        normaliser = self.normaliser
        low = before.low if before is not None and before.kind in _WORD_KINDS else ""
        if (low and self.out.ends[-1] == start) and (
            low in normaliser.abbreviations or (len(low) == 1 and low not in "iå")
        ):
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
