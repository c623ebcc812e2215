"""When something was that is told by another event: "siden transplantasjonen", where that is dated elsewhere."""

from __future__ import annotations

from analyser.extraction.context.times import time_at
from analyser.extraction.data import load_toml
from analyser.extraction.state import State

_REACH = 8  # words between an event and the year in which it was


def years_since_event(state: State, at: int) -> float | None:
    """How long ago the event was that a definite noun names; ``None`` where no other word of it is dated."""
    stems = _stems(state.forms[at])
    if not stems or not state.transcript.written(at).lower().endswith(("en", "et", "a")):
        return None
    if stems[0] not in state.events:
        state.events[stems[0]] = _dated(state, stems)
    return next((years for place, years in state.events[stems[0]] if place != at), None)


def _dated(state: State, stems: list[str]) -> list[tuple[int, float]]:
    """The first two words for an event that are dated, so that one is left for a word that is itself one of them."""
    found: list[tuple[int, float]] = []
    for place, form in enumerate(state.forms):
        if any(stem in form for stem in stems) and (years := _years_behind(state, place)) is not None:
            found.append((place, years))
            if len(found) == 2:
                break
    return found


def _years_behind(state: State, place: int) -> float | None:
    """How long ago the time is that stands behind a word, in its clause."""
    end = state.sentence(place)[1]
    for k in range(place + 1, min(end, place + _REACH)):
        if state.forms[k] in (".", ";", "?"):
            return None
        time = time_at(state.forms, k, end, state.date)
        if time is not None and time.years >= 0:
            return time.years
    return None


def _stems(form: str) -> list[str]:
    """What the words for the event that a word names have in common."""
    events: list[list[str]] = load_toml("lengths.toml")["events"]["stems"]
    return next((stems for stems in events if any(stem in form for stem in stems)), [])
