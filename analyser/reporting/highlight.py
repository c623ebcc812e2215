"""A letter cut into pieces, so that findings that overlap can all be shown."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from analyser.assessment import Reason
from analyser.fact import Fact

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the letter with the numbers of the findings that cover it, in rising order."""

    start: int
    end: int
    facts: tuple[int, ...]


def segments(text: str, facts: Sequence[Fact], *, breaks: Sequence[Span] = ()) -> tuple[Segment, ...]:
    """Cut a letter at every edge of a finding, so that the pieces rebuild the text exactly.

    ``breaks`` are more spans to cut at (the words a conclusion rests on). Findings that were not read
    from the text, and spans that are empty or lie outside it, are passed over.
    """
    spans = {number: span for number, fact in enumerate(facts) if (span := fact_span(fact, text)) is not None}
    cuts = {0, len(text)}
    for start, end in (*spans.values(), *breaks):
        if 0 <= start < end <= len(text):
            cuts |= {start, end}
    edges = sorted(cuts)
    covering: list[list[int]] = [[] for _ in edges]
    for number, (start, end) in spans.items():
        for index in range(bisect_left(edges, start), bisect_left(edges, end)):
            covering[index].append(number)
    pairs = zip(edges[:-1], edges[1:], strict=True)
    return tuple(Segment(start, end, tuple(covering[index])) for index, (start, end) in enumerate(pairs))


def fact_span(fact: Fact, text: str) -> Span | None:
    """Where a finding stands in the letter; ``None`` when it was not read from there."""
    if fact.start is None or fact.end is None or not 0 <= fact.start < fact.end <= len(text):
        return None
    return fact.start, fact.end


def served(facts: Sequence[Fact], reason: Reason) -> frozenset[int]:
    """Numbers of the findings whose words a conclusion rests on.

    A finding with exactly the words of the evidence is meant; only where there is none does a finding
    count that the evidence touches.
    """
    numbers: set[int] = set()
    for start, end in reason.evidence:
        exact = {n for n, fact in enumerate(facts) if (fact.start, fact.end) == (start, end)}
        numbers |= exact or {
            n
            for n, fact in enumerate(facts)
            if fact.start is not None and fact.end is not None and fact.start < end and start < fact.end
        }
    return frozenset(numbers)
