"""Which words of a sentence speak of a drug: back to where its clause begins, on to where the next one's does."""

from __future__ import annotations

from analyser.extraction.drugs.drug import Drug
from analyser.extraction.drugs.drug_cues import Cue
from analyser.extraction.drugs.drug_names import is_stop
from analyser.extraction.finding import Range
from analyser.extraction.state import State
from analyser.extraction.text.transcript import COLUMN

REACH = 60
"""Tokens that words about a drug may lie from it."""

_HARD = frozenset([".", ";", "!", "?", COLUMN])
_SOFT = frozenset([",", "og", "-", "men"])
_IF = frozenset(["hvis", "dersom", "såfremt"])
_LABEL = 8
_FOLLOW = ("rx_follow", "rx_stop", "rx_done", "rx_ache", "dose_evening")
"""Classes of words that go on about the drug behind a comma."""


def left_of(state: State, first: int, before: list[Drug] | None) -> int:
    """Where the words before a drug that speak of it begin."""
    forms = state.forms
    begin = state.sentence(first)[0]
    floor = max(begin, first - REACH)
    if before is not None and before[-1].end > begin:
        floor = max(floor, _divider(state, max(drug.end for drug in before), first)[1])
    at, verb, colon = first, False, False
    while at > floor:
        form = forms[at - 1]
        if form == "men" or is_stop(state, at - 1):
            break
        if form in _SOFT and verb and not _shares_verb(state, begin, at):
            break
        if form == ":":
            label = range(max(begin, at - 1 - _LABEL), at - 1)
            words = tuple(forms[k] for k in label if forms[k] not in (COLUMN, "-"))
            planning = any(state.in_class(k, "plan_label") for k in label)
            if colon or (_is_heading(state, words, begin) and not planning):
                break
            colon = True
        verb = verb or state.in_class(at - 1, "rx_verb")
        at -= 1
    return at


def _is_heading(state: State, words: tuple[str, ...], at: int) -> bool:
    """Whether the words of a label head a section; "Tidligere medisiner: Fosamax" within a line is a cue of its own."""
    kind = state.lexicon.headings.get(words)
    if kind != "past_drugs":
        return kind is not None
    transcript, index = state.transcript, state.transcript.sentence[at]
    return index == 0 or transcript.line[index] != transcript.line[index - 1]


def _shares_verb(state: State, begin: int, at: int) -> bool:
    """Whether a verb behind "og" hangs on the same wish as the one before: "ber om at hun blir målt og får Prolia"."""
    if state.forms[at - 1] != "og" or not state.in_class(at, "rx_coordinated"):
        return False
    return any(state.forms[k] in ("at", "å") for k in range(max(begin, at - 9), at - 1))


def right_of(state: State, last: int, after: list[Drug] | None) -> int:
    """Where the words behind a drug that speak of it end."""
    forms = state.forms
    end = min(state.sentence(last - 1)[1], last + REACH)
    if after is not None and after[0].first < end:
        end = _divider(state, last, after[0].first)[0]
    at = last
    while at < end:
        form = forms[at]
        if form == "?":
            return at + 1
        if form in _IF and state.has("rx_not", at + 1, min(end, at + 6)):
            return at + 1  # "tenker alendronat dersom det ikke er noe til hinder"
        if form == "." and at + 1 < end and forms[at + 1] in (":", COLUMN):
            at += 1
            continue
        if form in (".", ";", "!") and is_stop(state, at):
            return at
        if form == COLUMN and at == last and at + 1 < end and not state.in_class(at + 1, "rx_answer"):
            at += 1  # a table with the drug in its first column
            continue
        if form == COLUMN:
            return min(end, at + 4) if at + 1 < end and state.in_class(at + 1, "rx_answer") else at
        if form in (",", "og") and (_of_another(state, at + 1, end) or not _follows(state, at + 1, min(end, at + 4))):
            return at
        at += 1
    return end


def _follows(state: State, first: int, last: int) -> bool:
    """Whether the words behind a comma still speak of the drug before it."""
    if first < last and state.forms[first][0].isdecimal() and state.forms[first + 1 : last][:1] == ["mg"]:
        return True  # "Prednisolon i små doser, 2,5 mg"
    return any(state.has(name, first, last) for name in _FOLLOW)


def _of_another(state: State, first: int, end: int) -> bool:
    """Whether a clause begins whose subject is something else: "Tar Calcigran, metformin er stoppet"."""
    if first + 1 >= end or not state.in_class(first + 1, "rx_passive"):
        return False
    noun = state.forms[first]
    referring = noun.isalpha() and any(state.in_class(first, name) for name in ("rx_itself", *_FOLLOW, "rx_verb"))
    return noun.isalpha() and not referring


def _divider(state: State, first: int, last: int) -> Range:
    """Where the words between two drugs part: the end of what the first keeps, the beginning of the second's."""
    forms = state.forms
    first = max(first, last - REACH)
    if forms[last - 1] in ("med", "på"):  # "Prolia etter fem år med Fosamax"
        after = next((at for at in range(first, last) if forms[at] == "etter"), None)
        if after is not None and state.has("rx_time", after, last):
            return after, after
    commas = [at for at in range(last - 1, first - 1, -1) if forms[at] == ","]
    for marks in (_HARD, frozenset([","]), frozenset(["men", "og", "-", "så", "deretter", "("])):
        if "," in marks and commas:
            # The comma before words that decide, not one within a list of what they speak of.
            open_ = [at for at in commas if not _is_dosed(state, at + 1, last)]
            if not open_:
                continue
            at = next((at for at in open_ if _has_cue(state, at + 1, last)), open_[0])
            return at, at + 1
        for at in range(last - 1, first - 1, -1):
            if forms[at] in marks and (marks is not _HARD or is_stop(state, at)):
                return at, at if forms[at] in ("deretter", "så") else at + 1
    return last, first


def _is_dosed(state: State, first: int, last: int) -> bool:
    """Whether a dose of the drug before stands there: "Prednisolon i april, nå 10 mg, og alendronat"."""
    return "mg" in state.forms[first : last - 3]


def _has_cue(state: State, first: int, last: int) -> bool:
    return any(state.in_class(at, "rx_verb") or state.in_class(at, "rx_not") for at in range(first, last))


def in_a_row(state: State, before: list[Drug], group: list[Drug], cue: Cue) -> bool:
    """Whether a drug goes on a list that began under a cue: "Seponert: Somac, Cipralex"."""
    first = before[-1].end
    if state.transcript.sentence[before[-1].first] != state.transcript.sentence[group[0].first]:
        return False
    if cue.status != "planned" and any(state.forms[at] == "mg" for at in range(group[0].first, group[-1].end)):
        return False
    gap = range(first, group[0].first)
    return len(gap) <= 8 and not any(
        state.forms[at] in _HARD
        or state.in_class(at, "rx_except")
        or state.in_class(at, "rx_only")
        or state.in_class(at, "rx_verb")
        for at in gap
    )
