"""Where a sentence, a line and a heading end, while a letter is read into the arrays of a transcript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyser.extraction.text.run_on import hardly_pointed
from analyser.extraction.text.wrapping import LABEL_LINE

if TYPE_CHECKING:
    from analyser.extraction.text.normaliser import Normaliser
    from analyser.extraction.text.transcript import Transcript

COLUMN = "¦"
"""Stands where a table or a form leaves a gap between two columns."""

CLAUSE_ENDS = frozenset([".", ";", "?", "!", COLUMN])
_HEADING_WORDS = 5
_REPLIES = frozenset(["ja", "nei", "aldri", "ukjent"])
_LABELLED = 2  # colons of a line that make it one of labels
_NAME = 4  # tokens that the name of a value may have
_INSIDE = 4  # tokens of a heading that stands within a line
_SHORT = 4  # tokens of a sentence that holds one statement
_LONGEST = 300  # tokens: no sentence is longer; what looks around a word within its sentence stays cheap
_CAPITAL_LINE = re.compile(r"(?:^|\n)[ \t]*[^\W\d_a-zæøå]")
_SMALL_LINE = re.compile(r"(?:^|\n)[ \t]*[a-zæøå]")


class SentenceEnds:
    """Adds tokens to the arrays of a transcript, and ends sentences and lines.

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
        self.text = text
        self.begin = 0  # first token of the sentence
        self.limit = _LONGEST  # the token that would make it too long
        self.paragraph = self.line = 0
        self.line_start = 0
        self.line_first = 0  # first token of the line
        self.run_on = hardly_pointed(text)
        self.lower = self._hardly_capital()
        self.heading_end = 0
        self.colons = 0  # of the line

    def _hardly_capital(self) -> bool:
        """Whether the writer begins no line with a capital, or of lines without points only names and short forms."""
        if _CAPITAL_LINE.search(self.text) is None:
            return True
        return self.run_on and len(_SMALL_LINE.findall(self.text)) > 2 * len(_CAPITAL_LINE.findall(self.text))

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
        end = len(self.out.forms)
        if end - self.begin > _SHORT and self.run_on:
            for at in self.normaliser.run_on.cuts(self.out.forms, self.begin, end):
                self._close(at)
        if end > self.begin:
            self._close(end)
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

    def _cut_at(self, token: int) -> None:
        """End the sentence and the line before a token that has been read."""
        if token > self.begin:
            self._close(token)
            self.line += 1
        self.line_first = token

    def _heading_inside(self) -> None:
        """Begin a line where a label within one begins: "Kvinne 63 år Familie: mor ...", "RA? nei Røyk? ja"."""
        forms, size = self.out.forms, len(self.out.forms)
        for first in range(max(self.begin + 1, size - _INSIDE), size):
            if self._starts_label(first, known=tuple(forms[first:]) in self.normaliser.headings):
                self._cut_at(first)
                return

    def _starts_label(self, first: int, *, known: bool) -> bool:
        """Whether a label may begin at a token: a known heading, or any words in capitals behind an answer."""
        forms = self.out.forms
        before = forms[first - 1]
        if not (self.lower and known) and not self.text[self.out.starts[first]].isupper():
            return False
        if not known:
            replies = [
                at for at in range(self.begin + 1, first) if forms[at] in _REPLIES and forms[at - 1] in (":", "?")
            ]
            lone = first == len(forms) - 1
            if first == self.begin + 1 and before not in _REPLIES:
                return False  # "Tidl. DXA: nei" is one label
            if lone and self.colons >= _LABELLED and before.isalnum() and before not in self.normaliser.hanging:
                return True  # one of many labels of a line: "Arv: mor hoftebrudd Kortison: nei"
            return bool(replies) and (replies[-1] == first - 1 or lone)
        return (before[-1].isalnum() or before in (COLUMN, ")", ",", "/")) and before not in self.normaliser.hanging

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

    def _hangs_open(self, end: int) -> bool:
        """Whether a line stops at a word that something must follow: "Hun har aldri", "røntgen av"."""
        forms, hanging = self.out.forms, self.normaliser.hanging
        if len(forms) <= self.begin or not self.text[end : end + 1].islower() or LABEL_LINE.match(self.text, end):
            return False
        return forms[-1] in hanging or " ".join(forms[-2:]) in hanging

    def _lacks_value(self) -> bool:
        """Whether the line so far is only a name, as in a table that was cut into lines: "Kalsium", "Alder"."""
        words = self.out.forms[self.begin :]
        return 0 < len(words) <= _NAME and not words[-1][0].isdigit() and CLAUSE_ENDS.isdisjoint(words)
