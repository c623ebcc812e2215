"""A form with a column for yes and one for no: what a lone mark answers follows from the column it stands in."""

from __future__ import annotations

import re
from collections.abc import Mapping

_HEAD = re.compile(
    r"\b(?P<yes>ja)\b[ \t|/]{1,60}\b(?P<no>nei)\b(?:[ \t|/]{1,60}\b(?P<unknown>vet ikke|veit ikkje|ukjent|usikker)\b)?"
    r"[ \t|]*$",
    re.IGNORECASE | re.MULTILINE,
)
_MARK = re.compile(r"(?<![^\s|])[xX✓√☒](?![^\s|])")
_ANSWERS = {"yes": "ja", "no": "nei", "unknown": "ukjent"}
_ROWS = 60  # lines of a form, at most
_EMPTY = 3  # lines without a mark that end it
_ASIDE = 6  # characters that a mark may stand beside its column


def ticks(text: str) -> Mapping[int, str]:
    """The characters that are marks in such columns, each with the word that it stands for.

    Parameters
    ----------
    text
        The letter.

    Returns
    -------
    Mapping
        Offset of the mark to ``ja``, ``nei`` or ``ukjent``.
    """
    found: dict[int, str] = {}
    for head in _HEAD.finditer(text):
        begin = text.rfind("\n", 0, head.start()) + 1
        columns = {
            word: (head.start(name) - begin + head.end(name) - begin) / 2
            for name, word in _ANSWERS.items()
            if head.group(name)
        }
        places = {word: text[begin : head.start(name)] for name, word in _ANSWERS.items() if head.group(name)}
        sign = next((sign for sign in "|\t" if sign in head.group()), "")
        at, empty = head.end() + 1, 0
        for _ in range(_ROWS):
            if at >= len(text) or empty >= _EMPTY:
                break
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            marks = [match.start() for match in _MARK.finditer(text, at, end)]
            empty = 0 if marks else empty + 1
            if len(marks) == 1:
                word = _column(text[at : marks[0]], sign, places, columns)
                if word is not None:
                    found[marks[0]] = word
            at = end + 1
    return found


def _column(before: str, sign: str, places: Mapping[str, str], columns: Mapping[str, float]) -> str | None:
    """The word of the column that begins behind what stands before a mark in its line."""
    if sign:
        count = before.count(sign)
        return next((word for word, head in places.items() if head.count(sign) == count), None)
    word = min(columns, key=lambda one: abs(columns[one] - len(before)))
    return word if abs(columns[word] - len(before)) <= _ASIDE else None
