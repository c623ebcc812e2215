"""Diseases and what the body shows, by the words they are known by, with the status their context gives."""

from __future__ import annotations

from analyser.extraction.finding import Finding
from analyser.extraction.mentions import mentions
from analyser.extraction.state import State


def find_conditions(state: State) -> None:
    """A disease is present unless denied, doubted, or a relative's."""
    for first, last, term in mentions(state):
        if term.kind != "disease" or state.section(first) in ("family", "allergy"):
            continue
        if state.context.relative(first, last) is not None:
            continue
        status, cue = state.context.status(first, last)
        if state.section(first) == "negative" and status == "present":
            status = "absent"
        finding = Finding(term.concept, status, first, last, cue=cue, anchor=first)
        finding.widen(cue)
        state.findings.append(finding)
