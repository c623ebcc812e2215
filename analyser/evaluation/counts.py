"""Counts of what is right, and the measures on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analyser.evaluation import measures


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of what was to be found, and the measures on them (see :mod:`analyser.evaluation.measures`).

    Attributes
    ----------
    gold, predicted
        How many stand in the gold, and how many were found.
    correct
        How many of them are the same.
    """

    gold: int = 0
    predicted: int = 0
    correct: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.gold + other.gold, self.predicted + other.predicted, self.correct + other.correct)

    @property
    def precision(self) -> float:
        """Correct of predicted, 0 to 1."""
        return float(measures.precision(self.correct, self.gold, self.predicted))

    @property
    def recall(self) -> float:
        """Correct of gold, 0 to 1."""
        return float(measures.recall(self.correct, self.gold, self.predicted))

    @property
    def f1(self) -> float:
        """The harmonic mean of the two, 0 to 1."""
        return float(measures.f1(self.correct, self.gold, self.predicted))

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {
            "gold": self.gold,
            "predicted": self.predicted,
            "correct": self.correct,
            "precision": rounded(self.precision),
            "recall": rounded(self.recall),
            "f1": rounded(self.f1),
        }


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a number of things are right."""

    total: int = 0
    right: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.total + other.total, self.right + other.right)

    @property
    def share(self) -> float:
        """Right of total, 0 to 1."""
        return float(measures.share(self.right, self.total))

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {"total": self.total, "right": self.right, "share": rounded(self.share)}


@dataclass(frozen=True, slots=True)
class Confusion:
    """Gold classes (rows) against predicted ones (columns); ``counts[i][j]`` is a number of letters."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def accuracy(self) -> float:
        """Letters with the gold class, 0 to 1."""
        return float(measures.accuracy(np.array(self.counts)))

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the classes that gold or prediction holds, 0 to 1."""
        return float(measures.macro_f1(np.array(self.counts)))

    @property
    def kappa(self) -> float:
        """Cohen's kappa, -1 to 1."""
        return float(measures.kappa(np.array(self.counts)))

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {
            "accuracy": rounded(self.accuracy),
            "macro_f1": rounded(self.macro_f1),
            "kappa": rounded(self.kappa),
            "labels": list(self.labels),
            "confusion": [list(row) for row in self.counts],
        }


def rounded(number: float) -> float:
    """Four decimals: more than any set of letters can bear out, and the same bytes on every machine."""
    return round(number, 4)
