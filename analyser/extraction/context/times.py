"""When something was: a date, a year, a month, a season, or so long ago; counted from the letter's date."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from analyser.extraction.finding import Range
from analyser.extraction.text.form_index import Computed
from analyser.extraction.text.numbers import MONTHS, SEASONS, date_of, number, year_of

UNITS = {"år": 1.0, "måned": 1 / 12, "uke": 7 / 365.25, "dag": 1 / 365.25, "dager": 1 / 365.25}
_MONTH_YEAR = re.compile(r"(0?[1-9]|1[0-2])\.((?:19|20)\d\d)$")
_SAME = 60  # words back to the year that "samme år" means
_NOT_A_YEAR_BEFORE = frozenset(["kl", "tlf", "nr", "pb", "postboks"])


def _may_begin(form: str) -> bool:
    """Whether a time may begin with a form; hardly one in ten does, and every word of a stretch is asked."""
    return form in _OPENING or form[:1] == "-" or form[:1].isdigit() or number(form) is not None


_OPENING = frozenset(["for", "siden", "forrige", "i", *MONTHS, *SEASONS])
_BEGINNINGS = Computed(_may_begin)


class Time(NamedTuple):
    """A time of the past: years before the letter, and the tokens that say it."""

    years: float
    span: Range


def find_time(forms: list[str], begin: int, end: int, today: dt.date | None) -> Time | None:
    """The first time in a token range that lies in the past; ``None`` where there is none."""
    for at in range(begin, end):
        found = time_at(forms, at, end, today)
        if found is not None and found.years >= 0:
            return found
    return None


def time_at(forms: list[str], at: int, end: int, today: dt.date | None, *, said: dt.date | None = None) -> Time | None:
    """The time that begins at a token; ``said`` is the date of the copied note that it stands in.

    Whole years where only a year is said; one decimal where the month is known.
    """
    if at >= end:
        return None
    form = forms[at]
    if not _BEGINNINGS.of(form):
        return None
    if form in ("for", "siden") or number(form) is not None:
        ago = _ago(forms, at, end)
        if ago is not None:
            return ago
    if today is None:
        return None
    date = date_of(form, century_before=today.year) if form[0].isdigit() else None
    if date is not None:
        return Time(_exact((today - date).days / 365.25), (at, at + 1))
    if (dated := _MONTH_YEAR.match(form)) is not None and (year := year_of(dated.group(2), today)) is not None:
        return Time(_since(year, int(dated.group(1)), today), (at, at + 1))  # "03.2022"
    month = MONTHS.get(form) or SEASONS.get(form)
    if month is not None:
        return _month(forms, at, end, month, today, said or today)
    # "3/2019", "03/19"
    if form.isdigit() and at + 2 < end and forms[at + 1] == "/" and 1 <= int(form) <= 12:
        year = year_of(forms[at + 2], today)
        if year is None and len(forms[at + 2]) == 2 and forms[at + 2] > "12":
            year = _short_year(forms[at + 2], today)
        if year is not None:
            return Time(_since(year, int(form), today), (at, at + 3))
    year = year_of(form, today)
    if year is not None and (at == 0 or forms[at - 1] not in _NOT_A_YEAR_BEFORE):
        return Time(float(today.year - year), (at, at + 1))
    if form == "forrige" and at + 1 < end and forms[at + 1] in UNITS:
        return Time(_exact(UNITS[forms[at + 1]]), (at, at + 2))
    if form == "i" and at + 1 < end:
        if forms[at + 1] == "fjor":
            return Time(1.0, (at, at + 2))
        if forms[at + 1] == "år":
            return Time(0.0, (at, at + 2))
    return None


def _ago(forms: list[str], at: int, end: int) -> Time | None:
    """As in "For tre år siden", "2 år siden", "for et halvt år siden"."""
    first = at
    if forms[at] == "for":
        at += 1
    while at < end and forms[at] in ("cirka", "snart", "nesten", "drøyt", "et", "vel", "over", "minst", "litt"):
        at += 1
    if at >= end:
        return None
    value = 0.5 if forms[at].startswith("halv") else number(forms[at])
    if forms[at] in ("halvannet", "halvtannet", "halvanna", "halvtanna"):
        value = 1.5
    elif value is not None and forms[at + 1 : at + 4] in (["og", "et", "halvt"], ["1", "/", "2"], ["og", "en", "halv"]):
        value, at = value + 0.5, at + 3
    if value is None or at + 2 >= end or value < 0:
        return None
    # "2-3 år siden": the smallest number that it must be
    unit_at = at + 1
    if forms[unit_at] in ("-", "til", "eller") and unit_at + 2 < end and number(forms[unit_at + 1]) is not None:
        unit_at += 2
    unit = UNITS.get(forms[unit_at])
    if unit is None or unit_at + 1 >= end or forms[unit_at + 1] != "siden":
        return None
    return Time(_exact(value * unit), (first, unit_at + 2))


def _month(forms: list[str], at: int, end: int, month: int, today: dt.date, said: dt.date) -> Time | None:
    """A month or season with its year, or "i fjor", or the last one there was."""
    follow = forms[at + 1 : min(end, at + 4)]
    if follow[:1] in (["."], ["-"], ["/"], ["'"]):
        follow, shift = follow[1:], 2
    else:
        shift = 1
    if follow:
        year = year_of(follow[0], today) or _short_year(follow[0], today)
        if year is not None:
            return Time(_since(year, month, today), (at, at + 1 + shift))
        if follow[0] == "i" and len(follow) > 1 and follow[1] == "fjor":
            return Time(_since(today.year - 1, month, today), (at, at + 3))
        if follow[:2] == ["samme", "år"]:
            year = next((y for k in range(at - 1, max(-1, at - _SAME), -1) if (y := year_of(forms[k], today))), None)
            return None if year is None else Time(_since(year, month, today), (at, at + 3))
        if follow[0] == "i" and len(follow) > 1 and follow[1] == "år":
            return Time(_since(today.year, month, today), (at, at + 3))
    if at and forms[at - 1] in ("fjor", "fjorårets"):
        return Time(_since(today.year - 1, month, today), (at, at + 1))
    for k in range(at - 1, max(-1, at - 9), -1):
        # "2021: DXA hos dere i mars"
        year = year_of(forms[k], today)
        if year is not None and forms[k + 1 : k + 2] == [":"]:
            return Time(_since(year, month, today), (k, at + 1))
    year = said.year if month <= said.month else said.year - 1
    return Time(_since(year, month, today), (at, at + 1))


def _short_year(form: str, today: dt.date) -> int | None:
    """A year in two digits behind a month: "okt 24"."""
    if len(form) == 2 and form.isdigit() and int(form) <= today.year % 100:
        return 2000 + int(form)
    return None


def _since(year: int, month: int, today: dt.date) -> float:
    return _exact(((today.year - year) * 12 + today.month - month) / 12)


def _exact(years: float) -> float:
    return round(years, 1)
