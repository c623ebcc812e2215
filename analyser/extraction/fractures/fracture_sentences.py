"""The sentences of a letter that tell of fractures, by their words, a heading, a question or a count."""

from __future__ import annotations

from analyser.extraction.fractures.fracture_words import Mark
from analyser.extraction.state import State
from analyser.extraction.text.numbers import year_of

_MOST_COUNTED = 12  # fractures that are told one by one behind their count
_WHEN_OR_HOW = ("fx_when", "season", "month", "fx_fell", "fx_act", "fx_act_noun", "fx_accident", "fx_treated")


def all_by_sentence(state: State, marks: list[Mark]) -> dict[int, list[Mark]]:
    """The marks of each sentence."""
    groups: dict[int, list[Mark]] = {}
    for mark in marks:
        groups.setdefault(state.transcript.sentence[mark.first], []).append(mark)
    return groups


def told(state: State, groups: dict[int, list[Mark]]) -> list[int]:
    """The sentences that hold an anchor, stand in a list under "Brudd:", or answer a question: "Ja, håndledd."."""
    forms, bounds = state.forms, state.transcript.bounds
    anchored = {index for index, group in groups.items() if any(mark.anchors for mark in group)}

    def answers(index: int) -> bool:
        begin = bounds[index][0]
        return index - 1 in anchored and forms[begin - 1] == "?" and state.in_class(begin, "answer_yes")

    def goes_on(index: int) -> bool:
        """As in "FCF 2020. Radius sin 2012.", "Tidl. radius 2012 (skled)", "... I 2010 var det ankelen."."""
        begin, end = bounds[index]
        if index - 1 not in anchored or not any(year_of(form, state.date) for form in forms[begin:end]):
            return False
        was = any(forms[mark.first - 2 : mark.first] == ["var", "det"] for mark in groups[index])
        first = groups[index][0]
        leads = all(forms[at] in ("tidligere", ".") for at in range(begin, first.first))
        told_of = forms.index("(", begin, end) if "(" in forms[begin:end] and forms[end - 1] in (")", ".") else end
        return was or (leads and all(_listed(state, at) for at in range(first.last, told_of)))

    listed, counted = _listed_lines(state, groups), _counted(state, groups, anchored)
    return [i for i in groups if i in anchored or i in listed or i in counted or answers(i) or goes_on(i)]


def _listed_lines(state: State, groups: dict[int, list[Mark]]) -> set[int]:
    """The lines that stand under a "Brudd:" that is not itself answered: "Fx: 0"."""
    listed: set[int] = set()
    before, open_ = -1, False
    for index in groups:
        if state.sections[index] != "fractures":
            continue
        top = index
        while top > before + 1 and state.sections[top - 1] == "fractures":
            top -= 1
        if before < 0 or top != before + 1:  # the first that is met of its list
            open_ = not _is_answered(state, top)
        before = index
        if open_ and not state.has("frax_word", *state.transcript.bounds[index]):
            listed.add(index)
    return listed


def _is_answered(state: State, line: int) -> bool:
    forms, (begin, end) = state.forms, state.transcript.bounds[line]
    colon = next((at for at in range(begin, min(end, begin + 4)) if forms[at] == ":"), None)
    return colon is not None and colon + 1 < end and state.in_class(colon + 1, "answer_no")


def _counted(state: State, groups: dict[int, list[Mark]], anchored: set[int]) -> set[int]:
    """Those that were counted: "Har hatt to brudd. 1) Håndledd 2019, fall på isen. 2) Ankel i fjor."."""
    counted: set[int] = set()
    following = left = 0  # the sentence that may hold the next of a count, and how many may still come
    for index, marks in groups.items():
        if index in anchored:
            lead = max(state.transcript.bounds[index][0], marks[0].first - 3), marks[0].first
            counts = state.has("fx_several", *lead) and not state.has("fx_harm_denied", *lead)
            left = _MOST_COUNTED if counts and not any(mark.site for mark in marks) else 0
        elif left and index == following and _heads(state, marks[0], state.transcript.bounds[index]):
            counted.add(index)
            left -= 1
        else:
            left = 0
        following = index + 1
    return counted


def _heads(state: State, mark: Mark, sentence: tuple[int, int]) -> bool:
    """Whether a site begins a sentence that tells of it only when and how: "Hofte 2021", "Ankel (bimalleolær)"."""
    begin, end = sentence
    if mark.first - begin > 1 or mark.kind != "site" or state.has("fx_ailment", mark.last, end):
        return False
    rest = range(mark.last, end)
    told = next((at for at in rest if _tells_when_or_how(state, at)), None)
    if told is not None:
        return not state.has("fx_pain", mark.last, told)
    return all(state.forms[at] in ("(", ")") or _listed(state, at) for at in rest)


def _tells_when_or_how(state: State, at: int) -> bool:
    return any(state.in_class(at, name) for name in _WHEN_OR_HOW) or year_of(state.forms[at], state.date) is not None


def _listed(state: State, at: int) -> bool:
    """Whether a word may stand behind a site in a list: a side, a year, a point."""
    return (
        state.forms[at] in (".", ",", "i")
        or state.in_class(at, "fx_side")
        or state.in_class(at, "fx_treated")
        or year_of(state.forms[at], state.date) is not None
    )
