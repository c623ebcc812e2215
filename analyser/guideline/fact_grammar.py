"""What names mean in the second part of brackets, which speaks of one fact."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from analyser.codebook import Concept
from analyser.fact import Scalar
from analyser.guideline.grammar import ExpressionError, Grammar, refused, unknown
from analyser.guideline.pieces import CONDITION, NUMBER, WORD, Piece, constant, is_given


class FactGrammar(Grammar):
    """Compiles what must hold within one fact; it sees the fact as ``f`` and its attributes as ``a``.

    Parameters
    ----------
    concepts
        Of which the fact may be.
    parameters
        Name to number.
    defaults
        What an attribute that is not given is taken for.
    used
        Names of parameters that were asked for are added.
    """

    def __init__(
        self,
        concepts: Sequence[Concept],
        *,
        parameters: Mapping[str, float],
        defaults: Mapping[str, Scalar],
        used: set[str],
    ) -> None:
        self._concepts = concepts
        self._parameters = parameters
        self._defaults = defaults
        self._used = used

    def named(self, name: str, line: int) -> Piece:
        """What a name stands for."""
        if name == "value" and not any("value" in concept.attributes for concept in self._concepts):
            return self._own_value(line)
        if name in self._parameters:
            self._used.add(name)
            return constant(self._parameters[name])
        (kind, *others) = {concept.attributes.get(name) for concept in self._concepts}
        if kind is None or others:
            holder = self._concepts[0].id if len(self._concepts) == 1 else "every one of these concepts"
            known = {attribute for concept in self._concepts for attribute in concept.attributes}
            raise ExpressionError(unknown(f"attribute of {holder}", name, (*self._parameters, *known)), line)
        default = self._defaults.get(name)
        code = f"a.get({name!r}, {'MISSING' if default is None else repr(default)})"
        if kind == "boolean":
            return Piece(CONDITION, f"({code} is True)", "")
        return Piece(
            WORD if isinstance(kind, tuple) else NUMBER,
            code,
            "",
            choices=frozenset(kind) if isinstance(kind, tuple) else frozenset(),
        )

    def called(self, name: str, args: list[ast.expr], tree: ast.Call) -> Piece:
        """What a function gives."""
        match name, args:
            case "given", [one]:
                return is_given(self.value_of(one))
            case "said", [_, *_]:
                given = [arg.value for arg in args if isinstance(arg, ast.Constant)]
                words = tuple(word.lower() for word in given if isinstance(word, str))
                if len(words) == len(args):
                    return Piece(CONDITION, f"said(f, {words!r})", "")
                raise refused(name, tree)
        msg = "what stands in a second part of brackets speaks of one fact and cannot ask for others"
        raise ExpressionError(msg, tree.lineno)

    def _own_value(self, line: int) -> Piece:
        kinds = {concept.kind for concept in self._concepts}
        if len(kinds) > 1 or kinds == {"finding"}:
            msg = "'value' can be asked of concepts that all have a number, or all a choice"
            raise ExpressionError(msg, line)
        words = frozenset(word for concept in self._concepts for word in concept.values)
        return Piece(WORD if words else NUMBER, "(MISSING if f.value is None else f.value)", "", choices=words)
