"""The phrase grammar: symbols with their ways of being said, read from ``grammar/*.toml`` and checked as a whole."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from analyser.codebook import load_codebook
from analyser.fact import Fact
from analyser.synthesis import markup
from analyser.synthesis.values import draw

STYLES = ("clause", "tele", "form", "list", "any")
"""A main clause, telegram style, label and value, an item of a list, and a part of speech that fits everywhere."""
FALLBACK = {
    "clause": ("clause", "any", "tele"),
    "tele": ("tele", "any", "clause"),
    "form": ("form", "tele", "any", "clause"),
    "list": ("list", "tele", "any", "form", "clause"),
}


class GrammarError(ValueError):
    """Mistakes in the grammar; one sentence each, with file and symbol."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of saying a symbol."""

    nodes: markup.Sequence
    style: str
    lang: str
    """``nb`` and ``nn`` stand as they are; ``both`` is bokmål that is turned to nynorsk word by word."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A symbol."""

    name: str
    let: Mapping[str, str]
    ways: tuple[Way, ...]

    def in_style(self, style: str, lang: str) -> tuple[str, tuple[Way, ...]]:
        """The nearest style that the symbol has in a language, and its ways there."""
        for name in FALLBACK.get(style, (style, "any", "tele", "clause")):
            ways = tuple(way for way in self.ways if way.style == name and way.lang in ("both", lang))
            if ways:
                return name, ways
        return "", ()


@dataclass(frozen=True, slots=True)
class Grammar:
    """All symbols, and the words that differ between bokmål and nynorsk."""

    entries: Mapping[str, Entry]
    words: Mapping[str, str]
    phrases: Mapping[str, str]


@cache
def load_grammar() -> Grammar:
    """Read the packaged grammar (cached).

    Raises
    ------
    GrammarError
        With every mistake.
    """
    entries: dict[str, Entry] = {}
    problems: list[str] = []
    folder = resources.files("analyser.synthesis").joinpath("grammar")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".toml"):
            continue
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        if file.name == "words.toml":
            words, phrases = dict(data["words"]), dict(data["phrases"])
            continue
        for name, table in data.items():
            where = f"{file.name}: {name}"
            if name in entries:
                problems.append(f"{where} stands twice")
            entry, found = _entry(name, table, where)
            entries[name] = entry
            problems += found
    for entry in entries.values():
        problems += _unknown(entry, entries)
    if problems:
        raise GrammarError("\n".join(problems))
    return Grammar(entries, words, phrases)


def _entry(name: str, table: Mapping[str, Any], where: str) -> tuple[Entry, list[str]]:
    ways: list[Way] = []
    problems: list[str] = []
    let = table.get("let", {})
    for key, kind in let.items():
        try:
            draw(kind, rng=Random(0), letter=dt.date(2026, 1, 1))
        except (ValueError, IndexError) as error:
            problems.append(f"{where}: let {key}: {error}")
    groups = {"both": table, "nb": table.get("nb", {}), "nn": table.get("nn", {})}
    for lang, group in groups.items():
        for style, sources in group.items():
            if lang == "both" and style in ("let", "nb", "nn"):
                continue
            if style not in STYLES:
                problems.append(f"{where}: {style!r} is none of {', '.join(STYLES)}")
                continue
            for source in sources:
                try:
                    nodes = markup.read(source)
                except markup.MarkupError as error:
                    problems.append(f"{where}: {source!r}: {error}")
                    continue
                problems += [f"{where}: {source!r}: {wrong}" for wrong in _bad_facts(nodes)]
                ways.append(Way(nodes, style, lang))
    if not ways:
        problems.append(f"{where} says nothing")
    return Entry(name, let, tuple(ways)), problems


def parts(nodes: markup.Sequence) -> Iterator[markup.Node]:
    """Every node of a tree."""
    for node in nodes:
        yield node
        if isinstance(node, markup.Choice):
            for option in node.options:
                yield from parts(option)
        elif isinstance(node, markup.Span):
            yield from parts(node.body)
        elif isinstance(node, markup.Clause):
            for part in (node.subject or (), node.verb, node.adverb):
                yield from parts(part)


def _bad_facts(nodes: markup.Sequence) -> Iterator[str]:
    """Facts the codebook does not know; what a ``{value}`` stands for is checked when it is said."""
    codebook = load_codebook()
    for node in parts(nodes):
        if not isinstance(node, markup.Span):
            continue
        for said in node.facts:
            concept = codebook.concepts.get(said.concept)
            if concept is None:
                yield f"unknown concept {said.concept!r}"
                continue
            attributes = {key: given(value, concept.attributes.get(key)) for key, value in said.attributes}
            value = 0.0 if concept.kind == "number" and said.value else said.value
            if concept.kind == "choice" and said.value and said.value.startswith("{"):
                value = concept.values[0]
            yield from codebook.problems(Fact(said.concept, said.status, value, attributes))


def given(value: str, kind: object) -> float | bool | str:
    """An attribute as it is written, as the codebook has it; ``{values}`` of a number count as 0."""
    if kind == "number":
        return 0.0 if value.startswith("{") else float(value)
    return value == "true" if kind == "boolean" else value


def _unknown(entry: Entry, entries: Mapping[str, Entry]) -> Iterator[str]:
    for way in entry.ways:
        for node in parts(way.nodes):
            if isinstance(node, markup.Symbol) and node.name not in entries:
                yield f"{entry.name}: there is no symbol <{node.name}>"
