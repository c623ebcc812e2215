"""How long a drug has been taken, in months, counted to the letter's date."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from analyser.extraction.finding import Range
from analyser.extraction.numbers import MONTHS, SEASONS, date_of, months_between, number, year_of
from analyser.extraction.state import State

_UNITS = {
    "år": 12.0,
    "årene": 12.0,
    "måned": 1.0,
    "uke": 7 / 30.4,
    "uker": 7 / 30.4,
    "halvår": 6.0,
    "dag": 1 / 30.4,
    "dager": 1 / 30.4,
}
_VAGUE = {"flere": 2, "noen": 2, "mange": 3, "nokre": 2}
_SOME_TIME = {
    "langvarig": 3,
    "lenge": 3,
    "årevis": 24,
    "fast": 3,
    "kronisk": 3,
    "vedlikehold": 3,
    "månedsvis": 3,
    "kontinuerlig": 3,
}
_SKIP = frozenset(
    [
        "cirka",
        "snart",
        "nesten",
        "drøyt",
        "vel",
        "over",
        "minst",
        "litt",
        "ca",
        "omtrent",
        "de",
        "siste",
        "knapt",
        "godt",
        "bortimot",
        "til",
        "sammen",
        "nå",
        "ca.",
        "rundt",
        "mer",
        "enn",
        "i",
    ]
)
_SPANS = frozenset(["i", "over", "siste", "de", "etter", "gjennom", "nå", "totalt", "samlet", "minst", "cirka", "på", "(", ",", ":", "-", "ca", "snart", "nesten", "drøyt", "vel", "til", "med", "brukt", "behandling", "fast", "samla", "regner", "om", "sammenhengende", "og", "knapt", "etter", "er"])  # fmt: skip
_BEGAN = frozenset(["startet", "starter", "begynt", "begynte", "fra", "siden", "oppstart", "oppstartet", "satt", "påbegynt", "starte", "første", "introdusert", "debut", "sidan"])  # fmt: skip


class Months(NamedTuple):
    """Months, and the tokens that say them."""

    value: float
    span: Range


def months_of(state: State, name: Range, scope: Range, *, status: str) -> Months | None:
    """The length of time that belongs to a drug: behind it, before it, or in a sentence of its own."""
    forms, today = state.forms, state.date
    behind = (name[1], scope[1])
    ahead = (scope[0], name[0])
    for part in (behind, ahead):
        found = _range_of_years(forms, part) or _stated(forms, part)
        since = _since(forms, part, today) if status == "present" else None
        if since is not None and (found is None or since.span[0] < found.span[0] or part is ahead):
            return since
        if found is not None:
            return found
    if status == "present" and any(form in _BEGAN for form in forms[scope[0] : name[0]]):
        for at in range(*behind):
            since = months_since(forms, at, scope[1], today) if today is not None else None
            if since is not None and since.value >= 0:
                return since
    found = _next_sentence(state, scope[1], status)
    if found is not None:
        return found
    return _vague(forms, (scope[0], scope[1])) if status == "present" else None


def _next_sentence(state: State, end: int, status: str) -> Months | None:
    """ "Fem måneders behandling til nå." - a sentence that goes on about the drug just named."""
    index = state.transcript.sentence[end - 1]
    forms = state.forms
    part: Range = (end, state.transcript.bounds[index][1])
    places = [part] if part[1] > part[0] and forms[part[0]] in (".", ";", ",", "-") else []
    if (
        index + 1 < len(state.transcript.bounds)
        and state.transcript.line[index + 1] - state.transcript.line[index] <= 1
    ):
        places.append(state.transcript.bounds[index + 1])
    for first, last in places:
        about = any(state.in_class(at, "rx_anaphor") for at in range(first, min(last, first + 8)))
        if any(state.in_class(at, "rx_other") for at in range(first, last)):
            break
        if not about:
            continue
        found = _stated(forms, (first, last)) or _range_of_years(forms, (first, last))
        if found is None and status == "present":
            found = _since(forms, (first, last), state.date)
        if found is not None:
            return found
    return None


def _stated(forms: list[str], part: Range) -> Months | None:
    """ "I fem år", "17 mnd", "et halvt år", "i flere år"; of two numbers the smaller."""
    at, end = part
    while at < end:
        found = length_at(forms, at, end)
        if found is not None and _is_length(forms, at, found.span[1], part):
            return found
        at = at + 1 if found is None else found.span[1]
    return None


def _is_length(forms: list[str], first: int, last: int, part: Range) -> bool:
    """Whether a number of years is a duration and not an age, an interval or a time ago."""
    follows = forms[last] if last < part[1] else ""
    before = forms[first - 1] if first > part[0] else ""
    if follows in ("siden", "gammel", "alder", "mellom", "senere", "før", "alderen") or before in (
        "hver",
        "hvert",
        "per",
        "/",
        "om",
        "for",
        "var",
        "ved",
        "x",
        "hvert",
        "fylte",
    ):
        return before == "/" and False
    return (
        before in _SPANS
        or before == ""
        or follows
        in (
            "behandling",
            "med",
            "totalt",
            "på",
            "bruk",
            "nå",
            "",
            ".",
            ",",
            ")",
            "i",
            "til",
            "fast",
            "og",
            "sammenhengende",
            "behandlingstid",
            "kur",
        )
    )


def length_at(forms: list[str], at: int, end: int) -> Months | None:
    """A length of time that begins at a token."""
    first = at
    while at < end and forms[at] in _SKIP:
        at += 1
    if at >= end:
        return None
    form = forms[at]
    if form in _VAGUE and at + 1 < end and forms[at + 1] in _UNITS:
        return _months(_VAGUE[form] * _UNITS[forms[at + 1]], first, at + 2)
    if form in ("halvannet", "halvanna", "halvtannet") and at + 1 < end and forms[at + 1] == "år":
        return _months(18, first, at + 2)
    if form in ("et", "ett", "en", "ei", "eit") and at + 1 < end and forms[at + 1].startswith("halv"):
        if forms[at + 1] == "halvår":
            return _months(6, first, at + 2)
        if at + 2 < end and forms[at + 2] == "år":
            return _months(6, first, at + 3)
        return None
    if form == "halvt" and at + 1 < end and forms[at + 1] == "år":
        return _months(6, first, at + 2)
    if form in ("et", "en", "ett", "ei") and at + 2 < end and forms[at + 1] == "par" and forms[at + 2] in _UNITS:
        return _months(2 * _UNITS[forms[at + 2]], first, at + 3)
    value = number(form)
    if value is None or not 0 < value < 100:
        return None
    at += 1
    # "fire og et halvt år", "2 1/2 år"
    if forms[at : at + 3] == ["og", "et", "halvt"] or forms[at : at + 3] == ["og", "en", "halv"]:
        value, at = value + 0.5, at + 3
    elif (
        forms[at : at + 2]
        in (["-", forms[at + 1] if at + 1 < end else ""], ["til", forms[at + 1] if at + 1 < end else ""])
        and at + 1 < end
        and number(forms[at + 1]) is not None
    ):
        at += 2
    elif (
        forms[at : at + 2] == ["eller", forms[at + 1] if at + 1 < end else ""]
        and at + 1 < end
        and number(forms[at + 1]) is not None
    ):
        at += 2
    elif at < end and forms[at].startswith("-") and number(forms[at]) is not None:
        at += 1
    if at < end and forms[at] in _UNITS:
        return _months(value * _UNITS[forms[at]], first, at + 1)
    return None


def _range_of_years(forms: list[str], part: Range) -> Months | None:
    """ "2010-2015", "fra 2006 til 2012"; months where both are given with a month."""
    years: list[tuple[int, int]] = []
    for at in range(*part):
        form = forms[at]
        if len(form) == 4 and form.isdigit() and 1950 <= int(form) <= 2099:
            years.append((at, int(form)))
        elif len(form) == 5 and form[0] == "-" and form[1:].isdigit() and years:
            years.append((at, int(form[1:])))
    for (one, first), (other, last) in zip(years, years[1:], strict=False):
        between = forms[one + 1 : other]
        if last >= first and len(between) <= 3 and (forms[other].startswith("-") or "-" in between or "til" in between):
            months = (last - first) * 12
            begin, end = MONTHS.get(forms[one - 1] if one else ""), MONTHS.get(forms[other - 1])
            if begin and end:
                months += end - begin
            return None if months == 0 else _months(months, one, other + 1)
    return None


def _since(forms: list[str], part: Range, today: dt.date | None) -> Months | None:
    """ "Siden 2019", "fra mai i fjor", "startet våren 2023", "startet for 3 år siden"."""
    if today is None:
        return None
    for at in range(*part):
        if forms[at] not in _BEGAN:
            continue
        for k in range(at + 1, min(part[1], at + 6)):
            if forms[k] in (".", ";", "?", "mg"):
                break
            if forms[k] == "da":
                earlier = _earlier(forms, at, part[0], today)
                if earlier is not None:
                    return Months(earlier.value, (at, k + 1))
            months = months_since(forms, k, part[1], today)
            if months is not None and months.value >= 0:
                return Months(months.value, (at, months.span[1]))
    # "juni 2025: startet"
    for at in range(*part):
        if forms[at] in ("startet", "satt", "oppstart", "påbegynt"):
            for k in range(part[0], at):
                months = months_since(forms, k, part[1], today)
                if months is not None and months.value >= 0:
                    return Months(months.value, (k, at + 1))
    return None


def _earlier(forms: list[str], at: int, begin: int, today: dt.date) -> Months | None:
    """The last time named before a token that says "da"."""
    for k in range(at - 1, max(begin - 30, -1), -1):
        found = months_since(forms, k, at, today)
        if found is not None and found.value >= 0:
            month = months_since(forms, k - 1, at, today) if k > 0 and forms[k - 1] in MONTHS else None
            return month or found
    return None


def months_since(forms: list[str], at: int, end: int, today: dt.date) -> Months | None:
    """Months from the time that begins at a token to the letter."""
    form = forms[at]
    date = date_of(form, century_before=today.year) if form[0].isdigit() else None
    if date is not None:
        return Months(max(months_between(date, today), 0), (at, at + 1)) if date <= today else None
    month = MONTHS.get(form) or SEASONS.get(form)
    if month is not None:
        return _since_month(forms, at, end, month, today)
    if form == "for":
        length = length_at(forms, at + 1, end)
        if length is not None and length.span[1] < len(forms) and forms[length.span[1]] == "siden":
            return Months(length.value, (at, length.span[1] + 1))
        return None
    if form == "i" and at + 1 < end and forms[at + 1] == "fjor":
        if at + 2 < end and forms[at + 2] in SEASONS:
            return Months(months_between(dt.date(today.year - 1, SEASONS[forms[at + 2]], 1), today), (at, at + 3))
        return Months(12, (at, at + 2))
    if form.isdigit() and 1 <= int(form) <= 12 and at + 2 < end and forms[at + 1] in ("/", "."):
        year = year_of(forms[at + 2], today) or _short_year(forms[at + 2], today)
        if year is not None:
            return _count(year, int(form), today, (at, at + 3))
    year = year_of(form, today)
    if year is not None and year <= today.year:
        return Months((today.year - year) * 12, (at, at + 1))
    return None


def _since_month(forms: list[str], at: int, end: int, month: int, today: dt.date) -> Months | None:
    k = at + 1
    while k < end and forms[k] in (".", "'", "/", "-"):
        k += 1
    if k < end:
        year = year_of(forms[k], today) or _short_year(forms[k], today)
        if year is not None:
            return _count(year, month, today, (at, k + 1))
        if forms[k] == "i" and k + 1 < end and forms[k + 1] == "fjor":
            return _count(today.year - 1, month, today, (at, k + 2))
        if forms[k] == "i" and k + 1 < end and forms[k + 1] == "år":
            return _count(today.year, month, today, (at, k + 2))
    if at and forms[at - 1] in ("fjor", "fjorårets"):
        return _count(today.year - 1, month, today, (at, at + 1))
    return _count(today.year if month <= today.month else today.year - 1, month, today, (at, at + 1))


def _count(year: int, month: int, today: dt.date, span: Range) -> Months | None:
    months = (today.year - year) * 12 + today.month - month
    return Months(months, span) if months >= 0 else None


def _short_year(form: str, today: dt.date) -> int | None:
    digits = form.lstrip("-'")
    return 2000 + int(digits) if len(digits) == 2 and digits.isdigit() and int(digits) <= today.year % 100 else None


def _vague(forms: list[str], part: Range) -> Months | None:
    """Words for a long time: the smallest number of months that it must be."""
    for at in range(*part):
        months = _SOME_TIME.get(forms[at])
        if months is not None:
            return Months(months, (at, at + 1))
    return None


def _months(value: float, first: int, last: int) -> Months:
    rounded = round(value, 1)
    return Months(int(rounded) if rounded == int(rounded) else rounded, (first, last))
