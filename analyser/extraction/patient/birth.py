"""The age that a date of birth makes."""

from __future__ import annotations

import datetime as dt

from analyser.extraction.state import State
from analyser.extraction.text.numbers import MONTHS, date_of, year_of
from analyser.extraction.text.transcript import COLUMN

YOUNGEST = 14
"""A year of birth in two digits makes nobody younger."""
AGE_FILL = frozenset(
    ["selv", ",", "(", ":", "blitt", "er", "på", COLUMN, "nå", "-", "=", "en", "ei", "cirka", "snart", "fylt",
     "nettopp", "nesten", "straks", "ble"]
)  # fmt: skip
"""What may stand between a word that carries an age and the age."""
_BIRTH_FILL = AGE_FILL | {"dato", "i", ".", "den", "år", "/", "nr"}


def born(state: State, at: int) -> tuple[float, int] | None:
    """The age that a date or a year of birth behind a token makes, and the token behind it."""
    forms, today = state.forms, state.date
    end = state.sentence(at)[1]
    if today is None:
        return None
    k = at + 1
    while k < end and k - at <= 4 and forms[k] in _BIRTH_FILL:
        k += 1
    if k >= end:
        return None
    date = (
        date_of(forms[k], century_before=today.year - YOUNGEST)
        or _six_digits(forms[k], today)
        or _parts(forms, k, end, today)
    )
    if date is not None:
        last = k + 1 if date_of(forms[k]) or len(forms[k]) >= 6 else min(end, k + 5)
        return (float(whole_years(date, today)), last)
    if k + 1 < end and forms[k] in MONTHS:
        year = year_of(forms[k + 1], today)
        if year is not None:
            passed = today.month >= MONTHS[forms[k]]
            return (float(today.year - year - (not passed)), k + 2)
    year = year_of(forms[k].lstrip("-"), today)
    if year is None and len(forms[k].lstrip("-")) == 2 and forms[k].lstrip("-").isdigit():
        year = 1900 + int(forms[k].lstrip("-"))
    return None if year is None else (float(today.year - year), k + 1)


def _six_digits(form: str, today: dt.date) -> dt.date | None:
    """A date of birth as it begins an identity number: "140250"."""
    if not (form.isdigit() and len(form) in (6, 8, 9)):
        return None
    year = int(form[4:8]) if len(form) == 8 and form[4:6] in ("19", "20") else int(form[4:6])
    if year < 100:
        year += 2000 if 2000 + year <= today.year - YOUNGEST else 1900
    try:
        return dt.date(year, int(form[2:4]), int(form[:2]))
    except ValueError:
        return None


def _parts(forms: list[str], at: int, end: int, today: dt.date) -> dt.date | None:
    """As in "14. februar 1950", "14 / 2 1950"."""
    parts = [form for form in forms[at : min(end, at + 5)] if form not in (".", "/", "-")]
    if len(parts) < 3 or not parts[0].isdigit():
        return None
    month = MONTHS.get(parts[1]) or (int(parts[1]) if parts[1].isdigit() else 0)
    year = year_of(parts[2], today)
    if year is None and len(parts[2]) == 2 and parts[2].isdigit():
        year = 1900 + int(parts[2])  # "03/05/61"
    try:
        return None if year is None else dt.date(year, month, int(parts[0]))
    except ValueError:
        return None


def whole_years(born: dt.date, today: dt.date) -> int:
    """Age in whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
