"""A fracture in the making."""

from __future__ import annotations

from dataclasses import dataclass

from analyser.extraction.context.relatives import Owner
from analyser.extraction.finding import Finding, Range
from analyser.extraction.fractures.fracture_words import Mark


@dataclass(slots=True)
class Fracture:
    """What a letter says of one site.

    Attributes
    ----------
    site
        Ending of the class of its site; "" when none is named.
    first, last
        The words that name it with its site.
    anchor
        The word that says that something broke.
    status, cue
        As in a finding.
    owner
        The relatives who had it; ``None`` for the patient.
    mechanism
        ``low_energy``, ``high_energy`` or ``unknown``.
    shown
        Whether a picture shows it (of a vertebra).
    """

    site: str
    first: int
    last: int
    anchor: Mark
    status: str
    cue: Range | None
    owner: Owner | None
    mechanism: str = "unknown"
    shown: bool = False

    def finding(self, concept: str) -> Finding:
        """The finding of a concept that it is."""
        finding = Finding(concept, self.status, self.first, self.last, cue=self.cue, anchor=self.anchor.first)
        finding.widen(self.cue)
        if self.owner is not None:
            finding.widen(self.owner.span)
        return finding
