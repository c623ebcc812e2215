"""One letter: its gold against what was predicted for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from analyser.codebook import Codebook
from analyser.evaluation.counts import Score, Share
from analyser.evaluation.gold import GoldLetter
from analyser.evaluation.result import Error
from analyser.evaluation.strata import By, strata
from analyser.fact import Fact, Scalar

Slot = tuple[str, str]
"""Where a thing is counted: the breakdown (``facts``, ``numbers``, ``concept`` ...) and the name within it."""

Key = tuple[str, str, Scalar | None]
"""Concept, status and comparable value."""

_Item = TypeVar("_Item", bound=Hashable)


class Labels(Protocol):
    """The labels of an assessment; :class:`analyser.assessment.Assessment` has them."""

    @property
    def dxa(self) -> str:
        """One suggestion."""

    @property
    def dental(self) -> Sequence[str]:
        """Any number of labels."""

    @property
    def dialogue(self) -> Sequence[str]:
        """Any number of labels."""


class Predicted(Protocol):
    """What is compared with the gold; :class:`analyser.analysis.Analysis` is one."""

    @property
    def language(self) -> str:
        """``nb``, ``nn`` or ``mixed``."""

    @property
    def facts(self) -> Sequence[Fact]:
        """In any order."""

    @property
    def assessment(self) -> Labels:
        """Labels of the codebook."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One letter, counted so that every set of letters is a sum.

    Attributes
    ----------
    file, letter
        Name of the gold file and id of the letter.
    language, dxa
        Gold and predicted.
    scores
        Facts and labels by slot; the slots of a kind of label are ``(kind, "all")`` and ``(kind_label, label)``.
    attributes
        ``concept.attribute`` of the facts that match.
    extra_attributes
        Attributes of matching facts that the gold does not have.
    errors
        Every difference.
    strata
        The part of each division that the letter belongs to.
    score
        Letter quality, 0 to 100, of the gold facts and of the predicted ones, where both are known.
    """

    file: str
    letter: str
    language: tuple[str, str]
    dxa: tuple[str, str]
    scores: Mapping[Slot, Score]
    attributes: Mapping[str, Share]
    extra_attributes: int
    errors: tuple[Error, ...]
    strata: Mapping[By, str]
    score: tuple[float, float] | None = None


def compare(
    gold: GoldLetter, predicted: Predicted, codebook: Codebook, *, score: tuple[float, float] | None = None
) -> Compared:
    """Compare one letter (see :func:`analyser.evaluation.evaluate` for what matches)."""
    gold_facts, predicted_facts = by_key(gold.facts, codebook), by_key(predicted.facts, codebook)
    pairs = [(fact, predicted_facts[key]) for key, fact in gold_facts.items() if key in predicted_facts]
    labels = predicted.assessment
    scores = _tally(gold_facts.keys(), predicted_facts.keys(), partial(_fact_slots, codebook=codebook))
    for kind, right, found in (
        ("dxa", (gold.dxa,), (labels.dxa,)),
        ("dental", gold.dental, labels.dental),
        ("dialogue", gold.dialogue, labels.dialogue),
    ):
        scores |= _tally(set(right), set(found), partial(_label_slots, kind=kind))
    error = partial(Error, gold.file, gold.letter.id)
    return Compared(
        file=gold.file,
        letter=gold.letter.id,
        language=(gold.language, predicted.language),
        dxa=(gold.dxa, labels.dxa),
        scores=scores,
        attributes=_attribute_shares(pairs),
        extra_attributes=sum(name not in right.attributes for right, found in pairs for name in found.attributes),
        errors=(
            *_fact_errors(gold_facts, predicted_facts, error),
            *_attribute_errors(pairs, error),
            *_label_errors(gold, predicted, error),
        ),
        strata=strata(gold),
        score=score,
    )


def fact_key(fact: Fact, codebook: Codebook) -> Key:
    """What makes a fact the same as another."""
    valued = codebook.concepts[fact.concept].kind != "finding"
    return fact.concept, fact.status, _comparable(fact.value) if valued else None


def _comparable(value: Scalar | None) -> Scalar | None:
    """Numbers to one decimal, the rest as it is; a truth value stays apart from 0 and 1."""
    if isinstance(value, bool):
        return str(value)
    return round(float(value), 1) if isinstance(value, int | float) else value


def by_key(facts: Iterable[Fact], codebook: Codebook) -> dict[Key, Fact]:
    """Key to the first fact that has it."""
    out: dict[Key, Fact] = {}
    for fact in facts:
        out.setdefault(fact_key(fact, codebook), fact)
    return out


def _fact_slots(key: Key, *, codebook: Codebook) -> Iterator[Slot]:
    concept, status, _ = key
    yield "facts", "all"
    if codebook.concepts[concept].kind == "number":
        yield "numbers", "all"
    yield "concept", concept
    yield "group", codebook.concepts[concept].group
    yield "status", status


def _label_slots(label: str, *, kind: str) -> tuple[Slot, Slot]:
    return (kind, "all"), (f"{kind}_label", label)


def _tally(gold: Set[_Item], predicted: Set[_Item], slots: Callable[[_Item], Iterable[Slot]]) -> dict[Slot, Score]:
    scores: dict[Slot, Score] = defaultdict(Score)
    for item in gold | predicted:
        count = Score(int(item in gold), int(item in predicted), int(item in gold and item in predicted))
        for slot in slots(item):
            scores[slot] += count
    return dict(scores)


def _right(fact: Fact, found: Fact, name: str) -> bool:
    return name in found.attributes and _comparable(found.attributes[name]) == _comparable(fact.attributes[name])


def _attribute_shares(pairs: Iterable[tuple[Fact, Fact]]) -> dict[str, Share]:
    shares: dict[str, Share] = defaultdict(Share)
    for fact, found in pairs:
        for name in fact.attributes:
            shares[f"{fact.concept}.{name}"] += Share(1, int(_right(fact, found, name)))
    return dict(shares)


def _fact_errors(
    gold: Mapping[Key, Fact], predicted: Mapping[Key, Fact], error: Callable[..., Error]
) -> Iterator[Error]:
    for key, fact in gold.items():
        if key not in predicted:
            yield error("missed", fact.concept, status=fact.status, gold=fact.value, quote=fact.quote)
    for key, fact in predicted.items():
        if key not in gold:
            yield error("spurious", fact.concept, status=fact.status, predicted=fact.value, quote=fact.quote)


def _attribute_errors(pairs: Iterable[tuple[Fact, Fact]], error: Callable[..., Error]) -> Iterator[Error]:
    for fact, found in pairs:
        where = {"status": fact.status, "quote": fact.quote}
        for name, value in fact.attributes.items():
            if not _right(fact, found, name):
                predicted = found.attributes.get(name)
                yield error("attribute", f"{fact.concept}.{name}", gold=value, predicted=predicted, **where)
        for name, value in found.attributes.items():
            if name not in fact.attributes:
                yield error("extra_attribute", f"{fact.concept}.{name}", predicted=value, **where)


def _label_errors(gold: GoldLetter, predicted: Predicted, error: Callable[..., Error]) -> Iterator[Error]:
    labels = predicted.assessment
    if labels.dxa != gold.dxa:
        yield error("dxa", "dxa", gold=gold.dxa, predicted=labels.dxa)
    for kind, right, found in (("dental", gold.dental, labels.dental), ("dialogue", gold.dialogue, labels.dialogue)):
        for label in sorted(set(right) - set(found)):
            yield error(kind, kind, gold=label)
        for label in sorted(set(found) - set(right)):
            yield error(kind, kind, predicted=label)
    if predicted.language != gold.language:
        yield error("language", "language", gold=gold.language, predicted=predicted.language)
