"""Sentences for people: variants chosen by conditions, with places that are filled from the letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analyser.codebook.labels import load_labels
from analyser.guideline.state import Function, Read, Values

_PLACE = re.compile(r"\{([^{}]*)\}")
_AND = {"nb": "og", "nn": "og", "en": "and"}
# Over this, a second decimal says nothing.
_LARGE = 10
# Over this, a number is a slip of the pen.
_BELIEVABLE = 1e9


@dataclass(frozen=True, slots=True)
class Asked:
    """What a text is written about: the letter in compiled form, and the facts that the reason rests on."""

    bits: int
    values: Values
    read: Read
    rests: int
    lang: str

    def holds(self, condition: Function | None) -> bool:
        """Whether a condition holds; no condition always does."""
        return condition is None or bool(condition(self.bits, self.values, self.read))

    def number(self, quantity: Function) -> str:
        """A number as people write it."""
        value = quantity(self.bits, self.values, self.read)
        if value != value or abs(value) > _BELIEVABLE:
            return "?"
        return load_labels(self.lang).number(round(value, 1 if abs(value) >= _LARGE else 2))

    def concepts(self, among: frozenset[str] | None) -> str:
        """Names of the concepts that the reason rests on, each once, in the letter's order."""
        names = load_labels(self.lang).concepts
        facts = [fact for number, fact in enumerate(self.read.facts) if self.rests & (2 << number)]
        chosen = dict.fromkeys(fact.concept for fact in facts if among is None or fact.concept in among)
        return listed([names[concept] for concept in chosen], self.lang)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Texts by language, used where a condition holds; a text is fixed parts and places."""

    when: Function | None
    texts: Mapping[str, tuple[str | Callable[[Asked], str], ...]]

    def say(self, asked: Asked) -> str:
        """The text with its places filled."""
        parts = self.texts[asked.lang]
        return "".join([part if isinstance(part, str) else part(asked) for part in parts])


@dataclass(frozen=True, slots=True)
class Wording:
    """All that may be said for one reason.

    Attributes
    ----------
    variants
        The first that holds is used; the last always holds.
    additions
        All that hold are added.
    entries
        Those that hold are what ``{list}`` stands for.
    """

    variants: tuple[Sentence, ...]
    additions: tuple[Sentence, ...] = ()
    entries: tuple[Sentence, ...] = ()

    def say(self, asked: Asked) -> str:
        """The message."""
        said = [next(sentence.say(asked) for sentence in self.variants if asked.holds(sentence.when))]
        said += [sentence.say(asked) for sentence in self.additions if asked.holds(sentence.when)]
        return " ".join(said)

    def list(self, asked: Asked) -> str:
        """The entries that hold, as one phrase."""
        return listed([entry.say(asked) for entry in self.entries if asked.holds(entry.when)], asked.lang)


def listed(names: Sequence[str], lang: str) -> str:
    """Names as one phrase: ``a, b og c``; with semicolons where a name has a comma of its own."""
    if len(names) < 2:
        return "".join(names)
    if any("," in name for name in names):
        return "; ".join(names)
    return f"{', '.join(names[:-1])} {_AND[lang]} {names[-1]}"


def split(text: str) -> Iterator[tuple[str, str]]:
    """Fixed parts of a text, each with the place that follows it (empty behind the last)."""
    parts = _PLACE.split(text)
    yield from zip(parts[::2], [*parts[1::2], ""], strict=True)
