"""What a form says behind a label, or in its boxes: "Kortison (tabl.): nei", "Diabetes: [ ] ja [x] nei", "☒ Leddgikt".

One reading for all that a form may ask for. Who asks gives the tokens of the thing that the label names.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.text.transcript import COLUMN

Kind = Literal["no", "yes", "unknown", "blank"]

_LABEL_REACH = 9  # tokens from the thing to the sign that ends its label
_BRACKET_REACH = 16  # tokens of a bracket within a label
_TICK_REACH = 5  # tokens before a thing in which its tick may begin
_SEPARATORS = frozenset([":", COLUMN, "?", "="])
_CLOSES = frozenset([".", ",", ";", "(", ")", "-", COLUMN, "/"])
_BRACKETS = {"[": "]", "(": ")"}
_GLYPHS = frozenset("☒☑✓✔√■◉⊠")
_TICKS = frozenset(["x", "×", "v", "ved", "✓", "✔", "√", "*", "+"])
_KINDS: tuple[tuple[str, Kind], ...] = (("answer_no", "no"), ("answer_unknown", "unknown"), ("answer_yes", "yes"))


class Answer(NamedTuple):
    """The answer and the tokens that give it; ``blank`` for a question that was left open."""

    kind: Kind
    span: Range


def answer(state: State, first: int, last: int) -> Answer | None:
    """The answer to the label that names the tokens of a range; ``None`` where it is no label or says something else.

    Parameters
    ----------
    state
        The letter.
    first, last
        Tokens of what is asked for: half-open, within one sentence.

    Returns
    -------
    Answer or None
        ``None`` too for an answer of more than a word ("Kortison: kur i 2019"): that is read as plain text.
    """
    label = _label_end(state, last)
    if label is not None:
        sign = label
        end = state.sentence(last - 1)[1]
        at = sign
        while at < end and state.forms[at] in _SEPARATORS:
            at += 1
        if at == end and state.forms[at - 1] == "?" and at < len(state.forms):
            end = state.sentence(at)[1]  # "Kortison? Ja."
        if at < end:
            tick = _tick(state, at, end)
            if tick is not None:
                return Answer("yes", (at, tick))
            if at > sign:
                return _worded(state, sign, at, end)
    return _own_tick(state, first)


def _label_end(state: State, last: int) -> int | None:
    """The token that ends a label: a colon, a column, a question mark, or a box right behind it."""
    forms = state.forms
    end = state.sentence(last - 1)[1]
    at, reach = last, last + _LABEL_REACH
    while at < min(end, reach):
        form = forms[at]
        if form in _SEPARATORS or _tick(state, at, end) is not None:
            return at
        if form == "(" and ")" in forms[at : min(end, at + _BRACKET_REACH)]:
            reach = max(reach, forms.index(")", at) + 3)
            at = forms.index(")", at) + 1
            continue
        if form == "." and at + 1 < end and (forms[at + 1] in _SEPARATORS or forms[at + 1] == "."):
            at += 1
            continue
        if form == "," and ")" in forms[at : min(end, last + _LABEL_REACH)] and "(" not in forms[last:at]:
            at = forms.index(")", at) + 1  # one of several in brackets: "Sykdom (diabetes, RA): nei"
            continue
        if form in (".", ",", ";") or state.in_class(at, "rx_verb"):
            return None
        at += 1
    return None


def _worded(state: State, sign: int, at: int, end: int) -> Answer | None:
    """The word behind a label's sign."""
    forms = state.forms
    if forms[at] in ("-", "÷"):
        if at + 1 >= end or forms[at + 1] in _CLOSES:
            return Answer("no", (sign, at + 1))
        at += 1
    following = forms[at + 1] if at + 1 < end else ""
    if forms[at] == "ikke" and following and state.in_class(at + 1, "answer_blank"):
        return Answer("blank", (sign, at + 2))
    if forms[at] == "vet" and "ikke" in forms[at + 1 : at + 3]:
        return Answer("unknown", (sign, min(end, at + 2)))
    for name, kind in _KINDS:
        if state.in_class(at, name):
            closed = at + 1 >= end or following in _CLOSES or forms[at] == "aldri"
            return Answer(kind, (sign, at + 1)) if closed else None
    return None


def _tick(state: State, at: int, end: int) -> int | None:
    """The token behind the ticked box that begins at a token: "[x]", "☒"; of other boxes nothing is left to read."""
    forms = state.forms
    if forms[at] in _GLYPHS:
        return at + 1
    close = _BRACKETS.get(forms[at])
    ticked = close is not None and at + 2 < end and forms[at + 1] in _TICKS and forms[at + 2] == close
    return at + 3 if ticked else None


def _own_tick(state: State, first: int) -> Answer | None:
    """The ticked box before a thing in a list of things to tick: "[x] Kortison"."""
    begin = state.sentence(first)[0]
    for at in range(max(begin, first - _TICK_REACH), first):
        tick = _tick(state, at, first)
        if tick is not None and first - tick <= _TICK_REACH - 3 and COLUMN not in state.forms[tick:first]:
            return Answer("yes", (at, tick))
    return None
