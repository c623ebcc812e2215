"""The assessment: what the guideline suggests for one letter, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """One conclusion with its rule, source, message and the words it rests on.

    Attributes
    ----------
    kind
        ``dxa``, ``dental``, ``dialogue`` or ``remark`` (something the reader must know,
        such as an assumption that was made).
    outcome
        The codebook's label for ``dxa``, ``dental`` and ``dialogue``; a short id for a remark.
    rule
        Id of the rule in the pack, for example ``D6``.
    source
        Where the rule comes from, for example ``seed a``.
    message
        One sentence for the reader.
    evidence
        Half-open offsets in the letter; empty when the reason is that something is lacking.
    """

    kind: str
    outcome: str
    rule: str
    source: str
    message: str
    evidence: tuple[tuple[int, int], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {
            "kind": self.kind,
            "outcome": self.outcome,
            "rule": self.rule,
            "source": self.source,
            "message": self.message,
            "evidence": [list(span) for span in self.evidence],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Reason:
        """Inverse of :meth:`to_dict`."""
        return cls(**{**data, "evidence": tuple((start, end) for start, end in data["evidence"])})


@dataclass(frozen=True, slots=True)
class Change:
    """What one answer to a question would change.

    Attributes
    ----------
    answer
        The answer, in words.
    dxa, dental
        What the assessment would then hold.
    """

    answer: str
    dxa: str
    dental: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {"answer": self.answer, "dxa": self.dxa, "dental": list(self.dental)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Change:
        """Inverse of :meth:`to_dict`."""
        return cls(**{**data, "dental": tuple(data["dental"])})


@dataclass(frozen=True, slots=True)
class Question:
    """Something the letter lacks whose answer could change the advice.

    Attributes
    ----------
    item
        As it stands in ``Assessment.missing``.
    text
        The question to the GP.
    changes
        The answers that would change the advice; all others leave it as it is.
    """

    item: str
    text: str
    changes: tuple[Change, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {"item": self.item, "text": self.text, "changes": [change.to_dict() for change in self.changes]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Question:
        """Inverse of :meth:`to_dict`."""
        return cls(**{**data, "changes": tuple(map(Change.from_dict, data["changes"]))})


@dataclass(frozen=True, slots=True)
class Assessment:
    """The guideline applied to the facts of one letter.

    Attributes
    ----------
    dxa
        Exactly one of the codebook's six suggestions.
    rule
        Id of the DXA rule that decided.
    dental, dialogue
        Codebook labels, sorted.
    reasons
        Everything that was concluded, in the order it should be read.
    missing
        Items a good letter would have held, the deciding ones first.
    score
        Letter quality, 0 to 100.
    questions
        The best ones to ask next, at most three: first those of which most answers would change the advice.
    """

    dxa: str
    rule: str
    dental: tuple[str, ...]
    dialogue: tuple[str, ...]
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    score: int
    questions: tuple[Question, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {
            "dxa": self.dxa,
            "rule": self.rule,
            "dental": list(self.dental),
            "dialogue": list(self.dialogue),
            "reasons": [reason.to_dict() for reason in self.reasons],
            "missing": list(self.missing),
            "score": self.score,
            "questions": [question.to_dict() for question in self.questions],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Assessment:
        """Inverse of :meth:`to_dict`."""
        parts = {
            "dental": tuple(data["dental"]),
            "dialogue": tuple(data["dialogue"]),
            "reasons": tuple(map(Reason.from_dict, data["reasons"])),
            "missing": tuple(data["missing"]),
            "questions": tuple(map(Question.from_dict, data["questions"])),
        }
        return cls(**{**data, **parts})
