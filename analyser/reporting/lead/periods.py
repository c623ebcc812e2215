"""Letters by month or week, as series for charts over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from analyser.reporting.lead.small import LIMIT
from analyser.reporting.lead.spc import CONTROL_POINTS, Chart, Point, p_chart, xmr_chart
from analyser.reporting.lead.tally import Row

MONTH, WEEK = "month", "week"
# Weeks are only taken where they hold so many letters on average.
_LETTERS_A_WEEK = 10
# A date further from the middle one than this is taken for a slip of the pen.
_DAYS_FROM_MIDDLE = 5 * 365


@dataclass(frozen=True, slots=True)
class Step:
    """A date from which things were done differently, and what."""

    date: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Letters by period.

    Attributes
    ----------
    unit
        ``month`` or ``week``.
    starts
        First day of every period from the first letter to the last, without gaps.
    rows
        The letters of each period.
    left_out
        Letters without a date, or with one far from all others.
    """

    unit: str
    starts: tuple[dt.date, ...]
    rows: tuple[tuple[Row, ...], ...]
    left_out: int

    def shares(self, holds: Callable[[Row], bool], steps: Sequence[Step]) -> Chart:
        """The share of letters for which something holds, in periods with letters enough."""
        points = [
            Point(start.isoformat(), sum(map(holds, rows)) / len(rows), len(rows)) for start, rows in self._filled()
        ]
        return p_chart(points, self._at(points, steps))

    def means(self, value: Callable[[Row], float], steps: Sequence[Step], *, within: tuple[float, float]) -> Chart:
        """The mean of a value, in periods with letters enough."""
        points = [Point(start.isoformat(), fmean(map(value, rows)), len(rows)) for start, rows in self._filled()]
        return xmr_chart(points, self._at(points, steps), within=within)

    def numbers(self, steps: Sequence[Step]) -> Chart:
        """How many letters; the first and the last period may not be whole and are left out."""
        pairs = list(zip(self.starts, self.rows, strict=True))[1:-1]
        points = [Point(start.isoformat(), len(rows), len(rows)) for start, rows in pairs]
        return xmr_chart(points, self._at(points, steps), within=(0.0, float("inf")))

    @property
    def thin(self) -> int:
        """Periods with letters too few to be shown."""
        return sum(0 < len(rows) < LIMIT for rows in self.rows)

    def _filled(self) -> list[tuple[dt.date, tuple[Row, ...]]]:
        return [pair for pair in zip(self.starts, self.rows, strict=True) if len(pair[1]) >= LIMIT]

    @staticmethod
    def _at(points: Sequence[Point], steps: Sequence[Step]) -> list[int]:
        """Numbers of the first point of each step."""
        found = []
        for step in steps:
            after = [i for i, point in enumerate(points) if point.label >= step.date.isoformat()]
            if after and after[0] > 0:
                found.append(after[0])
        return found


def timeline(rows: Sequence[Row]) -> Timeline:
    """Letters by month; by week where there are too few months and enough letters a week."""
    dated = sorted((row for row in rows if row.date is not None), key=_date)
    if dated:
        middle = dt.date.fromordinal(int(median(_date(row).toordinal() for row in dated)))
        dated = [row for row in dated if abs((_date(row) - middle).days) <= _DAYS_FROM_MIDDLE]
    if not dated:
        return Timeline(MONTH, (), (), len(rows))
    unit = MONTH
    if len(_starts(dated, MONTH)) < CONTROL_POINTS:
        weeks = _starts(dated, WEEK)
        if len(weeks) >= CONTROL_POINTS and len(dated) >= _LETTERS_A_WEEK * len(weeks):
            unit = WEEK
    starts = _starts(dated, unit)
    by_start: dict[dt.date, list[Row]] = {start: [] for start in starts}
    for row in dated:
        by_start[_start(_date(row), unit)].append(row)
    return Timeline(unit, tuple(starts), tuple(map(tuple, by_start.values())), len(rows) - len(dated))


def _date(row: Row) -> dt.date:
    if row.date is None:
        msg = "a letter without a date has no period"
        raise ValueError(msg)
    return row.date


def _start(date: dt.date, unit: str) -> dt.date:
    return date.replace(day=1) if unit == MONTH else date - dt.timedelta(days=date.weekday())


def _starts(dated: Sequence[Row], unit: str) -> list[dt.date]:
    """First days of all periods from the first letter to the last."""
    start, last = _start(_date(dated[0]), unit), _start(_date(dated[-1]), unit)
    found = [start]
    while start < last:
        start = _start(start + dt.timedelta(days=31 if unit == MONTH else 7), unit)
        found.append(start)
    return found
