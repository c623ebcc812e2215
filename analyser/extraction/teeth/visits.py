"""What all readings of visits to a dentist share."""

from __future__ import annotations

from analyser.extraction.finding import Finding, Range
from analyser.extraction.teeth.mouth import Mouth

CONCEPT = "dental_check"
OF_LATE = 2.4
"""Years: a last visit further back counts as not seen for years."""


def add_visit(mouth: Mouth, status: str, weight: float, *spans: Range | None) -> None:
    """Add a finding that covers all the words given; the last of them decided."""
    said = [span for span in spans if span is not None]
    first, last = min(s[0] for s in said), max(s[1] for s in said)
    if mouth.state.context.relative(first, last) is None and mouth.state.section(first) != "family":
        mouth.state.findings.append(Finding(CONCEPT, status, first, last, anchor=first, weight=weight, cue=said[-1]))


def advises(mouth: Mouth, clause: Range) -> bool:
    """Whether a clause tells what anybody should do: "generelt anbefales alle å gå til tannlege"."""
    return mouth.has("anybody", clause) and mouth.has("should", clause)


def reach(mouth: Mouth, at: int, scope: Range) -> Range:
    """The part of a range before a token that no comma, colon or "men" cuts off."""
    forms = mouth.state.forms
    first = at
    while first > scope[0] and forms[first - 1] not in (",", ":", "men", "(", ")"):
        first -= 1
    return first, at


def own_stretch(mouth: Mouth, at: int) -> Range:
    """The stretch of a clause that a token stands in."""
    stretches, own = mouth.stretches(at)
    return stretches[own]


def works(mouth: Mouth, scope: Range) -> bool:
    """Whether a procedure is told of there."""
    return mouth.first(
        ("pull_infinitive", "pull_coming", "pull_past", "pull_done", "invasive", "implant", "minor_verb"), scope
    ) is not None or (mouth.has("minor", scope))
