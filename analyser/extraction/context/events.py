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
    for place, form in enumerate(state.forms):
        if place == at or not any(stem in form for stem in stems):
            continue
        end = state.sentence(place)[1]
        for k in range(place + 1, min(end, place + _REACH)):
            if state.forms[k] in (".", ";", "?"):
                break
            time = time_at(state.forms, k, end, state.date)
            if time is not None and time.years >= 0:
                return time.years
    return None


def _stems(form: str) -> list[str]:
    """What the words for the event that a word names have in common."""
    events: list[list[str]] = load_toml("lengths.toml")["events"]["stems"]
    return next((stems for stems in events if any(stem in form for stem in stems)), [])
