"""The quality items of a pack's file."""

from __future__ import annotations

from typing import Any

from analyser.codebook import Codebook
from analyser.fact import Fact, Scalar
from analyser.guideline.expressions import Expressions
from analyser.guideline.grammar import unknown
from analyser.guideline.pack_file import Shape
from analyser.guideline.pieces import FACTS, TRUE, function
from analyser.guideline.quality import Added, Completed, Item
from analyser.guideline.toml_lines import Path

_FACT: Shape = {"concept": str, "status?": str, "value?": object, "attributes?": dict}
_ADDED: Shape = {"facts": list}
_COMPLETED: Shape = {"complete": str, "attributes": dict}


def read_items(expressions: Expressions, codebook: Codebook) -> list[Item]:
    """All quality items; what is wrong is noted."""
    file = expressions.file
    items: list[Item] = []
    for path, table in file.tables("quality"):
        name, weight = table.get("item", ""), table.get("weight", 1)
        if name in {item.name for item in items}:
            file.wrong((*path, "item"), f"there is another item {name!r}; use each name once")
        if weight < 1:
            file.wrong((*path, "weight"), "the weight must be 1 or more")
        applies = TRUE
        if "applies" in table:
            applies = expressions.condition(table["applies"], (*path, "applies"), stage=FACTS)
        mentioned = expressions.condition(table.get("mentioned"), (*path, "mentioned"), stage=FACTS)
        answers = [_answer(expressions, codebook, answer, (*path, "answers")) for answer in table.get("answers", ())]
        known = tuple(answer for answer in answers if answer is not None)
        items.append(Item(name, weight, function(applies.code), function(mentioned.code), known))
    return items


def _answer(expressions: Expressions, codebook: Codebook, answer: Any, path: Path) -> Added | Completed | None:
    file = expressions.file
    if isinstance(answer, dict) and "complete" in answer:
        entries = file.shaped(answer, _COMPLETED, path)
        meant = expressions.condition(entries.get("complete"), path, stage=FACTS)
        attributes = _attributes(expressions, entries.get("attributes", {}))
        if not meant.bits:
            file.wrong(path, "'complete' must ask for facts, such as present(fracture)")
        for concept, status in expressions.language.facts_of(meant.bits):
            _check(expressions, codebook, Fact(concept, status, attributes=attributes), path)
        defaults = expressions.language.defaults
        open_ = {name: defaults[name] for name in attributes if name in defaults}
        return Completed(meant.bits, attributes, open_)
    facts = file.shaped(answer, _ADDED, path).get("facts", ())
    added = [_fact(expressions, codebook, fact, path) for fact in facts]
    return Added(tuple(fact for fact in added if fact is not None))


def _fact(expressions: Expressions, codebook: Codebook, table: Any, path: Path) -> Fact | None:
    entries = expressions.file.shaped(table, _FACT, path)
    if "concept" not in entries:
        return None
    if entries["concept"] not in codebook.concepts:
        expressions.file.wrong(path, unknown("concept", entries["concept"], codebook.concepts))
        return None
    attributes = _attributes(expressions, entries.get("attributes", {}))
    fact = Fact(entries["concept"], entries.get("status", "present"), entries.get("value"), attributes)
    return fact if _check(expressions, codebook, fact, path) else None


def _attributes(expressions: Expressions, table: dict[str, Scalar]) -> dict[str, Scalar]:
    """Attributes in which the name of a parameter has become its number."""
    language = expressions.language
    names = {value for value in table.values() if isinstance(value, str)} & set(language.parameters)
    language.used.update(names)
    return {key: language.parameters[str(value)] if value in names else value for key, value in table.items()}


def _check(expressions: Expressions, codebook: Codebook, fact: Fact, path: Path) -> bool:
    problems = codebook.problems(fact)
    for problem in problems:
        expressions.file.wrong(path, problem)
    return not problems
