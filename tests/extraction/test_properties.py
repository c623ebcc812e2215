"""Whatever is written: offsets cut out the quote, facts follow the codebook, nothing raises, time stays linear."""

from __future__ import annotations

import datetime as dt
import gc
import os
import unicodedata
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.codebook import load_codebook
from analyser.extraction import Extractor
from analyser.fact import Fact
from analyser.letter import Letter

PIECES = [
    "Kvinne 72 år", "mann", "ingen", "ikke", "hoftebrudd", "lårhalsbrot", "mor", "far", "Prolia",
    "prednisolon 5 mg x 2", "siden 2019", "for 3 år siden", "T-score -2,7", "lårhals", "/", ":", "?", ".",
    ",", "\n", "\n\n", "\t", "- ", "DXA", "tannlege", "trekke", "tann", "røyk", "nei", "0", "-2,5", "167/58",
    "FRAX 24 %", "hofte 8,1 %", "(", ")", "«", "12.03.2024", "menopause", "47", "kg", "cm", "ca.", "tidl.",
    "Æ", "å", "\u2212", "÷", "\u00a0", "kjeve", "snublet", "sammenfall", "Th12",
]  # fmt: skip
LETTERS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map(" ".join)
DATES = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))


@cache
def extractor() -> Extractor:
    return Extractor()


def read(text: str, date: dt.date | None = None) -> list[Fact]:
    return extractor().extract(Letter(id="letter", text=text, date=date))[1]


@settings(max_examples=300, deadline=None)
@given(text=LETTERS | st.text(max_size=200), date=DATES)
def test_facts_point_at_their_words_and_follow_the_codebook(text: str, date: dt.date | None) -> None:
    codebook = load_codebook()
    facts = read(text, date)
    for fact in facts:
        assert fact.start is not None and fact.end is not None
        assert 0 <= fact.start < fact.end <= len(text)
        assert text[fact.start : fact.end] == fact.quote
        assert not codebook.problems(fact)
        if fact.cue is not None:
            assert text[fact.cue.start : fact.cue.end] == fact.cue.quote
    assert len({(fact.concept, fact.status) for fact in facts}) == len(facts)


@settings(max_examples=50, deadline=None)
@given(text=LETTERS)
def test_the_same_letter_gives_the_same_facts(text: str) -> None:
    assert read(text) == read(text)


def test_a_letter_of_composed_and_decomposed_characters_says_the_same() -> None:
    text = "Kvinne 72 år. Brakk håndleddet på isen i fjor. Røyker ikke. Mor hadde lårhalsbrudd. Høyde 165 cm."
    other = unicodedata.normalize("NFD", text)
    said = {(fact.concept, fact.status, fact.value) for fact in read(text)}
    assert said == {(fact.concept, fact.status, fact.value) for fact in read(other)}


HOSTILE = {
    "one character": "a" * 1_000_000,
    "spaces": " " * 1_000_000,
    "brackets": "(" * 100_000,
    "points": ". " * 200_000,
    "dashes": "- " * 200_000,
    "line breaks": "\n" * 500_000,
    "digits": "1" * 1_000_000,
    "commas": "ikke, " * 100_000,
    "denials": "ingen brudd eller " * 30_000,
    "questions": "DXA? " * 50_000,
    "columns": "Hb\t" * 100_000,
    "labels": "Røyk: " * 50_000,
    "answers and a gap": "ja nei x ja" + " " * 200_000 + "q",
    "words, a gap and a box": "Røyk" + " " * 200_000 + "a" * 200_000 + " [x]",
    "boxes and sentences": "[ ] a. B " * 50_000,
    "drugs told on": "Prolia sluttet det " * 10_000,
    "scores and sites": "T-score -2,5 hofte " * 10_000,
    "falls that go back": "Falt fra stige. " + "Slo seg ved fallet. " * 4000 + "Håndleddsbrudd etter fallet.",
    "fractures counted": "Har hatt to brudd. " + "Håndledd 2019. Ankel 2020. " * 3000,
    "lines under a heading": "Brudd:\n" + "håndledd\n" * 10_000,
    "fractures cut short": "håndledd fr. " * 10_000,
    "cancers that did not spread": "Brystkreft. Ingen metastaser. Ingen hoftebrudd. " * 2000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(name: str) -> None:
    """Four times the text in the same line may take at most ten times as long (an order less than its square)."""
    text = HOSTILE[name]
    read("Kvinne 72 år.")
    whole = quarter = float("inf")
    for _ in range(ATTEMPTS):
        whole, quarter = min(whole, _seconds(text)), min(quarter, _seconds(text[: len(text) // 4]))
        if whole < max(10 * quarter, 1.0):
            return
    pytest.fail(f"{quarter:.2f} seconds for a quarter of the text, {whole:.2f} for the whole")


ATTEMPTS = 4
"""A busy machine makes one of them slow, but not the fastest of all."""


def _seconds(text: str) -> float:
    """The processor's time in this program for a text; garbage collections are no property of the text."""
    gc.collect()
    gc.disable()
    try:
        started = os.times().user
        read(text)
        return os.times().user - started
    finally:
        gc.enable()
