"""Pictures with two axes: a series over time, and the funnel of practices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyser.reporting.lead import svg
from analyser.reporting.lead.funnel import Z_95, Z_998, Funnel
from analyser.reporting.lead.spc import Chart

WIDTH, HEIGHT = 900.0, 320.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 20.0, 34.0, 60.0
_LABELS = 13
"""At most so many names under a time axis."""
_NARROW = 0.6
"""The limits begin at this part of the smallest practice, where they are wide."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a picture: what it shows, its axes, and how a number is written."""

    label: str
    x: str
    y: str
    write: Callable[[float], str]


class _Frame:
    """Where values are drawn, with the side axis."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float], words: Words) -> None:
        marks = svg.ticks(*y)
        self._x0, self._x1 = x
        self._y0, self._y1 = marks[0], marks[-1]
        self.pieces: list[str] = []
        for mark in marks:
            height = self.at(self._x0, mark)[1]
            self.pieces.append(svg.line((_LEFT, height), (WIDTH - _RIGHT, height), "grid"))
            self.pieces.append(svg.text((_LEFT - 8, height + 4), words.write(mark), kind="quiet", anchor="end"))
        self.pieces.append(
            svg.text((16, (_TOP + HEIGHT - _BOTTOM) / 2), words.y, kind="quiet", anchor="middle", turn=True)
        )
        self.pieces.append(svg.text(((_LEFT + WIDTH) / 2, HEIGHT - 8), words.x, kind="quiet", anchor="middle"))

    def at(self, x: float, y: float) -> svg.Place:
        """The place of a value in the picture."""
        across = (x - self._x0) / (self._x1 - self._x0) if self._x1 > self._x0 else 0.5
        up = (y - self._y0) / (self._y1 - self._y0) if self._y1 > self._y0 else 0.5
        return _LEFT + across * (WIDTH - _LEFT - _RIGHT), HEIGHT - _BOTTOM - up * (HEIGHT - _BOTTOM - _TOP)

    def under(self, x: float, words: str) -> None:
        """A name under the axis."""
        self.pieces.append(
            svg.text((self.at(x, self._y0)[0], HEIGHT - _BOTTOM + 20), words, kind="quiet", anchor="middle")
        )


def control(
    chart: Chart, names: Sequence[str], titles: Sequence[str], words: Words, steps: Sequence[tuple[int, str]]
) -> str:
    """A series with its centre line, its limits, and special causes marked by shape.

    ``names`` and ``titles`` are for the points: under the axis, and under the pointer. ``steps`` are points at which
    something changed, with what.
    """
    values = [point.value for point in chart.points]
    frame = _Frame((-0.5, len(values) - 0.5), (min([*values, *chart.lower]), max([*values, *chart.upper])), words)
    edges = [0, *chart.steps, len(values)]
    for start, end in pairwise(edges):
        ends = (start - 0.5, end - 0.5)
        frame.pieces.append(svg.path([frame.at(x, chart.centre[start]) for x in ends], "centre"))
        for limits in (chart.lower, chart.upper):
            if limits:
                frame.pieces.append(svg.path(_stairs(frame, limits, start, end), "limit"))
    for number, text in steps:
        x, top = frame.at(number - 0.5, 0)[0], _TOP - 6
        anchor = "end" if x > WIDTH * 0.7 else "start"
        frame.pieces.append(svg.line((x, top), (x, HEIGHT - _BOTTOM), "step"))
        frame.pieces.append(svg.text((x + (-6 if anchor == "end" else 6), top - 4), text, kind="note", anchor=anchor))
    frame.pieces.append(svg.path([frame.at(i, value) for i, value in enumerate(values)], "series"))
    special = {i for signal in chart.signals for i in range(signal.start, signal.end)}
    for i, value in enumerate(values):
        draw, kind = (svg.diamond, "special") if i in special else (svg.dot, "common")
        frame.pieces.append(draw(frame.at(i, value), kind, titles[i]))
    every = max(1, -(-len(names) // _LABELS))
    for i in range(0, len(names), every):
        frame.under(i, names[i])
    return svg.drawing(WIDTH, HEIGHT, words.label, frame.pieces, "control")


def _stairs(frame: _Frame, limits: Sequence[float], start: int, end: int) -> list[svg.Place]:
    return [frame.at(x, limits[i]) for i in range(start, end) for x in (i - 0.5, i + 0.5)]


def funnel_plot(made: Funnel, practices: Sequence[tuple[str, int, int]], words: Words) -> str:
    """Practices as points, by how many letters they sent; each with its name, its events and its letters."""
    most = max(count for _, _, count in practices)
    shares = [events / count for _, events, count in practices]
    least = min(count for _, _, count in practices)
    edges = [edge for z in (Z_95, Z_998) for edge in made.limits(max(1.0, least * _NARROW), z)]
    across = svg.ticks(0, most * 1.02)
    frame = _Frame((0, across[-1]), (min([*shares, *edges]), max([*shares, *edges])), words)
    start = max(1.0, least * _NARROW)
    along = [start + (across[-1] - start) * (i / 60) ** 2 for i in range(61)]
    for z, kind in ((Z_998, "limit"), (Z_95, "limit inner")):
        for side in (0, 1):
            frame.pieces.append(svg.path([frame.at(x, made.limits(x, z)[side]) for x in along], kind))
    frame.pieces.append(svg.path([frame.at(x, made.centre) for x in (0, across[-1])], "centre"))
    for mark in across:
        frame.under(mark, format(mark, "g"))
    for name, events, count in practices:
        out = made.outside(events, count, Z_998)
        draw, kind = (svg.diamond, "special") if out else (svg.dot, "common")
        frame.pieces.append(draw(frame.at(count, events / count), kind, name))
    return svg.drawing(WIDTH, HEIGHT, words.label, frame.pieces, "funnel")
