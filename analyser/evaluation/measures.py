"""The measures, as functions of counts.

Every function takes numbers or arrays of the same shape, so that one definition serves the whole set, its
parts and the resamples behind an interval. Where there was nothing to find and nothing was found, nothing is
wrong, and the measure is 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def _ratio(part: ArrayLike, whole: ArrayLike, *, empty: ArrayLike = 1.0) -> Array:
    """``part / whole``, and ``empty`` where ``whole`` is 0."""
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    fallback = np.broadcast_to(np.asarray(empty, dtype=float), whole.shape).copy()
    np.divide(part, whole, out=fallback, where=whole > 0)
    return fallback


def share(right: ArrayLike, total: ArrayLike) -> Array:
    """The part that is right, 0 to 1."""
    return _ratio(right, total)


def precision(correct: ArrayLike, gold: ArrayLike, predicted: ArrayLike) -> Array:
    """The part of what was found that is right; 0 where there was something to find and nothing was found."""
    return _ratio(correct, predicted, empty=np.asarray(gold) == 0)


def recall(correct: ArrayLike, gold: ArrayLike, predicted: ArrayLike) -> Array:
    """The part of the gold that was found; 0 where there was nothing to find and something was found."""
    return _ratio(correct, gold, empty=np.asarray(predicted) == 0)


def f1(correct: ArrayLike, gold: ArrayLike, predicted: ArrayLike) -> Array:
    """The harmonic mean of precision and recall: ``2 x correct / (gold + predicted)``."""
    return _ratio(2 * np.asarray(correct), np.asarray(gold) + np.asarray(predicted))


def accuracy(confusion: NDArray[Any]) -> Array:
    """The part on the diagonal of ``(..., k, k)`` counts, gold in rows and predicted in columns."""
    return share(np.trace(confusion, axis1=-2, axis2=-1), confusion.sum(axis=(-2, -1)))


def macro_f1(confusion: NDArray[Any]) -> Array:
    """Mean F1 of the classes of ``(..., k, k)`` counts; a class neither in gold nor predicted is left out."""
    gold, predicted = confusion.sum(axis=-1), confusion.sum(axis=-2)
    each = f1(np.diagonal(confusion, axis1=-2, axis2=-1), gold, predicted)
    seen = (gold + predicted) > 0
    return _ratio((each * seen).sum(axis=-1), seen.sum(axis=-1))


def kappa(confusion: NDArray[Any]) -> Array:
    """Cohen's kappa of ``(..., k, k)`` counts; 1 where both sides only ever said one and the same class.

    Source: Cohen J. A coefficient of agreement for nominal scales. Educ Psychol Meas 1960;20:37-46.
    """
    total = confusion.sum(axis=(-2, -1))
    observed = np.trace(confusion, axis1=-2, axis2=-1)
    # Both sides of the fraction are multiplied by total squared, so that all is whole numbers until the end.
    expected = (confusion.sum(axis=-1) * confusion.sum(axis=-2)).sum(axis=-1)
    return _ratio(observed * total - expected, total * total - expected)


def icc(pairs: NDArray[np.float64], times: ArrayLike | None = None) -> Array:
    """Intraclass correlation of two raters' scores: two-way random effects, absolute agreement, one rater.

    Parameters
    ----------
    pairs
        ``(letters, 2)``.
    times
        ``(..., letters)``: how often each letter counts; once each when not given.

    Returns
    -------
    Array
        One value for each row of ``times``; 1 where the raters agree on every letter, also when all scores
        are the same; not a number for fewer than two letters.

    Source: ICC(2,1) of Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428; ICC(A,1) of McGraw KO, Wong SP. Psychol
    Methods 1996;1:30-46.
    """
    weights = np.ones(len(pairs)) if times is None else np.asarray(times, dtype=float)
    # Scores are moved to their middle first, so that the sums of squares do not drown what differs.
    first, second = (pairs - pairs.mean()).T
    count = weights.sum(axis=-1)
    sums = weights @ first, weights @ second
    grand = (sums[0] + sums[1]) / (2 * count)
    rows = weights @ (first + second) ** 2 / 2 - 2 * count * grand**2
    columns = (sums[0] ** 2 + sums[1] ** 2) / count - 2 * count * grand**2
    total = weights @ (first**2 + second**2) - 2 * count * grand**2
    error = np.maximum(total - rows - columns, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        between, within = rows / (count - 1), error / (count - 1)
        value = (between - within) / (between + within + 2 * (columns - within) / count)
        alike = weights @ (first != second) == 0
        return np.where(count < 2, np.nan, np.where(alike, 1.0, value))
