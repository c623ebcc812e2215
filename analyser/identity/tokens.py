"""The words of a text with what their letters and their place say of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"(?<![\w@])[^\W\d_]+(?:[-\u2010\u2011'\u2019`´][^\W\d_]+)*(?![\w@])")
_MASK = re.compile(r"X(?:x+|X+)(?:[-\u2010\u2011'\u2019`´]X(?:x+|X+))*")
_SHORTENED = re.compile(r"[^\W\d_]{2,4}\.[a-zæøå]{2,}(?![\w.@/])")
_ENDS = re.compile(r"[.!?:;\n\r\u2022|\"\u00ab\u201c(]|(?:^|\s)[-\u2013\u2014*](?:\s|$)|[ ]{3}|\t")

MASKED = "masked"
"""Kind of a word that an earlier masking wrote: it tells nothing of what stands beside it."""

LOWER, CAPITAL, UPPER, INITIAL = "l", "C", "U", "I"
"""Shapes: small letters, a capital first, capitals only, one capital."""


@dataclass(slots=True)
class Word:
    """One word; ``first`` tells that a capital says nothing here, because a sentence may begin."""

    start: int
    end: int
    key: str
    shape: str
    first: bool
    gap: str
    kind: str = ""


def words_of(text: str, abbreviations: frozenset[str]) -> list[Word]:
    """The words in their order; ``gap`` is what stands between a word and the one before it."""
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        written = match.group()
        key = written.lower().replace("\u2019", "'").replace("\u2010", "-").replace("\u2011", "-")
        gap = text[last:start]
        first = not found or _begins(gap, found[-1], abbreviations)
        # "Vik.lege" is a vikar: what is shortened before a point and a small letter is no name.
        kind = MASKED if _MASK.fullmatch(written) or _SHORTENED.match(text, start) else ""
        found.append(Word(start, end, key, _shape(written), first, gap, kind))
        last = end
    return found


def _shape(written: str) -> str:
    if not written[0].isupper():
        return LOWER
    if len(written) == 1:
        return INITIAL
    # "McDonald" and "al-Sayed" are written like names, "DXA" and "AL-SAYED" are not.
    return UPPER if written.isupper() else CAPITAL


def _begins(gap: str, before: Word, abbreviations: frozenset[str]) -> bool:
    if not _ENDS.search(gap):
        return False
    marks = gap.rstrip(" \t\u00a0")
    if marks == ".,":
        return False  # "spes. allmennmed., Torvet legekontor"
    point_only = marks == "."
    return not (point_only and (before.shape == INITIAL or before.key in abbreviations))


def mostly_small(found: list[Word]) -> bool:
    """Whether the sentences of a text mostly begin with small letters."""
    lowers = [word.shape == LOWER for word in found if word.first]
    return len(lowers) > 1 and sum(lowers) * 2 > len(lowers)
