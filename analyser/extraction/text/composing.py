"""A letter whose accents are characters of their own, read as one whose letters carry them."""

from __future__ import annotations

import re
import unicodedata

_CLUSTER = re.compile(r".[\u0300-\u036f]{0,8}", re.DOTALL)


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
