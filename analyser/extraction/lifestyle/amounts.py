"""Amounts of alcohol, in units and days."""

from __future__ import annotations

from typing import NamedTuple

from analyser.extraction.data import load_toml
from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number

_SIZES = {"al_single": 1.0, "al_half_litre": 1.5, "al_bottle": 7.0, "al_half_bottle": 3.5, "al_box": 24.0}
_STRONGER = 2.3  # a bottle of spirits against one of wine
_DAYS = {"al_day": 1.0, "al_week": 7.0, "al_month": 30.0, "al_year": 365.0}
_UNIT_REACH = 3
_PERIOD_REACH = 9
_TOO_MANY = 100


class Amount(NamedTuple):
    """So many units in so many days; no days when the letter names no period."""

    units: float
    days: float | None
    span: Range

    @property
    def daily(self) -> float | None:
        """Units a day."""
        return None if self.days is None else self.units / self.days


def amounts(state: State, span: Range, *, labelled: bool) -> list[Amount]:
    """Every amount of a stretch; under a label a number with a period needs no unit."""
    found: list[Amount] = []
    at = span[0]
    while at < span[1]:
        read = _number(state, at, span[1]) or _unnumbered(state, at, span[0])
        if read is None:
            at += 1
            continue
        value, after = read
        unit = _unit(state, after, span[1])
        start = after if unit is None else unit[1]
        period = _period(state, start, span)
        if unit is None and period is not None and "," in state.forms[period[1] : at]:
            period = None  # "alkohol noen glass i uken, KMI 28"
        if (unit is not None or (labelled and period is not None)) and value <= _TOO_MANY:
            size = 1.0 if unit is None else unit[0]
            found.append(
                Amount(
                    value * size, None if period is None else period[0], (at, max(start, period[1] if period else 0))
                )
            )
            at = max(start, at + 1)
        else:
            at = after
    return found


def _unnumbered(state: State, at: int, begin: int) -> tuple[float, int] | None:
    """As in "Glass vin hver kveld": one."""
    opens = at == begin or state.forms[at - 1] in (":", ",", "tar", "drikker")
    return (1.0, at) if opens and state.forms[at] == "glass" else None


def _number(state: State, at: int, end: int) -> tuple[float, int] | None:
    """A number, the middle of a range, or a half, and the token behind it."""
    forms = state.forms
    halves = load_toml("lengths.toml")["halves"]
    if forms[at] in halves:
        return halves[forms[at]], at + 1
    value = number(forms[at])
    if value is None:
        return None
    value, at = abs(value), at + 1
    if at < end and value == 1:
        if forms[at] in halves:
            return halves[forms[at]], at + 1
        if forms[at] == "par":
            return 2.0, at + 1
        if forms[at] == "og" and forms[at + 1 : at + 2] == ["annet"]:
            return value, at + 2
    if at + 1 < end and forms[at] in ("-", "til", "/", "eller"):
        other = number(forms[at + 1])
        if other is not None and forms[at] == "/":
            return (0.5, at + 2) if (value, other) == (1, 2) else (value, at)
        if other is not None and abs(other) > value:
            return (value + abs(other)) / 2, at + 2
    return value, at


def _unit(state: State, at: int, end: int) -> tuple[float, int] | None:
    """The size of a glass, a bottle or a box, and the token behind it."""
    for k in range(at, min(end, at + _UNIT_REACH)):
        if state.forms[k] in (",", "(", ":", "/") or number(state.forms[k]) is not None:
            return None
        for name, size in _SIZES.items():
            if state.in_class(k, name):
                stop = k + 1
                while stop < min(end, k + 3) and state.in_class(stop, "al_drink"):
                    stop += 1
                if size != 1.0 and "bottle" in name and state.has("al_strong", k, stop):
                    size *= _STRONGER
                elif name == "al_bottle" and state.has("al_beer", k, stop):
                    size = 1.0
                return size, stop
    return None


def _period(state: State, at: int, span: Range) -> tuple[float, int] | None:
    """The days over which it is drunk, and the token behind the word: behind the amount, or before it."""
    forms = state.forms
    for k in range(at, min(span[1], at + _PERIOD_REACH)):
        if state.in_class(k, "al_year") and forms[k] == "år" and forms[k - 1] not in ("/", "per", "i"):
            continue
        for name, days in _DAYS.items():
            if state.in_class(k, name):
                return days, k + 1
        if forms[k] == "(" or (k > at and number(forms[k]) not in (None, 1.0)):
            break
    for k in range(at - 1, max(span[0], at - _PERIOD_REACH) - 1, -1):
        for name, days in _DAYS.items():
            if state.in_class(k, name) and not (name == "al_year" and forms[k] == "år"):
                return days, k + 1
    return None
