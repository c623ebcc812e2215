"""Very frail in a nursing home, which a letter may tell in two places: "bor på sykehjem ... Hun er svært skrøpelig"."""

from __future__ import annotations

from analyser.extraction.finding import Finding
from analyser.extraction.state import State

_CONCEPT = "limited_life_expectancy"
_NEAR = 4  # words between a home and what makes it none where the patient lives


def find_frailty(state: State) -> None:
    """Add the finding where one sentence tells of a patient who is very frail and any of a nursing home."""
    told = [at for at in state.any_of("frail", "bed_bound") if _is_very(state, at) and _is_patients(state, at)]
    if not told or state.of(_CONCEPT) or not any(_lives_there(state, at) for at in state.where("nursing_home")):
        return
    first = told[0] - (not state.in_class(told[0], "bed_bound"))
    state.findings.append(Finding(_CONCEPT, "present", first, told[0] + 1, anchor=told[0]))


def _is_very(state: State, at: int) -> bool:
    if state.context.before(at, "negation") is not None:
        return False
    return state.in_class(at, "bed_bound") or (at > 0 and state.in_class(at - 1, "frail_degree"))


def _is_patients(state: State, at: int) -> bool:
    return state.context.relative(at, at + 1) is None


def _lives_there(state: State, at: int) -> bool:
    begin, end = state.sentence(at)
    short = state.has("nursing_home_short", max(begin, at - _NEAR), min(end, at + _NEAR))
    return not short and state.context.before(at, "negation") is None and _is_patients(state, at)
