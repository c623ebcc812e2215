"""Facts as labels that a model can learn, and back: what the guideline asks for, numbers by the side of its limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache

from analyser.codebook import load_codebook
from analyser.fact import Fact, Scalar

_CUTS: Mapping[str, tuple[float, ...]] = {
    "age": (45, 60, 65, 80),
    "bmi": (22,),
    "menopause_age": (45,),
    "frax_major": (10, 20),
    "glucocorticoid.dose_mg": (5,),
    "glucocorticoid.months": (3,),
    "height_loss.cm": (4,),
}
"""Where the memo and the national pack part numbers; a clinic's own limits in between are not seen by the model."""
_BELOW: Mapping[str, tuple[float, ...]] = {"t_score": (-0.95, -2.45), "prior_dxa.years_ago": (2,)}
"""The same where the smallest of several numbers counts: of the T-scores one, of the measurements the last."""


def labels_of(fact: Fact) -> Iterator[str]:
    """Labels of one fact, such as ``smoking present``, ``age>=65`` or ``hip_fracture.mechanism=low_energy``."""
    concept = load_codebook().concepts[fact.concept]
    if concept.kind == "choice":
        yield f"{fact.concept}={fact.value}"
        return
    if concept.kind == "number":
        name = "t_score" if fact.concept.startswith("t_score") else fact.concept
        yield name
        yield from _sides(name, fact.value)
        return
    yield f"{fact.concept} {fact.status}"
    if fact.status not in ("present", "planned"):
        return
    for name, value in fact.attributes.items():
        key = f"{fact.concept}.{name}"
        if key in _CUTS or key in _BELOW:
            yield key
            yield from _sides(key, value)
        elif concept.attributes.get(name) != "number" and value is not False:
            yield f"{key}={value}"


def concept_of(label: str) -> str:
    """What a label tells of; all T-scores are one."""
    return re.split(r"[ .=<>]", label, maxsplit=1)[0]


def _sides(name: str, value: object) -> Iterator[str]:
    if isinstance(value, int | float):
        yield from (f"{name}>={cut:g}" for cut in _CUTS.get(name, ()) if value >= cut)
        yield from (f"{name}<{cut:g}" for cut in _BELOW.get(name, ()) if value < cut)


def facts_of(said: Set[str]) -> list[Fact]:
    """Facts that give these labels; a number stands on the right side of every limit."""
    facts = []
    for label in sorted(said):
        kind, concept, other = _parts(label)
        if kind == "finding":
            facts.append(Fact(concept, other, attributes=_attributes(concept, other, said)))
        elif kind == "choice":
            facts.append(Fact(concept, value=other))
        elif kind == "number":
            facts.append(Fact(concept, value=_number(label, said)))
    return facts


@cache
def _parts(label: str) -> tuple[str, str, str]:
    """What a label says by itself: its kind (empty for a part of another fact), concept, and status or value."""
    if "<" in label or ">" in label:
        return "", "", ""
    if " " in label:
        concept, status = label.split(" ")
        return "finding", concept, status
    if "." in label:
        return "", "", ""
    if "=" in label:
        concept, value = label.split("=")
        return "choice", concept, value
    return "number", "t_score_other" if label == "t_score" else label, ""


def _attributes(concept: str, status: str, said: Set[str]) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    if status in ("present", "planned"):
        for name, label, value in _attribute_labels(concept):
            if label in said:
                found[name] = _number(label, said) if value is None else value
    return found


@cache
def _attribute_labels(concept: str) -> tuple[tuple[str, str, Scalar | None], ...]:
    """Name, label and value of everything that can be said of a finding; no value for numbers."""
    found: list[tuple[str, str, Scalar | None]] = []
    for name, kind in load_codebook().concepts[concept].attributes.items():
        key = f"{concept}.{name}"
        if isinstance(kind, tuple):
            found += [(name, f"{key}={value}", value) for value in kind]
        else:
            found.append((name, f"{key}=True", True) if kind == "boolean" else (name, key, None))
    return tuple(found)


def _number(name: str, said: Set[str]) -> float:
    """A number above every limit that is passed, and under the next."""
    passed = [cut for cut in _BELOW.get(name, ()) if f"{name}<{cut:g}" in said]
    if name in _BELOW:
        return passed[-1] - 0.5 if passed else max(_BELOW[name]) + 0.5
    cuts = _CUTS.get(name, ())
    passed = [cut for cut in cuts if f"{name}>={cut:g}" in said]
    if not passed:
        return cuts[0] - 1 if cuts else 1.0
    above = [cut for cut in cuts if cut > passed[-1]]
    return (passed[-1] + above[0]) / 2 if above else passed[-1] + 1
