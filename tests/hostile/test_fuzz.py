"""A slice of the fuzzing that ``scripts/fuzz.py`` does, and what is believed of its inputs."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from analyser.letter import Letter
from analyser.reading import Options, Reader, Source
from analyser.reading.formats import FORMATS
from scripts.fuzz import MAKERS, Inputs, stumbles

COUNT = 300


def test_there_are_inputs_of_every_format() -> None:
    assert {form.name for form in FORMATS} == set(MAKERS)


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_file_that_is_not_mutated_is_good(name: str) -> None:
    rng = random.Random(5)
    letters = 0
    for _ in range(10):
        data = MAKERS[name](rng)
        source = Source("a", None, len(data), named=True, data=data, file=f"a.{name}")
        letters += sum(isinstance(item, Letter) for item in Reader(Options()).read(source))
    assert letters >= 5


def test_mutated_and_random_files_of_every_format_are_read_or_told() -> None:
    inputs = Inputs(seed=20260314)
    outcomes: Counter[str] = Counter()
    for number in range(COUNT):
        name, data = inputs.make()
        suffix = ("", f".{name}")[number % 2]
        assert list(stumbles(data, suffix, outcomes)) == [], f"input {number} ({name}{suffix})"
    assert outcomes["letter"] > COUNT / 5
    assert len(outcomes) > 10


def test_the_same_seed_gives_the_same_files() -> None:
    one, two = Inputs(seed=3), Inputs(seed=3)
    # A Word document and a workbook carry the time they were made.
    pairs = [(one.make(), two.make()) for _ in range(60)]
    assert all(a == b for a, b in pairs if a[0] not in {"docx", "xlsx"})
