"""Dates as letters and exports write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.reading.dates import parse_date

DAY = dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-04",
        "2026-03-04T09:15:00",
        "2026-03-04 09:15:00+01:00",
        "20260304",
        "04.03.2026",
        "4.3.2026",
        " 4. 3. 2026 ",
        "4.3.26",
        "04.03.2026 09:15",
        "4/3-2026",
        "4/3/2026",
        "04-03-2026",
        "4. mars 2026",
        "4 MARS 2026",
        "4. mar. 2026",
        "4 March 2026",
        dt.date(2026, 3, 4),
        dt.datetime(2026, 3, 4, 9, 15),
    ],
)
def test_the_day_stands_before_the_month(written: object) -> None:
    assert parse_date(written) == DAY


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_a_letter_may_have_no_date(empty: object) -> None:
    assert parse_date(empty) is None


@pytest.mark.parametrize(
    "written",
    ["mars 2026", "31.02.2026", "4. marz 2026", "2026", "i går", 46085, True, "\u0664.\u0663.\u0662\u0660\u0662\u0666"],
)
def test_what_is_no_date_is_refused_without_repeating_it(written: object) -> None:
    with pytest.raises(ValueError, match=r"^(not a date|day is out of range for month|month must be in)") as caught:
        parse_date(written)
    assert str(written) not in str(caught.value)


@given(st.dates())
def test_iso_and_norwegian_dates_round_trip(day: dt.date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}.{day.month}.{day.year:04}") == day
