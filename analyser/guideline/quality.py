"""What a good letter says: how much of it a letter has, and what it lacks, the deciding things first."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from analyser.fact import Fact, Scalar
from analyser.guideline.decision import Outcome
from analyser.guideline.pieces import Piece, flags
from analyser.guideline.state import Encoder, Read, Values
from analyser.guideline.wording import Sentence

ASKED = 3
"""How many questions are put at most: a GP in a hurry answers three."""


@dataclass(frozen=True, slots=True)
class Added:
    """An answer that is one or more new facts, and the same in words."""

    facts: tuple[Fact, ...]
    said: Sentence


@dataclass(frozen=True, slots=True)
class Completed:
    """An answer that fills in what facts of the letter leave open.

    Attributes
    ----------
    bits
        Of the facts meant.
    attributes
        What each gets where it lacks it, or has what stands for not knowing.
    open
        What stands for not knowing, by attribute.
    said
        The answer in words.
    """

    bits: int
    attributes: Mapping[str, Scalar]
    open: Mapping[str, Scalar]
    said: Sentence

    def fill(self, fact: Fact) -> Fact:
        """The fact with all that was open filled in."""
        given = {name: value for name, value in fact.attributes.items() if value != self.open.get(name)}
        return dataclasses.replace(fact, attributes=MappingProxyType({**self.attributes, **given}))


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a good letter says.

    Attributes
    ----------
    name
        As it stands in ``Assessment.missing``.
    weight
        In the score.
    applies, mentioned
        Whether the letter ought to say it, and whether it does: conditions.
    ask
        The question to the GP; ``None`` where there are no answers that could be tried.
    answers
        What the GP might add; tried one by one.
    """

    name: str
    weight: int
    applies: Piece
    mentioned: Piece
    ask: Sentence | None
    answers: tuple[Added | Completed, ...]


@dataclass(frozen=True, slots=True)
class Deciding:
    """An item the letter lacks, with each answer that would change where it ends."""

    item: Item
    changes: tuple[tuple[Sentence, Outcome], ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Score, missing items (the deciding ones first), and what to ask next."""

    score: int
    missing: tuple[str, ...]
    ask: tuple[Deciding, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    """An :class:`Added` in compiled form."""

    bits: int
    values: tuple[tuple[int, float | str], ...]


class Quality:
    """Scores letters and lists what they lack.

    Parameters
    ----------
    items
        In the order of the pack's table.
    encoder
        Of the pack.
    outcome
        Where a letter ends.

    Attributes
    ----------
    items
        The same.
    """

    def __init__(self, items: Sequence[Item], encoder: Encoder, outcome: Callable[[int, Values], Outcome]) -> None:
        self.items = tuple(items)
        self._encoder = encoder
        self._outcome = outcome
        self._applying = flags(item.applies for item in self.items)
        self._mentioning = flags(item.mentioned for item in self.items)
        self._answers = [[self._compiled(answer) for answer in item.answers] for item in items]

    def judge(self, bits: int, values: Values, read: Read, outcome: Outcome) -> Judgement:
        """Judge a letter that ends in ``outcome``."""
        total = has = 0
        missing: list[tuple[bool, int, int]] = []
        asked: list[tuple[float, int, int, tuple[tuple[Sentence, Outcome], ...]]] = []
        for number, item, mentioned in self._asked(bits, values, read):
            total += item.weight
            if mentioned:
                has += item.weight
                continue
            changes = tuple(
                (answer.said, end)
                for answer, tried in zip(item.answers, self._answers[number], strict=True)
                if (end := self._end(tried, bits, values, read, outcome)) != outcome
            )
            missing.append((not changes, -item.weight, number))
            if changes:
                asked.append((-len(changes) / len(item.answers), -item.weight, number, changes))
        # Half a point is rounded up; in whole numbers, so that it is exact.
        score = (200 * has + total) // (2 * total) if total else 100
        # No two items have the same number, so that what they change is never compared.
        ask = tuple(Deciding(self.items[number], changes) for _, _, number, changes in sorted(asked)[:ASKED])
        return Judgement(score, tuple(self.items[number].name for _, _, number in sorted(missing)), ask)

    def said(self, bits: int, values: Values, read: Read) -> dict[str, bool]:
        """The items that a letter ought to say, in the file's order, and whether it says each."""
        return {item.name: mentioned for _, item, mentioned in self._asked(bits, values, read)}

    def _asked(self, bits: int, values: Values, read: Read) -> Iterator[tuple[int, Item, bool]]:
        applying, mentioning = self._applying(bits, values, read), self._mentioning(bits, values, read)
        for number, item in enumerate(self.items):
            if applying >> number & 1:
                yield number, item, bool(mentioning >> number & 1)

    def _compiled(self, answer: Added | Completed) -> _Answer | Completed:
        if isinstance(answer, Completed):
            return answer
        bits = 0
        for fact in answer.facts:
            bits |= self._encoder.bits(fact)
        values = tuple(value for fact in answer.facts if (value := self._encoder.value(fact)) is not None)
        return _Answer(bits, values)

    def _end(self, answer: _Answer | Completed, bits: int, values: Values, read: Read, outcome: Outcome) -> Outcome:
        """Where the letter, which ends in ``outcome``, would end with the answer."""
        if isinstance(answer, Completed):
            with_answer = 0
            for fact, own in zip(read.facts, read.bits, strict=True):
                with_answer |= self._encoder.bits(answer.fill(fact)) if own & answer.bits else own
            return self._outcome(with_answer, values)
        with_answer = bits | answer.bits
        if answer.values:
            changed = list(values)
            for number, value in answer.values:
                # The first value of a concept counts, and the letter's own comes first.
                if changed[number] != changed[number]:
                    changed[number] = value
            return self._outcome(with_answer, changed)
        return outcome if with_answer == bits else self._outcome(with_answer, values)
