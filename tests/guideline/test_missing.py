"""Letter quality: the score, what is missing, and what stands first in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from analyser.assessment import Assessment
from analyser.codebook.labels import load_labels
from analyser.fact import Fact
from analyser.guideline import load_pack
from tests.guideline import oracle
from tests.guideline.notation import facts, table
from tests.guideline.random_facts import letter

MISSING = table("missing.txt")
WHOLE = (
    "age 55; female; ask; wrist_fracture high_energy; parental_hip_fracture absent; glucocorticoid dose_mg=2 months=1; "
    "menopause_age 50; bmi 25; smoking absent; alcohol_excess absent; coeliac_disease absent; prior_dxa absent; "
    "zoledronate planned; lab_calcium; lab_tsh planned; dental_status good"
)


def assess(some: list[Fact]) -> Assessment:
    return load_pack("memo").assess(some)


def ends(some: list[Fact]) -> tuple[str, tuple[str, ...]]:
    assessment = assess(some)
    return assessment.dxa, assessment.dental


def answered(some: list[Fact], answer: str) -> list[Fact]:
    """The letter with an answer; one in brackets completes its present and planned facts."""
    if not answer.startswith("("):
        return [*some, *facts(answer)]
    attributes = facts(f"{'rib_fracture' if 'energy' in answer else 'glucocorticoid'} {answer.strip('()')}")[
        0
    ].attributes
    return [
        oracle.fill(fact, **attributes) if fact.concept.endswith(("fracture", "corticoid")) else fact for fact in some
    ]


@pytest.mark.parametrize(("item", "answer", "line"), MISSING)
def test_an_answer_that_changes_the_advice_makes_its_item_stand_first(item: str, answer: str, line: str) -> None:
    letter = facts(line)
    missing = assess(letter).missing
    assert ends(answered(letter, answer)) != ends(letter)
    deciding = [name for name in missing if any(ends(add(letter)) != ends(letter) for add in oracle.ANSWERS[name])]
    assert item in deciding
    assert missing[: len(deciding)] == tuple(deciding)


def test_every_item_that_can_decide_has_a_case() -> None:
    assert {row[0] for row in MISSING} == set(oracle.ANSWERS) - {"sex", "blood tests"}
    assert len(MISSING) == 30


@pytest.mark.parametrize(
    ("line", "score", "missing"),
    [
        (WHOLE, 100, ()),
        # An empty letter: all that applies is missing, and only a question would change anything.
        (
            "",
            0,
            (
                "question",
                "own fractures",
                "parental hip fracture",
                "glucocorticoids",
                "height and weight",
                "other disease",
                "age",
                "sex",
                "smoking",
                "alcohol",
                "earlier DXA",
                "bone treatment",
                "blood tests",
            ),
        ),
        # 3 of 19: the advice can still change with most answers, but not with sex or blood tests.
        (
            "age 70; male; ask",
            16,
            (
                "own fractures",
                "parental hip fracture",
                "glucocorticoids",
                "height and weight",
                "other disease",
                "smoking",
                "alcohol",
                "earlier DXA",
                "bone treatment",
                "blood tests",
            ),
        ),
        # DXA is indicated whatever else is said, but a hip fracture would mean treatment without waiting.
        (
            "age 70; male; ask; coeliac_disease; bmi 25; smoking absent; alcohol_excess absent; glucocorticoid absent",
            58,
            ("own fractures", "earlier DXA", "parental hip fracture", "bone treatment", "blood tests"),
        ),
    ],
)
def test_whole_lists(line: str, score: int, missing: tuple[str, ...]) -> None:
    assessment = assess(facts(line))
    assert assessment.missing == missing
    assert assessment.score == score


@pytest.mark.parametrize(
    ("line", "item", "lacks"),
    [
        ("ask; rib_fracture absent", "own fractures", False),
        ("ask; rib_fracture absent", "fracture mechanism", False),
        ("ask; rib_fracture", "fracture mechanism", True),
        ("ask; rib_fracture high_energy", "fracture mechanism", False),
        ("ask; rib_fracture high_energy; hip_fracture", "fracture mechanism", True),
        ("ask; rib_fracture uncertain", "fracture mechanism", False),
        ("ask; age 70; hip_fracture", "fracture mechanism", True),  # assumed is not known
        ("ask; family_osteoporosis", "parental hip fracture", True),
        ("ask; family_fracture uncertain", "parental hip fracture", False),
        ("ask; glucocorticoid past", "glucocorticoid dose and duration", False),
        ("ask; glucocorticoid dose_mg=5", "glucocorticoid dose and duration", True),
        ("ask; glucocorticoid planned dose_mg=5 months=3", "glucocorticoid dose and duration", False),
        ("ask; glucocorticoid dose_mg=5; glucocorticoid planned months=3", "glucocorticoid dose and duration", True),
        ("female; age 59", "menopause", True),
        ("female; age 60", "menopause", False),
        ("female", "menopause", True),
        ("male; age 50", "menopause", False),
        ("age 50", "menopause", False),
        ("female; postmenopausal absent", "menopause", False),
        ("height 170", "height and weight", True),
        ("height 170; weight 70", "height and weight", False),
        ("bmi 25", "height and weight", False),
        ("osteoporosis; osteopenia absent", "other disease", True),
        ("copd absent", "other disease", False),
        ("calcium_vitamin_d", "bone treatment", False),
        ("lab_calcium; lab_crp_esr", "blood tests", True),
        ("lab_calcium planned; lab_pth", "blood tests", False),
        ("dentist_concern", "teeth", False),
        ("raloxifene planned", "teeth", True),
        ("raloxifene planned; minor_dental_procedure past", "teeth", False),
        ("dxa_request absent", "question", False),
        ("treatment_consequence present", "question", False),
        ("calcium_vitamin_d planned", "question", True),
    ],
)
def test_what_counts_as_mentioned(line: str, item: str, lacks: bool) -> None:
    assert (item in assess(facts(line)).missing) is lacks


def test_every_item_has_a_name_for_people() -> None:
    names = [item.name for item in load_pack("memo").items]
    assert names == list(oracle.ANSWERS)
    for lang in ("nb", "nn", "en"):
        assert set(load_labels(lang).quality) == set(names)


def asked(line: str) -> list[tuple[str, list[tuple[str, str]]]]:
    questions = load_pack("memo").assess(facts(line), lang="en").questions
    return [(one.item, [(change.answer, change.dxa) for change in one.changes]) for one in questions]


def test_each_question_says_what_its_answers_would_change() -> None:
    assert asked("ask; age 60; male; rib_fracture; smoking")[0] == (
        "parental hip fracture",
        [("a parent had a hip fracture", "indicated")],
    )
    assert asked("ask; age 60; male; rib_fracture")[0] == (
        "fracture mechanism",
        [("low energy", "indicated"), ("high energy", "insufficient_information")],
    )
    assert asked("zoledronate planned")[-1][0] == "teeth"
    (teeth,) = [q for q in load_pack("memo").assess(facts("zoledronate planned")).questions if q.item == "teeth"]
    assert [(one.dxa, one.dental) for one in teeth.changes] == [
        ("no_dxa_question", ("dentist_check_before_start",)),
        ("no_dxa_question", ("procedure_before_start",)),
    ]


@settings(max_examples=200, deadline=None)
@given(letter)
def test_questions_are_few_and_each_could_change_the_advice(some: list[Fact]) -> None:
    assessment = assess(some)
    ends_now = (assessment.dxa, assessment.dental)
    deciding = [item for item in assessment.missing if any(ends(add(some)) != ends_now for add in oracle.ANSWERS[item])]
    assert len(assessment.questions) == min(3, len(deciding))
    for question in assessment.questions:
        assert question.item in deciding
        assert question.text.endswith("?")
        assert question.changes
        assert all((change.dxa, change.dental) != ends_now for change in question.changes)
