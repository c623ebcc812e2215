"""One drug that takes the place of another: "byttet til", "fra Forsteo til Aclasta", "først ..., så ..., nå ..."."""

from __future__ import annotations

from analyser.extraction.drugs.drug import Drug
from analyser.extraction.drugs.drug_cues import Cue
from analyser.extraction.state import State

_REACH = 10  # tokens from a drug to the one that took its place
_BESIDE = 5  # tokens from the word for a switch to the drug that it leads from
_EARLIEST = 1950  # a number above it is a year
_STEPS = 24  # tokens from a step of a row to the next
_TO = ("til", "med", "på", "mot", "av")


def switched(state: State, group: list[Drug], before: list[Drug] | None, after: list[Drug] | None) -> Cue | None:
    """What the drug named next, or the one named before, says of a drug."""
    begin, end = state.sentence(group[0].first)
    first, last = group[0].first, max(drug.end for drug in group)
    if after is not None and after[0].first < end:
        found = _replaced(state, last, after[0].first) or _left(state, begin, first, last, after[0].first)
        found = found or _was_a_step(state, begin, first, last, after[0].first)
        if found is not None:
            return found
    if before is None or before[0].first < begin:
        return None
    behind = max(drug.end for drug in before)
    return _taken_up(state, begin, before[0].first, behind, first) or _taken_before(state, begin, behind, first)


def _replaced(state: State, last: int, other: int) -> Cue | None:
    """As in "Fenytoin i 20 år, byttet til Keppra": the switch to the next drug ends this one."""
    if other - last > _REACH or state.forms[other - 1] not in _TO:
        return None
    if state.forms[other - 2] == "over" and not _is_thought_of(state, last, other):
        return Cue("past", 1, 0, (other - 2, other))  # "gikk så over på Aclasta"
    for at in state.where("rx_switch", last, other - 1):
        near = max(last, at - 3)
        if not state.has("rx_not", near, at) and not state.has("rx_modal", near, at):
            return Cue("past", 1, 0, (at, at + 1))
    return None


def _is_from_to(state: State, first: int, last: int, other: int) -> bool:
    """Whether two drugs are the ends of one step: "fra Forsteo til Aclasta"."""
    forms = state.forms
    return forms[first - 1] == "fra" and other - last <= _REACH and forms[other - 1] in ("til", "på")


def _left(state: State, begin: int, first: int, last: int, other: int) -> Cue | None:
    """The drug behind "fra", which is still taken while the step is only thought of."""
    if not _is_from_to(state, first, last, other):
        return None
    return Cue("present" if _is_proposed(state, begin, first, other) else "past", 1, 0, (first - 1, first))


def _taken_up(state: State, begin: int, other: int, behind: int, first: int) -> Cue | None:
    """The drug behind "til"."""
    if not _is_from_to(state, other, behind, first):
        return None
    return Cue("planned" if _is_proposed(state, begin, other, first) else "present", 1, 0, (first - 1, first))


def _taken_before(state: State, begin: int, behind: int, first: int) -> Cue | None:
    """As in "gikk over til Prolia etter fem år med Fosamax"."""
    if state.forms[first - 1] not in ("med", "på") or first - behind > _REACH:
        return None
    after = next((at for at in range(behind, first) if state.forms[at] == "etter"), None)
    if after is None or not state.has("rx_time", after, first):
        return None
    return Cue("present" if _is_thought_of(state, begin, after) else "past", 1, 0, (after, first))


def _was_a_step(state: State, begin: int, first: int, last: int, other: int) -> Cue | None:
    """As in "Først Fosamax i fire år, så Aclasta to ganger, nå Prolia": every step before the last has ended."""
    if other - last > _STEPS or not state.has("rx_step_on", last, other):
        return None
    step = next(iter(state.where("rx_step_first", max(begin, first - 3), first)), None)
    if step is None or _is_thought_of(state, begin, state.sentence(first)[1]):
        return None
    return Cue("past", 1, 0, (step, step + 1))


def _is_thought_of(state: State, begin: int, end: int) -> bool:
    return state.has("rx_modal", begin, end) or "?" in state.forms[end : state.sentence(begin)[1]]


def _is_proposed(state: State, begin: int, first: int, other: int) -> bool:
    """Whether a step from one drug to another is thought of before it is told, or named with no word of its being made.

    A word of doubt behind it counts for a step that is merely named ("bytte fra Fosamax til Prolia er aktuelt"):
    "byttet fra Fosamax til Prolia, og vil fortsette" has been made.
    """
    if _is_thought_of(state, begin, other):
        return True
    if not state.has("rx_switch_bare", max(begin, first - _BESIDE), first):
        return False
    end = state.sentence(first)[1]
    made = any(state.has("rx_switch_made", *part) for part in ((begin, first), (other, end)))
    if state.date is not None and not made:
        made = any(form.isdecimal() and _EARLIEST < int(form) <= state.date.year for form in state.forms[begin:end])
    return not made or state.has("rx_modal", other, end)
