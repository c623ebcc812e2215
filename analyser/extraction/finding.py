"""A finding: a fact in the making, counted in tokens."""

from __future__ import annotations

from dataclasses import dataclass, field

Range = tuple[int, int]
"""A half-open range of tokens."""


@dataclass(slots=True)
class Finding:
    """What one component found.

    Attributes
    ----------
    concept, status, value, attributes
        As in :class:`analyser.fact.Fact`.
    first, last
        Half-open token range of the words that carry it, the cue included.
    cue
        The words that decided the status.
    anchor
        The token that names the concept; context is read around it.
    weight
        Settles which of two findings of one concept and status is kept: the heavier.
    """

    concept: str
    status: str
    first: int
    last: int
    value: float | str | None = None
    attributes: dict[str, float | bool | str] = field(default_factory=dict)
    cue: Range | None = None
    anchor: int | None = None
    weight: float = 0

    def widen(self, span: Range | None) -> None:
        """Take in more words."""
        if span is not None:
            self.first, self.last = min(self.first, span[0]), max(self.last, span[1])
