"""What a form says behind a label, or in its boxes: "Kortison (tabl.): nei", "Diabetes: [ ] ja [x] nei", "☒ Leddgikt".

One reading for all that a form may ask for. Who asks gives the tokens of the thing that the label names.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.transcript import COLUMN

Kind = Literal["no", "yes", "unknown", "blank"]

_LABEL_REACH = 9  # tokens from the thing to the sign that ends its label
_CHOICES = 2  # boxes in a line that make them a choice
_BOXES_REACH = 14  # tokens that the boxes of one label may fill
_SEPARATORS = frozenset([":", COLUMN, "?", "="])
_CLOSES = frozenset([".", ",", ";", "(", ")", "-", COLUMN, "/"])
_OPTION_ENDS = frozenset([".", ";", COLUMN])
_BRACKETS = {"[": "]", "(": ")"}
_GLYPHS = {"☒": True, "☑": True, "✓": True, "√": True, "☐": False, "□": False}
_KINDS: tuple[tuple[str, Kind], ...] = (("answer_no", "no"), ("answer_unknown", "unknown"), ("answer_yes", "yes"))


class Answer(NamedTuple):
    """The answer and the tokens that give it; ``blank`` for a question that the form leaves open."""

    kind: Kind
    span: Range


class _Box(NamedTuple):
    """A box of a form: its tokens, and whether it is ticked."""

    first: int
    last: int
    ticked: bool


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
            boxes = _boxes(state, at, min(end, at + _BOXES_REACH))
            if boxes and boxes[0].first - at <= 2:
                return _ticked(state, at, boxes)
            if at > sign:
                return _worded(state, sign, at, end)
    return _own_box(state, first)


def left_open(state: State) -> frozenset[int]:
    """The tokens of the choices whose box is not ticked: "[x] god [ ] dårlig", "god ( ) dårlig (x)"."""
    found: set[int] = set()
    signs = sorted({at for sign in ("[", "☐", "□", "☒", "☑") for at in state.named(sign)})
    signs += [at for at in state.named("(") if state.forms[at + 1 : at + 2] in ([")"], ["x"])]
    for begin, end in {state.sentence(at) for at in signs}:
        boxes = _boxes(state, begin, end)
        if len(boxes) < _CHOICES:
            continue
        first, last = boxes[0].first, boxes[-1].last
        closes = last == end or state.forms[last] in _CLOSES
        before = closes and first > begin and state.forms[first - 1] not in _SEPARATORS  # the words before their boxes
        label = next((at + 1 for at in range(first - 1, begin - 1, -1) if state.forms[at] in _SEPARATORS), begin)
        edges = [label, *(box.last for box in boxes)] if before else [*(box.first for box in boxes), end]
        for place, box in enumerate(boxes):
            if box.ticked:
                continue
            at = box.first - 1 if before else box.last
            stop, step = (edges[place] - 1, -1) if before else (edges[place + 1], 1)
            while at != stop and state.forms[at] == COLUMN:
                at += step
            while at != stop and state.forms[at] not in _OPTION_ENDS:
                found.add(at)
                at += step
    return frozenset(found)


def _label_end(state: State, last: int) -> int | None:
    """The token that ends a label: a colon, a column, a question mark, or a box right behind it."""
    forms = state.forms
    end = state.sentence(last - 1)[1]
    at = last
    while at < min(end, last + _LABEL_REACH):
        form = forms[at]
        if form in _SEPARATORS or _box_at(state, at, end) is not None:
            return at
        if form == "(" and ")" in forms[at : min(end, at + _LABEL_REACH)]:
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


def _box_at(state: State, at: int, end: int) -> _Box | None:
    """The box that begins at a token: "[x]", "( )", "☐"."""
    forms = state.forms
    form = forms[at]
    if form in _GLYPHS:
        return _Box(at, at + 1, _GLYPHS[form])
    close = _BRACKETS.get(form)
    if close is None or at + 1 >= end:
        return None
    if forms[at + 1] == close:
        return _Box(at, at + 2, ticked=False)
    if forms[at + 1] in ("x", "✓", "√", "v", "ved") and forms[at + 2 : at + 3] == [close]:
        return _Box(at, at + 3, ticked=True)
    return None


def _boxes(state: State, begin: int, end: int) -> list[_Box]:
    """The boxes of a range, in order."""
    return [box for at in range(begin, end) if (box := _box_at(state, at, end)) is not None]


def _ticked(state: State, begin: int, boxes: list[_Box]) -> Answer | None:
    """The answer whose box is ticked: "ja [ ] nei [x]", "[ ] ja [x] nei"; a lone tick says yes."""
    forms, end = state.forms, state.sentence(begin)[1]
    before = boxes[0].first > begin  # the words stand before their boxes
    said: list[tuple[Kind, _Box]] = []
    for box in boxes:
        at = box.first - 1 if before else box.last
        while not before and at < end and forms[at] == COLUMN:
            at += 1
        while before and at > begin and forms[at] == COLUMN:
            at -= 1
        kind = next((kind for name, kind in _KINDS if begin <= at < end and state.in_class(at, name)), None)
        if kind is not None:
            said.append((kind, box))
    if not said or said[0][1] is not boxes[0]:
        # a list of things to tick, perhaps with a "nei" at its end
        box = next((box for box in boxes if box.ticked), boxes[0])
        worded: Kind = next((kind for kind, answered in said if answered is box), "yes")
        return Answer(worded if box.ticked else "blank", (box.first, box.last)) if not before else None
    for kind, box in said:
        if box.ticked:
            return Answer(kind, (min(begin, box.first), box.last))
    return Answer("blank", (begin, said[-1][1].last))


def is_unticked(state: State, at: int) -> bool:
    """Whether a thing stands behind a box of its own that is left empty."""
    box = _own_box(state, at)
    return box is not None and box.kind == "blank"


def _own_box(state: State, first: int) -> Answer | None:
    """The box before a thing in a list of things to tick: "[x] Kortison  [ ] Leddgikt"."""
    begin, end = state.sentence(first)
    boxes = [box for box in _boxes(state, begin, first) if first - box.last <= 2]
    if not boxes or COLUMN in state.forms[boxes[-1].last : first]:
        return None
    earliest = _boxes(state, begin, end)[0]
    if earliest.first > begin and state.forms[earliest.first - 1] not in _SEPARATORS | {"-"}:
        return None  # the boxes stand behind their words
    box = boxes[-1]
    return Answer("yes" if box.ticked else "blank", (box.first, box.last))
