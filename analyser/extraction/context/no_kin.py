"""Words for relatives that name none of the patient's: "Kjære kollega", "ei kone på 84", "faren for brudd"."""

from __future__ import annotations

from itertools import pairwise

from analyser.extraction.context.times import UNITS
from analyser.extraction.text.transcript import Transcript

_AGO = 5  # words from "for" to the end of "for noen få år siden"

_GREETINGS = frozenset(["kjære", "hei", "god", "ærede"])


def is_nobodys(transcript: Transcript, at: int) -> bool:
    """As in "Kjære kollega", "en 48 år gammel kone fra Ellingsøya", "ei kone på 84": none of the patient's own."""
    before, behind = transcript.forms[max(0, at - 5) : at], transcript.forms[at + 1 : at + 2]
    aged = before[-1] in ("år", "gammel") or (before[-1] in ("ei", "en") and behind == ["på"])
    aged = aged and not {"hans", "hennes", "sin", "med"}.intersection(before)
    return before[-1] in _GREETINGS or (aged and transcript.forms[at] in ("kone", "kona"))


def is_danger(transcript: Transcript, at: int) -> bool:
    """Whether it is "faren for" something, and no father: "faren for brudd", not "faren for to år siden"."""
    forms = transcript.forms
    behind = forms[at + 2 : at + 2 + _AGO]
    if any(unit in UNITS and ago == "siden" for unit, ago in pairwise(behind)):
        return False
    return forms[at] == "far" and forms[at + 1 : at + 2] == ["for"] and transcript.written(at)[:5].lower() == "faren"
