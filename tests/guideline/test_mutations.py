"""The cases hold the pack: a rule that is taken out, or a threshold that is moved, makes one of them fail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyser.guideline import PackError, load_pack
from analyser.guideline.pack import Pack
from analyser.guideline.packaged import pack_content
from tests.guideline.notation import facts, table

CASES = [facts(row[1]) for name in ("dxa.txt", "dental.txt", "dialogue.txt") for row in table(name)]
MEMO = load_pack("memo")
RULES = [rule.id for kind in ("dxa", "dental") for rule in MEMO.rules[kind]]
THRESHOLDS = {
    "age_old": (64, 66),
    "age_very_old": (79, 81),
    "repeat_min_years": (1.9, 2.1),
    "glucocorticoid_min_dose": (4.9, 5.1),
    "glucocorticoid_min_months": (2.9, 3.1),
    "low_bmi": (21.9, 22.1),
    "height_loss_cm": (3.9, 4.1),
    "t_osteoporosis": (-2.6, -2.4),
    "frax_high": (19.9, 20.1),
    "frax_low": (9.9, 10.1),
}


def conclusions(pack: Pack) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    assessments = [pack.assess(case) for case in CASES]
    return [(one.dxa, one.rule, one.dental, one.dialogue) for one in assessments]


UNCHANGED = conclusions(MEMO)


def without(rule: str) -> str:
    """The memo with a rule that never holds; D18 stands for all the rest and is left to hold."""
    text = pack_content("memo").decode("utf-8")
    pattern = rf'(id = "{rule}"\n(?:(?!\[\[).)*?when = )(?:\'\'\'.*?\'\'\'|\'[^\']*\')'
    changed, times = re.subn(pattern, r"\1'not True'", text, count=1, flags=re.DOTALL)
    assert times == 1, rule
    return changed


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "D18"])
def test_a_rule_that_is_taken_out_is_missed(rule: str, tmp_path: Path) -> None:
    path = tmp_path / "mutant.toml"
    path.write_text(without(rule), encoding="utf-8")
    try:
        mutant = load_pack(path)
    except PackError as error:
        assert "never" in str(error) or "used" in str(error) or "reach" in str(error)
        return
    assert conclusions(mutant) != UNCHANGED


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in THRESHOLDS.items() for value in values])
def test_a_threshold_that_is_moved_is_missed(name: str, value: float) -> None:
    assert conclusions(load_pack("memo", overrides={name: value})) != UNCHANGED


def test_every_number_that_decides_is_moved() -> None:
    only_told = {"zoledronate_min_egfr"} | {name for name in MEMO.parameters if name.endswith("_mg")}
    assert set(THRESHOLDS) == set(MEMO.parameters) - only_told
