"""The small closed language that conditions are written in, read with Python's own parser.

.. code-block:: python

    asked and (present(limited_life_expectancy) or refuses)
    present(vertebral_fracture, imaging_confirmed and mechanism != "high_energy")
    count(present(smoking), body_mass_index < low_bmi) >= 2

Names are parameters, terms, rules (a rule's id holds where its condition does) and the codebook's concepts
with a value (the first that the letter gives). ``dxa`` is how DXA was decided and ``rule`` which rule did it.
Functions:

- a status, or several joined by ``_or_``, and ``mentioned`` (any status): a fact of that concept, group of
  the codebook or set of the pack. A second part must hold within that one fact; its names are the
  attributes and ``value``, and ``said("medrol")`` asks for words in its quote;
- ``given(x)``: there is a value; ``first_given(x, y, ...)``: the first that there is;
- ``count(a, b, ...)``: how many hold;
- in texts only: an attribute, as in ``months(present(denosumab))``; ``contradicted(set)``: a concept of the set
  is said to be present and to be absent; ``differing(set)``: one is given with several values.

A comparison with a value that is missing does not hold. Everything else that Python can say is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from analyser.codebook import Codebook
from analyser.fact import Scalar
from analyser.guideline.fact_grammar import FactGrammar
from analyser.guideline.grammar import BrokenNameError, ExpressionError, Grammar, refused, unknown
from analyser.guideline.pieces import (
    CONDITION,
    DECIDED,
    NUMBER,
    TEXTS,
    WORD,
    Piece,
    bit_test,
    constant,
    counted,
    first_given,
    is_given,
)
from analyser.guideline.state import NAMES, Encoder, Entry

FUNCTIONS = ("mentioned", "given", "first_given", "count", "contradicted", "differing", "said")
RESERVED = ("dxa", "rule", "value", *FUNCTIONS)
"""Names with a meaning of their own, which a pack cannot give to anything else."""

_Check = Callable[[Any, Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Definition:
    """What a name of the pack stands for; ``number`` tells that it is a number, not a condition."""

    source: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class _Atom:
    """The kind of facts that one bit stands for."""

    concepts: frozenset[str]
    statuses: frozenset[str]
    where: str


class Language(Grammar):
    """Compiles the expressions of one pack.

    Parameters
    ----------
    codebook
        The vocabulary.
    parameters
        Name to number.
    sets
        Name to concepts.
    defaults
        What an attribute that is not given is taken for.
    definitions
        Terms and rules by name; they may name each other in any order, but not in a circle.
    rules
        Ids of the rules that may decide DXA.

    Attributes
    ----------
    broken
        What is wrong with which definition.
    used
        Names that some expression asked for.
    """

    def __init__(
        self,
        *,
        codebook: Codebook,
        parameters: Mapping[str, float],
        sets: Mapping[str, tuple[str, ...]],
        defaults: Mapping[str, Scalar],
        definitions: Mapping[str, Definition],
        rules: tuple[str, ...],
    ) -> None:
        super().__init__()
        self.codebook = codebook
        self.defaults = defaults
        self.broken: dict[str, ExpressionError] = {}
        self.used: set[str] = set()
        self.parameters = parameters
        groups = {concept.group: codebook.group(concept.group) for concept in codebook.concepts.values()}
        self._sets = {**{name: (name,) for name in codebook.concepts}, **groups, **sets}
        self._definitions = definitions
        self._compiled: dict[str, Piece] = {}
        self._open: list[str] = []
        self._bits = 0
        self._atoms: dict[_Atom, tuple[int, _Check | None]] = {}
        self._values: dict[str, int] = {}
        self.decided = {word: self._bit() for word in (*codebook.dxa, *rules)}
        """The bit of each DXA suggestion and rule."""
        self._labels = {"dxa": codebook.dxa, "rule": rules}

    def encoder(self) -> Encoder:
        """What puts letters in the form that all that has been compiled looks at."""
        entries = {}
        for concept in self.codebook.concepts.values():
            for status in concept.statuses:
                bits, checks = 0, []
                for atom, (bit, check) in self._atoms.items():
                    if concept.id in atom.concepts and status in atom.statuses:
                        if check is None:
                            bits |= bit
                        else:
                            checks.append((check, bit))
                entries[concept.id, status] = Entry(bits, tuple(checks), self._values.get(concept.id, -1))
        return Encoder(entries, len(self._values))

    def atom(self, concepts: tuple[str, ...], statuses: frozenset[str], where: Piece | None = None) -> Piece:
        """Holds where the letter has such a fact."""
        key = _Atom(frozenset(concepts), statuses, where.code if where else "")
        if key not in self._atoms:
            check = None if where is None else eval(f"lambda f, a: {where.code}", dict(NAMES))  # noqa: S307
            self._atoms[key] = (self._bit(), check)
        return bit_test(self._atoms[key][0])

    def facts_of(self, bits: int) -> list[tuple[str, str]]:
        """Concept and status of the facts that set one of the bits."""
        return [
            (concept.id, status)
            for concept in self.codebook.concepts.values()
            for status in concept.statuses
            if any(
                bit & bits and concept.id in atom.concepts and status in atom.statuses
                for atom, (bit, _) in self._atoms.items()
            )
        ]

    def defined(self, name: str) -> Piece:
        """What a term or rule was compiled to.

        Raises
        ------
        BrokenNameError
            Its definition is wrong; :attr:`broken` says how.
        ExpressionError
            It is being compiled just now: it is defined by itself.
        """
        if name in self._compiled:
            return self._compiled[name]
        if name in self.broken:
            raise BrokenNameError
        if name in self._open:
            circle = " -> ".join((*self._open[self._open.index(name) :], name))
            msg = f"these are defined by each other: {circle}"
            raise ExpressionError(msg)
        self._open.append(name)
        definition = self._definitions[name]
        try:
            compile_source = self.number if definition.number else self.condition
            self._compiled[name] = compile_source(definition.source)
        except ExpressionError as error:
            self.broken[name] = error
            raise BrokenNameError from None
        except BrokenNameError:
            self.broken[name] = ExpressionError("")
            raise
        finally:
            self._open.pop()
        return self._compiled[name]

    def concepts(self, name: str, line: int = 1) -> tuple[str, ...]:
        """The concepts of a concept, group or set; raises :class:`ExpressionError` where there is none."""
        if name not in self._sets:
            raise ExpressionError(unknown("concept, group or set", name, self._sets), line)
        self.used.add(name)
        return self._sets[name]

    # What names and functions mean.

    def named(self, name: str, line: int) -> Piece:
        """What a name stands for."""
        if name in self.parameters:
            self.used.add(name)
            return constant(self.parameters[name])
        if name in self._labels:
            words = self._labels[name]
            labels = {word: self.decided[word] for word in words}
            return Piece(WORD, "", "0", DECIDED, choices=frozenset(words), labels=labels)
        if name in self._definitions:
            self.used.add(name)
            try:
                return self.defined(name)
            except ExpressionError as error:
                error.line = line
                raise
        concept = self.codebook.concepts.get(name)
        if concept is not None and concept.kind != "finding":
            number = self._values.setdefault(name, len(self._values))
            kind = WORD if concept.kind == "choice" else NUMBER
            return Piece(kind, f"v[{number}]", f"first(s, {name!r})", choices=frozenset(concept.values))
        if name in self._sets:
            msg = f"{name} has no value; write what is meant of it, such as present({name})"
            raise ExpressionError(msg, line)
        known = (*self.parameters, *self._definitions, *self._labels, *self.codebook.concepts)
        raise ExpressionError(unknown("name", name, known), line)

    def called(self, name: str, args: list[ast.expr], tree: ast.Call) -> Piece:
        """What a function gives."""
        match name, args:
            case "given", [one]:
                value = self.value_of(one)
                if value.labels:
                    raise refused(name, tree)
                return is_given(value)
            case "first_given", [_, *_]:
                return first_given([self.number_of(arg) for arg in args])
            case "count", [_, *_]:
                return counted([self.condition_of(arg) for arg in args])
            case (("contradicted" | "differing"), [ast.Name(id=chosen)]):
                code = f"{name}(s, frozenset({sorted(self.concepts(chosen, tree.lineno))!r}))"
                return Piece(CONDITION, code, code, TEXTS)
            case _, [ast.Call(func=ast.Name(id=status), args=[ast.Name(id=chosen), *_]) as facts] if (
                status not in FUNCTIONS or status == "mentioned"
            ):
                found = self._call_of_facts(status, facts)
                self._of_one_fact(self.concepts(chosen)).number_of(ast.copy_location(ast.Name(name), tree))
                return Piece(NUMBER, f"attribute(s, {found.bits}, {name!r})", found.trace, TEXTS)
        if name in FUNCTIONS and name != "mentioned":
            raise refused(name, tree)
        return self._call_of_facts(name, tree)

    def _call_of_facts(self, name: str, tree: ast.Call) -> Piece:
        statuses = self._statuses(name, tree.lineno)
        match tree.args:
            case [ast.Name(id=chosen), *where] if len(where) < 2:
                concepts = self._with_statuses(chosen, statuses, tree.lineno)
                one = self._of_one_fact(concepts)
                return self.atom(concepts, statuses, one.condition_of(where[0]) if where else None)
        msg = f"{name} needs the name of a concept, group or set in its brackets, and perhaps a condition"
        raise ExpressionError(msg, tree.lineno)

    def _of_one_fact(self, concepts: tuple[str, ...]) -> FactGrammar:
        held = [self.codebook.concepts[concept] for concept in concepts]
        return FactGrammar(held, parameters=self.parameters, defaults=self.defaults, used=self.used)

    def _statuses(self, name: str, line: int) -> frozenset[str]:
        known = tuple(self.codebook.statuses)
        if name == "mentioned":
            return frozenset(known)
        words = name.split("_or_")
        for word in words:
            if word not in known:
                what = "function" if len(words) == 1 else "status"
                raise ExpressionError(unknown(what, word, (*known, *FUNCTIONS)), line)
        return frozenset(words)

    def _with_statuses(self, name: str, statuses: frozenset[str], line: int) -> tuple[str, ...]:
        concepts = self.concepts(name, line)
        if len(statuses) < len(self.codebook.statuses):
            for status in sorted(statuses):
                if not any(status in self.codebook.concepts[concept].statuses for concept in concepts):
                    msg = f"{name} has no status {status!r} in the codebook"
                    raise ExpressionError(msg, line)
        return concepts

    def _bit(self) -> int:
        self._bits += 1
        return 1 << (self._bits - 1)
