"""Where the letter names a concept of the lexicon."""

from __future__ import annotations

from typing import NamedTuple

from analyser.extraction.matching.lexicon import Term
from analyser.extraction.state import State


class Mention(NamedTuple):
    """A token range that names a concept."""

    first: int
    last: int
    term: Term


def mentions(state: State) -> list[Mention]:
    """Every term of the letter, the longest at each place; exclusions mask what they cover."""
    if state.mentions is None:
        state.mentions = _read(state)
    return state.mentions


def _read(state: State) -> list[Mention]:
    transcript = state.transcript
    found = sorted(
        (Mention(*hit) for hit in state.lexicon.terms.find_in(transcript)),
        key=lambda m: (m.first - m.last, m.first, not m.term.excluded),
    )
    taken: dict[int, list[Mention]] = {}  # by the tokens that they cover
    kept: list[Mention] = []
    for mention in found:
        first, last, term = mention
        if transcript.sentence[first] != transcript.sentence[last - 1]:
            continue
        begin, end = transcript.bounds[transcript.sentence[first]]
        if term.concept == "type_1_diabetes" and _is_preposition(state, last - 1, end):
            continue  # "diabetes i tillegg"
        if first == begin and transcript.forms[last:end] == [":"]:
            continue  # a field of a form that was not filled in
        if any(
            other.term.concept == term.concept
            or (other.first <= first and last <= other.last and other.last - other.first > last - first)
            for at in range(first, last)
            for other in taken.get(at, ())
        ):
            continue
        for at in range(first, last):
            taken.setdefault(at, []).append(mention)
        if not term.excluded:
            kept.append(mention)
    kept.sort(key=lambda m: (m.first, m.last))
    return kept


def _is_preposition(state: State, at: int, end: int) -> bool:
    """Whether a small "i" is no Roman number: it leads on to what is in."""
    following = state.forms[at + 1] if at + 1 < end else ""
    leads = following.isalnum() and following not in ("siden", "fra", "med", "og", "som")
    return leads and state.transcript.written(at) == "i"
