"""The drugs that a letter names, with the doses behind them, joined where one cue speaks of several."""

from __future__ import annotations

from dataclasses import dataclass

from analyser.extraction.mentions import mentions
from analyser.extraction.state import State
from analyser.extraction.transcript import COLUMN

_HARD = frozenset([".", ";", "!", "?", COLUMN])
_OTHER = frozenset(
    ["calcium_vitamin_d", "inhaled_glucocorticoid", "glucocorticoid", "proton_pump_inhibitor", "ssri", "antiepileptic"]
)
"""Beside these "behandling" may still be treatment of bone."""


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
    local
        The word that makes cortisone a local treatment ("sprøyte", "krem"), where it was named by its class only.
    vague
        Named as "behandling" or "medisin" and nothing more.
    """

    concept: str
    first: int
    last: int
    end: int
    local: int | None = None
    vague: bool = False


def drugs_of(state: State, extra: list[Drug]) -> list[list[Drug]]:
    """The drugs of a letter in groups that share their cues: "alendronat eller Aclasta"."""
    found = [drug for drug in extra if not drug.vague]
    for first, last, term in mentions(state):
        if term.kind == "drug" and not any(first < other.last and last > other.first for other in found):
            if term.concept == "calcium_vitamin_d" and _is_calcium_test(state, last):
                continue
            if term.concept == "glucocorticoid" and _is_inhaled_too(state, first, last):
                continue
            drug = Drug(term.concept, first, last, _dose_end(state, last))
            if drug.concept == "glucocorticoid":
                drug.local = _local(state, first, last)
                if drug.local is not None:
                    drug.concept = "inhaled_glucocorticoid"
            found.append(drug)
    found.sort(key=lambda drug: (drug.first, drug.last))
    groups: list[list[Drug]] = []
    for drug in found:
        if groups and _joined(state, groups[-1][-1], drug):
            groups[-1].append(drug)
        else:
            groups.append([drug])
    return groups


def vague_of(state: State, extra: list[Drug], groups: list[list[Drug]]) -> list[Drug]:
    """ "Behandling", "medisin" in sentences that name no drug for bone."""
    named = {
        state.transcript.sentence[drug.first] for group in groups for drug in group if drug.concept not in _OTHER
    }
    return [drug for drug in extra if drug.vague and state.transcript.sentence[drug.first] not in named]


def is_stop(forms: list[str], at: int) -> bool:
    """Whether a clause ends at a token; the point of "hver 6. måned" ends none."""
    if forms[at] not in _HARD:
        return False
    return not (forms[at] == "." and (is_ordinal(forms, at) or forms[at - 1].endswith(("tablett", "tabl"))))


def is_ordinal(forms: list[str], at: int) -> bool:
    """Whether the point at a token belongs to an ordinal number."""
    return 0 < at < len(forms) - 1 and forms[at - 1].isdigit() and len(forms[at - 1]) < 3 and forms[at + 1][0].isalpha()


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
    gap = range(one.end, other.first)
    if "(" in (state.forms[at] for at in gap) and state.forms[other.end : other.end + 1] != [")"]:
        return False
    return len(gap) <= 3 and all(state.in_class(at, "rx_list") for at in gap)


def _is_inhaled_too(state: State, first: int, last: int) -> bool:
    """Whether the same word is named as a local treatment: "kortisoninjeksjon"."""
    return any(m.first <= first and m.last >= last and m.term.concept == "inhaled_glucocorticoid" for m in mentions(state))


def _is_calcium_test(state: State, last: int) -> bool:
    """ "Kalk 2,31" is a blood test."""
    forms = state.forms
    form = forms[last] if last < len(forms) else ""
    return form[:1].isdigit() and "." in form and 1.5 < float(form) < 4 and forms[last + 1 : last + 2] != ["mg"]


def _local(state: State, first: int, last: int) -> int | None:
    """The word by which cortisone named by its class only is a cream, a spray or an injection into a joint."""
    if not state.in_class(first, "rx_generic_steroid"):
        return None
    forms = state.forms
    begin, end = state.sentence(first)
    for at in range(last, min(end, last + 9)):
        if forms[at] in _HARD or forms[at] in (",", "men", "utenom", "unntatt", "bortsett", "kun", "bare", "enn"):
            if forms[at] not in ("kun", "bare") or any(state.in_class(k, "rx_not") for k in range(max(begin, first - 4), at)):
                break
        if state.in_class(at, "rx_systemic"):
            return None
        if state.in_class(at, "rx_local"):
            return at
    for at in range(first - 1, max(begin, first - 3) - 1, -1):
        if forms[at] in _HARD or forms[at] in (",", "og", ":"):
            break
        if state.in_class(at, "rx_local"):
            return at
    return None
