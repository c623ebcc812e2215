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


def files_of(name: str) -> list[Path]:
    return [path for pattern in FLOORS[name]["files"] for path in sorted(DATA.glob(pattern))]


@cache
def measured(name: str) -> Evaluation:
    return evaluate_file(files_of(name))


def test_the_floors_hold_every_development_letter() -> None:
    assert set(files_of("development")) == set(DATA.glob("dev-*.jsonl"))
    assert {measure for name, measure in MEASURES if name == "development"} >= {
        "facts_f1",
        "numbers_f1",
        "dxa_kappa",
        "dangerous_misses",
    }
    assert measured("development").overall.letters == 150


@pytest.mark.parametrize(("name", "measure"), MEASURES)
def test_no_measure_is_under_its_floor(name: str, measure: str) -> None:
    if name == "kept_apart" and not files_of(name):
        pytest.skip("no letters are kept apart")
    evaluation, floor = measured(name), FLOORS[name][measure]
    if measure == "dangerous_misses":
        assert [miss.letter for miss in evaluation.dangerous][floor:] == []
    else:
        value = evaluation.overall.headline()[measure]
        assert value is not None
        assert value >= floor
