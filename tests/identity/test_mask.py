"""Masks keep lengths, lines and clinical facts; a masked text is masked already."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.extraction import Extractor
from analyser.fact import Fact
from analyser.identity import Identifier, find, mask, tag
from analyser.identity.marked import MarkedLetter
from analyser.letter import Letter
from tests.identity.test_find import LETTERS, TUNING

DATA = Path(__file__).parents[2] / "data/synthetic"
DATE = dt.date(2026, 3, 14)


@given(LETTERS)
@settings(deadline=None)
def test_length_and_lines_are_kept_and_masking_twice_changes_nothing(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert [at for at, char in enumerate(text) if char in "\n\r"] == [
        at for at, char in enumerate(masked) if char in "\n\r"
    ]
    assert mask(masked) == masked


@given(LETTERS)
@settings(deadline=None)
def test_a_map_of_tags_leads_back_to_the_original(text: str) -> None:
    tagged = tag(text)
    back, last, length = [], 0, 0
    for one, start, end in tagged.places:
        assert tagged.text[start] == "["
        assert tagged.text[end - 1] == "]"
        assert tagged.text[length:start] == text[last : one.start]
        last, length = one.end, end
        back.append(one)
    assert tagged.text[length:] == text[last:]
    assert tuple(back) == find(text)


def test_kinds_may_be_kept() -> None:
    text = "Kari Nordmann bor på Solbakken sykehjem."
    assert "Solbakken sykehjem" in mask(text, keep={"place"})
    assert "Kari" not in mask(text, keep={"place"})


# Whoever writes them, these stand around clinical text in letters; numbers are synthetic (month + 80).
HEADS = [
    "Vedr. Solfrid Nyvoll, f.nr. 128345 12345\n\n",
    "Pas: HAUGEN, ODDVAR MAGNE\nTlf: 22 00 00 17\n\n",
    "Hei Torunn!\n",
]
TAILS = [
    "\n\nMvh\nGeir Morten Lillevik, fastlege\nFjellbygda legekontor",
    "\nhilsen Dr. P. Aas\npost@kontor.example",
    "\n/KES",
]


def letters() -> Iterator[tuple[str, str]]:
    for name in ("dev-nb", "dev-nn", "dev-epr"):
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            data = json.loads(line)
            yield data["id"], data["text"]


def outside(facts: Sequence[Fact], found: Sequence[Identifier]) -> list[Fact]:
    """Facts that rest on no word that is masked, without quotes."""
    return [
        replace(fact, cue=None)
        for fact in facts
        if fact.start is not None and not any(one.start < (fact.end or 0) and fact.start < one.end for one in found)
    ]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def test_masking_leaves_the_facts_of_letters_as_they_are(extractor: Extractor) -> None:
    """Facts that rest on an identity number or a date of birth (age, sex) go with it."""
    changed = []
    count = 0
    for number, (own, text) in enumerate(letters()):
        whole = HEADS[number % len(HEADS)] + text + TAILS[number // len(HEADS) % len(TAILS)]
        found = find(whole)
        assert any(one.start < 20 for one in found), own
        before = outside(extractor.extract(Letter(own, whole, date=DATE))[1], found)
        after = outside(extractor.extract(Letter(own, mask(whole), date=DATE))[1], found)
        count += len(before)
        if before != after:
            changed.append(own)
    assert count > 2000
    assert changed == []


@given(st.sampled_from(TUNING))
@settings(deadline=None, max_examples=20)
def test_no_identifier_that_is_found_is_left_in_a_masked_letter(letter: MarkedLetter) -> None:
    masked = mask(letter.text)
    for one in find(letter.text):
        pairs = zip(masked[one.start : one.end], letter.text[one.start : one.end], strict=True)
        assert [new for new, old in pairs if new == old and new.isalnum() and new not in "Xx"] == []
