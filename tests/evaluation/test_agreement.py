"""Two annotators: how far they agree, and what a third makes of the rest."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Sequence
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.evaluation import GoldError, GoldLetter
from analyser.evaluation.agreement import adjudicated, agreement, differences, differences_csv, read_decisions
from analyser.fact import Fact
from analyser.letter import Letter

WRIST = Fact("wrist_fracture", attributes={"mechanism": "low_energy"}, quote="Handleddsbrot etter fall på isen")
WRIST_UNKNOWN = dataclasses.replace(WRIST, attributes={"mechanism": "unknown"})
SMOKES, SMOKED = Fact("smoking", quote="Røyk: 10"), Fact("smoking", "past", quote="Røyk: 10")


def letter(name: str, *facts: Fact, dxa: str = "indicated", **rest: Any) -> GoldLetter:
    parts: dict[str, Any] = {"file": "a.jsonl", "language": "nn", "dental": (), "dialogue": ()} | rest
    return GoldLetter(letter=Letter(name, "Tekst", source=f"a.jsonl, line {name}"), facts=facts, dxa=dxa, **parts)


def said(one: GoldLetter) -> tuple[object, ...]:
    """All that an annotator says, whatever the order."""
    facts = {(fact.concept, fact.status, fact.value): dict(fact.attributes) for fact in reversed(one.facts)}
    return facts, one.language, one.dxa, set(one.dental), set(one.dialogue)


FIRST = [letter("1", WRIST, SMOKES), letter("2", dxa="borderline", dialogue=("dental_advice",))]
SECOND = [letter("1", WRIST_UNKNOWN, SMOKED), letter("2", dxa="indicated", language="mixed")]


def test_agreement_is_that_of_facts_and_conclusions() -> None:
    overall = agreement(FIRST, SECOND).overall
    assert overall.facts.f1 == 0.5
    assert overall.attributes.share == 0
    assert overall.dxa.accuracy == 0.5


def test_every_difference_is_a_row_with_both_sides() -> None:
    rows = list(csv.DictReader(StringIO(differences_csv(differences(FIRST, SECOND))), delimiter=";"))
    told = [(row["letter"], row["kind"], row["concept"], row["status"], row["first"], row["second"]) for row in rows]
    assert told == [
        ("1", "missed", "smoking", "present", "yes", ""),
        ("1", "spurious", "smoking", "past", "", "yes"),
        ("1", "attribute", "wrist_fracture.mechanism", "present", "low_energy", "unknown"),
        ("2", "dxa", "dxa", "", "borderline", "indicated"),
        ("2", "dialogue", "dialogue", "", "dental_advice", ""),
        ("2", "language", "language", "", "nn", "mixed"),
    ]
    assert [row["number"] for row in rows] == list("123456")
    assert {row["decision"] for row in rows} == {""}


def test_what_a_third_decides_is_the_gold() -> None:
    found = differences(FIRST, SECOND)
    table = list(csv.reader(StringIO(differences_csv(found)), delimiter=";"))
    for row, decision in zip(table[1:], ("second", "Second", "first ", "first", "second", "first"), strict=True):
        row[-1] = decision
    saved = "\ufeff" + "\r\n".join(";".join(row) for row in table)
    one, two = adjudicated(FIRST, SECOND, read_decisions(saved, found, name="d.csv"))
    assert said(one) == said(letter("1", WRIST, SMOKED))
    assert said(two) == said(letter("2", dxa="borderline"))


def test_rows_that_are_undecided_or_of_other_files_are_all_told() -> None:
    found = differences(FIRST, SECOND)
    text = differences_csv(found).replace("attribute", "missed")
    with pytest.raises(GoldError) as told:
        read_decisions(text, found, name="d.csv")
    assert len(told.value.problems) == len(found)
    assert told.value.problems[0] == "d.csv, row 1: the decision must be 'first' or 'second'."
    assert told.value.problems[2].startswith("d.csv: row 3 is not that of these two files")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (FIRST, SECOND[:1], "the other file has no letter"),
        (FIRST[:1], SECOND, "the first file has no letter"),
        (FIRST[:1], [dataclasses.replace(SECOND[0], letter=Letter("1", "Annen tekst"))], "the same text"),
    ],
)
def test_both_must_annotate_the_same_letters(
    first: Sequence[GoldLetter], second: Sequence[GoldLetter], words: str
) -> None:
    with pytest.raises(GoldError, match=words):
        agreement(first, second)


facts = st.builds(
    Fact,
    concept=st.sampled_from(["smoking", "wrist_fracture", "glucocorticoid"]),
    status=st.sampled_from(["present", "absent", "past"]),
    attributes=st.dictionaries(
        st.sampled_from(["mechanism", "dose_mg"]), st.sampled_from(["low_energy", 5]), max_size=2
    ),
    quote=st.sampled_from(["her", "der"]),
) | st.builds(Fact, concept=st.just("age"), value=st.integers(40, 44))
labels = st.sets(st.sampled_from(["dental_advice", "start_treatment_now"])).map(lambda names: tuple(sorted(names)))


def annotated(name: str) -> st.SearchStrategy[GoldLetter]:
    return st.builds(
        lambda found, dxa, dialogue, language: letter(name, *found, dxa=dxa, dialogue=dialogue, language=language),
        st.lists(facts, max_size=5),
        st.sampled_from(["indicated", "borderline"]),
        labels,
        st.sampled_from(["nb", "nn"]),
    )


@given(st.tuples(annotated("1"), annotated("2")), st.tuples(annotated("1"), annotated("2")))
def test_deciding_for_one_side_throughout_gives_that_side(
    first: tuple[GoldLetter, ...], second: tuple[GoldLetter, ...]
) -> None:
    for side, wanted in (("first", first), ("second", second)):
        chosen = dict.fromkeys((one.number for one in differences(first, second)), side)
        assert [said(one) for one in adjudicated(first, second, chosen)] == [said(one) for one in wanted]
