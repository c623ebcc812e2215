"""What the judgements say of the program."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyser.codebook import load_codebook
from analyser.evaluation import Evaluation, GoldLetter, evaluate, measures
from analyser.evaluation.agreement import agreement
from analyser.evaluation.bootstrap import RESAMPLES, Interval, middle
from analyser.evaluation.evaluate import is_dangerous
from analyser.fact import Fact
from analyser.validation.draw import Name
from analyser.validation.kit import Kit, Prediction
from analyser.validation.workbook import Judgement

_SEED = 1


@dataclass(frozen=True, slots=True)
class Weighted:
    """Measures of all letters that were drawn from, each judged letter standing for those of its stratum.

    Attributes
    ----------
    letters
        How many there were to draw from.
    uncovered
        How many of them are in strata of which no letter was judged; the measures say nothing of these.
    accuracy, kappa
        Of the DXA suggestion.
    dangerous
        Share of letters that are dangerous misses.
    intervals
        By the names above; 95 %, from resamples within each stratum.
    """

    letters: int
    uncovered: int
    accuracy: float
    kappa: float
    dangerous: float
    intervals: Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class Results:
    """A validation.

    Attributes
    ----------
    judgements
        By number of the letter.
    conclusions
        Suggestion, advice and dialogue over all judged letters. Its facts mean nothing.
    weighted
        The same suggestions, put back into the proportions of the letters drawn from.
    facts
        Facts over the letters whose facts were entered in full; ``None`` when there are none.
    people
        The two people against each other, over the letters that both judged; ``None`` with one person.
    """

    judgements: Mapping[int, Judgement]
    conclusions: Evaluation
    weighted: Weighted
    facts: Evaluation | None
    people: Evaluation | None


def results(kit: Kit, first: Sequence[Judgement], second: Sequence[Judgement] | None = None) -> Results:
    """Compare what people judged with what the program had made of the same letters.

    Parameters
    ----------
    kit
        As it was drawn.
    first
        One person's judgements, at least one.
    second
        Another person's of the same letters.
    """
    judgements = {one.number: one for one in first}
    gold = [_gold(kit, one) for one in judgements.values()]
    # The first comparison is of labels: each side is given the program's facts, which also tell sex and age band.
    conclusions = evaluate(gold, {_name(number): kit.predictions[number - 1] for number in judgements})
    complete = [one for one in judgements.values() if one.facts is not None]
    facts = None
    if complete:
        facts = evaluate(
            [_gold(kit, one, one.facts) for one in complete],
            {_name(one.number): kit.predictions[one.number - 1] for one in complete},
        )
    people = None
    both = [one for one in second or () if one.number in judgements]
    if both:
        people = agreement([_gold(kit, judgements[one.number]) for one in both], [_gold(kit, one) for one in both])
    return Results(judgements, conclusions, _weighted(kit, judgements), facts, people)


def _name(number: int) -> str:
    return str(number)


def _gold(kit: Kit, judged: Judgement, facts: Sequence[Fact] | None = None) -> GoldLetter:
    prediction = kit.predictions[judged.number - 1]
    return GoldLetter(
        letter=dataclasses.replace(kit.letters[judged.number - 1], id=_name(judged.number)),
        file="kit",
        language=prediction.language,
        facts=tuple(prediction.facts if facts is None else facts),
        dxa=judged.dxa,
        dental=judged.dental,
        dialogue=judged.dialogue,
    )


def _weighted(kit: Kit, judgements: Mapping[int, Judgement]) -> Weighted:
    labels = list(load_codebook().dxa)
    strata: list[Name] = [_stratum(kit.predictions[number - 1]) for number in judgements]
    judged = Counter(strata)
    sizes = {(stratum.dxa, stratum.language): stratum.letters for stratum in kit.strata}
    weights = np.array([sizes[name] / judged[name] for name in strata])
    size = len(labels)
    cells = np.zeros((len(strata), size * size))
    dangerous = np.zeros(len(strata))
    for row, (number, one) in enumerate(judgements.items()):
        found = kit.predictions[number - 1].dxa
        cells[row, labels.index(one.dxa) * size + labels.index(found)] = 1
        dangerous[row] = is_dangerous(one.dxa, found)
    drawn = _resampled(strata) * weights
    confusion = (drawn @ cells).reshape(-1, size, size)
    accuracy, kappa = measures.accuracy(confusion), measures.kappa(confusion)
    share = measures.share(drawn @ dangerous, drawn.sum(axis=1))
    whole = (weights @ cells).reshape(size, size)
    letters = sum(sizes.values())
    return Weighted(
        letters=letters,
        uncovered=letters - sum(sizes[name] for name in judged),
        accuracy=float(measures.accuracy(whole)),
        kappa=float(measures.kappa(whole)),
        dangerous=float(measures.share(weights @ dangerous, weights.sum())),
        intervals={"accuracy": middle(accuracy), "kappa": middle(kappa), "dangerous": middle(share)},
    )


def _stratum(prediction: Prediction) -> Name:
    return prediction.dxa, prediction.language


def _resampled(strata: Sequence[Name]) -> NDArray[np.float64]:
    """How often each letter is drawn, ``(resamples, letters)``; every stratum keeps its number of letters."""
    rng = np.random.default_rng(_SEED)
    times = np.zeros((RESAMPLES, len(strata)))
    for name in sorted(set(strata)):
        rows = [row for row, other in enumerate(strata) if other == name]
        times[:, rows] = rng.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=RESAMPLES)
    return times
