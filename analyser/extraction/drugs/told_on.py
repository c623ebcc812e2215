"""What is told on of a drug that is not named again: "Startet Prolia. Sluttet etter ett år", "takket nei"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from analyser.codebook import load_codebook
from analyser.extraction.context.answers import answer as form_answer
from analyser.extraction.data import load_toml
from analyser.extraction.drugs.durations import months_of
from analyser.extraction.finding import Finding, Range
from analyser.extraction.matching.lexicon import load_lexicon
from analyser.extraction.matching.pattern_index import PatternIndex
from analyser.extraction.matching.patterns import Pattern
from analyser.extraction.state import State

_DECLINED = "treatment_declined"
_NOT_DECLINED = ("calcium_vitamin_d", "hormone_therapy")
_DRUGS = ("drug", "treatment")  # groups of the codebook
_ENDED_ALSO = ("smoking", "alcohol_excess", "postmenopausal", "menopause_age", "early_menopause")
_OBJECT = 6  # tokens in which the object of a refusal is named: "nei takk til den slags behandling"
_NAMED_WITH = 4  # tokens from words to the drug that is their object
_PARTS = frozenset([",", "og", "men", ".", ";"])
_REACH = 30  # tokens from the drug to the words that speak of it again


@dataclass(frozen=True, slots=True)
class _Turn:
    """What words say of the drug named last: its new status, which statuses they turn, and what must not stand by."""

    status: str
    turns: frozenset[str]
    bare: bool
    far: bool
    also: str | None
    adds: str | None
    masks: tuple[Pattern, ...]
    named_with: tuple[Pattern, ...]
    objects: tuple[Pattern, ...]


def tell_on(state: State) -> None:
    """Give the drug that was named last the status that a later clause tells of it."""
    named = sorted((f for f in state.findings if _is_named(f)), key=_place)
    if not named:
        return
    places = [_place(f) for f in named]
    near = {state.transcript.sentence[place] + step for place in places for step in (0, 1, 2)}
    others = sorted((f for f in state.findings if f.concept in _ENDED_ALSO), key=_place)
    other_places = [_place(f) for f in others]
    for index, candidates in _patterns().candidates_in(state.transcript):
        if index not in near:
            continue
        for cue, turn in _turns(state, index, candidates):
            last = bisect_left(places, cue[0]) - 1
            if last < 0 or cue[0] - places[last] > _REACH:
                continue
            if not _is_near(state, drug := named[last], index, far=turn.far):
                continue
            if form_answer(state, *cue) is not None:
                continue  # "Pas. har sagt nei til behandling: [ ] ja [x] nei"
            if turn.objects and _is_of_another(state, named[last + 1 : last + 1 + _OBJECT], cue, index, turn):
                continue
            between = others[bisect_right(other_places, places[last]) : bisect_left(other_places, cue[1] + _REACH)]
            if any(_is_between(f, drug, cue) for f in between) or state.has("other_medicine", places[last], cue[0]):
                continue
            if not _has_object(state, named[last + 1 : last + 2], cue) and not _is_masked(state, drug, index, turn):
                for one in _row(named[bisect_left(places, places[last] - _REACH) : last + 1 + _REACH], drug):
                    _turn(state, one, cue, turn)


def _row(named: Sequence[Finding], drug: Finding) -> list[Finding]:
    """The drugs that a row of names joins under the same words: "Fikk alendronat og Calcigran"."""
    return [f for f in named if f is drug or (f.cue is not None and (f.cue, f.status) == (drug.cue, drug.status))]


def _turns(state: State, index: int, candidates: list[tuple[Pattern, _Turn]]) -> list[tuple[Range, _Turn]]:
    """The turns of a sentence in their order, each with the words that say it."""
    found = [
        (match.cue or (match.first, match.last), turn)
        for pattern, turn in candidates
        for match in pattern.find(state.transcript, index)
    ]
    return sorted(found, key=lambda one: one[0][0])


def _is_of_another(state: State, following: Sequence[Finding], cue: Range, index: int, turn: _Turn) -> bool:
    """Whether a refusal has an object, and that is no treatment of bone: "nei takk til røyk"."""
    end = state.transcript.bounds[index][1]
    at = cue[1] + (state.forms[cue[1] : cue[1] + 1] == ["takk"])
    if at + 1 >= end or state.forms[at] != "til" or not state.forms[at + 1][0].isalnum():
        return False  # "det sa hun nei til"
    scope = (at + 1, min(end, at + 1 + _OBJECT))
    if any(scope[0] <= _place(drug) < scope[1] for drug in following):
        return False
    return not any(pattern.occurs(state.transcript, index, scope) for pattern in turn.objects)


def _has_object(state: State, following: Sequence[Finding], cue: Range) -> bool:
    """Whether the words speak of the drug that they name themselves: "sluttet med Prolia"."""
    for drug in following:
        place = _place(drug)
        between = state.forms[cue[1] : place]
        if place < cue[1] or (len(between) < _NAMED_WITH and not _PARTS.intersection(between)):
            return drug.status != "absent"  # "Nå ingen behandling"
    return False


def _is_masked(state: State, drug: Finding, index: int, turn: _Turn) -> bool:
    """Whether something behind the drug turns the sense, or the words that name it do."""
    transcript = state.transcript
    place = transcript.sentence[_place(drug)]
    begin, end = transcript.bounds[index]
    scope = (max(begin, _place(drug) + 1), end)
    return any(mask.occurs(transcript, index, scope) for mask in turn.masks) or any(
        mask.occurs(transcript, place) for mask in turn.named_with
    )


def _turn(state: State, drug: Finding, cue: Range, turn: _Turn) -> None:
    if turn.adds is not None:
        if not state.of(turn.adds, "absent"):
            state.findings.append(Finding(turn.adds, "absent", *cue, cue=cue, anchor=cue[0]))
        return
    if turn.also == _DECLINED:
        _refuse(state, drug, cue)
        return
    if drug.status not in turn.turns or (turn.bare and drug.cue is not None):
        return
    if turn.status not in load_codebook().concepts[drug.concept].statuses:
        return
    drug.status, drug.cue = turn.status, cue
    drug.weight = 0.1
    if turn.status == "past":
        drug.attributes.pop("dose_mg", None)
    if "months" in load_codebook().concepts[drug.concept].attributes:
        name = (_place(drug), _place(drug) + 1)
        months = months_of(state, name, (name[0], _clause_end(state, cue[1])), status=turn.status)
        drug.attributes.pop("months", None)
        if months is not None:
            drug.attributes["months"] = months.value


def _clause_end(state: State, at: int) -> int:
    """Where the clause of a token ends."""
    end = state.sentence(at - 1)[1]
    return next((k for k in range(at, end) if state.forms[k] in _PARTS), end)


def _refuse(state: State, drug: Finding, cue: Range) -> None:
    """A drug that is proposed or merely named is absent when refused; one that was taken before stays so."""
    if not _is_for_bone(drug):
        return
    if drug.status == "planned" or (drug.status == "present" and drug.cue is None):
        drug.status, drug.cue = "absent", cue
    elif drug.status not in ("past", "absent"):
        return
    if not state.of(_DECLINED, "present"):
        state.findings.append(Finding(_DECLINED, "present", *cue, cue=cue, anchor=cue[0]))


def _is_near(state: State, drug: Finding, index: int, *, far: bool) -> bool:
    """Whether a sentence goes on about a drug: its own, or the next of the paragraph, or but one."""
    transcript = state.transcript
    place = transcript.sentence[_place(drug)]
    if index == place:
        return True
    if state.sections[index] in ("drugs", "past_drugs") or index - place > (2 if far else 1):
        return False
    return transcript.paragraph[place] == transcript.paragraph[index]


def _is_between(other: Finding, drug: Finding, cue: Range) -> bool:
    """Whether something else that may be begun or ended is named between a drug and words on its end."""
    return other is not drug and _place(drug) < _place(other) and other.first < cue[1]


def _place(finding: Finding) -> int:
    """The token with which a name begins."""
    return finding.first if finding.anchor is None else finding.anchor


def _is_named(finding: Finding) -> bool:
    group = load_codebook().concepts[finding.concept].group
    return group in _DRUGS and not finding.concept.startswith("treatment_")


def _is_for_bone(finding: Finding) -> bool:
    group = load_codebook().concepts[finding.concept].group
    return group == "treatment" and finding.concept not in _NOT_DECLINED


@cache
def _patterns() -> PatternIndex[_Turn]:
    """The patterns of ``told_on.toml`` with their turn, compiled once."""
    lexicon = load_lexicon()
    entries: list[tuple[Pattern, _Turn]] = []
    for block in load_toml("told_on.toml")["turn"]:
        masks, named_with, objects = (
            tuple(lexicon.pattern(source, "told_on.toml") for source in block.get(key, ()))
            for key in ("not", "not_named_with", "objects")
        )
        turns = frozenset(block.get("turns", ()))
        bare, also, adds = block.get("bare", False), block.get("also"), block.get("adds")
        turn = _Turn(block["status"], turns, bare, block.get("far", False), also, adds, masks, named_with, objects)
        entries += [(lexicon.pattern(source, "told_on.toml"), turn) for source in block["match"]]
    return PatternIndex(entries)
