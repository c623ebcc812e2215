"""The run store: what goes in comes out the same, and only what is a store is taken for one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sqlite3
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyser import Analysis, Assessment, Cue, Entry, Fact, Letter, Message, Reason
from analyser.assessment import Change, Question
from analyser.batch.rows import bare, content_of, fingerprint_of, key_of, letter_row, read_letter, result_row
from analyser.batch.store import Store
from analyser.errors import UserError
from analyser.reading.failure import failure

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=8)
DATES = st.none() | st.dates()
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**6), 10**6)
CUES = st.none() | st.builds(Cue, st.integers(0, 99), st.integers(0, 99), WORDS)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    start, end = draw(st.sampled_from([(None, None), (0, 3), (7, 7)]))
    return Fact(
        concept=draw(NAMES),
        status=draw(NAMES),
        value=draw(st.none() | NUMBERS | WORDS),
        attributes=draw(st.dictionaries(NAMES, NUMBERS | st.booleans() | WORDS, max_size=3)),
        start=start,
        end=end,
        quote=draw(WORDS),
        cue=draw(CUES),
        origin=draw(NAMES),
    )


def key(letter: Letter, fingerprint: bytes = b"") -> str:
    return key_of(content_of(letter), fingerprint)


def tuples(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3).map(tuple)


SPANS = st.tuples(st.integers(0, 99), st.integers(0, 99))
REASONS = st.builds(Reason, NAMES, NAMES, NAMES, NAMES, WORDS, tuples(SPANS))
QUESTIONS = st.builds(Question, NAMES, WORDS, tuples(st.builds(Change, WORDS, NAMES, tuples(NAMES))))
ASSESSMENTS = st.builds(
    Assessment,
    dxa=NAMES,
    rule=NAMES,
    dental=tuples(NAMES),
    dialogue=tuples(NAMES),
    reasons=tuples(REASONS),
    missing=tuples(NAMES),
    score=st.integers(0, 100),
    questions=tuples(QUESTIONS),
)
ENTRIES = st.builds(
    Entry,
    kind=st.sampled_from(["medicine", "result", "diagnosis"]),
    start=st.integers(0, 99),
    end=st.integers(0, 99),
    code=WORDS,
    value=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    date=DATES,
)
ZONES = st.sampled_from([None, dt.UTC, dt.timezone(dt.timedelta(hours=2))])
MESSAGES = st.builds(
    Message,
    kind=st.sampled_from(["", "new", "change"]),
    origin=NAMES,
    id=WORDS,
    referral=WORDS,
    sent=st.none() | st.datetimes(timezones=ZONES),
    sex=st.sampled_from([None, "female", "male"]),
    birth_date=DATES,
    derived=st.frozensets(st.sampled_from(["sex", "birth_date"])),
    entries=tuples(ENTRIES),
)
LETTERS = st.builds(
    Letter,
    id=WORDS,
    text=WORDS,
    date=DATES,
    sender=st.none() | WORDS,
    source=st.none() | WORDS,
    notes=tuples(NAMES),
    message=MESSAGES,
)
ANALYSES = st.builds(Analysis, letter=LETTERS, language=NAMES, facts=tuples(facts()), assessment=ASSESSMENTS)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the strategy
@given(ANALYSES)
def test_an_analysis_comes_back_from_its_plain_form(one: Analysis) -> None:
    assert Analysis.from_dict(one.to_dict(), one.letter) == one
    assert Analysis.from_dict(json.loads(json.dumps(one.to_dict())), one.letter) == one
    assert Analysis.from_dict(json.loads(result_row(one)), one.letter) == one


@given(LETTERS)
def test_a_letter_comes_back_from_its_row(letter: Letter) -> None:
    assert read_letter(json.loads(json.dumps(letter_row(letter)))) == letter
    row = letter_row(letter, text=False)
    assert "text" not in row
    assert read_letter(row, text=letter.text) == letter


@given(LETTERS)
def test_no_row_holds_names_or_identity_numbers_of_persons(letter: Letter) -> None:
    message = dataclasses.replace(letter.message, names=("Hildeborg",), identities=("01018512345",))
    row = json.dumps(letter_row(dataclasses.replace(letter, message=message)))
    assert "Hildeborg" not in row
    assert "01018512345" not in row


@given(LETTERS, LETTERS)
def test_the_key_is_of_the_content_and_of_what_reads_it(one: Letter, other: Letter) -> None:
    versions = {"pack_hash": "a"}
    mark = fingerprint_of(versions, "nb")
    renamed = dataclasses.replace(one, id=other.id, sender=other.sender, source=other.source, notes=other.notes)
    assert key(renamed, mark) == key(one, mark)
    assert (key(one, mark) == key(other, mark)) == (bare(one) == bare(other))
    for changed in (fingerprint_of({"pack_hash": "b"}, "nb"), fingerprint_of(versions, "nn")):
        assert key(one, changed) != key(one, mark)


def analysis(name: str, text: str = "Ber om DXA", **rest: Any) -> Analysis:
    assessment = Assessment("indicated", "D6", (), (), (Reason("dxa", "indicated", "D6", "NRF", "Fordi."),), (), 50)
    return Analysis(
        Letter(name, text, **rest), "nb", (Fact("age", value=72.0, start=0, end=3, quote="Ber"),), assessment
    )


def put(store: Store, *letters: Analysis) -> None:
    for position, one in enumerate(letters):
        store.add_letter(position, one.letter, key(one.letter))
        store.add_result(key(one.letter), one.letter.text, result_row(one))


def test_letters_come_out_in_reading_order_whatever_came_first(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    day = dt.date(2026, 3, 14)
    first, second = analysis("a", sender="Hovden", source="inn/a.txt", date=day), analysis("b", "Takk")
    with Store.create(path) as store:
        store.begin({"lang": "nb"}, [{"source": "inn/a.txt", "bytes": 3, "sha256": "00"}])
        for position, one in ((2, second), (0, first)):
            store.add_result(key(one.letter), one.letter.text, result_row(one))
            store.add_letter(position, one.letter, key(one.letter))
        store.add_failure(1, failure("empty", "inn/x.txt", lang="nb"))
        store.finish()
    with Store.open(path) as store:
        assert list(store.analyses()) == [first, second]
        assert list(store.failures()) == [failure("empty", "inn/x.txt", lang="nb")]
        assert list(store.inputs()) == [{"source": "inn/a.txt", "bytes": 3, "sha256": "00"}]
        assert store.about == {"lang": "nb"}
    assert [file.name for file in tmp_path.iterdir()] == ["run.sqlite"]


def test_a_letter_of_the_same_content_says_whose(tmp_path: Path) -> None:
    with Store.create(tmp_path / "run.sqlite") as store:
        store.begin({"lang": "en"}, [])
        put(store, analysis("a"), analysis("b"), analysis("c", "Takk"), analysis("d"))
        found = list(store.analyses())
        assert [one.letter.duplicate_of for one in found] == [None, "a", None, "a"]
        assert found[1].assessment.reasons[-1].message == (
            "The letter has the same text and date as 'a'; it was analysed once."
        )
        assert store.results == 2
        store.add_failure(0, failure("replaced", "inn/a.xml", lang="en"))
        assert [(one.letter.id, one.letter.duplicate_of) for one in store.analyses()] == [
            ("b", None),
            ("c", None),
            ("d", "b"),
        ]


def test_the_text_of_letters_that_are_no_longer_of_the_run_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "run.sqlite"
    with Store.create(path) as store:
        store.begin({"lang": "nb"}, [])
        put(store, analysis("a", "raudflekka sjiraffhals"), analysis("b"))
        store.begin({"lang": "nb"}, [])
        put(store, analysis("b"))
        store.finish()
    assert b"sjiraffhals" not in path.read_bytes()
    with Store.open(path) as store:
        assert store.results == 1


def test_what_was_committed_is_there_whatever_comes(tmp_path: Path) -> None:
    with Store.create(tmp_path / "run.sqlite") as store:
        store.begin({"lang": "nb"}, [])
        put(store, analysis("a"))
        store.commit()
        store.add_letter(7, Letter("b", "Takk"), "00")
        store.add_result("00", "Takk", result_row(analysis("b")))
        assert (store.letters, store.contents, store.failed, store.results) == (2, 2, 0, 2)
    with Store.open(tmp_path / "run.sqlite", write=True) as store:
        assert [one.letter.id for one in store.analyses()] == ["a"]


def test_two_runs_do_not_share_a_store(tmp_path: Path) -> None:
    with Store.create(tmp_path / "run.sqlite"), pytest.raises(UserError, match="Another run is using"):
        Store.open(tmp_path / "run.sqlite", lang="en", write=True)


@pytest.mark.parametrize("write", [False, True])
def test_what_is_no_store_is_said_to_be_none(write: bool, tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("Kvinne 72 år. " * 1000, encoding="utf-8")
    sqlite3.connect(tmp_path / "other.sqlite").execute("CREATE TABLE x (y)").connection.close()
    for name in ("none.sqlite", "text.sqlite", "other.sqlite"):
        with pytest.raises(UserError, match="is not the store of a run"):
            Store.open(tmp_path / name, lang="en", write=write)
