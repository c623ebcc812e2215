"""Two annotators of the same letters: how far they agree, where they differ, and what was decided."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from types import MappingProxyType

from analyser.codebook import load_codebook
from analyser.evaluation.compare import by_key, compare, fact_key
from analyser.evaluation.evaluate import evaluate
from analyser.evaluation.gold import GoldError, GoldLetter
from analyser.evaluation.result import Error, Evaluation
from analyser.fact import Fact, Scalar
from analyser.reporting.tables import DELIMITER, Column, TableWriter

FIRST, SECOND = "first", "second"
DECISION = "decision"


@dataclass(frozen=True, slots=True)
class _Reading:
    """An annotator as the other side of a comparison."""

    language: str
    facts: Sequence[Fact]
    assessment: GoldLetter


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the annotators see differently, for a third person to decide.

    Attributes
    ----------
    number
        From 1, in the order of the letters; the same for the same two files.
    error
        What differs; ``gold`` is the first annotator's side and ``predicted`` the second's.
    """

    number: int
    error: Error

    @property
    def first(self) -> str:
        """What the first annotator says."""
        return self._side(self.error.gold, alone="missed")

    @property
    def second(self) -> str:
        """What the second annotator says."""
        return self._side(self.error.predicted, alone="spurious")

    def _side(self, value: Scalar | None, *, alone: str) -> str:
        """A side's value; a finding, which has none, is said to be there or not."""
        if value is not None:
            return str(value)
        return "yes" if self.error.kind == alone else ""


DIFFERENCE_COLUMNS: tuple[Column[Difference], ...] = (
    Column("number", "integer", lambda one: one.number),
    Column("file", "text", lambda one: one.error.file),
    Column("letter", "text", lambda one: one.error.letter),
    Column("kind", "text", lambda one: one.error.kind),
    Column("concept", "text", lambda one: one.error.concept),
    Column("status", "text", lambda one: one.error.status),
    Column(FIRST, "text", lambda one: one.first),
    Column(SECOND, "text", lambda one: one.second),
    Column("words", "text", lambda one: one.error.quote),
    Column(DECISION, "text", lambda _: ""),
)


def agreement(first: Sequence[GoldLetter], second: Sequence[GoldLetter]) -> Evaluation:
    """Compare two annotations; the first stands as gold, and F1 and kappa are the same the other way round.

    Raises
    ------
    GoldError
        The files do not hold the same letters.
    """
    others = _paired(first, second)
    readings = {name: _Reading(other.language, other.facts, other) for name, other in others.items()}
    return evaluate(first, readings)


def differences(first: Sequence[GoldLetter], second: Sequence[GoldLetter]) -> list[Difference]:
    """Everything on which they differ, letter by letter (see :func:`agreement`)."""
    codebook = load_codebook()
    others = _paired(first, second)
    found = (
        error
        for one in first
        for other in [others[one.letter.id]]
        for error in compare(one, _Reading(other.language, other.facts, other), codebook).errors
    )
    return [Difference(number, error) for number, error in enumerate(found, start=1)]


def differences_csv(found: Iterable[Difference]) -> str:
    """The table that a third person fills in: the column ``decision`` takes ``first`` or ``second``."""
    stream = StringIO(newline="")
    writer = TableWriter(stream, DIFFERENCE_COLUMNS)
    for one in found:
        writer.write(one)
    return stream.getvalue()


def read_decisions(text: str, found: Sequence[Difference], *, name: str) -> dict[int, str]:
    """The decisions of a table that was written by :func:`differences_csv` for the same two files.

    Parameters
    ----------
    text
        Of the table; it may have been saved by a spreadsheet.
    found
        The differences it was written for.
    name
        What to call the table in a message.

    Raises
    ------
    GoldError
        A row is missing, belongs to other files, or holds no decision; all rows are told.
    """
    rows = {row.get("number"): row for row in csv.DictReader(StringIO(text.lstrip("\ufeff")), delimiter=DELIMITER)}
    chosen: dict[int, str] = {}
    problems: list[str] = []
    for one in found:
        row = rows.get(str(one.number))
        if row is None or (row.get("kind"), row.get("concept")) != (one.error.kind, one.error.concept):
            problems.append(f"{name}: row {one.number} is not that of these two files; write the table anew.")
            continue
        decision = (row.get(DECISION) or "").strip().lower()
        if decision not in {FIRST, SECOND}:
            problems.append(f"{name}, row {one.number}: the decision must be {FIRST!r} or {SECOND!r}.")
            continue
        chosen[one.number] = decision
    if problems:
        raise GoldError(tuple(problems))
    return chosen


def adjudicated(
    first: Sequence[GoldLetter], second: Sequence[GoldLetter], decisions: Mapping[int, str]
) -> list[GoldLetter]:
    """The letters with what both annotators say, and of what they see differently the side decided for.

    Parameters
    ----------
    first, second
        The annotations.
    decisions
        Number of each difference to ``first`` or ``second``.
    """
    others = _paired(first, second)
    taken: dict[str, list[tuple[Error, str]]] = {one.letter.id: [] for one in first}
    for one in differences(first, second):
        taken[one.error.letter].append((one.error, decisions[one.number]))
    return [_decided(one, others[one.letter.id], taken[one.letter.id]) for one in first]


def _paired(first: Sequence[GoldLetter], second: Sequence[GoldLetter]) -> dict[str, GoldLetter]:
    others = {one.letter.id: one for one in second}
    problems = [
        f"{one.letter.source}: the other file has no letter with this id and the same text; "
        "both must annotate the same letters."
        for one in first
        if one.letter.id not in others or others[one.letter.id].letter.text != one.letter.text
    ]
    here = {one.letter.id for one in first}
    problems += [
        f"{one.letter.source}: the first file has no letter with this id; both must annotate the same letters."
        for one in second
        if one.letter.id not in here
    ]
    if problems:
        raise GoldError(tuple(problems))
    return others


def _decided(first: GoldLetter, second: GoldLetter, taken: Sequence[tuple[Error, str]]) -> GoldLetter:
    """One letter."""
    codebook = load_codebook()
    sides = {FIRST: first, SECOND: second}
    facts, theirs = by_key(first.facts, codebook), by_key(second.facts, codebook)
    labels = {kind: set(getattr(first, kind)) for kind in ("dental", "dialogue")}
    dxa, language = first.dxa, first.language
    for error, side in taken:
        if error.kind in {"missed", "spurious"}:
            value = error.gold if error.kind == "missed" else error.predicted
            key = fact_key(Fact(error.concept, error.status, value), codebook)
            if error.kind == "missed" and side == SECOND:
                del facts[key]
            elif error.kind == "spurious" and side == SECOND:
                facts[key] = theirs[key]
        elif error.kind in {"attribute", "extra_attribute"} and side == SECOND:
            facts = {key: _with_attribute(fact, error) for key, fact in facts.items()}
        elif error.kind == "dxa":
            dxa = sides[side].dxa
        elif error.kind == "language":
            language = sides[side].language
        elif error.kind in labels and side == SECOND:
            labels[error.kind] ^= {error.gold or error.predicted}
    return dataclasses.replace(
        first,
        language=language,
        facts=tuple(facts.values()),
        dxa=dxa,
        dental=tuple(sorted(labels["dental"])),
        dialogue=tuple(sorted(labels["dialogue"])),
    )


def _with_attribute(fact: Fact, error: Error) -> Fact:
    """The fact with the second annotator's attribute, when it is the one the difference is about."""
    concept, _, name = error.concept.partition(".")
    if (fact.concept, fact.status, fact.quote) != (concept, error.status, error.quote):
        return fact
    attributes = {key: value for key, value in fact.attributes.items() if key != name}
    if error.predicted is not None:
        attributes[name] = error.predicted
    return dataclasses.replace(fact, attributes=MappingProxyType(attributes))
