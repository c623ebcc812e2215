"""Bars: how many letters have what. Kinds of bar differ by pattern too, so that print and any eye tell them apart."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from analyser.reporting.lead import svg

WIDTH = 900.0
_LABEL, _RIGHT = 330.0, 130.0
_ROW, _LINE, _BAR, _TOP = 34.0, 17.0, 18.0, 8.0
_LABEL_CHARACTERS = 44


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: its name, its parts as size and kind, and what stands behind the bar."""

    label: str
    parts: tuple[tuple[float, str], ...]
    note: str


def bars(rows: Sequence[Bar], label: str, *, most: float) -> str:
    """Horizontal bars on a common scale from 0 to ``most``."""
    scale = (WIDTH - _LABEL - _RIGHT) / most if most else 0.0
    pieces: list[str] = []
    y = _TOP
    for row in rows:
        lines = textwrap.wrap(row.label, _LABEL_CHARACTERS)[:2] or [""]
        height = _ROW + (len(lines) - 1) * _LINE
        middle = y + height / 2
        for place, words in enumerate(lines):
            offset = (place - (len(lines) - 1) / 2) * _LINE + 5
            pieces.append(svg.text((_LABEL - 12, middle + offset), words, anchor="end"))
        x = _LABEL
        for size, kind in row.parts:
            if size > 0:
                pieces.append(svg.box((x, middle - _BAR / 2), size * scale, _BAR, f"bar {kind}"))
                x += size * scale
        pieces.append(svg.text((x + 8, middle + 5), row.note, kind="note"))
        y += height
    pieces.append(svg.line((_LABEL, _TOP), (_LABEL, y), "axis"))
    return svg.drawing(WIDTH, y + _TOP, label, pieces, "bars")


def histogram(counts: Sequence[tuple[str, float, str]], label: str, *, axis: str, side: str) -> str:
    """Standing bars: the name under each, its size, and what stands above it."""
    left, bottom, height = 60.0, 64.0, 230.0
    most = max((size for _, size, _ in counts), default=0.0)
    scale = (height - 34) / most if most else 0.0
    step = (WIDTH - left - 16) / max(1, len(counts))
    pieces = []
    for place, (name, size, note) in enumerate(counts):
        x, top = left + place * step, height - size * scale
        pieces.append(svg.box((x + 2, top), step - 4, size * scale, "bar whole"))
        pieces.append(svg.text((x + step / 2, top - 7), note, kind="note", anchor="middle"))
        pieces.append(svg.text((x + step / 2, height + 20), name, anchor="middle"))
    pieces.append(svg.line((left, height), (WIDTH - 16, height), "axis"))
    pieces.append(svg.text(((left + WIDTH - 16) / 2, height + 46), axis, kind="quiet", anchor="middle"))
    pieces.append(svg.text((22, height / 2), side, kind="quiet", anchor="middle", turn=True))
    return svg.drawing(WIDTH, height + bottom, label, pieces, "histogram")
