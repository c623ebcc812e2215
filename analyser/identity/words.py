"""The room's data as sets: names, ordinary words, and the cues that stand around identifiers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from analyser.extraction.data import lexicon_files, load_toml

_LETTERS = re.compile(r"[^\W\d_]+")
_HYPHEN = re.compile(r"[-\u2010\u2011'\u2019]")
_SHORTEST = 3  # letters before the end of a family name: "Sen" is none, "Olsen" is
_LONG = 6
_PART = 5
_MAX_REMEMBERED = 50_000


def read(name: str) -> dict[str, Any]:
    """One data file of the room."""
    text = resources.files("analyser.identity").joinpath("data", name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What is known of words, all in lower case.

    Attributes
    ----------
    given, family
        Names of people.
    endings
        Ends of family names.
    particles
        Small words inside names ("van", "al").
    ordinary
        Words that are no names by themselves.
    clinical
        Eponyms, drugs and the words of the lexicon of findings: never masked for their own sake.
    longest
        Letters of the longest of them: no longer piece of a word is looked up.
    """

    given: frozenset[str]
    family: frozenset[str]
    endings: tuple[str, ...]
    drug_endings: tuple[str, ...]
    documents: tuple[str, ...]
    particles: frozenset[str]
    ordinary: frozenset[str]
    clinical: frozenset[str]
    drugs: frozenset[str]
    named: frozenset[str]
    cues: dict[str, frozenset[str]]
    longest: int
    _given: dict[str, bool] = field(default_factory=dict)
    _family: dict[str, bool] = field(default_factory=dict)
    _plain: dict[str, bool] = field(default_factory=dict)

    def is_given(self, word: str) -> bool:
        """Whether a word is a given name, also in the genitive or joined of two."""
        known = self._given.get(word)
        if known is None:
            spellings = (
                word,
                word.removesuffix("s"),
                word.replace("aa", "å"),
                word.removesuffix("s").replace("aa", "å"),
            )
            known = not self.given.isdisjoint(spellings)
            if not known and (parts := _HYPHEN.split(word))[1:]:
                known = parts[0] in self.given
            _remember(self._given, word, known=known)
        return known

    def is_family(self, word: str) -> bool:
        """Whether a word is a family name, or has the shape of one."""
        known = self._family.get(word)
        if known is None:
            last = _HYPHEN.split(word)[-1]
            known = not self.family.isdisjoint((word, word.removesuffix("s"), last)) or any(
                last.endswith(end) and len(last) - len(end) >= _SHORTEST for end in self.endings
            )
            _remember(self._family, word, known=known)
        return known

    def is_plain(self, word: str) -> bool:
        """Whether a word means something else than a person or a place: ordinary, clinical or a drug."""
        known = self._plain.get(word)
        if known is None:
            known = self._means(word)
            _remember(self._plain, word, known=known)
        return known

    def _means(self, word: str) -> bool:
        if word in self.ordinary or word in self.clinical:
            return True
        parts = _HYPHEN.split(word)
        if len(parts) > 1:
            known = [len(part) > 2 and (part in self.clinical or part in self.ordinary) for part in parts]
            named = any(len(part) > 2 and (part in self.given or self.is_family(part)) for part in parts)
            head = known[0] and parts[0] not in self.given and parts[0] not in self.family
            term = (
                known[-1] and parts[-1].startswith(tuple(self.cues["stop.eponym_nouns"])) and parts[0] in self.clinical
            )
            lettered = len(parts) == 2 and len(parts[0]) == 1 and self._means(parts[1])  # "D-vitamintilskot"
            return term or head or lettered or (any(known) and not named) or (known[-1] and len(parts[0]) <= 2)
        if word.endswith("s") and word[:-1] in self.clinical:
            return True
        if len(word) <= _LONG or word in self.given or word in self.family:
            return False
        return word.endswith((*self.drug_endings, *self.documents, "isk", "iske")) or any(
            word[:cut] in self.named or (cut > _LONG and word[:cut] in self.clinical)
            for cut in range(_LONG, min(len(word), self.longest + 1))
        )

    def is_compound(self, word: str) -> bool:
        """Whether a word that is neither name nor known ends with a known one ("Oktoberdosen")."""
        return (
            not self.is_given(word)
            and word not in self.family
            and any(
                word[cut:] in self.ordinary or word[cut:] in self.clinical
                for cut in range(max(3, len(word) - self.longest), len(word) - _PART + 1)
            )
        )


def _remember(store: dict[str, bool], word: str, *, known: bool) -> None:
    if len(store) >= _MAX_REMEMBERED:
        store.clear()
    store[word] = known


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _lexicon_words() -> Iterator[str]:
    for name in lexicon_files():
        for text in _strings(load_toml(name)):
            yield from (word for word in _LETTERS.findall(text.lower()) if len(word) > 1)


@cache
def load_words() -> Words:
    """Read the room's data (cached)."""
    names, cues = read("names.toml"), read("cues.toml")
    given = frozenset(word for group in names["given"].values() for word in group.split())
    family = _set(names["family"]["names"])
    flat = {
        f"{section}.{key}": _set(value)
        for section, values in cues.items()
        for key, value in values.items()
        if isinstance(value, str)
    }
    ordinary = _set(read("ordinary.toml")["words"]) | flat["stop.words"] | flat["stop.names_too"]
    for key in (
        "person.fields",
        "person.labels",
        "person.titles",
        "person.relations",
        "person.closings",
        "person.verbs",
    ):
        ordinary |= flat[key]
    ordinary |= flat["birth.cues"] | flat["number.record"] | flat["number.hpr"] | flat["number.account"]
    ordinary |= flat["number.phone"] | flat["place.before"] | flat["place.nouns"] | flat["number.identity"]
    ordinary |= frozenset(noun for noun in flat["organisation.nouns"] if len(noun) > _SHORTEST)
    ordinary |= flat["address.labels"] | flat["place.countries"]
    clinical = frozenset(_lexicon_words()) | _set(names["eponyms"]["names"]) | _set(names["drugs"]["names"])
    # A name among the lexicon's words ("Bo", "Per", "Brekke") stays a word that may be a name where it has a capital.
    return Words(
        given=given,
        family=family,
        endings=tuple(names["family"]["endings"].split()),
        drug_endings=tuple(names["drugs"]["endings"].split()),
        documents=tuple(cues["stop"]["documents"].split()),
        particles=_set(names["family"]["particles"]),
        ordinary=ordinary,
        clinical=clinical,
        drugs=_set(names["drugs"]["names"]),
        named=_set(names["drugs"]["names"]) | _set(names["eponyms"]["names"]),
        cues=flat,
        longest=max(map(len, ordinary | clinical)),
    )
