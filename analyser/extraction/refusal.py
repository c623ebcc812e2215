"""A drug for bone that is refused by a pronoun, or with no object: "Prolia ble foreslått, men hun takket nei"."""

from __future__ import annotations

from functools import cache

from analyser.codebook import load_codebook
from analyser.extraction.data import load_toml
from analyser.extraction.finding import Finding, Range
from analyser.extraction.lexicon import load_lexicon
from analyser.extraction.pattern_index import PatternIndex
from analyser.extraction.patterns import Pattern
from analyser.extraction.state import State

_DECLINED = "treatment_declined"
_OTHERS = ("calcium_vitamin_d", "hormone_therapy")
_REACH = 30  # tokens from the drug to the words that refuse it


def find_refusals(state: State) -> None:
    """The drug that was named last is refused: proposed or merely named, it is absent; taken before, it stays so."""
    named = sorted((f for f in state.findings if _is_bone_drug(f)), key=lambda f: f.first)
    if not named:
        return
    transcript = state.transcript
    patterns, masks = _patterns()
    for index, candidates in patterns.candidates_in(transcript):
        if any(mask.occurs(transcript, index) for mask in masks):
            continue
        for pattern, _ in candidates:
            match = next(pattern.find(transcript, index), None)
            if match is not None:
                _refuse(state, named, index, (match.first, match.last))
                break


def _refuse(state: State, named: list[Finding], index: int, cue: Range) -> None:
    transcript = state.transcript
    before = [f for f in named if f.last <= cue[0] and cue[0] - f.last <= _REACH]
    if not before:
        return
    last = before[-1]
    place = transcript.sentence[last.first]
    if index - place > 1 or transcript.paragraph[place] != transcript.paragraph[index]:
        return
    if last.status == "planned" or (last.status == "present" and last.cue is None):
        last.status, last.cue = "absent", cue
    elif last.status not in ("past", "absent"):
        return
    if not state.of(_DECLINED, "present"):
        state.findings.append(Finding(_DECLINED, "present", *cue, cue=cue, anchor=cue[0]))


def _is_bone_drug(finding: Finding) -> bool:
    concept = load_codebook().concepts[finding.concept]
    of_treatment = concept.group == "treatment" and not finding.concept.startswith("treatment_")
    return of_treatment and finding.concept not in _OTHERS


@cache
def _patterns() -> tuple[PatternIndex[None], tuple[Pattern, ...]]:
    """The patterns of ``tolerance.toml`` that refuse, and those that must not stand in their sentence."""
    lexicon, blocks = load_lexicon(), load_toml("tolerance.toml")["refusal"]
    index = PatternIndex[None](
        [(lexicon.pattern(source, "tolerance.toml"), None) for block in blocks for source in block["match"]]
    )
    masks = tuple(lexicon.pattern(source, "tolerance.toml") for block in blocks for source in block["not"])
    return index, masks
