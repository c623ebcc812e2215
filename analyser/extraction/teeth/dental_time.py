"""Whether something at the dentist's lies behind or ahead: by date, month, season, "om to uker", "til høsten"."""

from __future__ import annotations

from typing import NamedTuple

from analyser.extraction.context.times import find_time
from analyser.extraction.finding import Range
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.text.numbers import MONTHS, SEASONS, date_of, number

_UNITS = frozenset(["uke", "måned", "dag", "dager", "år", "halvår", "timer", "ukes", "ukers"])
_SOON = frozenset(["neste", "kommende", "morgen", "morgon", "overmorgen", "snart", "framover", "fremover"])
_FEASTS = frozenset(
    ["jul", "jula", "julen", "påske", "påsken", "pinse", "nyttår", "ferien", "ferie", "helgen", "helga", "uka", "uke"]
)
_DAYS = frozenset(["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"])
_WEEKS_AHEAD = 26
_THIS = 3
_AHEAD = 5
"""Months that a bare month or season may lie ahead; one further off is taken for the last there was."""


class Moment(NamedTuple):
    """A time: ahead or behind, how many years behind, and the words that say it."""

    ahead: bool
    years: float
    span: Range
    certain: bool


def moment(mouth: Mouth, scope: Range) -> Moment | None:
    """The time that a token range says; a month or season alone is not certain to lie behind or ahead."""
    ahead = _ahead(mouth, scope)
    if ahead is not None:
        return ahead
    state = mouth.state
    begin, end = scope
    found = find_time(state.forms, begin, end, state.date)
    if found is not None:
        first = found.span[0]
        if first > begin and state.forms[first - 1] in ("hver", "hvor"):
            return None  # "hver vår" is a habit
        bare = state.forms[first] in MONTHS or state.forms[first] in SEASONS
        year_said = any(form.lstrip("-").isdigit() for form in state.forms[first + 1 : found.span[1]])
        behind = first > begin and state.forms[first - 1] in ("sist", "forrige", "siste", "fjor", "sidan")
        certain = not bare or year_said or behind or "fjor" in state.forms[first : found.span[1]]
        if bare and not certain and state.date is not None:
            month = MONTHS.get(state.forms[first]) or SEASONS.get(state.forms[first]) or 1
            ahead_by = (month - state.date.month) % 12
            day = (
                state.forms[first - 2]
                if first > begin + 1 and state.forms[first - 1] == "."
                else state.forms[first - 1]
            )
            if ahead_by == 0 and day.isdigit() and state.date.day < int(day) <= 31 and first > begin:
                return Moment(True, 0, found.span, certain=True)
            # "i vår" is seldom said of a spring that is far off
            this = state.forms[first] in SEASONS and first > begin and state.forms[first - 1] == "i"
            return Moment(0 < ahead_by <= (_THIS if this else _AHEAD), found.years, found.span, certain=False)
        return Moment(False, found.years, found.span, certain=certain)
    for at in range(begin, end):
        if state.forms[at] in ("forrige", "førre", "nylig", "nettopp", "fjor", "fjoråret", "går", "nyleg"):
            if state.forms[at] == "går" and (at == begin or state.forms[at - 1] != "i"):
                continue
            return Moment(False, 0.1, (at, at + 1), certain=True)
        if state.forms[at] in ("sist", "siste") and at + 1 < end and state.forms[at + 1] in (*_UNITS, *SEASONS, *_DAYS):
            return Moment(False, 0.1, (at, at + 2), certain=True)
        if state.forms[at] == "siden" and at > begin and state.forms[at - 1] in (*_UNITS, "tid", "litt"):
            return Moment(False, 0.5, (at - 1, at + 1), certain=True)
    return None


def _ahead(mouth: Mouth, scope: Range) -> Moment | None:
    forms, today = mouth.state.forms, mouth.state.date
    begin, end = scope
    for at in range(begin, end):
        form = forms[at]
        follows = forms[at + 1 : min(end, at + 4)]
        if form in _SOON and not (at > begin and forms[at - 1] in ("for", "etter")):
            return Moment(True, 0, (at, at + 1), certain=True)
        if form == "om" and len(follows) > 1 and _amount(follows[0]) and any(f in _UNITS for f in follows[1:]):
            return Moment(True, 0, (at, min(end, at + 3)), certain=True)
        if form == "uke" and today is not None and follows[:1] and follows[0].isdigit():
            weeks = (int(follows[0]) - today.isocalendar().week) % 53
            return Moment(
                0 < weeks <= _WEEKS_AHEAD, 0 if 0 < weeks <= _WEEKS_AHEAD else 0.1, (at, at + 2), certain=True
            )
        if form == "til" and follows[:1] and (follows[0] in SEASONS or follows[0] in _FEASTS or follows[0] in MONTHS):
            return Moment(True, 0, (at, at + 2), certain=True)
        if form in ("over", "etter") and follows[:1] and follows[0] in (*SEASONS, *_FEASTS):
            return Moment(True, 0, (at, at + 2), certain=form == "over")
        if form == "på" and follows[:1] and follows[0] in _DAYS:
            return Moment(True, 0, (at, at + 2), certain=True)
        if form == "slutt" and follows[:2] == ["av", "måned"]:
            return Moment(True, 0, (at, at + 3), certain=True)
        if today is not None and _is_day_of_month(form, follows):
            months = (int(follows[1]) - today.month) % 12
            later = months == 0 and int(form) > today.day
            return Moment(later or 0 < months <= _AHEAD, 0.0 if later else 0.1, (at, at + 3), certain=False)
        if today is not None and form[:1].isdigit():
            date = date_of(form)
            if date is not None and date > today:
                return Moment(True, 0, (at, at + 1), certain=True)
            if form.isdigit() and len(form) == 4 and int(form) > today.year and int(form) < today.year + 3:
                return Moment(True, 0, (at, at + 1), certain=True)
    return None


def _amount(form: str) -> bool:
    return number(form) is not None or form in ("noen", "et", "en", "få", "cirka", "par", "kort", "halvannen", "halvt")


def _is_day_of_month(form: str, follows: list[str]) -> bool:
    """As in "24/10", with no year."""
    if not form.isdigit() or len(form) > 2 or len(follows) < 2 or follows[0] != "/":
        return False
    month = follows[1]
    return month.isdigit() and len(month) <= 2 and 1 <= int(month) <= 12 and 1 <= int(form) <= 31
