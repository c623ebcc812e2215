"""Random facts that follow the codebook, with the numbers where rules turn."""

from __future__ import annotations

from hypothesis import strategies as st

from analyser.codebook import Concept, load_codebook
from analyser.fact import Fact, Scalar

_NUMBERS: dict[str, list[float]] = {
    "age": [0, 49.5, 50, 59, 60, 64, 64.9, 65, 66, 79, 80, 81, 104],
    "height": [0, 120, 150, 165, 170, 170.5],
    "weight": [0, 38, 50, 59.895, 62, 63.58, 64, 90],
    "bmi": [14, 18, 21.9, 22, 22.1, 31],
    "menopause_age": [38, 44, 44.9, 45, 51],
    "frax_major": [0, 4, 9.9, 10, 10.1, 19.9, 20, 31],
}
_T_SCORES: list[float] = [-4.1, -3, -2.6, -2.5, -2.4, -1.1, -1, -0.9, 0, 1.5]
_ATTRIBUTES: dict[str, list[float]] = {
    "dose_mg": [0, 2.5, 4.9, 5, 7.5, 40],
    "months": [0, 1, 2.9, 3, 24, 120],
    "cm": [0, 2, 3.9, 4, 6],
    "years_ago": [0, 1, 1.9, 2, 2.1, 5],
    "value": [0, 34, 35, 80],
}
# What no rule reads comes seldom; most letters ask for DXA.
_CONCEPTS = [concept for concept in load_codebook().concepts.values() if concept.group != "lab"]


def _attribute(name: str, kind: str | tuple[str, ...]) -> st.SearchStrategy[Scalar]:
    if isinstance(kind, tuple):
        return st.sampled_from(kind)
    return st.booleans() if kind == "boolean" else st.sampled_from(_ATTRIBUTES[name])


@st.composite
def _fact(draw: st.DrawFn, concept: Concept) -> Fact:
    status = draw(st.sampled_from(concept.statuses))
    value: float | str | None = None
    if concept.kind == "choice":
        value = draw(st.sampled_from(concept.values))
    elif concept.kind == "number":
        value = draw(st.sampled_from(_NUMBERS.get(concept.id, _T_SCORES)))
    named = draw(st.sets(st.sampled_from(sorted(concept.attributes)))) if concept.attributes else set()
    attributes = {name: draw(_attribute(name, concept.attributes[name])) for name in sorted(named)}
    return Fact(concept.id, status, value, attributes)


fact = st.one_of(
    st.sampled_from(_CONCEPTS).flatmap(_fact),
    st.sampled_from(list(load_codebook().concepts.values())).flatmap(_fact),
)
letter = st.one_of(
    st.lists(fact, max_size=5).map(lambda some: [Fact("dxa_request", "planned"), *some]),
    st.lists(fact, max_size=14).map(lambda some: [Fact("dxa_request", "planned"), *some]),
    st.lists(fact, max_size=8),
)
