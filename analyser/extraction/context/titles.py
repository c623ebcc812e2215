"""The title of a letter: what it is about, and nothing that is said of the patient."""

from __future__ import annotations

from analyser.extraction.state import State

_LONGEST = 9  # words of a title
_WRITTEN_TO = frozenset(["henvisning", "henvises"])
"""How a title begins that names the clinic: "Henv. osteoporose, Narvik"."""


def in_title(state: State, at: int) -> bool:
    """Whether a token stands in a first line of few words, a paragraph of its own, that tells of nobody."""
    transcript = state.transcript
    if transcript.sentence[at] or len(transcript.bounds) < 2 or transcript.paragraph[0] == transcript.paragraph[1]:
        return False
    end = transcript.bounds[0][1]
    if end > _LONGEST or state.forms[end - 1] in (".", "!") or ":" in state.forms[:end]:
        return False
    if any(form[0].isdigit() or form in ("hun", "han") for form in state.forms[:end]):
        return False
    return not any(state.has(name, 0, end) for name in ("female_noun", "male_noun", "known", "rx_verb"))


def names_clinic(state: State, at: int) -> bool:
    """Whether a disease in a title is what the clinic is for: "Henv. osteoporose, Narvik"."""
    forms = state.forms
    heads = at == 1 + (forms[1:2] == ["."]) and forms[0] in _WRITTEN_TO and "?" not in forms[at : at + 3]
    return heads and in_title(state, at)
