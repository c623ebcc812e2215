"""The date of a letter, as records and people write it."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from analyser.reading.names import load_names

_TIME = r"(?:[T ]\s*\d{1,2}[:.]\d{2}\S*)?"
_ISO = re.compile(rf"(?P<year>\d{{4}})-?(?P<month>\d{{2}})-?(?P<day>\d{{2}}){_TIME}", re.ASCII)
_NORWEGIAN = re.compile(
    rf"(?P<day>\d{{1,2}})\s*[./-]\s*(?P<month>\d{{1,2}})\s*[./ -]\s*(?P<year>\d{{4}}|\d{{2}}){_TIME}", re.ASCII
)
_WORDS = re.compile(r"(?P<day>\d{1,2})\.?\s*(?P<month>[^\W\d_]+)\.?\s*(?P<year>\d{4})", re.ASCII | re.IGNORECASE)


@cache
def _months() -> dict[str, int]:
    return {name: int(number) for number, names in load_names()["months"].items() for name in names}


def parse_date(value: object) -> dt.date | None:
    """The date in a field or a cell; ``None`` when it is empty.

    Reads ``2026-03-14``, ``20260314``, ``14.03.2026``, ``14.3.26``, ``14/3-2026`` and ``14. mars 2026``,
    with a time of day behind or not. The day stands before the month; two-digit years are 2000 to 2099.

    Raises
    ------
    ValueError
        It is something else (the message does not repeat it).
    """
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        match = _ISO.fullmatch(text) or _NORWEGIAN.fullmatch(text) or _WORDS.fullmatch(text)
        if match is not None:
            month, year = match["month"], int(match["year"])
            number = int(month) if month.isdigit() else _months().get(month.lower(), 0)
            return dt.date(year if len(match["year"]) == 4 else 2000 + year, number, int(match["day"]))
    msg = "not a date"
    raise ValueError(msg)
