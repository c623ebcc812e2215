"""One letter through extraction and guideline, as a Python user calls it."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

import analyser
from analyser import Analysis, Letter
from analyser.codebook import load_codebook
from analyser.codebook.labels import LANGUAGES

DATA = Path(__file__).parents[1] / "data" / "synthetic"
TEXT = "Kvinne 72 år. Snublet på isen i fjor. Høyde 165 cm, vekt 58 kg. Ber om DXA."


def lines(name: str) -> list[Letter]:
    objects = map(json.loads, (DATA / name).read_text(encoding="utf-8").splitlines())
    return [Letter(one["id"], one["text"], dt.date.fromisoformat(one["date"])) for one in objects]


@pytest.fixture(scope="module")
def read() -> list[Analysis]:
    """All letters of one file that has every kind of layout."""
    return list(analyser.analyse_many(lines("dev-epr.jsonl")))


def test_a_text_becomes_a_letter_with_facts_and_an_assessment() -> None:
    one = analyser.analyse(TEXT, date="14.03.2026")
    assert (one.letter.id, one.letter.text, one.letter.date) == ("letter", TEXT, dt.date(2026, 3, 14))
    values = {fact.concept: fact.value for fact in one.facts}
    assert (values["age"], values["sex"], values["height"], values["weight"]) == (72, "female", 165, 58)
    assert [reason.outcome for reason in one.assessment.reasons if reason.kind == "dxa"] == [one.assessment.dxa]


def test_a_letter_carries_its_own_date() -> None:
    letter = Letter("x", TEXT, dt.date(2026, 3, 14))
    assert analyser.analyse(letter).letter is letter
    with pytest.raises(ValueError, match="A letter carries its own date"):
        analyser.analyse(letter, date="2026-03-14")
    with pytest.raises(ValueError, match="not a date"):
        analyser.analyse(TEXT, date="i fjor")


def test_every_fact_follows_the_codebook_and_stands_where_it_says(read: list[Analysis]) -> None:
    codebook = load_codebook()
    assert len(read) == 40
    for one in read:
        text = one.letter.text
        assert [(fact.start or 0) for fact in one.facts] == sorted(fact.start or 0 for fact in one.facts)
        for fact in one.facts:
            assert codebook.problems(fact) == []
            assert fact.start is not None and text[fact.start : fact.end] == fact.quote != ""
            assert fact.cue is None or text[fact.cue.start : fact.cue.end] == fact.cue.quote != ""


def test_every_conclusion_has_a_rule_a_sentence_and_words_that_are_there(read: list[Analysis]) -> None:
    for one in read:
        assert one.assessment.dxa in load_codebook().dxa
        assert [reason.rule for reason in one.assessment.reasons if reason.kind == "dxa"] == [one.assessment.rule]
        for reason in one.assessment.reasons:
            assert reason.rule and reason.message
            assert all(0 <= start < end <= len(one.letter.text) for start, end in reason.evidence)
        concluded = {(reason.kind, reason.outcome) for reason in one.assessment.reasons}
        assert concluded >= {("dental", label) for label in one.assessment.dental}
        assert concluded >= {("dialogue", label) for label in one.assessment.dialogue}


def test_what_the_reading_noted_becomes_a_remark() -> None:
    letter = Letter("x", TEXT, notes=("bad_date", "same_id"))
    remarks = [reason for reason in analyser.analyse(letter).assessment.reasons if reason.rule == "reading"]
    assert [(remark.kind, remark.outcome) for remark in remarks] == [("remark", "bad_date"), ("remark", "same_id")]
    assert remarks[0].message.startswith("Datoen til brevet kunne ikke leses")


def test_many_letters_keep_their_order_and_become_tables() -> None:
    many = analyser.analyse_many([TEXT, Letter("x", "Mann 80 år."), TEXT])
    assert [one.letter.id for one in many] == ["letter-1", "x", "letter-3"]
    frame = many.to_frame()
    assert list(frame["id"]) == ["letter-1", "x", "letter-3"]
    assert len(many.facts_frame()) == sum(len(one.facts) for one in many)
    assert len(many[:2].to_frame()) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_of_the_reasons_changes_nothing_but_words(lang: str) -> None:
    plain, other = analyser.load().analyse(TEXT), analyser.load(lang=lang).analyse(TEXT)
    assert plain.facts == other.facts
    assert [reason.rule for reason in plain.assessment.reasons] == [r.rule for r in other.assessment.reasons]


def test_an_analyser_is_made_once() -> None:
    assert analyser.load() is analyser.load("memo") is analyser.load(lang="nb")


def test_versions_trace_lexicon_and_rules() -> None:
    versions = analyser.load().versions
    assert versions["analyser"] == analyser.__version__
    assert versions["pack"] == "memo"
    for name in ("lexicon_hash", "pack_hash"):
        assert re.fullmatch(r"[0-9a-f]{64}", str(versions[name]))


def test_sources_of_reasons_are_known(read: list[Analysis]) -> None:
    named = {name for one in read for reason in one.assessment.reasons for name in reason.source.split(", ") if name}
    assert named <= set(analyser.load().sources)
    assert len(named) >= 3


def test_a_letter_that_wants_no_dxa_rests_on_its_words_and_one_that_is_silent_on_none() -> None:
    for text, words in (("Kvinne 77 år. Ikke behov for ny DXA nå.", ["Ikke behov for ny DXA"]), ("Kvinne 77 år.", [])):
        one = analyser.analyse(text)
        [reason] = [reason for reason in one.assessment.reasons if reason.rule == "D3"]
        assert [text[start:end] for start, end in reason.evidence] == words
