"""Facts of the coded fields of a structured message, and how they join the facts of its text."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from analyser.codebook import load_codebook
from analyser.extraction.data import LexiconError, load_toml
from analyser.extraction.matching.lexicon import load_lexicon
from analyser.extraction.text.numbers import tidy
from analyser.fact import Fact, Scalar
from analyser.letter import Entry, Letter

_ICPC2_LENGTH = 3
_OLDEST = 120
_SYSTEMS = {"ATC": "atc", "ICPC-2": "icpc2", "ICD-10": "icd10"}


class Test(NamedTuple):
    """What a laboratory code stands for, and which of two tests of one concept is preferred (the lower rank)."""

    concept: str
    rank: int


@cache
def load_codes() -> tuple[dict[str, dict[str, str]], dict[str, Test]]:
    """Code to concept for each system of the lexicon (``atc``, ``icpc2``, ``icd10``), and laboratory codes.

    Raises
    ------
    LexiconError
        A concept is not in the codebook, or a code stands for two.
    """
    data = load_toml("codes.toml")
    found: dict[str, dict[str, str]] = {name: {} for name in _SYSTEMS.values()}
    for name, codes in found.items():
        blocks = [(concept, block.get(name, ())) for concept, (_, block) in load_lexicon().concepts.items()]
        for concept, values in (*blocks, *data.get(name, {}).items()):
            _known(concept)
            for code in values:
                if codes.setdefault(_bare(code), concept) != concept:
                    msg = f"lexicon/codes.toml: [{name}] {code} stands for {concept} and {codes[_bare(code)]}"
                    raise LexiconError(msg)
    tests: dict[str, Test] = {}
    for entry in data["npu"]:
        _known(entry["concept"])
        tests.update(dict.fromkeys(entry["codes"], Test(entry["concept"], entry["rank"])))
    return found, tests


def _known(concept: str) -> None:
    if concept not in load_codebook().concepts:
        msg = f"lexicon/codes.toml: {concept} is no concept of the codebook"
        raise LexiconError(msg)


def _bare(code: str) -> str:
    """A code without the point that some write and some do not."""
    return code.replace(".", "").upper()


def concept_of(system: str, code: str) -> str | None:
    """The concept that a code of ``ATC``, ``ICPC-2`` or ``ICD-10`` stands for; ``None`` when it is not known."""
    codes = load_codes()[0].get(_SYSTEMS.get(system, ""), {})
    written = _bare(code)
    if system == "ICPC-2":
        return codes.get(written[:_ICPC2_LENGTH])
    return next((codes[written[:end]] for end in range(len(written), 0, -1) if written[:end] in codes), None)


def coded_facts(letter: Letter) -> list[Fact]:
    """What the fields of a letter's message say, in the order of its lines; none for a letter that came as text."""
    message = letter.message
    facts: list[Fact] = []
    age = message.age(letter.date)
    if age is not None and age <= _OLDEST:
        facts.append(Fact("age", value=age, origin=_told(letter, "birth_date")))
    if message.sex is not None:
        facts.append(Fact("sex", value=message.sex, origin=_told(letter, "sex")))
    results = _results(letter)
    for entry in message.entries:
        if entry.kind == "result":
            test = results.get(id(entry))
            concept = None if test is None else test.concept
        else:
            concept = concept_of(entry.system, entry.code)
        if concept is not None and not (message.sex == "female" and concept in load_lexicon().male_only):
            facts.append(_fact(letter, entry, concept))
    return _once(facts)


def _told(letter: Letter, field: str) -> str:
    return "derived" if field in letter.message.derived else "message"


def _fact(letter: Letter, entry: Entry, concept: str) -> Fact:
    known = load_codebook().concepts[concept]
    stopped = entry.kind == "medicine" and entry.status == "stopped"
    attributes: dict[str, Scalar] = {}
    if entry.kind == "result" and entry.value is not None and "value" in known.attributes:
        attributes["value"] = tidy(entry.value)
    if "mechanism" in known.attributes:
        attributes["mechanism"] = "unknown"
    return Fact(
        concept,
        "past" if stopped and "past" in known.statuses else "present",
        attributes=MappingProxyType(attributes),
        start=entry.start,
        end=entry.end,
        quote=letter.text[entry.start : entry.end],
        origin=entry.kind,
    )


def _results(letter: Letter) -> dict[int, Test]:
    """Of several results of one concept the preferred test's, then the newest, then the first; by id of the entry."""
    best: dict[str, tuple[tuple[int, int], Entry, Test]] = {}
    for entry in letter.message.entries:
        test = load_codes()[1].get(entry.code) if entry.kind == "result" else None
        if test is None:
            continue
        order = (test.rank, -(entry.date or dt.date.min).toordinal())
        if test.concept not in best or order < best[test.concept][0]:
            best[test.concept] = (order, entry, test)
    return {id(entry): test for _, entry, test in best.values()}


def _once(facts: Iterable[Fact]) -> list[Fact]:
    """One fact for a concept and status: the first."""
    found: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        found.setdefault((fact.concept, fact.status), fact)
    return list(found.values())


def join(read: Sequence[Fact], coded: Sequence[Fact]) -> list[Fact]:
    """The facts of the text and those of the fields, those without a place in the text first.

    A field and the text that say the same are one fact, the text's, which gets from the field what it lacks; where it
    was read from the field's own line, it has the field's origin. Where they differ, both stand.

    Parameters
    ----------
    read
        Facts of the text.
    coded
        Facts of the fields (:func:`coded_facts`).
    """
    facts = list(read)
    for fact in coded:
        same_line = [one for one in facts if one.concept == fact.concept and _overlap(one, fact)]
        # What the code says of its own line is right, whatever was read from the name that stands there.
        facts = [one for one in facts if one not in same_line or one.status == fact.status]
        twin = next((one for one in facts if one.agrees(fact)), None)
        if twin is None:
            facts.append(fact)
        else:
            origin = fact.origin if twin in same_line else twin.origin
            attributes = MappingProxyType({**fact.attributes, **twin.attributes})
            facts[facts.index(twin)] = dataclasses.replace(twin, attributes=attributes, origin=origin)
    return sorted(facts, key=lambda one: (one.start or 0, one.end or 0, one.concept))


def _overlap(one: Fact, other: Fact) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end
