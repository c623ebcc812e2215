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
_ENDS_TIMES = frozenset([",", ";", "og", "men", "etter", "da"])
_SOON = 5  # months: what is farther off has been
_LASTS = {"zoledronate": 3, "denosumab": 2}  # years after which a dose that was not followed by another was the last


def goes_on(state: State, cue: Cue) -> bool:
    """Whether what ends has not ended yet: "trappes ut over tre måneder", "letrozol til 2029"."""
    if cue.status != "past":
        return False
    written, today = state.transcript.written, state.date
    to_come = today is not None and any(
        _is_year(form) and int(form) > today.year for form in state.forms[slice(*cue.span)]
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
        opening = (clause, min(clause + 2, comma))
        if state.has("condition", *opening):
            return True
        return (
            state.has("condition_verb", *opening)
            and state.has("condition_result", clause, comma)
            and not state.has("condition_rhythm", drug, state.sentence(drug)[1])
        )
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


def has_lapsed(state: State, cue: Cue, concept: str, drug: int, scope: Range) -> bool:
    """Whether the last dose told of lies so far back that there was no other: "det ble gitt Aclasta i 2017 og 2018"."""
    if cue.status != "present" or concept not in _LASTS or state.date is None or not state.has("rx_given", *cue.span):
        return False
    forms, (first, last) = state.forms, (scope[0], state.sentence(cue.span[0])[1])
    said = max(drug + 1, cue.span[1])
    if forms[cue.span[0] : said].count("satt") and "på" in forms[cue.span[0] : cue.span[1] + 1]:
        return False  # "ble satt på Prolia i 2021" tells of the first dose
    if state.has("rx_recurs", first, last) or "har" in forms[said:last]:
        return False
    years = [int(form) for form in forms[first : _row_of_years_end(forms, said, last)] if _is_year(form)]
    return bool(years) and max(years) + _LASTS[concept] <= state.date.year


def _row_of_years_end(forms: list[str], at: int, end: int) -> int:
    """Where the times of doses end: "i 2017, 2018 og i 2019" goes on, "i september, hadde brudd i 2015" does not."""
    for k in range(at, end):
        if forms[k] in _ENDS_TIMES and not any(map(_is_year, forms[k + 1 : min(end, k + 3)])):
            return k
    return end


def _is_year(form: str) -> bool:
    return len(form) == _YEAR and form.isdecimal()
