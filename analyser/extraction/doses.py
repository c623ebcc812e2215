"""The daily dose in milligrams of a drug: "5 mg x 2", "10+5+5 mg", "nå 7,5 mg, startet med 20"."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyser.extraction.drug_scope import REACH
from analyser.extraction.finding import Range
from analyser.extraction.numbers import number, tidy
from analyser.extraction.state import State
from analyser.extraction.tapers import Written, begins_plan
from analyser.extraction.timetable import dose_by_date

_GLUED = re.compile(r"[^\W\d]{4,}?(\d{1,3})(mg)?$")
_AND_A_HALF = ("og", "en", "halv")
_DOWN_TO = frozenset([("nede", "i"), ("nede", "på"), ("nå", "på")])
_TIMES = re.compile(r"x(\d)$")
_NEXT_SENTENCES, _PLAN_LINES = 3, 12  # behind a drug, that may speak of it; that may be lines of its plan
_MAX = 2000.0
_TABLETS = frozenset([*range(1, 11), 1.25, 2.5, 3.75, 6.25, 7.5, 8.75, 12.5, *range(15, 85, 5), 12, 16, 32])
"""Doses that are believed without their unit."""


class Dose(NamedTuple):
    """Milligrams a day, and the tokens that say it."""

    value: float
    span: Range


def daily_dose(state: State, name_end: int, end: int, *, planned: bool) -> Dose | None:
    """The dose now of a drug whose name ends at a token; at a taper the dose reached, not the first one."""
    if not planned and (dated := dose_by_date(state, name_end)) is not None:
        return Dose(tidy(dated[0]), dated[1:])
    counted = _tablets_around(state, name_end, end)
    if counted is not None:
        return Dose(tidy(round(counted.value, 2)), (counted.first, counted.last))
    found = _doses(state, name_end, end)
    before = _before(state, name_end)
    if not found and before is None:
        glued = _GLUED.match(state.forms[name_end - 1])
        if glued:
            found = [Written(float(glued.group(1)), name_end - 1, name_end)]
    if not planned:
        found += _going_on(state, end)
    beside = before is not None and before.last == name_end - 1
    if before is not None and (not found or (beside and not any(dose.now for dose in found))):
        found = [before]  # "nå 5 mg Prednisolon, men var oppe i 60 mg"
    if not found:
        return None
    tapered = any(state.in_class(at, "rx_taper") for at in range(_led(state, name_end), found[-1].last))
    falling = [one for one, two in zip(found, found[1:], strict=False) if two.value < one.value]
    chosen = (
        [dose for dose in found if dose.now][-1:]
        or (found[-1:] if tapered and len(falling) == len(found) - 1 > 0 and not planned else [])
        or [dose for dose in found if not dose.start and not dose.goal][-1 if any(d.start for d in found) else 0 :][:1]
        or [dose for dose in found if not dose.goal][:1]
        or found[:1]
    )
    dose = chosen[0]
    return Dose(tidy(round(dose.value, 2)), (dose.first, dose.last))


def _led(state: State, name_end: int) -> int:
    """Where the words begin that lead up to a name: "trappet ned Prednisolon fra 40 mg til 7,5 mg"."""
    return max(state.sentence(name_end - 1)[0], name_end - 4)


def _tablets_around(state: State, name_end: int, end: int) -> Written | None:
    """As in "3 tbl Prednisolon à 5 mg"."""
    forms = state.forms
    first = name_end - 3
    if first < state.sentence(name_end - 1)[0] or forms[first + 1] != "tablett" or number(forms[first]) is None:
        return None
    at = name_end + 1 if forms[name_end : name_end + 1] in (["à"], ["á"], ["a"], ["av"], ["på"]) else name_end
    if at + 1 < end and number(forms[at]) is not None and forms[at + 1] == "mg":
        return Written((number(forms[first]) or 1) * (number(forms[at]) or 0), first, at + 2)
    return None


def _going_on(state: State, end: int) -> list[Written]:
    """Doses in the sentences behind that speak of the same drug: "Er nå nede i 7,5 mg"."""
    transcript = state.transcript
    index = transcript.sentence[end - 1]
    found: list[Written] = []
    begin, stop = end, transcript.bounds[index][1]
    for passed in range(_PLAN_LINES):
        stop = min(stop, begin + REACH)
        planned = begins_plan(state, begin, stop)
        if passed >= _NEXT_SENTENCES and not planned:
            break
        if stop > begin:
            other = next(iter(state.where("rx_other", begin, stop)), None)
            if other is not None:  # only what a comma parts from it: "nå nede i 10 mg, skal gå på kortison lenge"
                stop = next((at for at in range(other - 1, begin, -1) if state.forms[at] == ","), begin)
            said = _doses(state, begin, stop)
            for dose in said if planned else ():
                dose.now = dose.now and "deretter" not in state.forms[max(begin, dose.first - 3) : dose.first]
            if planned and not any(dose.now for dose in said):
                said = []  # a plan that does not say how far it has come
            if said and (planned or any(state.in_class(at, "rx_anaphor") for at in range(begin, said[-1].first))):
                found += said
            if other is not None:
                break
        index += 1
        if index >= len(transcript.bounds) or transcript.paragraph[index] != transcript.paragraph[index - 1]:
            break
        begin, stop = transcript.bounds[index]
    return found


def _doses(state: State, begin: int, end: int) -> list[Written]:
    """Every dose in milligrams in a token range, with what is said of it."""
    forms = state.forms
    found: list[Written] = []
    at = begin
    while at < end:
        if not _is_amount(forms, at, end) or _is_year(forms[at]):
            at += 1
            continue
        dose = _at(state, at, end, anything=at == begin)
        if dose is None:
            at += 1
            continue
        if not _is_step(state, dose, begin) and not _is_limit(forms, dose.first):
            _qualify(state, dose, begin)
            if found and _arrow(forms, found[-1].last) == dose.first:
                dose.now, found[-1].now = True, False  # "40 mg -> 10 mg"
            found.append(dose)
        at = dose.last
    return found


def _is_amount(forms: list[str], at: int, end: int) -> bool:
    """Whether a number stands here: in digits, or spelled before its unit ("fem mg", "syv og en halv mg")."""
    if forms[at][0].isdecimal():
        return True
    if number(forms[at]) is None:
        return False
    follow = at + 4 if tuple(forms[at + 1 : at + 4]) == _AND_A_HALF else at + 1
    return follow < end and forms[follow] == "mg"


def _arrow(forms: list[str], at: int) -> int | None:
    """The token behind an arrow: "40 -> 20 mg"."""
    if forms[at : at + 1] == ["→"]:
        return at + 1
    return at + 2 if forms[at : at + 2] in (["-", ">"], ["=", ">"]) else None


def _at(state: State, at: int, end: int, *, anything: bool) -> Written | None:
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
    while (follow := _arrow(forms, at)) is not None and follow < end and number(forms[follow]) is not None:
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


def _is_step(state: State, dose: Written, begin: int) -> bool:
    """As in "Trappes ned med 2,5 mg i måneden", "2,5 mg ned hver 14. dag": by how much, not how much."""
    before, behind = state.forms[dose.first - 1], state.forms[dose.last : dose.last + 1]
    if behind == ["ned"] or (before == "ned" and behind in (["per"], ["hver"], ["i"], ["/"])):
        return True
    first = dose.first
    return before == "med" and any(state.in_class(k, "rx_step") for k in range(max(begin, first - 5), first))


def _is_limit(forms: list[str], at: int) -> bool:
    """As in "Kortison > 5 mg: ja": a limit that a form asks for, no dose."""
    return forms[at - 1] in (">", "≥", "<") and forms[at - 2] not in ("-", "=")


def _qualify(state: State, dose: Written, begin: int) -> None:
    """Mark the dose that is taken now, the first of a taper, and the one it is to end at."""
    forms = state.forms
    for at in range(dose.first - 1, max(begin - 1, dose.first - 7), -1):
        if forms[at] in (".", ";") or forms[at] == "mg":
            break
        if state.in_class(at, "rx_dose_now") and not (forms[at] == "dag" and forms[at - 1] != "i"):
            if forms[at - 1] == "mg" and "," in forms[at : dose.first]:
                break  # "10 mg nå i mai, 7,5 mg i juni": of the dose before
            dose.now, dose.goal = True, False  # "nå trappet ned til 10 mg"
            break
        if dose.goal:
            continue
        if state.in_class(at, "rx_dose_start"):
            dose.start = True
            break
        if state.in_class(at, "rx_dose_goal"):
            dose.goal = True
            if not state.in_class(at, "rx_dose_reached"):
                break
    follow = range(dose.last, min(dose.last + 3, len(forms)))
    if any(state.in_class(at, "rx_dose_now") for at in follow if "," not in forms[dose.last : at]):
        dose.now = True


def _before(state: State, name_end: int) -> Written | None:
    """As in "7,5 mg prednisolon", "5 mg x 1 med Prednisolon"."""
    forms = state.forms
    begin = state.sentence(name_end - 1)[0]
    for at in range(name_end - 2, max(begin, name_end - 7), -1):
        if forms[at] in (",", ".", ";", ":", "og"):
            return None
        if forms[at] == "mg" and number(forms[at - 1]) is not None:
            first = at - 1
            while first - 2 >= begin and forms[first - 1] in ("+", "x") and number(forms[first - 2]) is not None:
                first -= 2
            return (
                _at(state, first, name_end, anything=False)
                if first == at - 1 or forms[first + 1] == "+"
                else Written((number(forms[first]) or 0) * (number(forms[at - 1]) or 0), first, at + 1)
            )
    return None


def _is_year(form: str) -> bool:
    return len(form) == 4 and form[:2] in ("19", "20")
