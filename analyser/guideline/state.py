"""What compiled conditions look at, and the few functions that they call.

The facts of a letter are put, once, in two forms that are cheap to ask: an integer in which every bit stands for
one kind of fact that the pack asks for, and the values that it compares. Something that would be added to the
letter is then one more integer, which is what makes it cheap to try many answers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analyser.fact import Fact

MISSING = float("nan")
"""Stands for a value that the letter does not give: no comparison with it holds."""

HOLDS = 1
"""The lowest bit of what a condition rests on: it holds. Bit ``n + 1`` is fact ``n`` of the letter."""

Values = Sequence[Any]
"""By number of the concept; ``MISSING`` where the letter gives none."""


@dataclass(frozen=True, slots=True)
class Read:
    """The facts one by one, each with its bits: for what a condition rests on, and for texts."""

    facts: Sequence[Fact]
    bits: Sequence[int]


NOTHING = Read((), ())

Part = tuple[int, tuple[tuple[int, Any], ...]]
"""Bits of some facts of a letter, and the values that they give with their numbers."""

Function = Callable[[int, Values, Read], Any]
"""Something compiled: takes the letter's bits, its values, and its facts one by one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a fact of one concept and status sets.

    Attributes
    ----------
    bits
        Set by every such fact.
    checks
        Set by those within which a condition holds.
    value
        Number of the value that it gives; -1 for none.
    """

    bits: int
    checks: tuple[tuple[Callable[[Fact, Mapping[str, Any]], bool], int], ...]
    value: int


class Encoder:
    """Puts facts in the form that compiled conditions look at.

    Parameters
    ----------
    entries
        By concept and status.
    values
        How many values there are.
    """

    def __init__(self, entries: Mapping[tuple[str, str], Entry], values: int) -> None:
        self._entries = entries
        self._nothing: list[Any] = [MISSING] * values

    def bits(self, fact: Fact) -> int:
        """The bits of one fact.

        Raises
        ------
        ValueError
            The codebook has no such concept or status.
        """
        entry = self._entry(fact)
        bits = entry.bits
        for check, bit in entry.checks:
            if check(fact, fact.attributes):
                bits |= bit
        return bits

    def value(self, fact: Fact) -> tuple[int, Any] | None:
        """Number of the value that a fact gives, and the value."""
        number = self._entry(fact).value
        return None if number < 0 or fact.value is None else (number, fact.value)

    def encode(self, facts: Sequence[Fact]) -> tuple[int, list[Any], Read]:
        """Bits, values and single facts of a letter; of several values of a concept the first counts."""
        values = self._nothing.copy()
        single: list[int] = []
        letter = 0
        for fact in facts:
            entry = self._entries.get((fact.concept, fact.status)) or self._entry(fact)
            bits = entry.bits
            for check, bit in entry.checks:
                if check(fact, fact.attributes):
                    bits |= bit
            if entry.value >= 0 and fact.value is not None and values[entry.value] is MISSING:
                values[entry.value] = fact.value
            single.append(bits)
            letter |= bits
        return letter, values, Read(facts, single)

    def joined(self, parts: Iterable[Part]) -> tuple[int, list[Any]]:
        """Bits and values of a letter put together of parts; of several values of a concept the first counts."""
        letter = 0
        values = self._nothing.copy()
        for bits, given_values in parts:
            letter |= bits
            for number, value in given_values:
                if values[number] is MISSING:
                    values[number] = value
        return letter, values

    def _entry(self, fact: Fact) -> Entry:
        entry = self._entries.get((fact.concept, fact.status))
        if entry is None:
            msg = f"the codebook has no concept {fact.concept!r} with status {fact.status!r}"
            raise ValueError(msg)
        return entry


def has(read: Read, bits: int) -> int:
    """Every fact that has one of the bits."""
    found = 0
    for number, own in enumerate(read.bits):
        if own & bits:
            found |= 2 << number
    return found


def all_of(*parts: int) -> int:
    """What all parts rest on; 0 where one does not hold."""
    found = 0
    for part in parts:
        if not part:
            return 0
        found |= part
    return found


def some(*parts: int) -> int:
    """What the parts that hold rest on."""
    found = 0
    for part in parts:
        found |= part
    return found


def lacks(part: int) -> int:
    """That something does not hold rests on no fact."""
    return 0 if part else HOLDS


def where(holds: Any, *parts: int) -> int:
    """What the parts rest on, if it holds."""
    return some(HOLDS, *parts) if holds else 0


def first(read: Read, concept: str) -> int:
    """The first fact of a concept."""
    for number, fact in enumerate(read.facts):
        if fact.concept == concept:
            return 2 << number
    return 0


def attribute(read: Read, bits: int, name: str) -> Any:
    """An attribute of the first fact with one of the bits that gives it."""
    for fact, own in zip(read.facts, read.bits, strict=True):
        if own & bits and name in fact.attributes:
            return fact.attributes[name]
    return MISSING


def contradicted(read: Read, concepts: frozenset[str]) -> int:
    """The facts of those concepts that are said to be present and to be absent."""
    present = {fact.concept for fact in read.facts if fact.status == "present"}
    absent = {fact.concept for fact in read.facts if fact.status == "absent"}
    both = present & absent & concepts
    return _numbered(read, lambda fact: fact.concept in both and fact.status in {"present", "absent"}) if both else 0


def differing(read: Read, concepts: frozenset[str]) -> int:
    """The facts of those concepts that have more than one value."""
    values: dict[str, set[Any]] = {}
    for fact in read.facts:
        if fact.concept in concepts:
            values.setdefault(fact.concept, set()).add(fact.value)
    several = {concept for concept, given in values.items() if len(given) > 1}
    return _numbered(read, lambda fact: fact.concept in several) if several else 0


def _numbered(read: Read, chosen: Callable[[Fact], bool]) -> int:
    return some(*(2 << number for number, fact in enumerate(read.facts) if chosen(fact)))


def said(fact: Fact, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in the quote; they are in lower case."""
    quote = fact.quote.lower()
    return any(word in quote for word in words)


def reckon(how: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """Two numbers reckoned together; missing where there is no result, as for a height of nought."""
    try:
        return how(left, right)
    except ArithmeticError:
        return MISSING


def given(*values: Any) -> Any:
    """The first value that is not missing."""
    for value in values:
        if value is not MISSING and value == value:
            return value
    return MISSING


_CALLED = (has, all_of, some, lacks, where, first, attribute, contradicted, differing, said, reckon, given)

NAMES: Mapping[str, Any] = {
    "MISSING": MISSING,
    "frozenset": frozenset,
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "truediv": operator.truediv,
    **{function.__name__: function for function in _CALLED},
}
"""All that compiled code can call."""
