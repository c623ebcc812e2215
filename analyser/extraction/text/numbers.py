"""Norwegian number words and times: what a form says as a number, a date or a length of time."""

from __future__ import annotations

import datetime as dt
import re

from analyser.extraction.text.form_index import Computed

_ONES = {
    "en": 1, "ett": 1, "et": 1, "ei": 1, "eitt": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "sju": 7,
    "syv": 7, "åtte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15,
    "seksten": 16, "sytten": 17, "atten": 18, "nitten": 19,
}  # fmt: skip
_TENS = {
    "tjue": 20, "tyve": 20, "tretti": 30, "tredve": 30, "førti": 40, "femti": 50, "seksti": 60, "sytti": 70,
    "åtti": 80, "nitti": 90, "søtti": 70, "fjørti": 40, "seksty": 60,
}  # fmt: skip
_WORDS: dict[str, int] = {**_ONES, **_TENS}
for _ten, _value in _TENS.items():
    for _one, _add in _ONES.items():
        if _add < 10:
            _WORDS[_ten + _one] = _value + _add
            _WORDS[_one + "og" + _ten] = _value + _add
_WORDS.update({"hundre": 100, "hundreogen": 101, "hundreogto": 102, "par": 2})

MONTHS = {
    "januar": 1, "februar": 2, "mars": 3, "april": 4, "mai": 5, "juni": 6, "juli": 7, "august": 8, "september": 9,
    "oktober": 10, "november": 11, "desember": 12,
}  # fmt: skip
SEASONS = {"vår": 4, "våren": 4, "sommer": 7, "sommeren": 7, "høst": 10, "høsten": 10, "haust": 10, "hausten": 10,
           "vinter": 1, "vinteren": 1, "jul": 12, "jula": 12, "påske": 4, "nyttår": 1}  # fmt: skip
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?$")
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2,4})$|(\d{4})-(\d{2})-(\d{2})$|(\d{1,2})/(\d{1,2})-(\d{2,4})$")


def number(form: str) -> float | None:
    """The number a form is, written in digits or in words."""
    value = _WORDS.get(form)
    if value is not None:
        return float(value)
    return float(form) if form[-1:].isdecimal() and _NUMBER.match(form) else None


NUMBERS = Computed(lambda form: True if number(form) is not None else None)
"""The forms that are a number."""


def number_word(form: str) -> int | None:
    """A number written as one word, "syttifire"."""
    return _WORDS.get(form)


def tidy(value: float) -> float | int:
    """Whole numbers as integers."""
    return int(value) if value == int(value) else value


def date_of(form: str, *, century_before: int | None = None) -> dt.date | None:
    """The date a token is; two-digit years are the last ones before ``century_before``."""
    if form.count("/") == 2:
        form = form.replace("/", ".")  # "03/05/61"
    match = _DATE.match(form)
    if not match:
        return None
    groups = match.groups()
    if groups[3]:
        year, month, day = int(groups[3]), int(groups[4]), int(groups[5])
    else:
        day, month, year = (int(g) for g in (groups[0:3] if groups[0] else groups[6:9]))
        if year < 100:
            limit = century_before if century_before is not None else 2099
            year += 2000 if 2000 + year <= limit else 1900
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


DATES = Computed(date_of)
"""The forms that are a date."""


def year_of(form: str, before: dt.date | None) -> int | None:
    """A year written in four digits, or in two with a dash before it ("-24")."""
    if len(form) == 4 and form.isdigit() and 1900 <= int(form) <= 2099:
        return int(form)
    if len(form) == 3 and form[0] == "-" and form[1:].isdigit():
        year = 2000 + int(form[1:])
        return year if before is None or year <= before.year else year - 100
    return None


def months_between(start: dt.date, end: dt.date) -> int:
    """Whole months from one date to another."""
    return (end.year - start.year) * 12 + end.month - start.month
