"""Statistical process control: p and XmR charts, run charts, and the rules for special cause.

Rules and constants are those of NHS England's *Making Data Count* (control charts) and Perla, Provost and Murray,
BMJ Quality & Safety 2011;20:46 (run charts). Limits of p charts are widened for overdispersion as in Laney,
Quality Engineering 2002;14:531 (p'), never narrowed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

CONTROL_POINTS = 12
"""A series as long as this gets control limits; a shorter one is a run chart."""
PHASE_POINTS = 8
"""Limits are set anew at a step only where each side has as many points as this."""
RUN_POINTS = 6
"""A series shorter than this is drawn without rules."""
SHIFT, TREND, NEAR = 7, 6, (2, 3)
"""Control charts: 7 in a row on one side of the mean; 6 rising or falling; 2 of 3 in the outer third."""
RUN_SHIFT, RUN_TREND = 6, 5
"""Run charts: 6 in a row on one side of the median, points on it passed over; 5 rising or falling."""

# Of a moving range of two: the expected range in standard deviations.
_D2 = 1.128
_OUTER = 3.0
_INNER = 2.0


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its first day in ISO form, the value, and how many letters stand behind it."""

    label: str
    value: float
    count: int


@dataclass(frozen=True, slots=True)
class Signal:
    """A special cause: its rule (``outside``, ``shift``, ``trend``, ``near``) and the points, half-open."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A series with its centre line and, for a control chart, limits.

    Attributes
    ----------
    kind
        ``p``, ``xmr`` or ``run``.
    points
        In the order of time.
    centre, lower, upper
        One for each point; limits are empty for a run chart.
    signals
        In the order of their first point.
    steps
        Numbers of the points at which limits are set anew.
    """

    kind: str
    points: tuple[Point, ...]
    centre: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    signals: tuple[Signal, ...]
    steps: tuple[int, ...] = ()


_Sigmas = Callable[[Sequence[Point]], tuple[float, list[float]]]
"""Centre, and the standard deviation of each point."""


def p_chart(points: Sequence[Point], steps: Sequence[int] = ()) -> Chart:
    """A chart of shares from 0 to 1; ``count`` is the denominator of each, at least 1."""
    return _chart("p", points, steps, _p_sigmas, (0.0, 1.0))


def xmr_chart(points: Sequence[Point], steps: Sequence[int] = (), *, within: tuple[float, float]) -> Chart:
    """A chart of single values, whose limits are kept ``within`` what values are possible."""
    return _chart("xmr", points, steps, _xmr_sigmas, within)


def _chart(
    kind: str, points: Sequence[Point], steps: Sequence[int], sigmas_of: _Sigmas, within: tuple[float, float]
) -> Chart:
    if len(points) < CONTROL_POINTS:
        middle = median(point.value for point in points) if points else 0.0
        values = [point.value for point in points]
        signals = _run_signals(values, middle) if len(points) >= RUN_POINTS else []
        return Chart("run", tuple(points), (middle,) * len(points), (), (), tuple(signals))
    cuts = _phases(len(points), steps)
    centre: list[float] = []
    lower: list[float] = []
    upper: list[float] = []
    signals = []
    for start, end in pairwise([0, *cuts, len(points)]):
        part = points[start:end]
        middle, sigmas = sigmas_of(part)
        centre += [middle] * len(part)
        lower += [max(within[0], middle - _OUTER * sigma) for sigma in sigmas]
        upper += [min(within[1], middle + _OUTER * sigma) for sigma in sigmas]
        found = control_signals([point.value for point in part], middle, sigmas)
        signals += [Signal(one.rule, one.start + start, one.end + start) for one in found]
    return Chart(kind, tuple(points), tuple(centre), tuple(lower), tuple(upper), tuple(signals), tuple(cuts))


def _phases(length: int, steps: Sequence[int]) -> list[int]:
    """The steps at which limits can be set anew."""
    cuts: list[int] = []
    for step in sorted(set(steps)):
        if step - (cuts[-1] if cuts else 0) >= PHASE_POINTS and length - step >= PHASE_POINTS:
            cuts.append(step)
    return cuts


def _p_sigmas(points: Sequence[Point]) -> tuple[float, list[float]]:
    total = sum(point.count for point in points)
    middle = sum(point.value * point.count for point in points) / total
    plain = [math.sqrt(middle * (1 - middle) / point.count) for point in points]
    if not all(plain):
        return middle, plain
    scores = [(point.value - middle) / sigma for point, sigma in zip(points, plain, strict=True)]
    wider = max(1.0, fmean(abs(b - a) for a, b in pairwise(scores)) / _D2)
    return middle, [sigma * wider for sigma in plain]


def _xmr_sigmas(points: Sequence[Point]) -> tuple[float, list[float]]:
    values = [point.value for point in points]
    sigma = fmean(abs(b - a) for a, b in pairwise(values)) / _D2
    return fmean(values), [sigma] * len(values)


def control_signals(values: Sequence[float], centre: float, sigmas: Sequence[float]) -> list[Signal]:
    """Every special cause by the rules of control charts, in the order of the first point."""
    away = [
        (value - centre) / sigma if sigma else math.copysign(math.inf, value - centre) if value != centre else 0.0
        for value, sigma in zip(values, sigmas, strict=True)
    ]
    found = [Signal("outside", i, i + 1) for i, one in enumerate(away) if abs(one) > _OUTER]
    found += [Signal("shift", *run) for run in _runs([_sign(one) for one in away], SHIFT)]
    found += [Signal("trend", a, b) for a, b in _trends(values, TREND)]
    need, of = NEAR
    for side in (1, -1):
        hits = [side * one > _INNER for one in away]
        windows = [i for i in range(len(hits) - of + 1) if sum(hits[i : i + of]) >= need]
        for first, last in _joined(windows):
            inside = [i for i in range(first, last + of) if hits[i]]
            found.append(Signal("near", inside[0], inside[-1] + 1))
    return sorted(found, key=lambda one: (one.start, one.end, one.rule))


def _run_signals(values: Sequence[float], middle: float) -> list[Signal]:
    kept = [i for i, value in enumerate(values) if value != middle]
    runs = _runs([_sign(values[i] - middle) for i in kept], RUN_SHIFT)
    found = [Signal("shift", kept[a], kept[b - 1] + 1) for a, b in runs]
    found += [Signal("trend", a, b) for a, b in _trends(values, RUN_TREND)]
    return sorted(found, key=lambda one: (one.start, one.end, one.rule))


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _runs(signs: Sequence[int], least: int) -> list[tuple[int, int]]:
    """Stretches of one sign (not 0) of at least this length, half-open."""
    found, start = [], 0
    for i in range(1, len(signs) + 1):
        if i == len(signs) or signs[i] != signs[start]:
            if signs[start] and i - start >= least:
                found.append((start, i))
            start = i
    return found


def _trends(values: Sequence[float], least: int) -> list[tuple[int, int]]:
    """Stretches that only rise or only fall, of at least so many points, half-open."""
    runs = _runs([_sign(b - a) for a, b in pairwise(values)], least - 1)
    return [(start, end + 1) for start, end in runs]


def _joined(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each stretch of numbers that follow one another."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
