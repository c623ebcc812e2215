"""The daily dose in milligrams of a drug, of all that are written around its name: "nå 7,5 mg, startet med 20"."""

from __future__ import annotations

import re
from typing import NamedTuple

from analyser.extraction.drugs.dose_notation import Written, behind_arrow, is_amount, read_dose
from analyser.extraction.drugs.drug_scope import REACH
from analyser.extraction.drugs.tapers import begins_plan
from analyser.extraction.drugs.timetable import dose_by_date
from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number, tidy

_TAKEN = frozenset(["på", "i", "nå", "fortsatt", "fremdeles", "dosen"])  # right before a dose that goes on
_HELD = 12  # tokens before a dose in which it is said to be that of today
_GLUED = re.compile(r"[^\W\d]{4,}?(\d{1,3})(mg)?$")
_NEXT_SENTENCES, _PLAN_LINES = 3, 12  # behind a drug, that may speak of it; that may be lines of its plan


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


def taken_on(state: State, end: int) -> bool:
    """Whether a later sentence tells a dose of today: "Brukte kortison fra 2019. Ligger nå på 5 mg"."""
    own = state.sentence(end - 1)[1]
    return any(
        state.forms[dose.first - 1] in _TAKEN and state.has("rx_dose_held", max(own, dose.first - _HELD), dose.first)
        for dose in _going_on(state, end)
    )


def _doses(state: State, begin: int, end: int) -> list[Written]:
    """Every dose in milligrams in a token range, with what is said of it."""
    forms = state.forms
    found: list[Written] = []
    at = begin
    while at < end:
        if not is_amount(forms, at, end):
            at += 1
            continue
        dose = read_dose(state, at, end, anything=at == begin)
        if dose is None:
            at += 1
            continue
        if not _is_step(state, dose, begin) and not _is_limit(forms, dose.first):
            _qualify(state, dose, begin)
            if found and behind_arrow(forms, found[-1].last) == dose.first:
                dose.now, found[-1].now = True, False  # "40 mg -> 10 mg"
            found.append(dose)
        at = dose.last
    return found


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
                read_dose(state, first, name_end, anything=False)
                if first == at - 1 or forms[first + 1] == "+"
                else Written((number(forms[first]) or 0) * (number(forms[at - 1]) or 0), first, at + 1)
            )
    return None
