"""One dose as it is written, read from its number on: "5 mg x 2", "10+5+5 mg", "3 tbl à 2,5 mg", "40 -> 20 mg"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyser.extraction.state import State
from analyser.extraction.text.numbers import number

_AND_A_HALF = ("og", "en", "halv")
_DOWN_TO = frozenset([("nede", "i"), ("nede", "på"), ("nå", "på")])
_TIMES = re.compile(r"x(\d)$")
_MAX = 2000.0
_TABLETS = frozenset([*range(1, 11), 1.25, 2.5, 3.75, 6.25, 7.5, 8.75, 12.5, *range(15, 85, 5), 12, 16, 32])
"""Doses that are believed without their unit."""


@dataclass(slots=True)
class Written:
    """A dose as it is written: its tokens, and what is said of it."""

    value: float
    first: int
    last: int
    now: bool = False
    start: bool = False
    goal: bool = False


def is_amount(forms: list[str], at: int, end: int) -> bool:
    """Whether a number stands here: in digits, no year, or spelled before its unit ("fem mg", "syv og en halv mg")."""
    if forms[at][0].isdecimal():
        return not _is_year(forms[at])
    if number(forms[at]) is None:
        return False
    follow = at + 4 if tuple(forms[at + 1 : at + 4]) == _AND_A_HALF else at + 1
    return follow < end and forms[follow] == "mg"


def behind_arrow(forms: list[str], at: int) -> int | None:
    """The token behind an arrow: "40 -> 20 mg"."""
    if forms[at : at + 1] == ["→"]:
        return at + 1
    return at + 2 if forms[at : at + 2] in (["-", ">"], ["=", ">"]) else None


def read_dose(state: State, at: int, end: int, *, anything: bool) -> Written | None:
    """The dose that begins at a number; ``anything`` allows one without its unit, right behind the name."""
    forms = state.forms
    first = at
    value = number(forms[at])
    if value is None:
        return None
    if tuple(forms[at + 1 : at + 4]) == _AND_A_HALF:
        value, at = value + 0.5, at + 3
    elif forms[at + 1 : at + 2] == ["½"]:
        value, at = value + 0.5, at + 1
    parts = [value]
    at += 1
    if at + 2 < end and forms[at] == "-" and (number(forms[at + 1]) or 0) > value and forms[at + 2] == "mg":
        at += 2  # "5-10 mg": the smallest that it must be
    # "60 → 40 → 20 mg": the last is taken now
    chained = False
    while (follow := behind_arrow(forms, at)) is not None and follow < end and number(forms[follow]) is not None:
        first, parts, at, chained = follow, [number(forms[follow]) or 0], follow + 1, True
    # "10+5+5 mg", "10 mg + 5 mg"
    unit = False
    while at < end:
        if forms[at] == "mg":
            unit, at = True, at + 1
        elif forms[at] == "+" and at + 1 < end and number(forms[at + 1]) is not None:
            parts.append(number(forms[at + 1]) or 0)
            at += 2
        else:
            break
    # "3 tbl à 2,5 mg"
    if not unit and at < end and forms[at] == "tablett":
        follow = at + 2 if at + 1 < end and forms[at + 1] in ("à", "á", "av", "a", "x", "på") else at + 1
        if follow + 1 < end and number(forms[follow]) is not None and forms[follow + 1] == "mg":
            return Written(value * (number(forms[follow]) or 1), first, follow + 2)
        return None
    if (
        not unit
        and tuple(forms[first - 2 : first]) in _DOWN_TO
        and value in _TABLETS
        and _may_lack_unit(forms, at, end)
    ):
        unit = True  # "er nå nede i 15", "men er nå på 3,75"
    if not unit and not (anything and value in _TABLETS and _may_lack_unit(forms, at, end)):
        return None
    strength = sum(parts)
    # "2 x 5 mg"
    if first >= 2 and forms[first - 1] == "x" and number(forms[first - 2]) is not None:
        return Written(strength * (number(forms[first - 2]) or 1), first - 2, at)
    times, at = _times(state, at, end, strength)
    return Written(times, first, at, now=chained) if 0 < times <= _MAX else None


def _may_lack_unit(forms: list[str], at: int, end: int) -> bool:
    follows = forms[at] if at < end else ""
    return (
        follows
        not in ("år", "måned", "uke", "kur", "dager", "dag", "ganger", "%", "/", "-", "tablett", "x", "g", "gram")
        or follows == "x"
    )


def _times(state: State, at: int, end: int, strength: float) -> tuple[float, int]:
    """Multiply by how often a day."""
    forms = state.forms
    if (
        at < end
        and forms[at] == ","
        and at + 2 < end
        and number(forms[at + 1]) is not None
        and forms[at + 2] == "tablett"
    ):
        return strength * (number(forms[at + 1]) or 1), at + 3  # "2,5 mg, 3 tbl"
    while at < end and (forms[at] in (",", ":", "(") or state.in_class(at, "dose_filler")):
        if forms[at] in (",", "(", "i", "om") and not _schedule(state, at + 1, end):
            return strength, at
        at += 1
    if at >= end:
        return strength, at
    form = forms[at]
    if form in ("½", "halv", "1/2") and forms[at + 1 : at + 2] == ["tablett"]:
        return strength / 2, at + 2
    glued = _TIMES.match(form)
    if glued:
        return strength * int(glued.group(1)), at + 1
    if form == "x" and at + 1 < end:
        follow = number(forms[at + 1])
        if follow is not None and follow < 10:
            return strength * follow, at + 2
    if form == "ganger" and at + 1 < end and number(forms[at + 1]) is not None:
        return strength * (number(forms[at + 1]) or 1), at + 2
    value = number(form)
    if value is not None and at + 1 < end:
        if forms[at + 1] == "tablett":
            return strength * value, at + 2
        if forms[at + 1] == "ganger":
            return strength * value, at + 2
        if forms[at + 1] in ("x", "+"):
            # "5 mg 2 x 1", "5 mg 1+0+1"
            if forms[at + 1] == "x" and at + 2 < end and number(forms[at + 2]) is not None:
                return strength * value * (number(forms[at + 2]) or 1), at + 3
            total, k = value, at + 1
            while k + 1 < end and forms[k] == "+" and number(forms[k + 1]) is not None:
                total += number(forms[k + 1]) or 0
                k += 2
            return strength * total, k
    if state.in_class(at, "dose_morning") and at + 2 < end:
        k = at + 2 if forms[at + 1] in ("og", "+", ",") else at + 1
        if state.in_class(k, "dose_evening"):
            return strength * 2, k + 1
        if k + 1 < end and number(forms[k]) is not None and forms[k + 1] == "mg":
            return strength + (number(forms[k]) or 0), k + 2  # "5 mg morgen og 2,5 mg kveld"
    if (
        form == "annenhver"
        or (form == "annen" and forms[at + 1 : at + 2] == ["hver"])
        or forms[at : at + 2] in (["hver", "annen"],)
    ):
        return strength / 2, min(end, at + 2)
    return strength, at


def _schedule(state: State, at: int, end: int) -> bool:
    """Whether a schedule follows: a number of times or tablets, or morning and evening."""
    forms = state.forms
    if at >= end:
        return False
    if forms[at] in ("x", "annenhver") or state.in_class(at, "dose_morning") or _TIMES.match(forms[at]):
        return True
    return number(forms[at]) is not None and at + 1 < end and forms[at + 1] in ("tablett", "x", "+", "ganger")


def _is_year(form: str) -> bool:
    return len(form) == 4 and form[:2] in ("19", "20")
