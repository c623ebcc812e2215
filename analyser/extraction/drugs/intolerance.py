"""Side effects of and contraindications to a drug for bone, and whether the patient wants one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from analyser.codebook import load_codebook
from analyser.extraction.context.answers import answer as form_answer
from analyser.extraction.data import load_toml
from analyser.extraction.drugs.drug import Drug
from analyser.extraction.drugs.drug_cues import Cue
from analyser.extraction.finding import Finding
from analyser.extraction.matching.lexicon import load_lexicon
from analyser.extraction.matching.pattern_index import PatternIndex
from analyser.extraction.matching.patterns import Pattern
from analyser.extraction.state import State

_NOT_FOR_THIS = ("calcium_vitamin_d", "hormone_therapy")


class _Rule(NamedTuple):
    """What words on tolerating say, of a drug that has ended or in any sentence, and what turns their sense."""

    status: str
    ended: bool
    anywhere: bool
    masks: tuple[Pattern, ...]


def note_allergy(state: State, group: list[Drug]) -> None:
    """A drug for bone under "Cave" or "Allergi"."""
    for drug in group:
        if _is_bone_drug(drug) and not drug.vague:
            state.findings.append(Finding("treatment_intolerance", "present", drug.first, drug.last, anchor=drug.first))


def note_attitude(state: State, group: list[Drug], cue: Cue | None) -> None:
    """What the words that decided on a drug for bone say of tolerating or refusing it."""
    if cue is None or cue.also is None or not any(_is_bone_drug(drug) for drug in group):
        return
    vague = cue.also == "treatment_intolerance" and all(drug.vague for drug in group)
    if vague and (cue.status != "absent" or state.forms[group[0].first] != "tablett"):
        return
    finding = Finding(cue.also, "present", group[0].first, group[-1].last, cue=cue.span, anchor=group[0].first)
    finding.widen(cue.span)
    state.findings.append(finding)


def answer_refusals(state: State) -> None:
    """As in "Pas. har sagt nei til behandling: [ ] ja [x] nei": what a form asks, and how it is answered."""
    for finding in state.of("treatment_declined", "present"):
        said = form_answer(state, finding.first, finding.last)
        if said is not None and said.kind == "no":
            finding.status, finding.cue = "absent", said.span
        elif said is not None and said.kind == "blank":
            state.findings.remove(finding)


def find_tolerance(state: State) -> None:
    """Side effects in sentences of their own, and the lack of them: "Fikk magesmerter", "tåler det godt"."""
    places = {state.transcript.sentence[f.first] for f in state.findings if _bone_finding(f)}
    taken = any(_bone_finding(f) and f.status != "absent" for f in state.findings)
    candidates = dict(_patterns().candidates_in(state.transcript)) if places else {}
    for index in candidates if taken else ():
        if index not in places and index - 1 not in places:
            _tolerance(state, index, candidates[index], following=False, apart=True)
    ended = {
        state.transcript.sentence[f.first]
        for f in state.findings
        if _bone_finding(f) and f.status == "past" and f.concept not in _NOT_FOR_THIS
    }
    for place in sorted(places):
        for index in (place, place + 1):
            if index in candidates and (index == place or index not in places):
                _tolerance(state, index, candidates[index], following=index != place, ended=place in ended)


def _tolerance(
    state: State,
    index: int,
    candidates: Sequence[tuple[Pattern, _Rule]],
    *,
    following: bool,
    ended: bool = False,
    apart: bool = False,
) -> None:
    transcript = state.transcript
    if following and transcript.paragraph[index] != transcript.paragraph[index - 1]:
        return
    for pattern, rule in candidates:
        if (apart and rule.status != "absent" and not rule.anywhere) or (rule.ended and not ended):
            continue
        if any(mask.occurs(transcript, index) for mask in rule.masks):
            continue
        for match in pattern.find(transcript, index):
            state.findings.append(
                Finding("treatment_intolerance", rule.status, match.first, match.last, anchor=match.first)
            )
            return


@cache
def _patterns() -> PatternIndex[_Rule]:
    """The patterns of ``tolerance.toml`` with what they say, compiled once."""
    lexicon = load_lexicon()
    entries: list[tuple[Pattern, _Rule]] = []
    for block in load_toml("tolerance.toml")["rule"]:
        masks = tuple(lexicon.pattern(source, "tolerance.toml") for source in block.get("not", ()))
        rule = _Rule(block["status"], block.get("ended", False), block.get("anywhere", False), masks)
        entries += [(lexicon.pattern(source, "tolerance.toml"), rule) for source in block["match"]]
    return PatternIndex(entries)


def _is_bone_drug(drug: Drug) -> bool:
    concept = load_codebook().concepts[drug.concept]
    return concept.group == "treatment" and drug.concept not in _NOT_FOR_THIS


def _bone_finding(finding: Finding) -> bool:
    concept = load_codebook().concepts[finding.concept]
    return (
        concept.group == "treatment"
        and finding.concept != "calcium_vitamin_d"
        and not finding.concept.startswith("treatment_")
        and finding.status in ("present", "past", "absent")
    )
