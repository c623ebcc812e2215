"""Every marked line is read as it is marked."""

from __future__ import annotations

from functools import cache

import pytest

from analyser.extraction import Extractor
from analyser.fact import Fact
from analyser.letter import Letter
from tests.extraction.marked import CASES, Case, read_case, read_cases, shown

ALL = [case for path in sorted(CASES.glob("*.txt")) for case in read_cases(path)]


@cache
def extractor() -> Extractor:
    return Extractor()


def found(case: Case) -> list[Fact]:
    return extractor().extract(Letter(id="case", text=case.text, date=case.date))[1]


def differences(case: Case) -> list[str]:
    """What is read otherwise than it is marked: facts, and those attributes that the mark states."""
    facts = found(case)
    wanted, got = shown(case.facts), shown(facts)
    lines = [f"not found: {fact}" for fact in sorted(wanted - got)] + [
        f"not marked: {fact}" for fact in sorted(got - wanted)
    ]
    by_key = {(fact.concept, fact.status): fact for fact in facts}
    for fact in case.facts:
        other = by_key.get((fact.concept, fact.status))
        for name, value in fact.attributes.items():
            default = {"mechanism": "unknown", "imaging_confirmed": False}.get(name)
            read = None if other is None else other.attributes.get(name, default)
            if other is not None and read != value:
                lines.append(f"{fact.concept}.{name}: {read}, marked {value}")
    return lines


@pytest.mark.parametrize("case", [case for case in ALL if not case.fails], ids=lambda case: case.where)
def test_is_read_as_marked(case: Case) -> None:
    assert not differences(case), case.text


@pytest.mark.parametrize("case", [case for case in ALL if case.fails], ids=lambda case: case.where)
def test_known_failures_still_fail(case: Case) -> None:
    assert differences(case), f"{case.where} is read rightly now; take its ! away"


def test_there_are_enough_cases() -> None:
    assert len(ALL) >= 6500


def test_a_mark_that_is_not_closed_is_refused() -> None:
    with pytest.raises(ValueError, match="not closed"):
        read_case("Ingen {hoftebrudd|hip_fracture absent.")


def test_a_mark_outside_the_codebook_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown concept"):
        read_case("Ingen {hoftebrudd|hip_fractur absent}.")
