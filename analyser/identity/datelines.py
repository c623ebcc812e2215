"""Places that stand with a date over or under a letter, and districts behind the name of a place."""

from __future__ import annotations

import re

from analyser.identity.context import BLANK, NAME
from analyser.identity.places import district_end, is_proper
from analyser.identity.tokens import CAPITAL, UPPER, Word
from analyser.identity.words import Words

_MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
_DATE = rf"\d{{1,2}}(?:[./\-][ ]?\d{{1,2}}[./\-][ ]?|\.?[ ]?(?:{_MONTHS}|[a-z]{{3}}\.)[ ])(?:\d{{4}}|\d{{2}})"
_DATELINE = re.compile(
    rf"(?:(?P<comma>,[ ]{{0,2}}(?:den[ ]|d\.[ ]?)?|[ ]den[ ])|[ ]{{1,2}}){_DATE}[ .,]*(?:\r?\n|$)", re.IGNORECASE
)
_LONGEST = 3
_SHORTEST = 3


def mark_datelines(text: str, found: list[Word], words: Words) -> None:
    """Mark "Sandane, 22.11.2023", and "Stavern 02.05.2024" over the name of who writes."""
    for at, word in enumerate(found):
        if word.kind or word.shape not in (CAPITAL, UPPER) or (at and "\n" not in word.gap):
            continue
        end = at + 1
        while (
            end < len(found) and end - at < _LONGEST and BLANK.fullmatch(found[end].gap) and _may_be(found[end], words)
        ):
            end += 1
        if not _may_be(word, words):
            continue
        date = _DATELINE.match(text, found[end - 1].end)
        if date is None:
            continue
        behind = end
        while behind < len(found) and found[behind].start < date.end():
            behind += 1
        compound = any(words.is_compound(piece.key) for piece in found[at:end])
        if (date["comma"] and not compound) or _signs(found, behind, words):
            for piece in found[at:end]:
                piece.kind = "place"


def _may_be(word: Word, words: Words) -> bool:
    return (
        not word.kind and len(word.key) >= _SHORTEST and word.shape in (CAPITAL, UPPER) and not words.is_plain(word.key)
    )


def _signs(found: list[Word], at: int, words: Words) -> bool:
    """Whether the next word is the name or the title of somebody."""
    return at < len(found) and (found[at].kind == NAME or found[at].key in words.cues["person.titles"])


def mark_districts(found: list[Word], words: Words) -> None:
    """Mark "i Rana" behind "Mo" that is known for a place."""
    for at, word in enumerate(found):
        if word.kind == "place" and is_proper(word, words):
            for piece in found[at + 1 : district_end(found, at, words) + 1]:
                piece.kind = "place"
