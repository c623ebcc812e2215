"""Gold against predicted over many letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analyser.codebook import Codebook, load_codebook
from analyser.evaluation import measures
from analyser.evaluation.compare import Compared, Predicted, compare
from analyser.evaluation.gold import LANGUAGES, GoldLetter
from analyser.evaluation.result import Confusion, DangerousMiss, Evaluation, Result, Score, Share

MACRO_MINIMUM = 5
"""Gold facts a concept must have to count in macro F1."""

_NEEDS_ACTION = ("treat_without_waiting", "indicated")
_NO_ACTION = ("may_lack_indication", "no_dxa_question")

_RESAMPLES = 1000
_SEED = 1


def evaluate(gold: Iterable[GoldLetter], predicted: Mapping[str, Predicted]) -> Evaluation:
    """Compare gold letters with what was predicted for them.

    A fact matches when concept and status are the same, and the value too for a number (equal after rounding
    to one decimal) and a choice. Where one side says the same fact twice, it counts once, with the attributes
    of the first. An attribute is right when the predicted fact has it with the same value (numbers again after
    rounding to one decimal). A dangerous miss is a letter whose gold DXA suggestion is treat_without_waiting
    or indicated, given may_lack_indication or no_dxa_question.

    Parameters
    ----------
    gold
        At least one letter; ids differ.
    predicted
        By the letter's id; letters that are not in the gold are left out.

    Raises
    ------
    ValueError
        When a letter has no prediction, two have one id, or what was predicted is not in the codebook.
    """
    codebook = load_codebook()
    letters = list(gold)
    _check(letters, predicted, codebook)
    compared = [compare(letter, predicted[letter.letter.id], codebook) for letter in letters]
    by_language, by_file = defaultdict(list), defaultdict(list)
    for one in compared:
        by_language[one.language[0]].append(one)
        by_file[one.file].append(one)
    scores = _sums(compared)
    groups = dict.fromkeys(concept.group for concept in codebook.concepts.values())
    attributes: dict[str, Share] = defaultdict(Share)
    for one in compared:
        for name, part in one.attributes.items():
            attributes[name] += part
    return Evaluation(
        overall=_result(compared, codebook),
        by_language={name: _result(by_language[name], codebook) for name in LANGUAGES if name in by_language},
        by_file={name: _result(part, codebook) for name, part in by_file.items()},
        intervals=_intervals(compared, codebook),
        by_concept=_ordered(scores, "concept", codebook.concepts),
        by_group=_ordered(scores, "group", groups),
        by_status=_ordered(scores, "status", codebook.statuses),
        by_attribute=dict(sorted(attributes.items())),
        by_dental=_ordered(scores, "dental_label", codebook.dental),
        by_dialogue=_ordered(scores, "dialogue_label", codebook.dialogue),
        dangerous=tuple(DangerousMiss(one.file, one.letter, *one.dxa) for one in compared if _dangerous(one)),
        errors=tuple(error for one in compared for error in one.errors),
    )


def _check(letters: Sequence[GoldLetter], predicted: Mapping[str, Predicted], codebook: Codebook) -> None:
    """Stop before anything is counted that would not mean what it says."""
    if not letters:
        msg = "There is no gold letter to compare with; name a gold file that holds letters."
        raise ValueError(msg)
    for name, times in Counter(letter.letter.id for letter in letters).items():
        if times > 1:
            msg = f"{times} gold letters have the id {name!r}; give each letter its own."
            raise ValueError(msg)
    for letter in letters:
        name = letter.letter.id
        if name not in predicted:
            msg = f"Letter {name!r} has no prediction; predict every gold letter."
            raise ValueError(msg)
        for unknown in _unknown(predicted[name], codebook):
            msg = f"The prediction of letter {name!r} has {unknown}, which is not in the codebook."
            raise ValueError(msg)


def _unknown(predicted: Predicted, codebook: Codebook) -> Iterable[str]:
    labels = predicted.assessment
    if labels.dxa not in codebook.dxa:
        yield f"dxa {labels.dxa!r}"
    for kind, found, known in (
        ("dental", labels.dental, codebook.dental),
        ("dialogue", labels.dialogue, codebook.dialogue),
        ("concept", [fact.concept for fact in predicted.facts], codebook.concepts),
        ("status", [fact.status for fact in predicted.facts], codebook.statuses),
    ):
        for name in found:
            if name not in known:
                yield f"{kind} {name!r}"


def _sums(compared: Iterable[Compared]) -> dict[tuple[str, str], Score]:
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    for one in compared:
        for slot, score in one.scores.items():
            scores[slot] += score
    return scores


def _ordered(scores: Mapping[tuple[str, str], Score], by: str, order: Iterable[str]) -> dict[str, Score]:
    """One breakdown in the codebook's order; what occurs on neither side is left out."""
    return {name: scores[by, name] for name in order if (by, name) in scores}


def _shares(one: Compared) -> Share:
    return sum(one.attributes.values(), start=Share())


def _dangerous(one: Compared) -> bool:
    gold, predicted = one.dxa
    return gold in _NEEDS_ACTION and predicted in _NO_ACTION


def _result(compared: Sequence[Compared], codebook: Codebook) -> Result:
    scores = _sums(compared)
    macro = [score.f1 for (by, _), score in sorted(scores.items()) if by == "concept" and score.gold >= MACRO_MINIMUM]
    pairs = Counter(one.dxa for one in compared)
    labels = codebook.dxa
    return Result(
        letters=len(compared),
        facts=scores["facts", "all"],
        macro_f1=sum(macro) / len(macro) if macro else None,
        macro_concepts=len(macro),
        numbers=scores["numbers", "all"],
        attributes=sum((_shares(one) for one in compared), start=Share()),
        extra_attributes=sum(one.extra_attributes for one in compared),
        dxa=Confusion(labels, tuple(tuple(pairs[gold, found] for found in labels) for gold in labels)),
        dental=scores["dental", "all"],
        dialogue=scores["dialogue", "all"],
        language=Share(len(compared), sum(gold == found for gold, found in (one.language for one in compared))),
        dangerous_misses=sum(map(_dangerous, compared)),
    )


def _intervals(compared: Sequence[Compared], codebook: Codebook) -> dict[str, tuple[float, float]]:
    """95 % percentile intervals from 1,000 resamples of whole letters (facts of one letter hang together).

    A measure that is perfect on every letter has an interval of no width: the letters cannot tell how often
    something rarer goes wrong.
    """
    rng = np.random.default_rng(_SEED)
    times = rng.multinomial(len(compared), np.full(len(compared), 1 / len(compared)), size=_RESAMPLES)

    def triples(name: str) -> NDArray[np.int64]:
        rows = [one.scores.get((name, "all"), Score()) for one in compared]
        counts = np.array([(row.correct, row.gold, row.predicted) for row in rows], dtype=np.int64)
        return counts.T @ times.T

    size = len(codebook.dxa)
    cells = np.zeros((len(compared), size * size), dtype=int)
    for row, one in enumerate(compared):
        gold, found = (codebook.dxa.index(label) for label in one.dxa)
        cells[row, gold * size + found] = 1
    confusion = (times @ cells).reshape(-1, size, size)
    right, total = (times @ np.array([(part.right, part.total) for part in map(_shares, compared)])).T
    language = times @ np.array([gold == found for gold, found in (one.language for one in compared)])
    facts = triples("facts")
    drawn = {
        "facts_f1": measures.f1(*facts),
        "facts_precision": measures.precision(*facts),
        "facts_recall": measures.recall(*facts),
        "numbers_f1": measures.f1(*triples("numbers")),
        "attributes": measures.share(right, total),
        "dxa_accuracy": measures.accuracy(confusion),
        "dxa_macro_f1": measures.macro_f1(confusion),
        "dxa_kappa": measures.kappa(confusion),
        "dental_f1": measures.f1(*triples("dental")),
        "dialogue_f1": measures.f1(*triples("dialogue")),
        "language": measures.share(language, times.sum(axis=1)),
    }
    return {name: _middle(values) for name, values in drawn.items()}


def _middle(values: measures.Array) -> tuple[float, float]:
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
