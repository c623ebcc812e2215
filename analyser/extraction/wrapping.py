"""Lines that a program has broken: the sentence goes on behind them."""

from __future__ import annotations

from itertools import pairwise

_LINES, _NARROWEST, _WIDEST = 3, 24, 120  # a paragraph of so many lines may have been wrapped to so many characters
_LABEL = 40  # characters of a line in which its label ends
_LONGEST_INDENT = 60


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
        ends.append(begin)
        begin += 1
    return ends


def hangs(text: str, at: int) -> bool:
    """Whether a line is set in under the one before and goes on in lower case."""
    begin = at
    while at < len(text) and text[at] in " \t" and at - begin < _LONGEST_INDENT:
        at += 1
    return at > begin and text[at : at + 1].islower()
