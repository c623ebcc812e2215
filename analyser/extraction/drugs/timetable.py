"""A dose that is told by dates: "15 mg fra 1/12, 10 mg fra 1/2", or a table of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from analyser.extraction.drugs.drug_scope import REACH
from analyser.extraction.state import State
from analyser.extraction.text.numbers import date_of, number
from analyser.extraction.text.transcript import COLUMN

_HALF_A_YEAR = 183  # days: of the years that a day without one may be in, the nearest
_JOINTS = frozenset([":", "i", "-", ",", "fra", "(", ")", COLUMN, ".", "den", "x", "1", "daglig", "per"])
_GAP = 3  # tokens between a day and its dose


class _Said(NamedTuple):
    first: int
    last: int
    day: dt.date | None
    dose: float


def dose_by_date(state: State, begin: int) -> tuple[float, int, int] | None:
    """The dose of the last day of a timetable that has come: ``(milligrams, first token, end)``."""
    if state.date is None:
        return None
    row = list(_row(state, begin, state.date))
    doses = [one for one in row if one.day is None]
    if len(doses) < 2 or len(row) - len(doses) < 2 or "nå" in state.forms[begin : row[-1].last]:
        return None
    come: tuple[float, int, int] | None = None
    taken: set[int] = set()
    for n, one in enumerate(row):
        if one.day is not None:
            continue
        ahead = n - 1 if n and row[n - 1].day is not None and _joined(state, row[n - 1].last, one.first) else None
        behind = n + 1 if n + 1 < len(row) and _joined(state, one.last, row[n + 1].first) else None
        at = next((k for k in (ahead, behind) if k is not None and row[k].day is not None and k not in taken), None)
        if at is None:
            continue
        taken.add(at)
        if (row[at].day or dt.date.max) <= state.date:
            come = (one.dose, min(one.first, row[at].first), max(one.last, row[at].last))
    return come if len(taken) > 1 else None


def _joined(state: State, begin: int, end: int) -> bool:
    return end - begin <= _GAP and all(state.forms[at] in _JOINTS for at in range(begin, end))


def _row(state: State, begin: int, today: dt.date) -> Iterator[_Said]:
    """The days and doses of the paragraph behind the name of a drug, in order, to where another drug is named."""
    forms, transcript = state.forms, state.transcript
    paragraph = transcript.paragraph[transcript.sentence[begin - 1]]
    at, end = begin, min(len(forms) - 1, begin + REACH)
    while at < end and transcript.paragraph[transcript.sentence[at]] == paragraph:
        if state.in_class(at, "rx_other"):
            return
        day = _month(state, at, today) or _day(forms, at, today)
        value = number(forms[at]) if forms[at][0].isdecimal() else None
        if value is not None and forms[at + 1] == "mg":
            yield _Said(at, at + 2, None, value)
            at += 2
        elif day is not None:
            yield _Said(at, day[1], day[0], 0)
            at = day[1]
        else:
            at += 1


def _month(state: State, at: int, today: dt.date) -> tuple[dt.date, int] | None:
    """The first day of a month that stands alone: "mars 20 mg", "15 mg i april"."""
    if not state.in_class(at, "month") or state.forms[at - 1] == "." or state.forms[at - 1].isdecimal():
        return None
    first = _nearest(today, state.lexicon.classes["month"].index(state.forms[at]) + 1, 1)
    return None if first is None else (first, at + 1)


def _day(forms: list[str], at: int, today: dt.date) -> tuple[dt.date, int] | None:
    """A day, with its year or without ("1/12", "01.02"), and the token behind it."""
    if not forms[at][0].isdecimal():
        return None
    written = date_of(forms[at], century_before=today.year)
    if written is not None:
        return written, at + 1
    if forms[at + 1 : at + 2] == ["/"] and at + 2 < len(forms):
        day, month, last = forms[at], forms[at + 2], at + 3
    else:
        (day, _, month), last = forms[at].partition("."), at + 1
    if not (day.isdecimal() and month.isdecimal()) or forms[last : last + 1] == ["mg"]:
        return None
    close = _nearest(today, int(month), int(day))
    return None if close is None else (close, last)


def _nearest(today: dt.date, month: int, day: int) -> dt.date | None:
    near = [_in_year(today.year + years, month, day) for years in (-1, 0, 1)]
    return next((date for date in near if date is not None and abs((date - today).days) <= _HALF_A_YEAR), None)


def _in_year(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
