"""Names for people: everything the codebook can say, in bokmål, nynorsk and English."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from analyser.codebook import Codebook, load_codebook
from analyser.fact import TEXT, Fact, Scalar

LANGUAGES = ("nb", "nn", "en")

# Sections whose keys are not the codebook's: a key that lacks there shows at the place that asks for it.
_FREE_SECTIONS = ("quality", "languages", "origins", "ui", "about")


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of one language; every mapping goes from an id to its name.

    Attributes
    ----------
    lang
        ``nb``, ``nn`` or ``en``.
    concepts, groups, statuses, attributes, values, units, dxa, dental, dialogue
        Complete for the codebook.
    status_words
        Concept, group or kind of concept to the statuses that read differently there.
    attribute_units
        Attribute to the unit behind its number; most have none.
    quality
        Items of letter quality, keyed as they stand in ``Assessment.missing``.
    languages
        Letter languages (``nb``, ``nn``, ``mixed``).
    origins
        Origin of a fact that was not read from the text.
    ui, about
        Texts of the reports, and names of the facts about a run.
    """

    lang: str
    concepts: Mapping[str, str]
    groups: Mapping[str, str]
    statuses: Mapping[str, str]
    status_words: Mapping[str, Mapping[str, str]]
    attributes: Mapping[str, str]
    attribute_units: Mapping[str, str]
    values: Mapping[str, str]
    units: Mapping[str, str]
    dxa: Mapping[str, str]
    dental: Mapping[str, str]
    dialogue: Mapping[str, str]
    quality: Mapping[str, str]
    languages: Mapping[str, str]
    origins: Mapping[str, str]
    ui: Mapping[str, str]
    about: Mapping[str, str]

    def number(self, value: float) -> str:
        """A number as people write it: decimal comma in Norwegian, a true minus sign."""
        text = format(value, ".10g").replace("-", "\N{MINUS SIGN}")
        return text if self.lang == "en" else text.replace(".", ",")

    def status(self, fact: Fact) -> str:
        """The status of a fact in the words that fit its concept."""
        concept = load_codebook().concepts[fact.concept]
        for owner in (concept.id, concept.group, concept.kind):
            word = self.status_words.get(owner, {}).get(fact.status)
            if word is not None:
                return word
        return self.statuses[fact.status]

    def value(self, fact: Fact) -> str:
        """The value of a fact with its unit; empty when it has none."""
        if fact.value is None:
            return ""
        if isinstance(fact.value, str):
            return self.values[fact.value]
        unit = load_codebook().concepts[fact.concept].unit
        return _join(self.number(fact.value), self.units[unit] if unit else "")

    def attribute(self, name: str, value: Scalar) -> str:
        """One attribute with its value, such as ``skademekanisme: lavenergi``."""
        if isinstance(value, bool):
            shown = self.values["true" if value else "false"]
        elif isinstance(value, str):
            shown = self.values[value]
        else:
            shown = _join(self.number(value), self.attribute_units.get(name, ""))
        return f"{self.attributes[name]}: {shown}"

    def origin(self, fact: Fact) -> str:
        """The field of a message that a fact comes from; empty when it was read from the text."""
        return "" if fact.origin == TEXT else self.origins.get(fact.origin, fact.origin)

    def detail(self, fact: Fact) -> str:
        """Value and attributes of a fact on one line, and where it comes from when that is not the text."""
        parts = [self.value(fact), *(self.attribute(*item) for item in sorted(fact.attributes.items()))]
        parts.append(self.origin(fact))
        return ", ".join(part for part in parts if part)


def _join(number: str, unit: str) -> str:
    return f"{number} {unit}".strip()


@cache
def load_labels(lang: str) -> Labels:
    """Names in one language from the packaged ``labels.toml`` (cached).

    Raises
    ------
    ValueError
        When there is no such language, or when the file does not fit the codebook.
    """
    if lang not in LANGUAGES:
        msg = f"There are no labels in {lang!r}; choose one of {', '.join(LANGUAGES)}."
        raise ValueError(msg)
    text = resources.files("analyser.codebook").joinpath("labels.toml").read_text(encoding="utf-8")
    return parse_labels(text, lang=lang, codebook=load_codebook())


def parse_labels(text: str, *, lang: str, codebook: Codebook) -> Labels:
    """Read and check a whole labels file.

    Raises
    ------
    ValueError
        Naming every entry that lacks, is unknown, or has no text in one of the languages.
    """
    data = tomllib.loads(text)
    problems = _problems(data, codebook)
    if problems:
        listing = "; ".join(problems)
        msg = f"labels.toml does not fit the codebook, mend these entries: {listing}."
        raise ValueError(msg)
    words = data.pop("status_words")
    sections = {name: {key: entry[lang] for key, entry in section.items()} for name, section in data.items()}
    owners = {owner: {key: entry[lang] for key, entry in section.items()} for owner, section in words.items()}
    return Labels(lang=lang, status_words=owners, **sections)


def _problems(data: Mapping[str, Any], codebook: Codebook) -> list[str]:
    expected = _expected(codebook)
    kinds = {concept.kind for concept in codebook.concepts.values()}
    allowed = {
        "attribute_units": set(expected["attributes"]),
        "status_words": expected["concepts"] | expected["groups"] | kinds,
    }
    names = {*expected, *allowed, *_FREE_SECTIONS}
    found = [f"section {name} lacks" for name in sorted(names - set(data))]
    found += [f"section {name} is unknown" for name in sorted(set(data) - names)]
    for name in sorted(names & set(data)):
        section = data[name]
        if name in expected:
            found += [f"{name}.{key} lacks" for key in sorted(set(expected[name]) - set(section))]
        known = allowed.get(name, set(expected[name]) if name in expected else set(section))
        found += [f"{name}.{key} is not in the codebook" for key in sorted(set(section) - known)]
        if name == "status_words":
            for owner, entries in sorted(section.items()):
                unknown = sorted(set(entries) - set(codebook.statuses))
                found += [f"{name}.{owner}.{key} is not in the codebook" for key in unknown]
                found += _unfinished(f"{name}.{owner}", entries)
        else:
            found += _unfinished(name, section)
    return found


def _unfinished(name: str, section: Mapping[str, Any]) -> Iterable[str]:
    for key, entry in sorted(section.items()):
        texts = entry if isinstance(entry, dict) else {}
        for lang in LANGUAGES:
            text = texts.get(lang)
            if not isinstance(text, str) or not text.strip():
                yield f"{name}.{key} has no text in {lang}"
        for lang in sorted(set(texts) - set(LANGUAGES)):
            yield f"{name}.{key} has the unknown language {lang}"


def _expected(codebook: Codebook) -> dict[str, set[str]]:
    concepts = codebook.concepts.values()
    attributes = [item for concept in concepts for item in concept.attributes.items()]
    words = {word for concept in concepts for word in concept.values}
    words |= {word for _, kind in attributes if isinstance(kind, tuple) for word in kind}
    return {
        "concepts": set(codebook.concepts),
        "groups": {concept.group for concept in concepts},
        "statuses": set(codebook.statuses),
        "attributes": {name for name, _ in attributes},
        "values": words | {"true", "false"},
        "units": {concept.unit for concept in concepts if concept.unit},
        "dxa": set(codebook.dxa),
        "dental": set(codebook.dental),
        "dialogue": set(codebook.dialogue),
    }
