"""Osteoporosis in the family."""

from __future__ import annotations

from analyser.extraction.finding import Finding
from analyser.extraction.fracture_status import status_of
from analyser.extraction.mentions import mentions
from analyser.extraction.owner import owner_of
from analyser.extraction.state import State


def find_family(state: State) -> None:
    """Osteoporosis of a relative by blood, whatever its status."""
    for first, last, term in mentions(state):
        if term.concept != "osteoporosis":
            continue
        owner = owner_of(state, first, last)
        if owner is None or owner.kinds <= {"other"}:
            continue
        status, cue = status_of(state, first, last)
        finding = Finding("family_osteoporosis", status, first, last, cue=cue, anchor=first)
        finding.widen(cue)
        finding.widen(owner.span)
        state.findings.append(finding)
