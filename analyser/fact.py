"""The fact: what a letter says of the patient, in the codebook's vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Scalar = float | int | bool | str
TEXT = "text"
"""Origin of what was read from the letter's words."""
_EMPTY: Mapping[str, Scalar] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that decided a fact's status; half-open offsets in the letter."""

    start: int
    end: int
    quote: str

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {"start": self.start, "end": self.end, "quote": self.quote}


@dataclass(frozen=True, slots=True)
class Fact:
    """One finding: a concept of the codebook with its status, value and attributes.

    Attributes
    ----------
    concept, status
        Ids of the codebook.
    value
        Number (in the codebook's unit) or choice; ``None`` for findings.
    attributes
        For example ``{"mechanism": "low_energy"}``; keys and values of the codebook.
    start, end
        Half-open offsets in the letter's text; ``None`` when the fact was not read from text.
    quote
        ``text[start:end]``.
    cue
        The words that decided the status, when there are any.
    origin
        ``text``, or the field of a structured message that says it: ``message`` (the patient's sex and birth
        date), ``derived`` (from the identity number), ``medicine``, ``result`` or ``diagnosis``.
    """

    concept: str
    status: str = "present"
    value: float | str | None = None
    attributes: Mapping[str, Scalar] = field(default_factory=lambda: _EMPTY)
    start: int | None = None
    end: int | None = None
    quote: str = ""
    cue: Cue | None = None
    origin: str = TEXT

    def to_dict(self) -> dict[str, Any]:
        """Codebook form plus ``start``, ``end``, ``quote``, ``cue`` and ``origin``; empty parts are left out.

        The origin is left out when it is the text.
        """
        out: dict[str, Any] = {"concept": self.concept, "status": self.status}
        if self.value is not None:
            out["value"] = self.value
        if self.attributes:
            out["attributes"] = dict(self.attributes)
        if self.start is not None:
            out["start"] = self.start
            out["end"] = self.end
        if self.quote:
            out["quote"] = self.quote
        if self.cue is not None:
            out["cue"] = self.cue.to_dict()
        if self.origin != TEXT:
            out["origin"] = self.origin
        return out

    def agrees(self, other: Fact) -> bool:
        """Whether two facts say the same of one concept; what only one of them says is no difference."""
        if (self.concept, self.status, self.value) != (other.concept, other.status, other.value):
            return False
        mine, others = self.attributes.get("value"), other.attributes.get("value")
        return mine is None or others is None or mine == others

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Fact:
        """Inverse of :meth:`to_dict`; also reads gold facts, which carry no offsets."""
        cue = data.get("cue")
        return cls(
            concept=data["concept"],
            status=data.get("status", "present"),
            value=data.get("value"),
            attributes=MappingProxyType(dict(data.get("attributes") or {})),
            start=data.get("start"),
            end=data.get("end"),
            quote=data.get("quote", ""),
            cue=None if cue is None else Cue(cue["start"], cue["end"], cue["quote"]),
            origin=data.get("origin", TEXT),
        )
