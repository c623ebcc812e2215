"""Gold against predicted over many letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from analyser.codebook import Codebook, load_codebook
from analyser.evaluation import measures
from analyser.evaluation.bootstrap import Bootstrap
from analyser.evaluation.compare import Compared, Predicted, compare
from analyser.evaluation.counts import Confusion, Score, Share
from analyser.evaluation.gold import GoldLetter
from analyser.evaluation.result import Breakdown, DangerousMiss, Evaluation, Result
from analyser.evaluation.strata import ORDER, By

MACRO_MINIMUM = 5
"""Gold facts a concept must have to count in macro F1."""

_NEEDS_ACTION = ("treat_without_waiting", "indicated")
_NO_ACTION = ("may_lack_indication", "no_dxa_question")


def evaluate(
    gold: Iterable[GoldLetter],
    predicted: Mapping[str, Predicted],
    *,
    scores: Mapping[str, tuple[float, float]] | None = None,
) -> Evaluation:
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
    scores
        Letter quality by the letter's id: of the gold facts, and of the predicted ones.

    Raises
    ------
    ValueError
        When a letter has no prediction, two have one id, or what was predicted is not in the codebook.
    """
    codebook = load_codebook()
    letters = list(gold)
    _check(letters, predicted, codebook)
    known = scores or {}
    compared = [
        compare(letter, predicted[letter.letter.id], codebook, score=known.get(letter.letter.id)) for letter in letters
    ]
    counts = _sums(compared)
    bootstrap = Bootstrap(compared, codebook.dxa)
    groups = dict.fromkeys(concept.group for concept in codebook.concepts.values())
    breakdowns: tuple[tuple[Breakdown, str, Iterable[str]], ...] = (
        ("concept", "concept", codebook.concepts),
        ("group", "group", groups),
        ("status", "status", codebook.statuses),
        ("dxa", "dxa_label", codebook.dxa),
        ("dental", "dental_label", codebook.dental),
        ("dialogue", "dialogue_label", codebook.dialogue),
    )
    attributes: dict[str, Share] = defaultdict(Share)
    for one in compared:
        for name, part in one.attributes.items():
            attributes[name] += part
    return Evaluation(
        overall=_result(compared, codebook),
        parts={by: _parts(compared, by, codebook) for by in ORDER},
        intervals=bootstrap.headline(),
        scores={by: _ordered(counts, slot, names) for by, slot, names in breakdowns},
        by_attribute=dict(sorted(attributes.items())),
        f1_intervals={
            by: bootstrap.f1({name: (slot, name) for name in names if (slot, name) in counts})
            for by, slot, names in breakdowns
        },
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


def _parts(compared: Sequence[Compared], by: By, codebook: Codebook) -> dict[str, Result]:
    """The measures on each part of the letters, in the division's own order."""
    letters: dict[str, list[Compared]] = {name: [] for name in ORDER[by]}
    for one in compared:
        letters.setdefault(one.strata[by], []).append(one)
    return {name: _result(part, codebook) for name, part in letters.items() if part}


def _icc(compared: Sequence[Compared]) -> float | None:
    """Of the letters' quality; ``None`` when it is not known of all, or of fewer than two."""
    scores = [one.score for one in compared if one.score is not None]
    if len(scores) < max(2, len(compared)):
        return None
    return float(measures.icc(np.array(scores, dtype=float)))


def _shares(one: Compared) -> Share:
    return sum(one.attributes.values(), start=Share())


def _dangerous(one: Compared) -> bool:
    return is_dangerous(*one.dxa)


def is_dangerous(gold: str, predicted: str) -> bool:
    """Whether someone who should have DXA or treatment is taken for someone who needs none."""
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
        score_icc=_icc(compared),
    )
