"""Two packs, or one with another number in it, applied to the same letters: what becomes of which letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analyser.assessment import Assessment
from analyser.fact import Fact
from analyser.guideline.pack import Pack


@dataclass(frozen=True, slots=True)
class Difference:
    """A letter that ends elsewhere with the second pack.

    Attributes
    ----------
    id
        Of the letter.
    before, after
        Its assessments.
    """

    id: str
    before: Assessment
    after: Assessment

    @property
    def dxa(self) -> bool:
        """Whether the suggestion on DXA differs; else only the advice on teeth or what is raised with the GP."""
        return self.before.dxa != self.after.dxa

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {"id": self.id, "before": _ends(self.before), "after": _ends(self.after)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of some letters: how many there were, and those that differ, in their order."""

    letters: int
    differences: tuple[Difference, ...]


def compare(before: Pack, after: Pack, letters: Iterable[tuple[str, Sequence[Fact]]], *, lang: str) -> Comparison:
    """Apply two packs to the facts of letters.

    Parameters
    ----------
    before, after
        The packs.
    letters
        Id and facts of each.
    lang
        Language of the reasons.
    """
    count = 0
    differences: list[Difference] = []
    for name, facts in letters:
        count += 1
        one, two = before.assess(facts, lang=lang), after.assess(facts, lang=lang)
        if (one.dxa, one.dental, one.dialogue) != (two.dxa, two.dental, two.dialogue):
            differences.append(Difference(name, one, two))
    return Comparison(count, tuple(differences))


def _ends(assessment: Assessment) -> dict[str, Any]:
    return {
        "dxa": assessment.dxa,
        "rule": assessment.rule,
        "dental": list(assessment.dental),
        "dialogue": list(assessment.dialogue),
    }
