"""Compiled parts of an expression, and how they are put together.

A piece is Python source twice over: ``code`` tells whether a condition holds (or what a value is) and stops as
soon as it knows; ``trace`` tells which facts it rests on and looks at all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analyser.guideline.state import NAMES, Function

CONDITION, NUMBER, WORD = "condition", "number", "word"

FACTS, DECIDED, TEXTS = range(3)
"""When a piece can be asked: of the facts; once DXA is decided; only when texts are written."""

_NEGATED = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of an expression.

    Attributes
    ----------
    kind
        ``CONDITION``, ``NUMBER`` or ``WORD``.
    code, trace
        Python source; see :mod:`analyser.guideline.state` for what they see.
    stage
        ``FACTS``, ``DECIDED`` or ``TEXTS``.
    bits
        Of a condition that holds exactly where one of these bits is set; else 0.
    choices
        Of a word: what it can be.
    labels
        Of a word that is kept in bits: the bit of each choice.
    constant
        The value of a constant.
    joined, parts
        ``and``, ``or`` or ``not``, and of what.
    compared
        Of a comparison with a constant number: what with, how and the number.
    """

    kind: str
    code: str
    trace: str
    stage: int = FACTS
    bits: int = 0
    choices: frozenset[str] = frozenset()
    labels: Mapping[str, int] = field(default_factory=dict)
    constant: float | str | None = None
    joined: str = ""
    parts: tuple[Piece, ...] = ()
    compared: tuple[str, str, float] | None = None


TRUE = Piece(CONDITION, "True", "1")
FALSE = Piece(CONDITION, "False", "0")
UNKNOWN = Piece(CONDITION, "(m & 0)", "0")
"""Stands for a condition that could not be understood: nothing is said of it."""


def constant(value: float | str) -> Piece:
    """The same number or word everywhere."""
    if isinstance(value, str):
        return Piece(WORD, repr(value), "0", choices=frozenset({value}), constant=value)
    return Piece(NUMBER, repr(value), "0", constant=value)


def bit_test(bits: int, *, stage: int = FACTS, trace: str = "") -> Piece:
    """Holds where one of the bits is set."""
    return Piece(CONDITION, f"(m & {bits})", trace or f"(m & {bits} and has(s, {bits}))", stage, bits)


def both(parts: Sequence[Piece]) -> Piece:
    """Holds where every part does."""
    flat = tuple(_flat("and", parts))
    code = " and ".join(part.code for part in flat)
    return Piece(CONDITION, f"({code})", _call("all_of", flat), _stage(flat), joined="and", parts=flat)


def either(parts: Sequence[Piece]) -> Piece:
    """Holds where a part does; tests of bits become one."""
    flat = tuple(_flat("or", parts))
    bits = 0
    rest: list[str] = []
    for part in flat:
        if part.bits:
            bits |= part.bits
        else:
            rest.append(part.code)
    codes = [f"(m & {bits})", *rest] if bits else rest
    only = bits if not rest else 0
    code = " or ".join(codes)
    return Piece(CONDITION, f"({code})", _call("some", flat), _stage(flat), only, joined="or", parts=flat)


def negated(part: Piece) -> Piece:
    """Holds where the part does not."""
    code, trace = f"(not {part.code})", f"lacks({part.trace})"
    return Piece(CONDITION, code, trace, part.stage, joined="not", parts=(part,))


def compared(left: Piece, operator: str, right: Piece) -> Piece:
    """Two values compared; does not hold where one is missing."""
    guards = [f"{side.code} == {side.code}" for side in (left, right) if side.constant is None]
    code = f"{left.code} {operator} {right.code}"
    code = f"({' and '.join((*guards, code))})" if operator == "!=" else f"({code})"
    number = right.constant if right.kind == NUMBER and not isinstance(right.constant, str) else None
    known = None if number is None or operator in {"==", "!="} else (left.code, operator, number)
    return Piece(CONDITION, code, _where(code, left, right), _stage((left, right)), compared=known)


def among(left: Piece, words: frozenset[str]) -> Piece:
    """A word is one of some."""
    if left.labels:
        bits = sum(left.labels[word] for word in words)
        return bit_test(bits, stage=left.stage, trace=f"(1 if m & {bits} else 0)")
    code = f"({left.code} in {tuple(sorted(words))!r})"
    return Piece(CONDITION, code, _where(code, left), left.stage)


def counted(parts: Sequence[Piece]) -> Piece:
    """How many conditions hold."""
    single = sum(part.bits for part in parts if part.bits.bit_count() == 1)
    distinct = single.bit_count() == sum(part.bits.bit_count() == 1 for part in parts)
    codes = [f"({part.code} != 0)" if part.bits else f"(True if {part.code} else False)" for part in parts]
    if distinct and single:
        others = [code for part, code in zip(parts, codes, strict=True) if part.bits.bit_count() != 1]
        codes = [f"(m & {single}).bit_count()", *others]
    return Piece(NUMBER, f"({' + '.join(codes)})", f"({_call('some', parts)} & ~1)", _stage(parts))


def reckoned(how: str, left: Piece, right: Piece) -> Piece:
    """Two numbers reckoned together; ``how`` is a name of the standard module ``operator``."""
    return Piece(
        NUMBER, f"reckon({how}, {left.code}, {right.code})", _call("some", (left, right)), _stage((left, right))
    )


def first_given(parts: Sequence[Piece]) -> Piece:
    """The first of several numbers that the letter gives."""
    trace = "0"
    for part in reversed(parts):
        trace = f"({part.trace} if given({part.code}) is not MISSING else {trace})"
    return Piece(NUMBER, f"given({', '.join(part.code for part in parts)})", trace, _stage(parts))


def is_given(part: Piece) -> Piece:
    """The letter gives the value."""
    code = f"({part.code} == {part.code})"
    return Piece(CONDITION, code, _where(code, part), part.stage)


def function(source: str) -> Function:
    """Make compiled source callable."""
    # The source is put together from checked pieces only: no word of a pack or a letter gets into it as code.
    made: Function = eval(f"lambda m, v, s: {source}", dict(NAMES))  # noqa: S307
    return made


def flags(pieces: Iterable[Piece]) -> Function:
    """Which of some conditions hold, bit by bit.

    One function: to call one for every condition would cost more than the conditions.
    """
    return function(" | ".join(f"({1 << number} if {piece.code} else 0)" for number, piece in enumerate(pieces)) or "0")


def implies(one: Piece, other: Piece) -> bool:
    """Whether the second surely holds where the first does; False when that cannot be told."""
    if _same(one, other):
        return True
    if one.joined == "or":
        return all(implies(part, other) for part in one.parts)
    if other.joined == "and":
        return all(implies(one, part) for part in other.parts)
    if other.joined == "or" and any(implies(one, part) for part in other.parts):
        return True
    return one.joined == "and" and any(implies(part, other) for part in one.parts)


def impossible(piece: Piece) -> bool:
    """Whether it surely never holds; False when that cannot be told."""
    if piece.code == FALSE.code:
        return True
    if piece.joined == "or":
        return all(impossible(part) for part in piece.parts)
    if piece.joined != "and":
        return False
    return any(impossible(part) or _excluded(part, piece.parts) for part in piece.parts)


def _excluded(part: Piece, others: Sequence[Piece]) -> bool:
    """Whether one of the others says that the part does not hold."""
    for other in others:
        if other.joined == "not" and implies(part, other.parts[0]):
            return True
        if part.compared and other.compared and part.compared[0] == other.compared[0]:
            name, operator, number = other.compared
            opposite = _NEGATED.get(operator)
            if opposite and implies(part, Piece(CONDITION, "", "", compared=(name, opposite, number))):
                return True
    return False


def _same(one: Piece, other: Piece) -> bool:
    """Whether the second holds where the first does, without looking into what is joined."""
    if one is UNKNOWN or other is UNKNOWN:
        return False
    if one.code == FALSE.code or TRUE.code == other.code or one.code == other.code:
        return True
    if one.bits and other.bits and one.bits | other.bits == other.bits:
        return True
    if one.joined == other.joined == "not":
        return implies(other.parts[0], one.parts[0])
    if one.compared and other.compared and one.compared[0] == other.compared[0]:
        return _narrower(one.compared[1:], other.compared[1:])
    return False


def _narrower(one: tuple[str, float], other: tuple[str, float]) -> bool:
    """Whether a number that compares like the first compares like the second: over 20 is over 10."""
    (how, number), (other_how, limit) = one, other
    if how[0] != other_how[0]:
        return False
    if number == limit:
        return other_how in {how, f"{how}="}
    return number > limit if how[0] == ">" else number < limit


def _flat(joined: str, parts: Sequence[Piece]) -> Iterator[Piece]:
    for part in parts:
        if part.joined == joined:
            yield from part.parts
        else:
            yield part


def _call(name: str, parts: Sequence[Piece]) -> str:
    return f"{name}({', '.join(part.trace for part in parts)})"


def _where(code: str, *values: Piece) -> str:
    return f"where({', '.join((code, *(value.trace for value in values)))})"


def _stage(parts: Sequence[Piece]) -> int:
    return max((part.stage for part in parts), default=FACTS)
