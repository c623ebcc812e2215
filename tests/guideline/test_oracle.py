"""The pack against a second reading of the guideline, and against the gold letters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyser.evaluation import read_gold
from analyser.evaluation.gold import GoldLetter
from analyser.fact import Fact
from analyser.guideline import load_pack
from tests.guideline import oracle
from tests.guideline.notation import facts
from tests.guideline.random_facts import fact, letter

PACK = load_pack("memo")
FOLDER = Path(__file__).parents[2] / "data" / "synthetic"
GOLD = [one for path in sorted(FOLDER.glob("dev-*.jsonl")) for one in read_gold(path)]


def decided(some: Sequence[Fact]) -> tuple[str, list[str]]:
    assessment = PACK.assess(some)
    return assessment.rule, sorted(reason.rule for reason in assessment.reasons if reason.kind == "dental")


def ends(some: Sequence[Fact]) -> tuple[str, tuple[str, ...]]:
    assessment = PACK.assess(some)
    return assessment.dxa, assessment.dental


def test_there_are_gold_letters() -> None:
    assert len(GOLD) == 150


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold.letter.id)
def test_gold(gold: GoldLetter) -> None:
    assessment = PACK.assess(gold.facts)
    assert (assessment.dxa, assessment.dental, assessment.dialogue) == (
        gold.dxa,
        tuple(sorted(gold.dental)),
        tuple(sorted(gold.dialogue)),
    )
    assert decided(gold.facts) == oracle.decide(gold.facts)
    assert (assessment.score, assessment.missing) == oracle.quality(gold.facts, ends)


@settings(max_examples=1500, deadline=None)
@given(letter)
def test_rules(some: list[Fact]) -> None:
    assert decided(some) == oracle.decide(some)


@settings(max_examples=150, deadline=None)
@given(letter)
@example(facts("female; ask; glucocorticoid dose_mg=5; glucocorticoid planned months=3; rib_fracture"))
@example(facts("female; age 50; zoledronate planned; hip_fracture; height 170"))
def test_quality(some: list[Fact]) -> None:
    assessment = PACK.assess(some)
    assert (assessment.score, assessment.missing) == oracle.quality(some, ends)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(GOLD), st.integers(0, 30), st.lists(fact, max_size=3))
def test_gold_letters_with_something_changed(gold: GoldLetter, left_out: int, added: list[Fact]) -> None:
    some = [*added, *gold.facts[:left_out], *gold.facts[left_out + 1 :]]
    assert decided(some) == oracle.decide(some)
