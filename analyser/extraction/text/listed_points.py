"""The points of a list that are counted, also where they stand in one line: "1) Brudd: ingen 2) Arv: mor"."""

from __future__ import annotations

import re

_POINT = re.compile(r"(?<![^\s,;])(\d{1,2}|[a-h])(?:\)(?=\s)|\.(?=[ \t]+[A-ZÆØÅ][^\n:.]{1,40}:))")
_FEWEST = 2


def points(text: str) -> list[tuple[int, int]]:
    """The characters of the numbers that count the points of a list, with their signs; none for a lone one."""
    found: list[tuple[int, int]] = []
    last = 0
    for match in _POINT.finditer(text):
        sign = match.group(1)
        number = int(sign) if sign.isdigit() else ord(sign) - ord("a") + 1
        if number == 1 or number == last + 1:
            found.append(match.span())
            last = number
    return found if len(found) >= _FEWEST else []
