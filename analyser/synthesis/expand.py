"""From a symbol to words: the grammar expanded, with the facts that the words carry."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from analyser.codebook import load_codebook
from analyser.fact import Fact
from analyser.synthesis import markup
from analyser.synthesis.grammar import Grammar, Way, given
from analyser.synthesis.values import Drawn, Word, draw

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_GENDERED = frozenset({"hun", "Hun", "henne", "hennes"})


@dataclass(slots=True)
class Words:
    """A piece of a letter: its text, and its facts with offsets in it."""

    text: str = ""
    facts: list[Fact] = field(default_factory=list)

    def add(self, other: Words | str) -> None:
        """Put more behind."""
        if isinstance(other, str):
            self.text += other
            return
        shift = len(self.text)
        self.text += other.text
        self.facts += [
            dataclasses.replace(fact, start=(fact.start or 0) + shift, end=(fact.end or 0) + shift)
            for fact in other.facts
        ]

    def __bool__(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Voice:
    """How one doctor writes.

    Attributes
    ----------
    lang
        ``nb``, ``nn`` or ``mixed``.
    subjects
        What the patient is called in a clause, drawn from by their number of occurrences.
    drops
        Share of clauses without their subject.
    """

    lang: str
    subjects: tuple[str, ...]
    drops: float


class Expander:
    """Says symbols of one letter.

    Parameters
    ----------
    grammar
        What can be said.
    voice
        How.
    values
        What ``{name}`` stands for.
    letter
        The letter's day.
    rng
        Every choice comes from here.
    """

    def __init__(
        self, grammar: Grammar, voice: Voice, values: Mapping[str, Drawn], *, letter: dt.date, rng: Random
    ) -> None:
        self.grammar = grammar
        self.voice = voice
        self.values = dict(values)
        self.letter = letter
        self.rng = rng
        self._used: dict[str, set[int]] = {}
        self._lang = voice.lang
        self._order = "plain"
        self._let: list[dict[str, Drawn]] = []

    def say(self, name: str, style: str = "any", *, order: str = "plain") -> Words:
        """One symbol in a style.

        ``order`` is that of its first clause: ``plain``, ``inverted`` (something stands before it), ``sub``
        (subordinate), ``rel`` (behind "som") or ``dropped`` (no subject).
        """
        mixed = self.voice.lang == "mixed"
        self._lang = self.rng.choice(("nb", "nn")) if mixed else self.voice.lang
        self._order = order
        out = Words()
        self._symbol(name, style, out)
        return out

    def has(self, name: str, style: str) -> bool:
        """Whether a symbol can be said in just this style."""
        return self.grammar.entries[name].in_style(style, self._norm())[0] == style

    def leads(self, name: str) -> bool:
        """Whether some way of saying a symbol is a clause that begins with the patient, so that it can be framed."""
        return bool(self._leading(self.grammar.entries[name].in_style("clause", self._norm())[1]))

    def in_norm(self, bokmaal: str) -> str:
        """Words of bokmål in the letter's norm."""
        self._lang = self._norm()
        return self._text(bokmaal, translate=True)

    def _norm(self) -> str:
        return "nb" if self.voice.lang == "mixed" else self.voice.lang

    @staticmethod
    def _leading(ways: Sequence[Way]) -> list[Way]:
        return [way for way in ways if _begins_with_patient(way.nodes)]

    def _symbol(self, name: str, style: str, out: Words) -> None:
        entry = self.grammar.entries[name]
        _, ways = entry.in_style(style, self._lang)
        if not ways:
            return
        # What has been said in one way in this letter is said in another the next time, as far as there are any.
        if self._order != "plain":
            leading = self._leading(ways)
            ways, self._order = (tuple(leading), self._order) if leading else (ways, "plain")
        used = self._used.setdefault(name, set())
        fresh = [way for way in ways if id(way) not in used] or list(ways)
        way = self.rng.choice(fresh)
        used.add(id(way))
        self._let.append({key: draw(kind, rng=self.rng, letter=self.letter) for key, kind in entry.let.items()})
        self._nodes(way.nodes, out, translate=way.lang == "both", style=style)
        self._let.pop()

    def _nodes(self, nodes: markup.Sequence, out: Words, *, translate: bool, style: str) -> None:
        for node in nodes:
            if isinstance(node, markup.Text):
                words = self._text(node.words, translate=translate)
                # Where a symbol before it said nothing, its blank is left over.
                if out.text.endswith(" ") and words[0] in " ,.;:)?":
                    out.text = out.text[:-1]
                out.text += words
            elif isinstance(node, markup.Value):
                self._value(node, out)
            elif isinstance(node, markup.Symbol):
                self._symbol(node.name, style, out)
            elif isinstance(node, markup.Choice):
                self._nodes(self.rng.choice(node.options), out, translate=translate, style=style)
            elif isinstance(node, markup.Span):
                self._span(node, out, translate=translate, style=style)
            else:
                self._clause(node, out, translate=translate, style=style)

    def _text(self, words: str, *, translate: bool) -> str:
        if not translate or self._lang == "nb":
            return words
        for phrase, other in self.grammar.phrases.items():
            if phrase in words:
                words = words.replace(phrase, other)
        return _WORD.sub(lambda match: nynorsk(match.group(), self.grammar.words), words)

    def _look_up(self, name: str) -> Drawn:
        for scope in reversed(self._let):
            if name in scope:
                return scope[name]
        return self.values[name]

    def _value(self, node: markup.Value, out: Words) -> None:
        value = self._look_up(node.name)
        said = value.say(node.form, self._lang, self.rng)
        if isinstance(value, Word):
            said = self._text(said, translate=True)
        if node.name in _GENDERED:
            sex = str(self.values["sex"].fact(""))
            out.facts.append(Fact("sex", value=sex, start=len(out.text), end=len(out.text) + len(said)))
        out.text += said

    def _span(self, node: markup.Span, out: Words, *, translate: bool, style: str) -> None:
        start: int = len(out.text)
        inner = Words(out.text)
        self._after_subject: tuple[int, int] | None = None
        self._nodes(node.body, inner, translate=translate, style=style)
        if self._after_subject is not None and self._after_subject[0] == start and _begins_with_patient(node.body):
            # The patient as subject is no part of the quote.
            start = self._after_subject[1]
        out.facts += inner.facts
        out.text = inner.text
        end = len(out.text.rstrip(" "))
        out.facts += [self._fact(said, start, end) for said in node.facts]

    def _clause(self, node: markup.Clause, out: Words, *, translate: bool, style: str) -> None:
        order, self._order = self._order, "plain"
        if order == "plain" and node.subject is None and style == "tele":
            order = "dropped"

        def say(part: markup.Sequence) -> Words:
            words = Words()
            self._nodes(part, words, translate=translate, style=style)
            return words

        if node.subject is not None:
            subject = say(node.subject)
        elif order in ("dropped", "rel"):
            subject = Words()
        else:
            subject = self._patient(order)
        verb, adverb = say(node.verb), say(node.adverb)
        parts = {
            "inverted": (verb, subject, adverb),
            "sub": (subject, adverb, verb),
            "rel": (subject, adverb, verb),
        }.get(order, (subject, verb, adverb))
        begin, first = len(out.text), True
        for part in parts:
            if not part.text:
                continue
            if not first:
                out.add(" ")
            out.add(part)
            first = False
            if part is subject and node.subject is None and len(out.text) - begin == len(subject.text):
                self._after_subject = (begin, len(out.text) + 1)

    def _patient(self, order: str) -> Words:
        name = self.rng.choice(self.voice.subjects)
        if order == "inverted" and name == "pas.":
            name = "{hun}"
        out = Words()
        self._nodes(markup.read(name), out, translate=True, style="any")
        return out

    def _fact(self, said: markup.Said, start: int, end: int) -> Fact:
        concept = load_codebook().concepts[said.concept]
        value: float | str | None = None
        if said.value is not None:
            resolved = self._resolve(said.value)
            value = float(resolved) if concept.kind == "number" and isinstance(resolved, str) else resolved
        attributes: dict[str, float | int | bool | str] = {}
        for key, written in said.attributes:
            attributes[key] = self._resolve(written) if written[0] == "{" else given(written, concept.attributes[key])
            if isinstance(attributes[key], float) and attributes[key] == int(attributes[key]):
                attributes[key] = int(attributes[key])
        return Fact(said.concept, said.status, value, attributes, start, end)

    def _resolve(self, written: str) -> float | int | str:
        if not written.startswith("{"):
            return written
        name, _, form = written.strip("{}").partition(".")
        return self._look_up(name).fact(form)


def _begins_with_patient(nodes: markup.Sequence) -> bool:
    if not nodes:
        return False
    first = nodes[0]
    if isinstance(first, markup.Span):
        return _begins_with_patient(first.body)
    return isinstance(first, markup.Clause) and first.subject is None


def nynorsk(word: str, words: Mapping[str, str]) -> str:
    """A word of bokmål in nynorsk, in the same case; itself when they do not differ."""
    found = words.get(word) or words.get(word.lower())
    if found is None:
        return word
    if word.isupper() and len(word) > 1:
        return found.upper()
    return found[0].upper() + found[1:] if word[0].isupper() else found
