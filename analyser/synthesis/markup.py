r"""The notation of the grammar: one alternative of a symbol as a tree.

==============================  =====================================================================
``<symbol>``                    another symbol, expanded in its turn
``(a|b|)``                      one of these, perhaps nothing; with nothing to choose from, brackets of the letter
``{name}``, ``{name.form}``     a value of the patient, the doctor or the symbol's ``let``, in a form
``[concept status: words]``     these words carry that fact; several facts are parted by ``;``
``[age={age}: {age} år]``       a number or a choice has its value behind ``=``
``[c present months=12: ...]``  attributes follow the status
``%subject|verb|adverb%``       a clause whose word order follows its place; ``*`` is the patient
==============================  =====================================================================

A backslash before a sign makes it an ordinary one; ``\n`` is a line break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


class MarkupError(ValueError):
    """An alternative that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they stand (bokmål, or as the table they stand in says)."""

    words: str


@dataclass(frozen=True, slots=True)
class Value:
    """``{name.form}``."""

    name: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Symbol:
    """``<name>``."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """``(a|b)``."""

    options: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A fact as it is written in the grammar; every part may hold ``{values}``."""

    concept: str
    status: str
    value: str | None
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """``[fact; fact: words]``."""

    facts: tuple[Said, ...]
    body: Sequence


@dataclass(frozen=True, slots=True)
class Clause:
    """``%subject|verb|adverb%``; an empty subject is the patient."""

    subject: Sequence | None
    verb: Sequence
    adverb: Sequence


Node = Text | Value | Symbol | Choice | Span | Clause
Sequence = tuple[Node, ...]

_PLAIN = re.compile(r"(?:\\.|[^\\<>()|{}\[\]%])+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_VALUE = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
_SYMBOL = re.compile(r"<([\w.]+)>")
_FACT = re.compile(r"\s*(\w+)(?:=(\S+))?(?:\s+(present|absent|uncertain|past|planned))?((?:\s+\w+=\S+)*)\s*")


def read(source: str) -> Sequence:
    """The tree of one alternative.

    Raises
    ------
    MarkupError
        A sign is not closed, or a fact is not written as one.
    """
    reader = _Reader(source)
    found = reader.sequence("")
    if reader.at < len(source):
        msg = f"{source[reader.at]!r} at character {reader.at + 1} closes nothing"
        raise MarkupError(msg)
    return found


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def sequence(self, stop: str) -> Sequence:
        """Nodes up to one of the signs in ``stop``, which is left to the caller."""
        nodes: list[Node] = []
        while self.at < len(self.source):
            sign = self.source[self.at]
            if sign in stop:
                break
            if sign == "(":
                nodes += self._choice()
            elif sign == "[":
                nodes.append(self._span())
            elif sign == "%":
                nodes.append(self._clause())
            elif sign == "{" and (found := _VALUE.match(self.source, self.at)):
                self.at = found.end()
                nodes.append(Value(found.group(1), found.group(2) or ""))
            elif sign == "<" and (found := _SYMBOL.match(self.source, self.at)):
                self.at = found.end()
                nodes.append(Symbol(found.group(1)))
            elif found := _PLAIN.match(self.source, self.at):
                self.at = found.end()
                nodes.append(
                    Text(_ESCAPED.sub(lambda one: "\n" if one.group(1) == "n" else one.group(1), found.group()))
                )
            else:
                break
        return tuple(nodes)

    def _expect(self, sign: str, opened: int) -> None:
        if self.at >= len(self.source) or self.source[self.at] != sign:
            msg = f"{self.source[opened]!r} at character {opened + 1} lacks its {sign!r}"
            raise MarkupError(msg)
        self.at += 1

    def _choice(self) -> Sequence:
        opened = self.at
        options = []
        while True:
            self.at += 1
            options.append(self.sequence("|)"))
            if self.at >= len(self.source) or self.source[self.at] != "|":
                break
        self._expect(")", opened)
        if len(options) == 1:
            return (Text("("), *options[0], Text(")"))
        return (Choice(tuple(options)),)

    def _span(self) -> Span:
        opened = self.at
        colon = self.source.find(": ", opened)
        if colon < 0:
            msg = f"'[' at character {opened + 1} has no ': ' between its facts and its words"
            raise MarkupError(msg)
        facts = tuple(_fact(said) for said in self.source[opened + 1 : colon].split(";"))
        self.at = colon + 2
        body = self.sequence("]")
        self._expect("]", opened)
        return Span(facts, body)

    def _clause(self) -> Clause:
        opened = self.at
        parts = []
        for end in "||%":
            self.at += 1
            parts.append(self.sequence("|%"))
            if self.at >= len(self.source) or self.source[self.at] != end:
                msg = f"'%' at character {opened + 1}: a clause is %subject|verb|adverb%"
                raise MarkupError(msg)
        self.at += 1
        subject, verb, adverb = parts
        return Clause(None if subject == (Text("*"),) else subject, verb, adverb)


def _fact(said: str) -> Said:
    match = _FACT.fullmatch(said)
    if match is None:
        msg = f"{said.strip()!r} is no fact: write concept, =value or status, attribute=value"
        raise MarkupError(msg)
    concept, value, status, rest = match.groups()
    attributes = tuple(tuple(part.split("=", 1)) for part in rest.split())
    return Said(concept, status or "present", value, attributes)
