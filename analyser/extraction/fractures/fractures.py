"""The fractures of a letter: those that are told of, one for a site and status."""

from __future__ import annotations

from analyser.extraction.finding import Finding
from analyser.extraction.fractures.family import family_findings
from analyser.extraction.fractures.fracture import Fracture
from analyser.extraction.fractures.fracture_reader import read_fractures
from analyser.extraction.fractures.fracture_words import fracture_words
from analyser.extraction.fractures.imaging import is_shown
from analyser.extraction.fractures.mechanism import Mechanisms
from analyser.extraction.state import State


def find_fractures(state: State) -> None:
    """Add the fractures of the patient, with mechanism and imaging, and those of the family."""
    marks = fracture_words().marks(state)
    if not marks:
        return
    found = read_fractures(state, marks)
    for fracture in found:
        if fracture.site == "vertebral" and fracture.status == "present" and fracture.owner is None:
            fracture.shown = is_shown(state, fracture.first, fracture.last)
    Mechanisms(state, found).assign()
    found = [f for f in found if f.anchor.kind != "operated" or _was_fractured(state, f, found)]
    state.findings += [_finding(fracture) for fracture in _merged(state, [f for f in found if f.owner is None])]
    state.findings += family_findings(state, [f for f in found if f.owner is not None])


def _was_fractured(state: State, fracture: Fracture, found: list[Fracture]) -> bool:
    """Whether an operated hip was so after a fall, or "for brudd"."""
    begin, end = state.sentence(fracture.first)
    return state.has("fx_fell", begin, end) or any(not f.site and begin <= f.first < end for f in found)


def _finding(fracture: Fracture) -> Finding:
    finding = fracture.finding(f"{fracture.site or 'other'}_fracture")
    finding.weight = 0 if fracture.site else -1
    if fracture.status == "absent":
        return finding  # what has not happened has not come about in any way
    finding.attributes["mechanism"] = fracture.mechanism
    if fracture.site == "vertebral":
        finding.attributes["imaging_confirmed"] = fracture.shown
    return finding


def _merged(state: State, found: list[Fracture]) -> list[Fracture]:
    """One fracture for a site and status; one without a site is one of those that have one, where there are any."""
    named = any(f.site and f.status != "absent" for f in found)
    kept: dict[tuple[str, str, bool], Fracture] = {}
    for fracture in found:
        if not fracture.site and fracture.status != "absent" and (named or not _is_told(state, fracture)):
            continue
        key = fracture.site, fracture.status, state.older[state.transcript.sentence[fracture.first]]
        first = kept.setdefault(key, fracture)
        if first.mechanism == "unknown" or fracture.mechanism == "low_energy":
            first.mechanism = fracture.mechanism if fracture.mechanism != "unknown" else first.mechanism
        first.shown = first.shown or fracture.shown
    doubted = {(site, older) for site, status, older in kept if status == "uncertain" and site}
    # what a picture did not show may still be suspected
    return [f for (site, status, older), f in kept.items() if not (status == "absent" and (site, older) in doubted)]


def _is_told(state: State, fracture: Fracture) -> bool:
    """Whether a fracture without a site is said to have happened, and is not only a word in passing."""
    begin, end = state.sentence(fracture.first)
    return (
        fracture.mechanism != "unknown"
        or fracture.anchor.kind == "verb"
        or fracture.cue is not None
        or state.has("fx_told", max(begin, fracture.first - 4), min(end, fracture.last + 3))
    )
