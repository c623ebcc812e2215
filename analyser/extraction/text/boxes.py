"""What the boxes of a form leave out: an option that is not ticked is not said.

A form that is printed into a letter keeps every option that could have been chosen. Read as text it says all of them:
"Røyk: [ ] ja [x] nei [ ] sluttet". Each line with boxes is cut into its options once, before anything is read, and
what is left is what the writer chose: "Røyk: nei". A question with no tick keeps one empty box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analyser.extraction.text.left_out import LeftOut

_BOX = re.compile(
    r"\[[ \t\u00a0_.]{0,3}(?P<square>[xX×vV✓✔√*+•])[ \t\u00a0_.]{0,3}\]|\[[ \t\u00a0]{0,3}\]|(?P<blank>\[[ \t_]{1,3}\])"
    r"|\([ \t\u00a0]{0,3}(?:(?P<round>[xX×✓✔√])[ \t\u00a0]{0,3})?\)"
    r"|(?P<full>[☒☑✓✔√■◉⊠])|☐|(?P<hollow>[□◻○◯❏❑])|(?P<dot>[●⚫])"
    r"|(?<![\w_])_{1,4}(?P<drawn>[xX])_{1,4}(?![\w_])"
)
_EMPTY_DRAWN = re.compile(r"(?<![\w_])_{1,6}(?![\w_])")
_MAY_HOLD = re.compile(r"[\[☐-☒□◻○◯❏❑✓✔√■◉⊠]|\([ \t\u00a0]{0,3}[xX×✓✔√]?[ \t\u00a0]{0,3}\)|_[xX]_")
_WORD = r"(?:ja|jo|nei|nai|(?:vet|veit) ikk(?:e|je)|ukjent|usikker|uvisst)"
_ANSWER = re.compile(rf"[ \t]*{_WORD}\b\.?", re.IGNORECASE)
_ANSWER_BEFORE = re.compile(rf"\b{_WORD}[ \t:]*$", re.IGNORECASE)
_COLUMN = re.compile(r"(?<=\S)(?:[ \t]{2,}|\t|[ \t]*[|¦])")
_LABEL = re.compile(r"(?:(?<=[\s,;/])|^)[A-ZÆØÅ][^:?\n.,]{0,40}[:?][ \t]*$")
_CLAUSE = re.compile(r"[,;(]|\.(?=\s|$)")
_SEX_LETTER = re.compile(r"[ \t]*(?P<letter>[kKmM])v?\.?[ \t]*")
_SENTENCE = re.compile(r"(?:(?<=\w{4})\.|\.(?=\s+[A-ZÆØÅ]))(?=\s|$)")
_EMPTY = frozenset([None, "hollow", "blank"])
_NOTHING = re.compile(r"[\s._/,;:|-]*")
_NEAR = 20  # characters before a box in which its answer stands
_LONGEST = 400  # characters of a question


class _Box(NamedTuple):
    """A box of a line: its characters, whether it is ticked, and whether it is a sign that bullets have too."""

    start: int
    end: int
    ticked: bool
    hollow: bool = False


class _Option(NamedTuple):
    """A box with the words that it belongs to; ``label`` is where the words that it answers end, -1 for none."""

    box: _Box
    start: int
    end: int
    label: int


def find_boxes(text: str, found: LeftOut) -> None:
    """Leave out the options of a text that were not chosen."""
    if _MAY_HOLD.search(text) is not None:
        lines = list(_lines(text))
        bulleted = _is_bulleted(text, lines)
        for begin, end, boxes in lines:
            if not (bulleted and boxes[0].hollow):
                _read_line(text, begin, end, boxes, found)


def _lines(text: str) -> Iterator[tuple[int, int, list[_Box]]]:
    """The lines that hold boxes, with these."""
    begin = 0
    while begin <= len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        if _MAY_HOLD.search(text, begin, end) is not None:
            matches = list(_BOX.finditer(text, begin, end))
            if all(match.lastgroup == "dot" for match in matches):
                matches = []  # bullets
            if not any(_is_box(text, begin, end, match) for match in matches):
                matches = []  # "Henvisning til [__]": something to fill in
            boxes = [
                _Box(match.start(), match.end(), match.lastgroup not in _EMPTY, match.lastgroup == "hollow")
                for match in matches
            ]
            if any(match.lastgroup == "drawn" for match in matches):
                boxes += [_Box(match.start(), match.end(), False) for match in _EMPTY_DRAWN.finditer(text, begin, end)]
            if boxes:
                yield begin, end, sorted(boxes)
        begin = end + 1


def _is_box(text: str, begin: int, end: int, match: re.Match[str]) -> bool:
    """Whether a sign is a box by itself: one with a line in it begins its line or has an answer beside it."""
    if match.lastgroup != "blank":
        return True
    near = max(begin, match.start() - _NEAR)
    first = near == begin and not text[begin : match.start()].strip(" \t-•*")
    if first or _ANSWER.match(text, match.end(), end) is not None:
        return True
    return _ANSWER_BEFORE.search(text, near, match.start()) is not None


def _is_bulleted(text: str, lines: list[tuple[int, int, list[_Box]]]) -> bool:
    """Whether the hollow signs of a letter are bullets: each begins its line, none is ticked, none answers."""
    if any(box.ticked for _, _, boxes in lines for box in boxes):
        return False
    return not any(
        box.hollow and (text[begin : box.start].strip() or _ANSWER.match(text, box.end, end) is not None)
        for begin, end, boxes in lines
        for box in boxes
    )


def _read_line(text: str, begin: int, end: int, boxes: list[_Box], found: LeftOut) -> None:
    before = text[begin : boxes[0].start].rstrip()
    ends_line = not text[boxes[-1].end : end].strip()
    behind = _ANSWER_BEFORE.search(before) is not None or (
        ends_line and not before.endswith(":") and bool(before.strip(" \t-•*"))
    )
    options = (_behind if behind else _ahead)(text, begin, end, boxes)
    group: list[_Option] = []
    for option in options:
        if group and option.label != group[0].label:
            _choose(text, group, begin, max(one.end for one in group), found)
            group = []
        group.append(option)
    _choose(text, group, begin, end, found)
    if not any(box.ticked for box in boxes) and _NOTHING.fullmatch(text, max(o.end for o in options), end):
        found.hide(max(o.end for o in options), min(len(text), end + 1))  # a line with nothing chosen is none


def _ahead(text: str, begin: int, end: int, boxes: list[_Box]) -> list[_Option]:
    """The options of a line whose boxes stand before their words."""
    options: list[_Option] = []
    at = begin  # where the last option ended
    label = -1
    for box, following in zip(boxes, [*boxes[1:], None], strict=True):
        if text[at : box.start].strip(" \t-•*,;/|"):
            label = at + len(text[at : box.start].rstrip())
        if following is not None:
            at = _next_label(text, box.end, following.start)
        else:
            at = _last_end(text, box.end, end, labelled=label >= 0)
        options.append(_Option(box, box.start, at, label))
    return options


def _next_label(text: str, start: int, last: int) -> int:
    """Where, between two boxes, the words of the first end and a new label begins; the second box if none does."""
    words = text[start:last].rstrip()
    for match in (_SENTENCE.search(words), _LABEL.search(words), *_COLUMN.finditer(words)):
        if match is not None and words[: match.start()].strip() and words[match.start() :].strip(" \t|¦."):
            return start + match.start()
    return last


def _last_end(text: str, start: int, end: int, *, labelled: bool) -> int:
    """Where the words behind the last box of a line end: an answer is one word, others go on to a column or a sign."""
    answer = _ANSWER.match(text, start, end)
    if answer is not None:
        return answer.end()
    words = text[start:end]
    sign = (_CLAUSE if labelled else _SENTENCE).search(words)
    ends = [match.start() for match in (_COLUMN.search(words), sign) if match]
    return start + min((at for at in ends if words[:at].strip()), default=len(words.rstrip()))


def _behind(text: str, begin: int, end: int, boxes: list[_Box]) -> list[_Option]:
    """The options of a line whose boxes stand behind their words."""
    options: list[_Option] = []
    at, label = begin, -1
    for box in boxes:
        at = max((match.end() for match in _SENTENCE.finditer(text, at, box.start)), default=at)
        words = text[at : box.start]
        answer = _ANSWER_BEFORE.search(words)
        rest = words[max(words.rfind(":"), words.rfind("?")) + 1 :]
        start = at + (answer.start() if answer else len(words) - len(rest.lstrip()))
        if text[at:start].strip(" \t-•*,;/|"):
            label = at + len(text[at:start].rstrip())
        options.append(_Option(box, start, box.end, label))
        at = box.end
    return options


def _choose(text: str, group: list[_Option], begin: int, end: int, found: LeftOut) -> None:
    """Leave out what was not ticked of the options of one question, and a question that was not answered."""
    chosen = [option for option in group if option.box.ticked]
    for option in group:
        if option.box.ticked:
            _keep(text, option, found, first=option is chosen[0])
            continue
        start, last = option.start, max(option.end, option.box.end)
        # the gap between options goes with them
        if option is group[-1]:
            while start and text[start - 1] in " \t":
                start -= 1
        else:
            while last < end and text[last] in " \t":
                last += 1
        found.hide(start, last)
    label, last = group[0].label, max(option.end for option in group)
    if not chosen and label >= 0 and _NOTHING.fullmatch(text, last, end):
        begin = max(begin, label - _LONGEST)
        question = text[begin:label]
        asked = begin + max(question[:-1].rfind(sign) for sign in ".;|") + 1
        if not (question.endswith(".") and " " in text[asked:label].strip()):  # "Brudd i 2019. [ ] Ja" asks nothing
            found.hide(asked, label)


def _keep(text: str, option: _Option, found: LeftOut, *, first: bool) -> None:
    """What stands for the box of an option that was chosen: a sign between it and what is before it, or nothing."""
    box = option.box
    behind = option.start < box.start
    words = text[option.start : box.start] if behind else text[box.end : option.end]
    answers = _ANSWER.fullmatch(words.strip(" :\t.")) is not None
    letter = _SEX_LETTER.fullmatch(words)
    if letter is not None:
        at = (option.start if behind else box.end) + letter.start("letter")
        found.words[at] = "kvinne" if letter.group("letter") in "kK" else "mann"
    if option.label < 0 and behind and not answers and words.endswith(("  ", "\t")):
        found.words[box.start] = "ja"  # "Røyk          [x]"
        found.hide(box.start + 1, box.end)
        return
    if not words.strip() or (option.label < 0 and not answers):
        return  # one of a list of things to tick: the tick says yes
    label = option.label
    parted = label < 0 or text[label - 1] in ":?=|¦" or _COLUMN.match(text, label) is not None
    sign = ("" if parted else ":") if first else ","
    if sign and behind:
        found.words[option.start] = sign
        found.words[box.start] = words.strip(" :\t.").lower()
        found.hide(option.start + 1, box.start)
        found.hide(box.start + 1, box.end)
    elif sign:
        found.words[box.start] = sign
        found.hide(box.start + 1, box.end)
    else:
        found.hide(box.start, box.end)
