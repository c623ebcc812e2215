"""Letter quality: the score, what is missing, and what stands first in it."""

from __future__ import annotations

import pytest

from analyser.assessment import Assessment
from analyser.codebook.labels import load_labels
from analyser.fact import Fact
from analyser.guideline import load_pack
from tests.guideline import oracle
from tests.guideline.notation import facts, table

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
