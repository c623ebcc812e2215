"""Which letters to annotate: a stratified sample, so that rare suggestions are there to be judged."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyser.analysis import Analysis

FLOOR = 10
"""Letters of each stratum that are drawn where there are so many: fewer say next to nothing of it."""

Name = tuple[str, str]
"""Suggestion and language of the letter, as the program sees them."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """Letters that the program takes for alike.

    Attributes
    ----------
    dxa, language
        What they have in common.
    letters, drawn
        How many there are, and how many of them are annotated.
    """

    dxa: str
    language: str
    letters: int
    drawn: int

    @property
    def weight(self) -> float:
        """How many letters a drawn one stands for."""
        return self.letters / self.drawn


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, in an order that tells nothing of the strata."""

    analyses: tuple[Analysis, ...]
    strata: tuple[Stratum, ...]
    seed: int


def draw(analyses: Sequence[Analysis], wanted: int, *, seed: int) -> Sample:
    """Draw letters by suggestion and language.

    Parameters
    ----------
    analyses
        All there are to draw from.
    wanted
        How many; all of them when there are not more.
    seed
        The same letters and seed give the same sample.
    """
    by_stratum: dict[Name, list[Analysis]] = {}
    for analysis in analyses:
        by_stratum.setdefault((analysis.assessment.dxa, analysis.language), []).append(analysis)
    names = sorted(by_stratum)
    shares = allocate({name: len(by_stratum[name]) for name in names}, wanted)
    chance = random.Random(seed)
    drawn = [one for name in names for one in chance.sample(by_stratum[name], shares[name])]
    chance.shuffle(drawn)
    strata = tuple(Stratum(*name, len(by_stratum[name]), shares[name]) for name in names if shares[name])
    return Sample(tuple(drawn), strata, seed)


def allocate(sizes: Mapping[Name, int], wanted: int) -> dict[Name, int]:
    """How many to draw of each stratum.

    Every stratum gets :data:`FLOOR` letters or all it has, evenly less where ``wanted`` does not reach so far;
    the rest goes to the strata by size.

    Returns
    -------
    dict
        Sums to ``wanted``, or to all letters when there are fewer.
    """
    given = dict.fromkeys(sizes, 0)
    left = min(wanted, sum(sizes.values()))
    # One at a time: the samples are small, and no remainder is left to be shared out by a rule of its own.
    while left:
        open_ = [name for name in sizes if given[name] < sizes[name]]
        below = [name for name in open_ if given[name] < FLOOR]
        # Below the floor the least served comes first, above it the one that is furthest behind its share.
        chosen = (
            min(below, key=lambda name: (given[name], -sizes[name], name))
            if below
            else max(open_, key=lambda name: (sizes[name] / (given[name] + 1), name))
        )
        given[chosen] += 1
        left -= 1
    return given
