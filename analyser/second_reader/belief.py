"""From what may be said in a letter to what follows: sets of facts, drawn by probability, each given to the rules."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from analyser.codebook import load_codebook
from analyser.guideline import Pack
from analyser.second_reader.labels import facts_of

DRAWS = 64
_SEED = 20_260_101
_SURE = 0.03  # what is as unlikely as this is taken not to be said, and the other way about


@dataclass(frozen=True, slots=True)
class Calibration:
    """Numbers fitted to letters that the network was not trained on.

    Attributes
    ----------
    slope, shift
        The log odds of a label are multiplied and moved by these.
    share
        Of the probability that is dealt evenly over all suggestions: what the draws cannot know.
    """

    slope: float = 1.0
    shift: float = 0.0
    share: float = 0.05


def believed(
    logits: NDArray[np.float32], labels: tuple[str, ...], pack: Pack, calibration: Calibration
) -> tuple[dict[str, float], dict[str, float]]:
    """Probability of each suggestion on DXA and of each advice on teeth.

    Parameters
    ----------
    logits
        Log odds of each label in the letter, shape (labels,).
    labels
        Their names.
    pack
        The rules in force: the model believes facts, what follows from them is the pack's.
    calibration
        How far to trust the log odds.

    Notes
    -----
    :data:`DRAWS` sets of facts are drawn with the same random numbers in every letter, so that a letter always gets the
    same probabilities. Labels are drawn apart from each other, but for the sides of one number's limits.
    """
    odds = logits * calibration.slope + calibration.shift
    shares = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    shares = np.where(shares < _SURE, 0, np.where(shares > 1 - _SURE, 1, shares))
    drawn = (_numbers(labels) < shares) & _asked(labels)
    sets: Counter[bytes] = Counter(row.tobytes() for row in drawn)
    codebook = load_codebook()
    dxa = dict.fromkeys(codebook.dxa, calibration.share / len(codebook.dxa))
    dental = dict.fromkeys(codebook.dental, 0.0)
    for row, count in sets.items():
        on = np.frombuffer(row, dtype=bool)
        suggestion, advice = pack.outcome(facts_of({labels[k] for k in np.flatnonzero(on)}))
        dxa[suggestion] += (1 - calibration.share) * count / DRAWS
        for label in advice:
            dental[label] += count / DRAWS
    # No advice is ever certain, nor certainly out.
    half = calibration.share / 2
    return dxa, {label: half + (1 - calibration.share) * share for label, share in dental.items()}


@cache
def _numbers(labels: tuple[str, ...]) -> NDArray[np.float64]:
    """Random numbers of each draw and label, spread evenly over the draws; the sides of a number share theirs."""
    rng = np.random.default_rng(_SEED)
    columns: dict[str, NDArray[np.float64]] = {}
    for label in labels:
        if _name(label) not in columns:
            columns[_name(label)] = rng.permutation((np.arange(DRAWS) + 0.5) / DRAWS)
    return np.stack([columns[_name(label)] for label in labels], axis=1)


@cache
def _asked(labels: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which labels the rules of our packs ask for; the others would only make more sets that come to the same."""
    unread = {"waiting_for_dxa", "treatment_intolerance", "frax_hip", "minor_dental_procedure"}
    unread |= set(load_codebook().group("lab"))
    return np.array([re.split(r"[ .=<>]", label)[0] not in unread for label in labels])


def _name(label: str) -> str:
    """What labels of the same number have in common; the presence of the number itself is drawn with its sides."""
    return label.split(">")[0].split("<")[0]
