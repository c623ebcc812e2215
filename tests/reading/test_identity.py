"""Sex and birth date from identity numbers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.reading.message.identity import derive
from tests.reading.message_files import identity_number


@pytest.mark.parametrize(
    ("date", "group", "year", "sex"),
    [
        ("140350", "417", 1950, "male"),
        ("140350", "418", 1950, "female"),
        ("010139", "500", 2039, "female"),
        ("010154", "601", 1854, "male"),
        ("311240", "901", 1940, "male"),
        ("290200", "500", 2000, "female"),
    ],
)
def test_the_third_group_tells_century_and_sex(date: str, group: str, year: int, sex: str) -> None:
    found = derive(identity_number(date, group), seen=None)
    assert found is not None
    assert (found.birth_date.year, found.sex) == (year, sex)
    assert found.birth_date == dt.date(year, int(date[2:4]), int(date[:2]))


def test_a_d_number_is_read_and_an_h_number_is_not() -> None:
    d_number = identity_number("540350", "418")
    found = derive(f"{d_number[:6]} {d_number[6:]}", seen=dt.date(2026, 3, 14))
    assert found is not None
    assert found.birth_date == dt.date(1950, 3, 14)
    assert derive(identity_number("140350", "418", month=40), seen=None) is None


def test_nothing_is_derived_from_what_says_nothing() -> None:
    good = identity_number("140350", "418")
    wrong = good[:-1] + str((int(good[-1]) + 1) % 10)
    for number in ("", "14835", wrong, good + "1", "x" * 11, "١" * 11, identity_number("310250", "418"), "0" * 11):
        assert derive(number, seen=None) is None
    assert derive(good, seen=dt.date(2032, 1, 1)) is None
    assert derive(identity_number("010145", "800"), seen=None) is None


@given(st.text(max_size=14) | st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_any_text_is_taken(number: str) -> None:
    found = derive(number, seen=None)
    assert found is None or found.sex in ("female", "male")
