"""Treatment of bone with no drug named: "behandling mot osteoporose", "sprøyta hver 6. måned", "medisin"."""

from __future__ import annotations

from functools import cache

from analyser.extraction.data import load_toml
from analyser.extraction.drugs.drug import Drug
from analyser.extraction.matching.lexicon import load_lexicon
from analyser.extraction.matching.pattern_index import PatternIndex
from analyser.extraction.matching.patterns import Pattern
from analyser.extraction.state import State

CONCEPT = "unspecified_bone_drug"
_REACH = 6


def bone_remedies(state: State) -> list[Drug]:
    """Every such place; those that say no more than "medisin" are vague, and only some cues make a fact of them."""
    found = _by_route(state)
    taken = {at for drug in found for at in range(drug.first, drug.last)}
    read = 0  # the token behind what has been read
    for at in state.where("bone_remedy"):
        if at < read or at in taken:
            continue
        end = _target(state, at)
        if end is not None:
            found.append(Drug(CONCEPT, at, end, end))
            read = end
            continue
        medical = at > 0 and state.in_class(at - 1, "medical")
        if state.in_class(at, "remedy_alone") and not is_definite(state, at) and not _other_target(state, at):
            first = at - 1 if medical else at
            found.append(Drug(CONCEPT, first, at + 1, at + 1, vague=not medical))
    return found


Entry = tuple[str, bool, tuple[Pattern, ...]]
"""A concept, whether its route is all that is named, and what must not stand in the sentence."""


@cache
def _routes() -> PatternIndex[Entry]:
    """The patterns of ``remedies.toml``, compiled once."""
    lexicon = load_lexicon()
    entries: list[tuple[Pattern, Entry]] = []
    for concept, block in load_toml("remedies.toml").items():
        masks = tuple(lexicon.pattern(source, "remedies.toml") for source in block["not"])
        for key, bare in (("match", False), ("bare", True)):
            entries += [
                (lexicon.pattern(source, "remedies.toml"), (concept, bare, masks)) for source in block.get(key, ())
            ]
    return PatternIndex(entries)


def _by_route(state: State) -> list[Drug]:
    """Drugs named by their route and rhythm: "drypp én gang i året", "den ukentlige tabletten"."""
    transcript = state.transcript
    found: list[Drug] = []
    taken: set[int] = set()
    named = state.any_of("remedy_drip", "remedy_shot", "remedy_tablet")
    for index in sorted({transcript.sentence[at] for at in named}):
        first, last = transcript.bounds[index]
        candidates = _routes().candidates(transcript.forms[first:last], transcript.lacking(index))
        for pattern, (concept, bare, masks) in candidates:
            for match in pattern.find(transcript, index):
                tokens = range(match.first, match.last)
                if taken.isdisjoint(tokens) and not any(mask.occurs(transcript, index) for mask in masks):
                    taken.update(tokens)
                    found.append(Drug(concept, match.first, match.last, match.last, vague=bare, routed=True))
    return found


def _target(state: State, at: int) -> int | None:
    """The token behind "mot osteoporose", "for skjelettet", "til beina hennes"."""
    end = min(state.sentence(at)[1], at + _REACH)
    preposition = False
    for k in range(at + 1, end):
        if state.in_class(k, "remedy_for"):
            preposition = True
        elif preposition and state.in_class(k, "bone_target"):
            return k + 1
        elif not state.in_class(k, "remedy_filler") and (preposition or not state.in_class(k, "bone_remedy")):
            return None
    return None


def is_definite(state: State, at: int) -> bool:
    """As in "Sprøyten", "tablettene": one that is already known."""
    start, end = state.transcript.starts[at], state.transcript.ends[at]
    written = state.transcript.text[start:end].lower()
    return written.endswith(("en", "ene", "ane", "a")) and state.forms[at] != "behandling"


def is_named(state: State, first: int) -> bool:
    """Whether a class of drugs is named, or its use denied: "bruker ingen beinmedisin og vil ikke ha det"."""
    denied = first > 1 and state.in_class(first - 1, "rx_not") and state.in_class(first - 2, "rx_use")
    return denied or state.in_class(first, "drug_class")


def _other_target(state: State, at: int) -> bool:
    """Whether it is treatment of something else, or a list of medicines."""
    forms = state.forms
    end = state.sentence(at)[1]
    if at + 1 < end and forms[at + 1] in ("for", "mot", "av", ":", "til"):
        return forms[at + 1] == ":" or not (at + 2 < end and state.in_class(at + 2, "remedy_this"))
    return at > 0 and (state.in_class(at - 1, "remedy_other") or forms[at - 1][0].isdecimal())
