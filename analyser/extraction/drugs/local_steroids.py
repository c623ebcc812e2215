"""Cortisone that is given locally, beside the word that none was ever taken as tablets."""

from __future__ import annotations

from analyser.extraction.drugs.drug import Drug
from analyser.extraction.drugs.drug_scope import REACH
from analyser.extraction.finding import Finding, Range
from analyser.extraction.state import State

_EXCEPT_REACH = 10  # tokens from cortisone to what is excepted from its denial


def deny_tablets(state: State, drug: Drug) -> None:
    """As in "En sprøyte i skulderen, ellers nei", "salve, aldri tabletter", "tabletter har hun aldri brukt"."""
    forms = state.forms
    end = min(state.sentence(drug.first)[1], drug.end + REACH)
    for at in range(drug.end, end - 1):
        ends = at + 2 >= end or forms[at + 2] in (".", ",", ")")
        if forms[at] == "tablett" and (denied := _fronted_denial(state, at + 1, end)) is not None:
            state.findings.append(Finding("glucocorticoid", "absent", at, denied[1], cue=denied, anchor=at, weight=0.1))
            return
        elsewise = forms[at] == "ellers" and state.in_class(at + 1, "rx_answer_no") and ends
        if not elsewise and not (state.in_class(at, "rx_not") and forms[at + 1] == "tablett"):
            continue
        last = at + 2
        state.findings.append(
            Finding("glucocorticoid", "absent", drug.first, last, cue=(at, last), anchor=drug.first, weight=0.1)
        )
        return


def _fronted_denial(state: State, at: int, end: int) -> Range | None:
    """The denial of what begins its clause: "(tabletter) av det slaget har hun aldri brukt"."""
    forms = state.forms
    verb = next((k for k in range(at, min(end, at + 5)) if forms[k] in ("har", "fikk", "hadde")), None)
    if verb is None or any(forms[k] in (",", ".", ";") for k in range(at, verb)):
        return None
    denial = next((k for k in range(verb + 1, min(end, verb + 4)) if forms[k] in ("ikke", "aldri")), None)
    return None if denial is None else (verb, denial + 1)


def except_locally(state: State, drug: Drug) -> None:
    """As in "aldri kortison utenom en krem", "ikke kortison, kun i nesen"."""
    end = min(state.sentence(drug.first)[1], drug.end + _EXCEPT_REACH)
    limit = next((at for at in state.any_of("rx_except", "rx_only", begin=drug.end, end=end)), end)
    local = next(iter(state.where("rx_local", limit, min(end, limit + 5))), None)
    if local is None or any(state.forms[at] == "," or state.in_class(at, "rx_not") for at in range(limit, local)):
        return
    status = "past" if state.in_class(local, "rx_past_default") else "present"
    state.findings.append(Finding("inhaled_glucocorticoid", status, drug.first, local + 1, anchor=local, weight=0.1))
