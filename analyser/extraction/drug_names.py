"""The drugs that a letter names, with the doses behind them, joined where one cue speaks of several."""

from __future__ import annotations

from dataclasses import dataclass

from analyser.extraction.mentions import mentions
from analyser.extraction.state import State
from analyser.extraction.transcript import COLUMN

_HARD = frozenset([".", ";", "!", "?", COLUMN])


@dataclass(slots=True)
class Drug:
    """A drug in the letter.

    Attributes
    ----------
    concept
        What it counts as.
    first, last
        Its name.
    end
        Behind its dose.
    """

    concept: str
    first: int
    last: int
    end: int


def drugs_of(state: State, extra: list[Drug]) -> list[list[Drug]]:
    """The drugs of a letter in groups that share their cues: "alendronat eller Aclasta"."""
    found = [*extra]
    for first, last, term in mentions(state):
        if term.kind == "drug" and not any(first < other.last and last > other.first for other in extra):
            concept = _local(state, first, last) if term.concept == "glucocorticoid" else term.concept
            found.append(Drug(concept, first, last, _dose_end(state, last)))
    found.sort(key=lambda drug: (drug.first, drug.last))
    groups: list[list[Drug]] = []
    for drug in found:
        if groups and _joined(state, groups[-1][-1], drug):
            groups[-1].append(drug)
        else:
            groups.append([drug])
    return groups


def _dose_end(state: State, last: int) -> int:
    """The token behind strength, form and number of tablets."""
    forms, end = state.forms, state.sentence(last - 1)[1]
    at = last
    while at < end:
        form = forms[at]
        if form[0].isdigit():
            if len(form) == 4 and form[:2] in ("19", "20"):
                break
        elif not state.in_class(at, "rx_dose"):
            break
        at += 1
    # "Prednisolon, 5 mg" and "D-vitamin og" keep their joints.
    while at > last and forms[at - 1] in ("/", "+", "à", "x"):
        at -= 1
    return at


def _joined(state: State, one: Drug, other: Drug) -> bool:
    if other.first < one.end:
        return other.first >= one.first
    if state.transcript.sentence[one.first] != state.transcript.sentence[other.first]:
        return False
    return other.first - one.end <= 3 and all(state.in_class(at, "rx_list") for at in range(one.end, other.first))


def _local(state: State, first: int, last: int) -> str:
    """Cortisone that is named by its class only may be a cream, a spray or an injection into a joint."""
    if not state.in_class(first, "rx_generic_steroid"):
        return "glucocorticoid"
    forms = state.forms
    begin, end = state.sentence(first)
    at = last
    while at < min(end, last + 9) and forms[at] not in _HARD and forms[at] not in (",", "men"):
        if state.in_class(at, "rx_systemic"):
            return "glucocorticoid"
        if state.in_class(at, "rx_local"):
            return "inhaled_glucocorticoid"
        at += 1
    at = first - 1
    while at >= max(begin, first - 3) and forms[at] not in _HARD and forms[at] not in (",", "og", ":"):
        if state.in_class(at, "rx_local"):
            return "inhaled_glucocorticoid"
        at -= 1
    return "glucocorticoid"
