"""Facts on one line, as a clinician would jot them down.

``age 72; female; hip_fracture low_energy; glucocorticoid planned dose_mg=5 months=3; ask; smoking absent``

A fact is a concept and then, in any order, its status (``present`` when left out), its value, and its attributes:
``name=value``, or the word alone where it can only mean one thing (``low_energy``, ``confirmed``, ``follow_up``).
``ask`` is a request for DXA, ``female`` and ``male`` the sex.
"""

from __future__ import annotations

from pathlib import Path

from analyser.codebook import load_codebook
from analyser.fact import Fact, Scalar

_WORDS: dict[str, tuple[str, Scalar]] = {
    "low_energy": ("mechanism", "low_energy"),
    "high_energy": ("mechanism", "high_energy"),
    "unknown": ("mechanism", "unknown"),
    "confirmed": ("imaging_confirmed", True),
    "follow_up": ("purpose", "follow_up"),
}
_SHORT = {"ask": "dxa_request planned", "female": "sex female", "male": "sex male"}


def facts(line: str) -> list[Fact]:
    """The facts of a line; one that does not follow the codebook is an error."""
    return [_fact(part) for part in line.split(";") if part.strip()]


def _fact(text: str) -> Fact:
    concept, *words = text.split()
    if concept in _SHORT:
        concept, *words = [*_SHORT[concept].split(), *words]
    status, value = "present", None
    attributes: dict[str, Scalar] = {}
    for word in words:
        name, _, number = word.partition("=")
        if number:
            attributes[name] = float(number)
        elif word in load_codebook().statuses:
            status = word
        elif word in _WORDS:
            attributes[_WORDS[word][0]] = _WORDS[word][1]
        elif value is None:
            value = word if load_codebook().concepts[concept].kind == "choice" else float(word)
        else:
            raise AssertionError(f"cannot read {word!r} in {text!r}")
    fact = Fact(concept, status, value, attributes)
    problems = load_codebook().problems(fact)
    assert not problems, f"{text!r}: {problems}"
    return fact


def table(name: str) -> list[tuple[str, ...]]:
    """The rows of a file of cases: cells between ``|``; a line that begins with # is for the reader."""
    lines = (Path(__file__).parent / "cases" / name).read_text(encoding="utf-8").splitlines()
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines if line.strip() and line[0] != "#"]
