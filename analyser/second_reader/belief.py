"""From what may be said in a letter to what follows: sets of facts, drawn by probability, each given to the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from analyser.codebook import load_codebook
from analyser.guideline import Pack
from analyser.guideline.state import Part
from analyser.second_reader.labels import concept_of, facts_of

DRAWS = 32
_SEED = 20_260_101
_SURE = 0.03  # what is as unlikely as this is taken not to be said, and the other way about


@dataclass(frozen=True, slots=True)
class Calibration:
    """Numbers fitted to letters that the model was not trained on.

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
    codebook = load_codebook()
    dxa = dict.fromkeys(codebook.dxa, calibration.share / len(codebook.dxa))
    dental = dict.fromkeys(codebook.dental, 0.0)
    for parts, count in _draws(labels, pack).sets(shares):
        suggestion, advice = pack.outcome_of(parts)
        dxa[suggestion] += (1 - calibration.share) * count / DRAWS
        for label in advice:
            dental[label] += count / DRAWS
    # No advice is ever certain, nor certainly out.
    half = calibration.share / 2
    return dxa, {label: half + (1 - calibration.share) * share for label, share in dental.items()}


class _Draws:
    """Sets of facts drawn by the probability of their labels, put together of what is said of each concept.

    What can be said of one concept comes back in letter after letter, and is put into the pack's own form only once.
    """

    def __init__(self, labels: tuple[str, ...], pack: Pack) -> None:
        self._pack = pack
        asked = [k for k, label in enumerate(labels) if concept_of(label) not in _unread()]
        # Labels of a concept stand side by side, so that what is said of it is one number.
        self._order = np.array(sorted(asked, key=lambda k: concept_of(labels[k])), dtype=np.intp)
        self._labels = [labels[k] for k in self._order]
        concepts = [concept_of(label) for label in self._labels]
        self._starts = np.array([concepts.index(one) for one in sorted(set(concepts))], dtype=np.intp)
        places = np.arange(len(concepts)) - np.repeat(self._starts, np.diff([*self._starts, len(concepts)]))
        self._weights = 1 << places
        self._numbers = _numbers(labels)[:, self._order]
        self._parts: dict[tuple[int, int], Part] = {}

    def sets(self, shares: NDArray[np.float64]) -> Iterator[tuple[list[Part], int]]:
        """Each set that was drawn, as parts that the pack can join, and how often it was."""
        drawn = self._numbers < shares[self._order]
        said = np.add.reduceat(drawn * self._weights, self._starts, axis=1)
        changing = (said != said[0]).any(axis=0)
        always = [self._part(k, said[0, k]) for k in np.flatnonzero(~changing & (said[0] > 0)).tolist()]
        certain = (
            reduce(or_, (bits for bits, _ in always), 0),
            tuple(value for _, values in always for value in values),
        )
        others = np.flatnonzero(changing).tolist()
        for row, count in Counter(map(tuple, said[:, changing].tolist())).items():
            yield [certain, *(self._part(k, code) for k, code in zip(others, row, strict=True) if code)], count

    def _part(self, concept: int, code: int) -> Part:
        part = self._parts.get((concept, code))
        if part is None:
            first = int(self._starts[concept])
            on = {self._labels[first + bit] for bit in range(int(code).bit_length()) if int(code) >> bit & 1}
            part = self._parts[concept, code] = self._pack.part(facts_of(on))
        return part


@cache
def _draws(labels: tuple[str, ...], pack: Pack) -> _Draws:
    return _Draws(labels, pack)


def _numbers(labels: tuple[str, ...]) -> NDArray[np.float64]:
    """Random numbers of each draw and label, spread evenly over the draws; the sides of a number share theirs."""
    rng = np.random.default_rng(_SEED)
    columns: dict[str, NDArray[np.float64]] = {}
    for label in labels:
        if _name(label) not in columns:
            columns[_name(label)] = rng.permutation((np.arange(DRAWS) + 0.5) / DRAWS)
    return np.stack([columns[_name(label)] for label in labels], axis=1)


@cache
def _unread() -> frozenset[str]:
    """Concepts that the rules of our packs do not ask for; they would only make more sets that come to the same."""
    unread = {"waiting_for_dxa", "treatment_intolerance", "frax_hip", "minor_dental_procedure"}
    return frozenset(unread | set(load_codebook().group("lab")))


def _name(label: str) -> str:
    """What labels of the same number have in common; the presence of the number itself is drawn with its sides."""
    return label.split(">")[0].split("<")[0]
