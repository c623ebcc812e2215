"""Intervals from resamples of whole letters: the facts of one letter hang together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analyser.evaluation import measures
from analyser.evaluation.compare import Compared, Slot
from analyser.evaluation.counts import Score, Share

Interval = tuple[float, float]

RESAMPLES = 1000
_SEED = 1


class Bootstrap:
    """95 % percentile intervals from 1,000 resamples of letters; the same letters give the same intervals.

    A measure that is perfect on every letter has an interval of no width: the letters cannot tell how often
    something rarer goes wrong.

    Source: Efron B, Tibshirani RJ. An Introduction to the Bootstrap. Chapman & Hall, 1993, chapter 13.
    """

    def __init__(self, compared: Sequence[Compared], dxa: Sequence[str]) -> None:
        self._compared = compared
        self._dxa = list(dxa)
        count = len(compared)
        rng = np.random.default_rng(_SEED)
        self._times = rng.multinomial(count, np.full(count, 1 / count), size=RESAMPLES)

    def headline(self) -> dict[str, Interval]:
        """Of each measure of :meth:`analyser.evaluation.result.Result.headline` that has one."""
        compared, times = self._compared, self._times
        confusion = self._confusion()
        shares = (sum(one.attributes.values(), start=Share()) for one in compared)
        right, total = (times @ np.array([(part.right, part.total) for part in shares])).T
        language = times @ np.array([gold == found for gold, found in (one.language for one in compared)])
        facts = self._triples(("facts", "all"))
        drawn = {
            "facts_f1": measures.f1(*facts),
            "facts_precision": measures.precision(*facts),
            "facts_recall": measures.recall(*facts),
            "numbers_f1": measures.f1(*self._triples(("numbers", "all"))),
            "attributes": measures.share(right, total),
            "dxa_accuracy": measures.accuracy(confusion),
            "dxa_macro_f1": measures.macro_f1(confusion),
            "dxa_kappa": measures.kappa(confusion),
            "dental_f1": measures.f1(*self._triples(("dental", "all"))),
            "dialogue_f1": measures.f1(*self._triples(("dialogue", "all"))),
            "language": measures.share(language, times.sum(axis=1)),
        }
        scores = [one.score for one in compared if one.score is not None]
        if len(scores) == len(compared):
            drawn["score_icc"] = measures.icc(np.array(scores, dtype=float), times)
        return {name: middle(values) for name, values in drawn.items()}

    def f1(self, slots: Mapping[str, Slot]) -> dict[str, Interval]:
        """Of the F1 of each slot, by the name it is given."""
        return {name: middle(measures.f1(*self._triples(slot))) for name, slot in slots.items()}

    def _triples(self, slot: Slot) -> NDArray[np.int64]:
        """Correct, gold and predicted, each drawn 1,000 times."""
        rows = [one.scores.get(slot, Score()) for one in self._compared]
        counts = np.array([(row.correct, row.gold, row.predicted) for row in rows], dtype=np.int64)
        return counts.T @ self._times.T

    def _confusion(self) -> NDArray[np.int64]:
        size = len(self._dxa)
        cells = np.zeros((len(self._compared), size * size), dtype=np.int64)
        for row, one in enumerate(self._compared):
            gold, found = (self._dxa.index(label) for label in one.dxa)
            cells[row, gold * size + found] = 1
        return (self._times @ cells).reshape(-1, size, size)


def middle(values: measures.Array) -> Interval:
    """The middle 95 % of what was drawn."""
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
