"""Lines that a program has broken: the sentence goes on behind them."""

from __future__ import annotations

import re
from itertools import pairwise

_LINES, _NARROWEST, _WIDEST = 3, 24, 120  # a paragraph of so many lines may have been wrapped to so many characters
_LABEL = 40  # characters of a line in which its label ends
_LONGEST_INDENT = 60
LABEL_LINE = re.compile(r"(?:[^\n:.\t]|\.(?=[ ][^\W\d_])){1,40}(?::|\.{3}|[ ]\.[ .]|\t|[ ]{3})")
"""A line of a form: a label, then a colon, a leader or a gap."""
_VALUE_LINE = re.compile(
    r"[ \t]*(?:(?:[<>≤≥~] ?)?[-\u2212\u2013+]?\d{1,4}(?:[.,]\d{1,3})?(?!\d|[./-]\d)(?: ?[%\w/µ²³^*]{1,12}){0,2}"
    r"|ja|nei|aldri|ukjent|ingen|kvinne|mann)[ \t]*\.?(?=\r?\n|\Z)",
    re.IGNORECASE,
)


def wraps(text: str) -> set[int]:
    """Where lines were broken by a program: in every line of a paragraph the next line's first word had no room."""
    found: set[int] = set()
    lines: list[str] = []
    begin = at = 0  # of the paragraph, and of the line
    for line in [*text.split("\n"), ""]:
        if line:
            lines.append(line)
        else:
            if len(lines) >= _LINES:
                found.update(_wrapped(lines, begin))
            lines = []
            begin = at + 1
        at += len(line) + 1
    return found


def _wrapped(lines: list[str], begin: int) -> list[int]:
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST or all(":" in line[:_LABEL] for line in lines):
        return []  # lines that all have a label are those of a form
    ends: list[int] = []
    for line, following in pairwise(lines):
        first = following.split(" ", 1)[0]
        if not first or len(line) + 1 + len(first) <= width:
            return []
        begin += len(line)
        if not (LABEL_LINE.match(following) and LABEL_LINE.match(line)):
            ends.append(begin)
        begin += 1
    return ends


def hangs(text: str, at: int) -> bool:
    """Whether a line is set in under the one before and goes on in lower case."""
    begin = at
    while at < len(text) and text[at] in " \t" and at - begin < _LONGEST_INDENT:
        at += 1
    return at > begin and text[at : at + 1].islower()


def holds_value(text: str, at: int) -> bool:
    """Whether a line is a number, perhaps with its unit, or an answer: what the line before it is called for."""
    return _VALUE_LINE.match(text, at) is not None
