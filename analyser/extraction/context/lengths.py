"""Lengths of time in months: "fire og et halvt år", "i flere år", "siden mai 2024", "2010-2015"."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from analyser.extraction.data import load_toml
from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.text.numbers import MONTHS, SEASONS, date_of, months_between, number, year_of

_HALVES = (("et", "halvt"), ("en", "halv"), ("halvt",), ("halv",))


class Months(NamedTuple):
    """Months, and the tokens that say them."""

    value: float
    span: Range


def length_at(state: State, at: int, end: int) -> Months | None:
    """A length of time that begins at a token; of two numbers the smaller."""
    forms = state.forms
    first = at
    while at < end and state.in_class(at, "months_skip"):
        at += 1
    if at >= end:
        return None
    half = _half(forms, at, end)
    if half is not None:
        return _months(half[0], first, half[1])
    value: float | None
    lengths = load_toml("lengths.toml")
    vague, units = lengths["vague"], lengths["months"]
    if forms[at] in vague:
        value = vague[forms[at]]
    elif forms[at] in ("et", "en", "ett") and forms[at + 1 : at + 2] == ["par"]:
        value, at = 2, at + 1
    else:
        value = number(forms[at])
    if value is None or not 0 < value < 100:
        return None
    at += 1
    for words in _HALVES:
        if tuple(forms[at : at + 1 + len(words)]) == ("og", *words):
            value, at = value + 0.5, at + 1 + len(words)
    if at + 1 < end and forms[at] in ("-", "til", "eller") and number(forms[at + 1]) is not None:
        at += 2
    elif at < end and forms[at].startswith("-") and number(forms[at]) is not None:
        at += 1
    if at < end and forms[at] in units:
        rest, last = _rest(forms, at, end)
        return _months(value * units[forms[at]] + rest, first, last)
    return None


def _rest(forms: list[str], at: int, end: int) -> tuple[float, int]:
    """Months beside years, and where they end: "1 år 3 mnd", "to år og fire måneder"."""
    k = at + 1 + (forms[at + 1 : at + 2] == ["og"])
    if forms[at] != "år" or k + 1 >= end or forms[k + 1] != "måned":
        return 0, at + 1
    months = number(forms[k])
    return (months, k + 2) if months is not None and months < 12 else (0, at + 1)


def _half(forms: list[str], at: int, end: int) -> tuple[float, int] | None:
    """Months and end of "halvannet år", "et halvt år", "et halvår"."""
    if forms[at].startswith("halv") and forms[at].endswith(("annet", "anna")) and forms[at + 1 : at + 2] == ["år"]:
        return 18, at + 2
    at += forms[at] in ("et", "ett", "en", "ei")
    if at < end and forms[at] == "halvår":
        return 6, at + 1
    if at + 1 < end and forms[at] in ("halvt", "halv") and forms[at + 1] == "år":
        return 6, at + 2
    return None


def range_of_years(state: State, part: Range) -> Months | None:
    """As in "2010-2015", "fra mai 2006 til 2012"."""
    forms = state.forms
    years: list[tuple[int, int]] = []
    for at in range(*part):
        digits = forms[at].removeprefix("-")
        if len(digits) == 4 and digits.isdecimal() and 1950 <= int(digits) <= 2099:
            years.append((at, int(digits)))
    for (one, first), (other, last) in zip(years, years[1:], strict=False):
        between = forms[one + 1 : other]
        joined = forms[other].startswith("-") or "-" in between or "til" in between
        if last >= first and len(between) <= 3 and joined:
            months = (last - first) * 12
            begin, end = MONTHS.get(forms[one - 1] if one else ""), MONTHS.get(forms[other - 1])
            if begin and end:
                months += end - begin
            return _months(months, one, other + 1) if months > 0 else None
    return None


def months_since(state: State, at: int, end: int, today: dt.date) -> Months | None:
    """Months from the time that begins at a token to the letter; ``None`` where there is none, or one to come."""
    forms = state.forms
    form = forms[at]
    date = date_of(form, century_before=today.year) if form[0].isdecimal() else None
    if date is not None:
        return Months(months_between(date, today), (at, at + 1)) if date <= today else None
    month = MONTHS.get(form) or SEASONS.get(form)
    if month is not None:
        return _since_month(forms, at, end, month, today)
    if form == "for":
        length = length_at(state, at + 1, end)
        if length is not None and forms[length.span[1] : length.span[1] + 1] == ["siden"]:
            return Months(length.value, (at, length.span[1] + 1))
        return None
    if form == "i" and forms[at + 1 : at + 2] == ["fjor"]:
        season = SEASONS.get(forms[at + 2]) if at + 2 < end else None
        return Months(12, (at, at + 2)) if season is None else _count(today.year - 1, season, today, (at, at + 3))
    if form.isdecimal() and 1 <= int(form) <= 12 and at + 2 < end and forms[at + 1] in ("/", "."):
        year = year_of(forms[at + 2], today) or _short_year(forms[at + 2], today)
        if year is not None and _is_day_of_month(form, forms[at + 2]):
            return _since_month(forms, at + 2, at + 3, int(forms[at + 2]), today)
        if year is not None:
            return _count(year, int(form), today, (at, at + 3))
    year = year_of(form, today)
    return Months((today.year - year) * 12, (at, at + 1)) if year is not None and year <= today.year else None


def _is_day_of_month(form: str, other: str) -> bool:
    """Whether "1/12" is a day of December and not the January of 2012, which would be written "01/12"."""
    return len(form) == 1 and len(other) < 3 and other.isdecimal() and int(other) <= 12


def _since_month(forms: list[str], at: int, end: int, month: int, today: dt.date) -> Months | None:
    k = at + 1
    while k < end and forms[k] in (".", "'", "/", "-"):
        k += 1
    if k < end:
        year = year_of(forms[k], today) or _short_year(forms[k], today)
        if year is not None:
            return _count(year, month, today, (at, k + 1))
        if forms[k : k + 2] == ["i", "fjor"]:
            return _count(today.year - 1, month, today, (at, k + 2))
    if at and forms[at - 1] in ("fjor", "fjorårets"):
        return _count(today.year - 1, month, today, (at, at + 1))
    return _count(today.year if month <= today.month else today.year - 1, month, today, (at, at + 1))


def _count(year: int, month: int, today: dt.date, span: Range) -> Months | None:
    months = (today.year - year) * 12 + today.month - month
    return Months(months, span) if months >= 0 else None


def _short_year(form: str, today: dt.date) -> int | None:
    digits = form.lstrip("-'")
    return 2000 + int(digits) if len(digits) == 2 and digits.isdecimal() and int(digits) <= today.year % 100 else None


def _months(value: float, first: int, last: int) -> Months:
    rounded = round(value, 1)
    return Months(int(rounded) if rounded == int(rounded) else rounded, (first, last))
