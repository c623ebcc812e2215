"""Cues whose sense hangs on form, on how often, or on the letter's date: "trappes ut", "fra januar", "i 2018"."""

from __future__ import annotations

from analyser.extraction.drugs.drug_cues import Cue
from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.text.numbers import MONTHS
from analyser.extraction.text.transcript import CLAUSE_ENDS

_SUBJECTS = frozenset(["jeg", "vi", "hun", "han", "pasienten"])
_MAIN_CLAUSE, _CONDITION = 9, 25  # tokens: from the comma to the drug, and of the condition before it
_YEAR = 4  # digits
_SOON = 5  # months: what is farther off has been
_LASTS = {"zoledronate": 3, "denosumab": 2}  # years after which a dose that was not followed by another was the last


def goes_on(state: State, cue: Cue) -> bool:
    """Whether what ends has not ended yet: "trappes ut over tre måneder", "letrozol til 2029"."""
    if cue.status != "past":
        return False
    written, today = state.transcript.written, state.date
    to_come = today is not None and any(
        form.isdecimal() and len(form) == _YEAR and int(form) > today.year for form in state.forms[slice(*cue.span)]
    )
    return to_come or any(written(at).lower() in ("trappes", "trappast") for at in range(*cue.span))


def recurs(state: State, cue: Cue, drug: int) -> bool:
    """Whether what looks proposed is taken time and again: "av og til prednisolonkurer", "trenger stadig kurer"."""
    first = cue.span[0]
    if cue.status != "planned" or first >= drug:
        return False
    now_and_then = state.forms[max(0, first - 2) : first + 1] == ["av", "og", "til"]
    return now_and_then or state.has("time_and_again", first, drug)


def hangs_on_condition(state: State, cue: Cue | None, drug: int) -> bool:
    """Whether a drug stands in the main clause of a condition: "Viser det seg at hun har det, får hun alendronat"."""
    if cue is not None and cue.status != "present":
        return False
    begin, forms = state.sentence(drug)[0], state.forms
    for comma in range(drug - 2, max(begin, drug - _MAIN_CLAUSE) - 1, -1):
        if forms[comma] in CLAUSE_ENDS:
            return False
        if forms[comma] != ",":
            continue
        at = comma + 1 + (forms[comma + 1] == "så")
        if not state.in_class(at, "main_verb") or not (
            forms[at + 1] in _SUBJECTS or state.context.kin.get(at + 1) == "patient"
        ):
            return False
        clause = comma
        while clause > begin and forms[clause - 1] not in CLAUSE_ENDS and comma - clause < _CONDITION:
            clause -= 1
        return any(state.in_class(k, "condition") for k in (clause, clause + 1) if k < comma)
    return False


def has_begun(state: State, cue: Cue) -> bool:
    """Whether the month from which a drug is planned lies behind the letter: "letrozol fra januar", in March."""
    first, last = cue.span
    if cue.status != "planned" or state.date is None:
        return False
    if state.transcript.written(last - 1).lower() in ("oppstart", "start"):
        year = next((form for form in state.forms[last : last + 3] if len(form) == _YEAR and form.isdecimal()), None)
        return year is not None and int(year) < state.date.year  # "Letrozol, oppstart februar 2025"
    if state.forms[first] != "fra" or last - first < 2:
        return False
    month = MONTHS.get(state.forms[first + 1])
    return month is not None and not 0 < (month - state.date.month) % 12 <= _SOON


def has_lapsed(state: State, cue: Cue, concept: str, scope: Range) -> bool:
    """Whether the last dose told of lies so far back that there was no other: "det ble gitt Aclasta i 2017 og 2018"."""
    first, last = scope[0], state.sentence(cue.span[0])[1]
    if cue.status != "present" or concept not in _LASTS or state.date is None or not state.has("rx_given", *cue.span):
        return False
    years = [int(form) for form in state.forms[first:last] if len(form) == 4 and form.isdecimal()]
    return bool(years) and max(years) + _LASTS[concept] <= state.date.year and not state.has("rx_recurs", first, last)
