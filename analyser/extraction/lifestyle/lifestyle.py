"""Smoking and alcohol: what is said of them in words, in amounts, and as the answer of a form."""

from __future__ import annotations

from analyser.extraction.finding import Finding
from analyser.extraction.lifestyle.alcohol import ALCOHOL, alcohol
from analyser.extraction.lifestyle.habits import Said, answered, never
from analyser.extraction.lifestyle.smoking import SMOKING, smoking
from analyser.extraction.state import State


def find_habits(state: State) -> None:
    """One fact each of smoking and alcohol: what is said most plainly, then first."""
    for concept, names, read in (("smoking", SMOKING, smoking), ("alcohol_excess", ALCOHOL, alcohol)):
        found: list[Said] = []
        for at in state.any_of(*names):
            if not _is_relatives(state, at) and not _is_drinking_kin(state, at):
                said = never(state, at) or answered(state, at, concept) or read(state, at)
                if said is not None:
                    found.append(said)
        if found:
            best = min(found, key=lambda s: (-s.weight, s.span[0]))
            finding = Finding(concept, best.status, *best.span, cue=best.cue, anchor=best.span[0])
            finding.widen(best.cue)
            state.findings.append(finding)


def _is_relatives(state: State, at: int) -> bool:
    """Whether it is a relative's habit; one named right behind begins something else: "lite vin mor lårhalsbrudd"."""
    relative = state.context.relative(at, at + 1, commas=False)
    return relative is not None and relative[1] != at + 1


def _is_drinking_kin(state: State, at: int) -> bool:
    """Whether it is a relative's drinking under their heading."""
    return state.section(at) == "family" and state.in_class(at, "al_excess")
