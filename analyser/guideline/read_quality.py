"""The quality items of a pack's file."""

from __future__ import annotations

from typing import Any

from analyser.codebook import Codebook
from analyser.codebook.labels import LANGUAGES
from analyser.fact import Fact, Scalar
from analyser.guideline.expressions import Expressions
from analyser.guideline.grammar import unknown
from analyser.guideline.pack_file import Shape
from analyser.guideline.pieces import FACTS, TRUE
from analyser.guideline.quality import Added, Completed, Item
from analyser.guideline.read_texts import read_sentence
from analyser.guideline.toml_lines import Path
from analyser.guideline.wording import Sentence

_FACT: Shape = {"concept": str, "status?": str, "value?": object, "attributes?": dict}
_ADDED: Shape = {"facts": list, "said": dict}
_COMPLETED: Shape = {"complete": str, "attributes": dict, "said": dict}


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
        if answers and "ask" not in table:
            file.wrong(path, f"{name!r} has answers but no 'ask', the question to the GP")
        ask = read_sentence(expressions, table["ask"], (*path, "ask")) if "ask" in table else None
        items.append(Item(name, weight, applies, mentioned, ask, known))
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
        return Completed(meant.bits, attributes, open_, _said(expressions, entries, path))
    entries = file.shaped(answer, _ADDED, path)
    added = [_fact(expressions, codebook, fact, path) for fact in entries.get("facts", ())]
    return Added(tuple(fact for fact in added if fact is not None), _said(expressions, entries, path))


def _said(expressions: Expressions, entries: dict[str, Any], path: Path) -> Sentence:
    # An answer without words has been noted as lacking them.
    return read_sentence(expressions, entries.get("said", dict.fromkeys(LANGUAGES, "-")), path)


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
