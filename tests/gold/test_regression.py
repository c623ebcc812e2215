"""The annotated letters are read at least as well as before."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analyser.evaluation import Evaluation, evaluate_file

DATA = Path(__file__).parents[2] / "data" / "synthetic"
FLOORS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))
MEASURES = [(name, measure) for name, entry in FLOORS.items() for measure in entry if measure != "files"]


@cache
def measured(name: str) -> Evaluation:
    return evaluate_file([DATA / file for file in FLOORS[name]["files"]])


def test_the_floors_hold_every_development_letter() -> None:
    assert {DATA / file for file in FLOORS["development"]["files"]} == set(DATA.glob("dev-*.jsonl"))
    assert {measure for name, measure in MEASURES if name == "development"} >= {
        "facts_f1",
        "numbers_f1",
        "dxa_kappa",
        "dangerous_misses",
    }
    assert measured("development").overall.letters == 150


@pytest.mark.parametrize(("name", "measure"), MEASURES)
def test_no_measure_is_under_its_floor(name: str, measure: str) -> None:
    evaluation, floor = measured(name), FLOORS[name][measure]
    if measure == "dangerous_misses":
        assert [miss.letter for miss in evaluation.dangerous][floor:] == []
    else:
        value = evaluation.overall.headline()[measure]
        assert value is not None
        assert value >= floor
