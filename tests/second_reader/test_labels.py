"""Facts to labels and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyser.codebook import load_codebook
from analyser.evaluation.gold import read_gold
from analyser.fact import Fact
from analyser.guideline import load_pack
from analyser.second_reader.labels import facts_of, labels_of

DATA = Path(__file__).parents[2] / "data" / "synthetic"
LETTERS = [letter for path in sorted(DATA.glob("*.jsonl")) for letter in read_gold(path)]


@pytest.mark.parametrize(
    ("fact", "labels"),
    [
        (Fact("smoking", "past"), {"smoking past"}),
        (Fact("sex", value="female"), {"sex=female"}),
        (Fact("age", value=66), {"age", "age>=45", "age>=60", "age>=65"}),
        (Fact("t_score_spine", value=-2.5), {"t_score", "t_score<-0.95", "t_score<-2.45"}),
        (
            Fact("glucocorticoid", "present", attributes={"dose_mg": 5}),
            {"glucocorticoid present", "glucocorticoid.dose_mg", "glucocorticoid.dose_mg>=5"},
        ),
        (
            Fact("vertebral_fracture", attributes={"mechanism": "low_energy", "imaging_confirmed": True}),
            {
                "vertebral_fracture present",
                "vertebral_fracture.mechanism=low_energy",
                "vertebral_fracture.imaging_confirmed=True",
            },
        ),
    ],
)
def test_labels_of_a_fact(fact: Fact, labels: set[str]) -> None:
    assert set(labels_of(fact)) == labels


def test_labels_hold_what_the_guideline_asks_for() -> None:
    pack = load_pack("memo")
    assert len(LETTERS) > 500
    other = []
    for letter in LETTERS:
        again = facts_of({label for fact in letter.facts for label in labels_of(fact)})
        assert [problem for fact in again for problem in load_codebook().problems(fact)] == []
        if pack.outcome(again) != pack.outcome(letter.facts):
            other.append(letter.letter.id)
    # What is lost: two facts of one concept with attributes of their own, and height and weight for a BMI.
    assert len(other) <= 0.03 * len(LETTERS)


def test_labels_come_back_from_their_facts() -> None:
    for letter in LETTERS[:100]:
        said = {label for fact in letter.facts for label in labels_of(fact)}
        assert {label for fact in facts_of(said) for label in labels_of(fact)} == said
