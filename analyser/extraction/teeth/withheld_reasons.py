"""Which drug is held back, and whether teeth are why."""

from __future__ import annotations

from analyser.extraction.finding import Range
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.teeth.visits import own_stretch

REASONS = (
    "tooth", "dentist", "jaw_bone", "necrosis", "implant", "invasive", "visit", "subject", "infection", "pull_sure",
    "tooth_trouble_word", "minor",
)  # fmt: skip
_FIRM = (
    "jaw_bone", "necrosis", "invasive", "infection", "pull_sure", "pull_coming", "pull_infinitive", "minor",
)  # fmt: skip
_STRONG = ("dentist", "invasive", "necrosis", "implant", "jaw_bone", "pull_done", "pull_coming", "pull_infinitive")
_GROUNDS = (
    "warn", "hold", "fear", "pull_coming", "pull_infinitive", "invasive", "implant", "necrosis", "infection", "pus",
)  # fmt: skip
_ASKED_GROUNDS = (*(kind for kind in _GROUNDS if kind != "hold"), "minor", "minor_verb", "pull_done", "pull_past")
_BACK = 3
_WORRIES = ("necrosis", "fear", "warn")
_WORK = ("invasive", "pull_coming", "pull_infinitive")
"""What a dentist says, or plans, that a drug may have to wait for."""


def drug_held(mouth: Mouth, sentence: int) -> Range | None:
    """The drug of which a sentence speaks: named in it, or meant by "den" after the sentence before."""
    bounds = mouth.state.transcript.bounds
    named = mouth.first(("named_drug", "drug_noun"), bounds[sentence])
    if named is not None:
        return named
    for back in (1, 2, 3) if mouth.by_dentist else (1, 2):
        if sentence >= back:
            near = back == 1 or mouth.by_dentist
            found = mouth.first(("named_drug", "drug_noun") if near else ("named_drug",), bounds[sentence - back])
            if found is not None:
                return found
    # only what is taken can be paused; what the dentist asked to stop has been named
    if mouth.has("dentist", bounds[sentence]) and mouth.has("refusal_firm", bounds[sentence]):
        return mouth.first(("named_drug",), (0, len(mouth.state.forms)))
    paused = mouth.has("paused", bounds[sentence]) or asked_before(mouth, sentence)
    return mouth.first(("named_drug",), (0, bounds[sentence][0])) if paused else None


def for_teeth(mouth: Mouth, sentence: int, status: str, cue: Range) -> bool:
    """Whether the sentence, or those before it, tell of teeth or a dentist, and no other reason is given."""
    bounds = mouth.state.transcript.bounds
    scope, asked = bounds[sentence], status == "uncertain"
    linked = _linked(mouth, cue, scope) if status == "present" else mouth.first(REASONS, scope) is not None
    if linked or mouth.by_dentist:
        return True
    other = mouth.has("other_reason", scope)
    if sentence + 1 < len(bounds):
        begin, end = bounds[sentence + 1]
        says = mouth.first(("warn", "demand", "fear"), (begin, end)) is not None
        label = ":" in mouth.state.forms[begin : begin + 3]
        if mouth.has("dentist", (begin, min(end, begin + 2))) and not label and (says or not other):
            return True
        named = mouth.has("the_reason", (begin, min(end, begin + 3)))
        if named and mouth.first(REASONS, (begin, end)) is not None:
            return True
    objects = said_before(mouth, sentence) is not None or asked_before(mouth, sentence)
    ended = status == "present" and mouth.has("ended", cue) and not objects
    if other or ended:
        return False  # what has ended for good is seldom held back without a word of why
    before = bounds if asked else bounds[max(0, sentence - _BACK) : sentence]
    grounds = _ASKED_GROUNDS if asked else _GROUNDS
    if not before:
        return False
    told = (before[0][0], before[-1][1])
    dares_not = mouth.has("fear", scope)
    if mouth.first((*_STRONG, "minor", "minor_verb") if asked else _STRONG, told) is None:
        return False
    if dares_not or mouth.first(grounds, told) is not None:
        return True
    # asked about what a dentist wants, and not by the question alone
    return asked and mouth.first(("hold",), (told[0], scope[0])) is not None


def _linked(mouth: Mouth, cue: Range, scope: Range) -> bool:
    """Whether a sentence gives teeth as the reason, and does not only speak of them besides."""
    stretches, own = mouth.stretches(cue[0])
    begin, end = stretches[own]
    if mouth.first(REASONS, (begin, end)) is not None or mouth.first(_FIRM, scope) is not None:
        return True
    for hit in (hit for kind in REASONS for hit in mouth.within(kind, scope)):
        first = own_stretch(mouth, hit[0])[0]
        besides = hit[0] >= end and not mouth.has("links", (first - 1, first + 2))
        acts = mouth.is_a(hit, "dentist") and mouth.has("agent_verb", (hit[1], hit[1] + 2))
        if acts or not (besides or mouth.has("other_reason", (begin, end))):
            return True
    return False


def said_before(mouth: Mouth, sentence: int) -> Range | None:
    """The dentist's worry, where the sentence before tells of it and this one only of waiting."""
    bounds = mouth.state.transcript.bounds
    if not sentence or mouth.has("other_reason", bounds[sentence]):
        return None
    before = (bounds[max(0, sentence - 2)][0], bounds[sentence - 1][1])
    if mouth.has("therefore", bounds[sentence]) and mouth.first(_STRONG, before) is not None:
        return before  # "Jeg har ventet på grunn av dette"
    kinds = _WORRIES if for_measurement(mouth, bounds[sentence]) else (*_WORRIES, *_WORK)
    objects = mouth.has("dentist", before) and mouth.first(kinds, before) is not None
    return before if objects else None


def for_measurement(mouth: Mouth, scope: Range) -> bool:
    """Whether a measurement, or the receiver's answer, is spoken of as what one waits for."""
    return mouth.state.has("dxa_result", *scope) or "dere" in mouth.state.forms[slice(*scope)]


def asked_before(mouth: Mouth, sentence: int) -> bool:
    """As in "Tannlegen vil at hun stopper med tablettene. Hun har allerede sluttet"."""
    before = mouth.state.transcript.bounds[sentence - 1] if sentence else (0, 0)
    return mouth.has("dentist", before) and mouth.has("hold", before)
