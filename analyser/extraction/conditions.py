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
        if state.context.relative(first, last) is not None or _is_elsewhere(state, first, last):
            continue
        status, cue = state.context.status(first, last)
        if status == "absent" and state.has("metastasis", first, last):
            continue  # no spread of a cancer that there is
        answer = state.context.form_denial(last) if status == "present" else None
        if answer is not None:
            status, cue = "absent", answer
        if state.section(first) == "negative" and status == "present":
            status = "absent"
        finding = Finding(term.concept, status, first, last, cue=cue, anchor=first)
        finding.widen(cue)
        state.findings.append(finding)


def _is_elsewhere(state: State, first: int, last: int) -> bool:
    """Whether a disease names a department ("Revmatologisk, osteoporose"), or something read or seen about it."""
    begin, end = state.sentence(first)
    if state.has("department", max(begin, first - 3), min(end, last + 4)) and end - begin <= 8:
        return True
    return first > begin and state.forms[first - 1] == "om" and state.has("media", max(begin, first - 6), first)
