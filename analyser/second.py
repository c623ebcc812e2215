"""The noun of the second reader: what it makes of a letter, beside what the rules made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Second:
    """A second opinion on one letter, from its text alone.

    Attributes
    ----------
    dxa
        Probability of each of the codebook's six suggestions; they add up to 1.
    dental
        Probability of each of the codebook's advices on teeth and jaw.
    agrees
        Whether the likeliest suggestion, and the advice likelier than not, are those of the rules.
    version
        Of the model: the first twelve digits of its hash.
    probability
        Of what the rules concluded: that of their suggestion, times that of all their advice being right.
    review_first
        Place among the letters of a batch when those are read first of which the two readers think least alike;
        1 is the first. It says nothing of a patient.
    """

    dxa: Mapping[str, float]
    dental: Mapping[str, float]
    agrees: bool
    version: str
    probability: float
    review_first: int | None = None

    @property
    def suggestion(self) -> str:
        """The likeliest suggestion on DXA."""
        return max(self.dxa, key=lambda label: self.dxa[label])

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON, numbers with four decimals."""
        out: dict[str, Any] = {
            "dxa": {label: round(share, 4) for label, share in self.dxa.items()},
            "dental": {label: round(share, 4) for label, share in self.dental.items()},
            "agrees": self.agrees,
            "probability": round(self.probability, 4),
            "version": self.version,
        }
        return out if self.review_first is None else {**out, "review_first": self.review_first}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Second:
        """Inverse of :meth:`to_dict`."""
        return cls(
            dxa=dict(data["dxa"]),
            dental=dict(data["dental"]),
            agrees=data["agrees"],
            version=data["version"],
            probability=data["probability"],
            review_first=data.get("review_first"),
        )


def ranked(opinions: Iterable[tuple[bool, float]]) -> list[int]:
    """Places from 1 in which to review letters: where the readers disagree first, then where the least is certain.

    Parameters
    ----------
    opinions
        :attr:`Second.agrees` and :attr:`Second.probability` of each letter. Letters that are alike keep their order.
    """
    pairs = list(opinions)
    order = sorted(range(len(pairs)), key=pairs.__getitem__)
    places = [0] * len(pairs)
    for place, number in enumerate(order, 1):
        places[number] = place
    return places
