"""Tables of results: which column of a row is the newest."""

from __future__ import annotations

from analyser.extraction.state import State
from analyser.extraction.text.numbers import date_of, year_of

_ROWS_ABOVE = 25


def newest_column(state: State, token: int) -> int:
    """0 when the first column of dates is the newest, -1 when it is the last, or no head of the table tells."""
    transcript = state.transcript
    index = transcript.sentence[token]
    for above in range(index, max(-1, index - _ROWS_ABOVE), -1):
        begin, end = transcript.bounds[above]
        dates = [when for when in (_when(state, at, end) for at in range(begin, end)) if when is not None]
        if len(dates) > 1:
            return 0 if dates[0] > dates[-1] else -1
    return -1


def _when(state: State, at: int, end: int) -> tuple[int, int, int] | None:
    forms, today = state.forms, state.date
    form = forms[at]
    if not form[0].isdigit():
        return None
    if at + 2 < end and forms[at + 1] == "/" and today is not None and form.isdigit() and forms[at + 2].isdigit():
        # "17/3": a day of the last twelve months
        day, month = int(form), int(forms[at + 2])
        if 1 <= day <= 31 and 1 <= month <= 12:
            return (today.year - ((month, day) > (today.month, today.day)), month, day)
    date = date_of(form)
    if date is not None:
        return date.year, date.month, date.day
    year = year_of(form, state.date)
    return None if year is None else (year, 0, 0)
