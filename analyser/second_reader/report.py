"""What a second reader is worth: figures on letters it was not trained on, beside those of the rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, f1_score

from analyser.codebook import load_codebook
from analyser.second import Second

_RESAMPLES = 1000
KEPT = (1.0, 0.9, 0.8, 0.7, 0.5)


@dataclass(frozen=True, slots=True)
class Opinion:
    """One letter: what is right, what the rules say, what the second reader says."""

    dxa: str
    dental: frozenset[str]
    rules_dxa: str
    rules_dental: frozenset[str]
    second: Second

    @property
    def rules_right(self) -> bool:
        """Whether suggestion and advice of the rules are all right."""
        return self.rules_dxa == self.dxa and self.rules_dental == self.dental


def share(values: Sequence[bool]) -> float:
    """Of all; not a number when there are none."""
    return float(np.mean(values)) if values else float("nan")


def interval(opinions: Sequence[Opinion], measure: Callable[[Sequence[Opinion]], float]) -> tuple[float, float]:
    """95 % percentile interval of a measure from resamples of whole letters."""
    rng = np.random.default_rng(0)
    numbers = []
    for _ in range(_RESAMPLES):
        value = measure([opinions[k] for k in rng.integers(0, len(opinions), len(opinions))])
        if not np.isnan(value):
            numbers.append(value)
    low, high = np.percentile(numbers, [2.5, 97.5]) if numbers else (float("nan"), float("nan"))
    return float(low), float(high)


def _answers(opinions: Sequence[Opinion]) -> dict[str, list[tuple[str, frozenset[str]]]]:
    truth = [one.dxa for one in opinions]
    common = max(sorted(set(truth)), key=truth.count)
    return {
        "commonest answer": [(common, frozenset[str]()) for _ in opinions],
        "rules": [(one.rules_dxa, one.rules_dental) for one in opinions],
        "second reader": [(one.second.suggestion, likely(one.second)) for one in opinions],
        "rules, unless the other is surer than 0.9": [_both(one) for one in opinions],
    }


def accuracy(opinions: Sequence[Opinion], who: str) -> float:
    """Share of right suggestions on DXA of one of those that :func:`measures` compares."""
    answers = _answers(opinions)[who]
    return share([answer[0] == one.dxa for answer, one in zip(answers, opinions, strict=True)])


def measures(opinions: Sequence[Opinion]) -> dict[str, dict[str, float]]:
    """Accuracy and kappa on DXA and micro F1 on teeth, of the commonest answer, the rules and the second reader."""
    truth = [one.dxa for one in opinions]
    teeth = _rows([one.dental for one in opinions])
    return {
        who: {
            "DXA, accuracy": accuracy(opinions, who),
            "DXA, kappa": float(cohen_kappa_score(truth, [answer[0] for answer in answers])),
            "teeth, F1": float(
                f1_score(teeth, _rows([answer[1] for answer in answers]), average="micro", zero_division=0.0)
            ),
        }
        for who, answers in _answers(opinions).items()
    }


def likely(second: Second) -> frozenset[str]:
    """Advice that is likelier than not."""
    return frozenset(label for label, p in second.dental.items() if p > 0.5)


def _both(one: Opinion) -> tuple[str, frozenset[str]]:
    second = one.second
    surer = second.dxa[second.suggestion] > 0.9
    return (second.suggestion if surer else one.rules_dxa), one.rules_dental


def _rows(sets: Sequence[frozenset[str]]) -> NDArray[np.int32]:
    return np.array([[label in one for label in load_codebook().dental] for one in sets], dtype=np.int32)


def errors_kept(opinions: Sequence[Opinion]) -> dict[float, float]:
    """Error of the rules on the letters that come last in the order of ``review_first``, by their share of all."""
    order = sorted(opinions, key=lambda one: (one.second.agrees, one.second.probability), reverse=True)
    return {kept: share([not one.rules_right for one in order[: round(kept * len(order))]]) for kept in KEPT}


def found_early(opinions: Sequence[Opinion]) -> dict[float, float]:
    """Of the rules' errors, the share found among the first so many letters in the order of ``review_first``."""
    order = sorted(opinions, key=lambda one: (one.second.agrees, one.second.probability))
    wrong = sum(not one.rules_right for one in order)
    return {
        part: sum(not one.rules_right for one in order[: round(part * len(order))]) / wrong if wrong else float("nan")
        for part in (0.1, 0.2, 0.3, 0.5)
    }


def conformal(fitted_on: Sequence[Opinion], opinions: Sequence[Opinion], *, wanted: float) -> tuple[float, float]:
    """Split conformal sets of suggestions.

    Parameters
    ----------
    fitted_on
        Letters that give the threshold.
    opinions
        Letters that it is tried on.
    wanted
        Share of the letters whose set should hold the right suggestion.

    Returns
    -------
    tuple of float
        Share of ``opinions`` whose set does, and the mean number of suggestions in a set.
    """
    scores = sorted(1 - one.second.dxa[one.dxa] for one in fitted_on)
    at = min(int(np.ceil((len(scores) + 1) * wanted)) - 1, len(scores) - 1)
    sets = [{label for label, p in one.second.dxa.items() if 1 - p <= scores[at]} for one in opinions]
    held = share([one.dxa in said for one, said in zip(opinions, sets, strict=True)])
    return held, float(np.mean([len(said) for said in sets]))
