"""What every expression of a pack may consist of, whatever its names mean."""

from __future__ import annotations

import ast
import difflib
from abc import ABC, abstractmethod
from collections.abc import Iterable

from analyser.guideline.pieces import (
    CONDITION,
    FALSE,
    NUMBER,
    TRUE,
    WORD,
    Piece,
    among,
    both,
    compared,
    constant,
    either,
    is_given,
    negated,
    reckoned,
)

_COMPARE = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
_RECKON = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv"}


class ExpressionError(ValueError):
    """What is wrong with an expression; ``line`` counts within it, from 1."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.line = line


class BrokenNameError(Exception):
    """The expression names a term or rule whose own definition is wrong, which has been noted there."""


class Grammar(ABC):
    """Puts an expression together; what names and functions mean is told by the class that inherits."""

    @abstractmethod
    def named(self, name: str, line: int) -> Piece:
        """What a name stands for."""

    @abstractmethod
    def called(self, name: str, args: list[ast.expr], tree: ast.Call) -> Piece:
        """What a function gives."""

    def condition(self, source: str) -> Piece:
        """Compile an expression that holds or not.

        Raises
        ------
        ExpressionError
            It cannot be understood.
        BrokenNameError
            A definition that it names cannot be.
        """
        return self.condition_of(_parse(source))

    def number(self, source: str) -> Piece:
        """Compile an expression that is a number; raises as :meth:`condition`."""
        return self.number_of(_parse(source))

    def condition_of(self, tree: ast.expr) -> Piece:
        """Compile a part that holds or not."""
        piece = self._piece(tree)
        if piece.kind != CONDITION:
            msg = f"'{_shown(tree)}' is a value where something that holds or not is meant; compare it"
            raise ExpressionError(msg, tree.lineno)
        return piece

    def value_of(self, tree: ast.expr) -> Piece:
        """Compile a part that is a number or a word."""
        piece = self._piece(tree)
        if piece.kind == CONDITION:
            msg = f"'{_shown(tree)}' holds or not, where a value is meant"
            raise ExpressionError(msg, tree.lineno)
        return piece

    def number_of(self, tree: ast.expr) -> Piece:
        """Compile a part that is a number."""
        piece = self.value_of(tree)
        if piece.kind == WORD:
            msg = f"'{_shown(tree)}' is a word, where a number is meant"
            raise ExpressionError(msg, tree.lineno)
        return piece

    def _piece(self, tree: ast.expr) -> Piece:
        match tree:
            case ast.BoolOp(op=ast.And(), values=values):
                return both([self.condition_of(value) for value in values])
            case ast.BoolOp(values=values):
                return either([self.condition_of(value) for value in values])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return negated(self.condition_of(operand))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return constant(-number)
            case ast.Compare():
                return self._comparison(tree)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _RECKON:
                return reckoned(_RECKON[type(op)], self.number_of(left), self.number_of(right))
            case ast.Constant(value=bool() as truth):
                return TRUE if truth else FALSE
            case ast.Constant(value=int() | float() | str() as value):
                return constant(value)
            case ast.Name(id=name):
                return self.named(name, tree.lineno)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self.called(name, args, tree)
        raise _not_part(tree)

    def _comparison(self, tree: ast.Compare) -> Piece:
        parts: list[Piece] = []
        left = tree.left
        for operator, right in zip(tree.ops, tree.comparators, strict=True):
            if isinstance(operator, ast.In | ast.NotIn):
                value, one_of = self._among(left, right)
                if isinstance(operator, ast.NotIn):
                    one_of = negated(one_of) if value.labels else both([is_given(value), negated(one_of)])
                parts.append(one_of)
            elif type(operator) in _COMPARE:
                parts.append(self._compared(left, _COMPARE[type(operator)], right))
            else:
                raise _not_part(tree)
            left = right
        return parts[0] if len(parts) == 1 else both(parts)

    def _compared(self, left: ast.expr, operator: str, right: ast.expr) -> Piece:
        one, other = self.value_of(left), self.value_of(right)
        if one.kind != other.kind:
            msg = f"'{_shown(left)}' and '{_shown(right)}' cannot be compared: one is a number, the other a word"
            raise ExpressionError(msg, left.lineno)
        if one.kind == NUMBER:
            return compared(one, operator, other)
        if operator not in {"==", "!="} or not isinstance(other.constant, str):
            msg = f"'{_shown(left)}' is a word; compare it with == or != and a word in quotation marks"
            raise ExpressionError(msg, left.lineno)
        _check_words(left, one.choices, other.choices)
        if one.labels:
            chosen = among(one, other.choices)
            return chosen if operator == "==" else negated(chosen)
        return compared(one, operator, other)

    def _among(self, left: ast.expr, right: ast.expr) -> tuple[Piece, Piece]:
        value = self.value_of(left)
        parts = right.elts if isinstance(right, ast.Tuple) else []
        words = frozenset(
            part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )
        if value.kind != WORD or not words or len(words) != len(parts):
            msg = f"'in' needs a word before it and several words in brackets behind it, not '{_shown(right)}'"
            raise ExpressionError(msg, right.lineno)
        _check_words(left, value.choices, words)
        return value, among(value, words)


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Say that a name is not known, with the nearest that is."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"unknown {what} {name!r}" + (f"; is {near[0]!r} meant?" if near else "")


def refused(name: str, tree: ast.expr) -> ExpressionError:
    """The error for a function that does not fit where it stands."""
    msg = f"'{_shown(tree)}': this is not how {name} is used, or not here"
    return ExpressionError(msg, tree.lineno)


def _not_part(tree: ast.expr) -> ExpressionError:
    msg = f"'{_shown(tree)}' is not part of the language of conditions"
    return ExpressionError(msg, tree.lineno)


def _parse(source: str) -> ast.expr:
    try:
        # The brackets let an expression run over several lines.
        tree = ast.parse(f"(\n{source}\n)", mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = max(1, (getattr(error, "lineno", None) or 2) - 1)
        msg = "the expression cannot be read; look for a bracket or a quotation mark that lacks"
        raise ExpressionError(msg, line) from None
    ast.increment_lineno(tree, -1)
    return tree.body


def _check_words(left: ast.expr, choices: frozenset[str], words: frozenset[str]) -> None:
    for word in sorted(words - choices):
        msg = unknown("word", word, choices) + f" ('{_shown(left)}' is one of {', '.join(sorted(choices))})"
        raise ExpressionError(msg, left.lineno)


def _shown(tree: ast.expr) -> str:
    text = ast.unparse(tree)
    return text if len(text) <= 60 else text[:57] + "..."
