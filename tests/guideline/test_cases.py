"""The cases that a clinician can read, against the pack."""

from __future__ import annotations

import pytest

from analyser.assessment import Assessment
from analyser.guideline import load_pack
from analyser.guideline.pieces import function
from tests.guideline.notation import facts, table

DXA, DENTAL, DIALOGUE = table("dxa.txt"), table("dental.txt"), table("dialogue.txt")
RULES = [rule.id for rule in load_pack("memo").rules["dxa"]]
OUTCOMES = {
    "D1": ("may_lack_indication", "no_treatment_consequence"),
    "D2": ("treat_without_waiting", "start_treatment_now"),
    "D3": ("no_dxa_question", ""),
    "D4": ("indicated", "possible_underlying_disease"),
    "D5": ("may_lack_indication", "repeat_too_soon"),
    **dict.fromkeys(["D6", "D7", "D8", "D9", "D10", "D11", "D12", "D13"], ("indicated", "")),
    "D14": ("borderline", "missing_information"),
    "D15": ("borderline", ""),
    "D16": ("may_lack_indication", "lacks_indication"),
    "D17": ("may_lack_indication", "lacks_indication"),
    "D18": ("insufficient_information", "missing_information"),
}
ADVICE = {
    "M1": "suspected_jaw_osteonecrosis",
    "M2": "dentist_check_before_start",
    "M3": "procedure_before_start",
    "M4": "do_not_pause",
    "M5": "infection_vigilance",
    "M6": "reassure_low_risk",
}


def assess(line: str) -> Assessment:
    return load_pack("memo").assess(facts(line))


def expected(cell: str) -> str:
    """What a first cell says must come out: ``not D2, D6`` means D6."""
    return cell.rpartition(",")[2].strip()


def covered(rows: list[tuple[str, ...]], rule: str) -> tuple[bool, bool]:
    """Whether the rows have a case of a rule and a near miss of it."""
    firsts = [row[0] for row in rows]
    holds = any(rule in expected(cell).split() for cell in firsts)
    return holds, any(cell.startswith(f"not {rule},") for cell in firsts)


@pytest.mark.parametrize(("rule", "line"), DXA)
def test_dxa(rule: str, line: str) -> None:
    assessment = assess(line)
    assert assessment.rule == expected(rule)
    outcome, dialogue = OUTCOMES[assessment.rule]
    assert assessment.dxa == outcome
    assert not dialogue or dialogue in assessment.dialogue


@pytest.mark.parametrize(("rules", "line"), DENTAL)
def test_dental(rules: str, line: str) -> None:
    held = [] if expected(rules) == "-" else expected(rules).split()
    assessment = assess(line)
    assert sorted(reason.rule for reason in assessment.reasons if reason.kind == "dental") == held
    assert assessment.dental == tuple(sorted(ADVICE[rule] for rule in held))


@pytest.mark.parametrize(("labels", "line"), DIALOGUE)
def test_dialogue(labels: str, line: str) -> None:
    raised = [] if labels == "-" else labels.split()
    assessment = assess(line)
    assert assessment.dialogue == tuple(sorted(raised))
    assert sorted(reason.outcome for reason in assessment.reasons if reason.kind == "dialogue") == sorted(raised)


def test_every_rule_has_a_case_and_a_near_miss() -> None:
    assert list(OUTCOMES) == RULES
    for rule in RULES[:-1]:
        assert covered(DXA, rule) == (True, True), rule
    for rule in ADVICE:
        assert covered(DENTAL, rule) == (True, True), rule
    assert (len(DXA), len(DENTAL), len(DIALOGUE)) == (181, 56, 29)


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ("D1", "D6", "ask; wrist_fracture low_energy; treatment_declined"),
        ("D2", "D3", "age 70; hip_fracture low_energy"),
        ("D2", "D6", "ask; age 70; hip_fracture low_energy"),
        ("D4", "D6", "ask; underlying_disease_suspected; rib_fracture low_energy"),
        ("D5", "D10", "ask; prior_dxa years_ago=1; rheumatoid_arthritis"),
        ("D6", "D7", "ask; wrist_fracture low_energy; kyphosis"),
        ("D7", "D8", "ask; kyphosis; glucocorticoid dose_mg=5 months=3"),
        ("D8", "D9", "ask; glucocorticoid dose_mg=5 months=3; aromatase_inhibitor"),
        ("D9", "D10", "ask; aromatase_inhibitor; coeliac_disease"),
        ("D10", "D11", "ask; coeliac_disease; frax_major 20"),
        ("D11", "D12", "ask; frax_major 20; zoledronate"),
        ("D12", "D13", "ask; zoledronate; smoking; copd"),
        ("D13", "D14", "ask; smoking; copd; rib_fracture"),
        ("D14", "D15", "ask; rib_fracture; smoking"),
        ("D15", "D16", "ask; smoking; routine_check"),
        ("D16", "D17", "ask; routine_check; smoking absent; alcohol_excess absent; weight 70; glucocorticoid absent"),
    ],
)
def test_the_first_rule_that_holds_decides(first: str, second: str, line: str) -> None:
    pack = load_pack("memo")
    assert RULES.index(first) < RULES.index(second)
    bits, values, read = pack._encoder.encode(facts(line))
    assert function(pack.rules["dxa"][RULES.index(second)].condition.code)(bits, values, read)
    assert assess(line).rule == first
