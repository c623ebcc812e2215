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

from analyser.extraction.text.layout import lay_out
from analyser.extraction.text.numbers import number as number_of
from analyser.extraction.text.pieces import DASHES, Known
from analyser.extraction.text.sentence_ends import COLUMN, SentenceEnds
from analyser.extraction.text.ticks import ticks
from analyser.extraction.text.wrapping import LABEL_LINE, hangs, holds_value, wraps

if TYPE_CHECKING:
    from analyser.extraction.text.normaliser import Normaliser
    from analyser.extraction.text.transcript import Transcript

_QUOTES = frozenset("\"'`´«»“”„‘’‹›*_")
_BULLETS = frozenset("-\u2013\u2014*•·>\u2022\u25cf\u25aa")
_ENDS = frozenset(".!?")
_WRAPPED = 55  # a line at least this long that stops in mid-sentence was wrapped by a program
_WORD_KINDS = ("", "word")
_NEXT_WORD = re.compile(r"[ \t]*([^\W\d_]{1,20})\b")
_ANSWERED = re.compile(r"[ \t]{1,20}(?:ja|nei|ingen|aldri|ukjent|usikker|0)[ \t]*\.?(?=\r?\n|\Z)", re.IGNORECASE)
_REPLY = re.compile(
    r"[ \t]*\r?\n[ \t]*(?P<reply>(?:svar:[ \t]*)?(?:ja|jo|nei|nai|aldri|ukjent|vet ikke|veit ikkje)\b)", re.IGNORECASE
)
_NEXT_DIGITS = re.compile(r"[ \t]*\d{1,2}\b(?![.,]\d)")
_NEW_LINE = frozenset(["linje", "avsnitt"])
_LONG_NUMBER = 4  # digits: a year, not the whole part of a spoken decimal number
_HARD_BLANKS = "\u00a0\u2007\u202f"
_BLANKS = {ord(blank): " " for blank in _HARD_BLANKS}
_HARD_BLANK = re.compile(f"[{_HARD_BLANKS}]")
_LABEL = re.compile(r"[ \t]*[^\W\d][^\n:.]{0,40}:|[ \t]*[-•*]")


class SentenceReader(SentenceEnds):
    """Fills the arrays of a transcript."""

    def __init__(self, out: Transcript, normaliser: Normaliser, text: str) -> None:
        # a hard blank is a blank; the length stays
        super().__init__(out, normaliser, text.translate(_BLANKS) if _HARD_BLANK.search(text) else text)
        self.wraps = wraps(self.text)
        self.replied = -1  # the character at which the answer to a question begins
        self.points: set[int] = set()
        self.read_pieces: Sequence[Known] = ()

    def read(self, pieces: Sequence[str]) -> tuple[int, int]:
        """Fill the arrays from the pieces of the text; gives how many words are nynorsk's and bokmål's alone."""
        if not pieces:
            return 0, 0
        out = self.out
        forms, starts, ends = out.forms, out.starts, out.ends
        layout = lay_out(self.text, pieces, self.normaliser)
        self.read_pieces, self.points = layout.known, layout.points
        all_forms, kinds, sizes, norms, lows = zip(*layout.known, strict=True)
        all_starts = [*accumulate(map(len, layout.pieces), initial=0)]
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
        columns = ticks(self.text) if "ja" in lows and "nei" in lows else {}
        for place, word in (*columns.items(), *layout.answers.items()):
            at = bisect_left(starts, place)
            if at < len(starts) and starts[at] == place:
                forms[at] = word
        said = [*dict(zip(lows, norms, strict=True)).values()]  # each word once: one "ho" often said is one habit
        return said.count("nn"), said.count("nb")

    def _read(self, number: int, start: int, end: int) -> None:
        """Read a piece that is more than one form, or that depends on what stands around it."""
        form, kind, _, _, low = self.read_pieces[number]
        if kind == "silent":
            if start in self.points:
                self._cut_at(len(self.out.forms))
            return
        if kind == "other":
            self._other(number, start, end)
        elif kind == "heading":
            self._cut_at(len(self.out.forms))
            self._add(form, start, end)
            self._add(":", end, end)
        elif kind == "break":
            self._break(start, end)
        elif kind == "gap":
            self._gap(start, end)
        elif kind == "dotted":
            self._add(form, start, end)
            may_end = low in self.normaliser.may_end or len(low) > 3
            if may_end and self.out.forms[-1] not in self.normaliser.hanging and self._capital_follows(end):
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

    def _gap(self, start: int, end: int) -> None:
        forms = self.out.forms
        if (
            (end - start > 1 or self.text[start] == "\t")
            and len(forms) > self.line_first
            and len(forms) > self.begin
            and forms[-1] not in _ENDS
        ):
            heads = forms[-1] != ":" and self.begin == self.line_first and self._is_heading()
            self._add(":" if heads else COLUMN, start, end)  # "Brudd      håndledd 2021"

    def _break(self, start: int, end: int) -> None:
        text, forms = self.text, self.out.forms
        stripped = text[self.line_start : start].rstrip()
        breaks = text[start:end]
        blank = (breaks.count("\n") or breaks.count("\r")) > 1
        follows = text[end : end + 1]
        self.line_start, self.line_first, self.colons = end, len(forms), 0
        if not stripped:
            self.paragraph += 1
            return
        if end == self.replied:
            return
        goes_on = (
            follows.islower()
            and not self.lower
            and len(stripped) >= _WRAPPED // 2
            and COLUMN not in forms[self.begin :]
        )
        goes_on = goes_on and not LABEL_LINE.match(text, end)
        telegram = self.lower and self.run_on  # there every line is a statement, a long one too
        filled = len(stripped) >= _WRAPPED and (
            follows.isdigit()
            or (follows.islower() and not telegram)
            or (follows.isupper() and stripped[-1] in ",-")
            or hangs(text, end)
        )
        open_end = not blank and stripped[-1] not in ".!?:;"
        if open_end and (goes_on or filled or start in self.wraps or self._hangs_open(end)):
            return
        if open_end and self._lacks_value() and holds_value(text, end):
            self._add(COLUMN, start, start)
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

    def _other(self, number: int, start: int, end: int) -> None:
        text = self.text
        char = text[start]
        if char in DASHES:
            self._dash(start, end)
        elif char in _QUOTES or (char in _BULLETS and len(self.out.forms) <= self.line_first):
            return
        elif char == ".":
            self._point(self.read_pieces[number - 1] if number else None, start, end)
        elif char == "?" and (match := _REPLY.match(text, end)) is not None:
            self._add(":", start, end)  # "Røyker pasienten? Nei"
            self.replied = match.start("reply")
        elif char in "!?":
            self._heading_inside()
            self._add(char, start, end)
            if self._capital_follows(end):
                self._cut()
        elif char == ":":
            self._heading_inside()
            self.colons += 1
            self._add(char, start, end)
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
        if self.text[start - 1 : start] == " " and _ANSWERED.match(self.text, end):
            self._add(COLUMN, start, end)  # "Hoftebrudd . nei"
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
        if char in '"«“(*':
            return spaced
        return char.isupper()
