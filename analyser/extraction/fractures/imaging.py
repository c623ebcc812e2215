"""Whether a picture shows a vertebral fracture."""

from __future__ import annotations

from analyser.extraction.state import State

_SENTENCES_BEFORE = 4


def is_shown(state: State, first: int, last: int) -> bool:
    """Whether X-ray, CT, MR or VFA shows it, or it is said to be known, proven or described."""
    transcript = state.transcript
    index = transcript.sentence[first]
    begin, end = transcript.bounds[index]
    if any(_shown(state, at, begin) for at in range(max(begin, first - 6), min(end, last + 8))):
        return True
    if _pictured(state, begin, end):
        return True
    for before in range(index - 1, max(-1, index - 1 - _SENTENCES_BEFORE), -1):
        # A heading stands above a blank line at times: "CT columna 12.05:"
        heading = before == index - 1 and transcript.forms[transcript.bounds[before][1] - 1] == ":"
        if transcript.paragraph[before] != transcript.paragraph[index] and not heading:
            break
        if _pictured(state, *transcript.bounds[before]):
            return True
    following = index + 1
    if following < len(transcript.bounds) and transcript.paragraph[following] == transcript.paragraph[index]:
        start, stop = transcript.bounds[following]
        return any(state.in_class(at, "fx_imaging") for at in range(start, min(stop, start + 3))) and _pictured(
            state, start, stop
        )
    return False


def _shown(state: State, at: int, begin: int) -> bool:
    """Whether a word says that it was shown, and not what a measurement of density showed: "DXA viste osteopeni"."""
    if not state.in_class(at, "fx_shown"):
        return False
    named = next((k for k in range(at - 1, max(begin, at - 4) - 1, -1) if state.in_class(k, "dxa_name")), None)
    return named is None or state.in_class(named, "fx_imaging")


def _pictured(state: State, begin: int, end: int) -> bool:
    """Whether a stretch speaks of a picture that has been taken."""
    forms = state.forms
    return any(
        not state.has("fx_imaging_to_come", max(begin, at - 3), _stop(forms, at, min(end, at + 4)))
        for at in state.where("fx_imaging", begin, end)
    )


def _stop(forms: list[str], at: int, end: int) -> int:
    """Where the words about a picture end: in "på rtg. Husker ikke fall" the point is that of the abbreviation."""
    return next((k for k in range(at + 1, end) if forms[k] in (".", "husker", "kjenner", "minnes")), end)
