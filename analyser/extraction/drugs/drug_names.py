"""The drugs that a letter names, with the doses behind them, joined where one cue speaks of several."""

from __future__ import annotations

from analyser.extraction.context.mentions import mentions
from analyser.extraction.drugs.drug import Drug
from analyser.extraction.drugs.vitamin_d import is_test
from analyser.extraction.state import State
from analyser.extraction.text.numbers import date_of
from analyser.extraction.text.transcript import COLUMN

_HARD = frozenset([".", ";", "!", "?", COLUMN])
_OTHER = frozenset(
    ["calcium_vitamin_d", "inhaled_glucocorticoid", "glucocorticoid", "proton_pump_inhibitor", "ssri", "antiepileptic"]
)
"""Beside these "behandling" may still be treatment of bone."""
_CLASSES = frozenset(["unspecified_bone_drug", "glucocorticoid"])


def drugs_of(state: State, extra: list[Drug]) -> list[list[Drug]]:
    """The drugs of a letter in groups that share their cues: "alendronat eller Aclasta"."""
    found = [drug for drug in extra if not drug.vague]
    taken = {at for drug in found for at in range(drug.first, drug.last)}
    # What is named by its class only gives way to a nearer name of the same words.
    for first, last, term in sorted(mentions(state), key=lambda m: m.term.concept in _CLASSES):
        if term.kind == "drug" and taken.isdisjoint(range(first, last)):
            if term.concept == "calcium_vitamin_d" and is_test(state, first, last):
                continue
            if term.concept == "unspecified_bone_drug" and first > 0 and state.in_class(first - 1, "rx_in_general"):
                continue  # "advarer mot alle beinmedisiner"
            drug = Drug(term.concept, first, last, _dose_end(state, last))
            if drug.concept == "glucocorticoid":
                drug.local = _local(state, first, last)
                if drug.local is not None:
                    drug.concept = "inhaled_glucocorticoid"
            found.append(drug)
            taken.update(range(first, last))
    found.sort(key=lambda drug: (drug.first, drug.last))
    groups: list[list[Drug]] = []
    for drug in found:
        if groups and _joined(state, groups[-1][-1], drug):
            groups[-1].append(drug)
        else:
            groups.append([drug])
    return groups


def vague_of(state: State, extra: list[Drug], groups: list[list[Drug]]) -> list[Drug]:
    """As in "Behandling", "medisin" in sentences that name no drug for bone."""
    named = {state.transcript.sentence[drug.first] for group in groups for drug in group if drug.concept not in _OTHER}
    return [drug for drug in extra if drug.vague and state.transcript.sentence[drug.first] not in named]


def is_stop(state: State, at: int) -> bool:
    """Whether a clause ends at a token; the points of "hver 6. måned" and "hormontabl." end none."""
    forms = state.forms
    if forms[at] not in _HARD:
        return False
    if forms[at] != "." or at == 0:
        return True
    transcript = state.transcript
    written = transcript.text[transcript.starts[at - 1] : transcript.ends[at - 1]].lower()
    return not (is_ordinal(forms, at) or written.endswith(("tabl", "tbl")))


def is_ordinal(forms: list[str], at: int) -> bool:
    """Whether the point at a token belongs to an ordinal number."""
    return (
        0 < at < len(forms) - 1 and forms[at - 1].isdecimal() and len(forms[at - 1]) < 3 and forms[at + 1][0].isalpha()
    )


def _dose_end(state: State, last: int) -> int:
    """The token behind strength, form and number of tablets."""
    forms, end = state.forms, state.sentence(last - 1)[1]
    at = last
    while at < end:
        form = forms[at]
        if form == "0":
            break  # the answer of a form
        if form[0].isdecimal():
            if (len(form) == 4 and form[:2] in ("19", "20")) or date_of(form) is not None:
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


def _local(state: State, first: int, last: int) -> int | None:
    """The word by which cortisone named by its class only is a cream, a spray or an injection into a joint."""
    if not state.in_class(first, "rx_generic_steroid"):
        return None
    forms = state.forms
    begin, end = state.sentence(first)
    for at in range(last, min(end, last + 9)):
        only = state.in_class(at, "rx_only") and any(
            state.in_class(k, "rx_not") for k in range(max(begin, first - 4), at)
        )
        if forms[at] == "," and _is_given_locally(state, at + 1, end):
            return next(k for k in range(at + 1, end) if state.in_class(k, "rx_local"))
        if forms[at] == "nei":
            break  # "Kortison: nei (nesespray ved pollen)"
        if forms[at] == "," and state.in_class(at - 1, "answer_yes"):
            continue  # "Kortison: ja, inhalasjon"
        if only or forms[at] in _HARD or forms[at] == "," or state.in_class(at, "rx_except"):
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


def _is_given_locally(state: State, first: int, end: int) -> bool:
    """Whether a comma leads to what was given: "Kortison én gang, en sprøyte i kneet"."""
    forms = state.forms
    if forms[first : first + 1] not in (["en"], ["ei"], ["et"], ["som"], ["i"], ["da"]):
        return False
    reach = range(first + 1, min(end, first + 6))
    return any(state.in_class(k, "rx_past_default") for k in reach) and any(
        state.in_class(k, "rx_joint") for k in reach
    )
