"""Files of facts: every good line is assessed, and every bad one is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyser.codebook.labels import LANGUAGES
from analyser.errors import UserError
from analyser.fact import Cue, Fact
from analyser.guideline import load_pack
from analyser.guideline.facts_file import FactsSummary, assess_file

PACK = load_pack("memo")
ASK = {"concept": "dxa_request", "status": "planned"}
AGE = {"concept": "age", "value": 72, "quote": "Kari 72 år"}
GOOD = {"id": "a-1", "date": "2026-03-14", "facts": [ASK, AGE]}


def write(folder: Path, *lines: Any) -> Path:
    path = folder / "facts.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def assess(folder: Path, *lines: Any, lang: str = "en") -> tuple[FactsSummary, list[Any]]:
    out = folder / "out.jsonl"
    summary = assess_file(write(folder, *lines), out, pack=PACK, lang=lang)
    return summary, [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_a_line_becomes_an_assessment(tmp_path: Path) -> None:
    summary, rows = assess(tmp_path, GOOD, "", {"id": 7, "facts": []})
    facts = [Fact("dxa_request", "planned"), Fact("age", value=72)]
    assert rows == [
        {"id": "a-1", "assessment": PACK.assess(facts, lang="en").to_dict()},
        {"id": "7", "assessment": PACK.assess([], lang="en").to_dict()},
    ]
    assert (summary.letters, summary.failed, summary.failures) == (2, 0, [])
    assert {label: number for label, number in summary.dxa.items() if number} == {
        "insufficient_information": 1,
        "no_dxa_question": 1,
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["facts.jsonl", "out.jsonl"]


def test_what_the_program_writes_can_be_read_again(tmp_path: Path) -> None:
    fact = Fact("smoking", "absent", None, {}, 3, 15, "ikke røyker", Cue(3, 7, "ikke"))
    line = {"id": "a", "language": "nb", "facts": [fact.to_dict()], "assessment": {}}
    summary, rows = assess(tmp_path, line)
    assert summary.letters == 1
    assert rows[0]["assessment"] == PACK.assess([fact], lang="en").to_dict()


@pytest.mark.parametrize(
    ("line", "code", "reason"),
    [
        ("{", "bad_json", "The line is not valid JSON."),
        ('{"id": "b", "facts": [{"concept": "age", "value": NaN}]}', "bad_json", "The line is not valid JSON."),
        ("[" * 100_000, "bad_json", "The line is not valid JSON."),
        ([GOOD], "not_an_object", ""),
        ({"facts": []}, "bad_id", "The field 'id' is missing or is not a text."),
        ({"id": " ", "facts": []}, "bad_id", ""),
        ({"id": True, "facts": []}, "bad_id", ""),
        ({"id": "a-1", "facts": []}, "id_taken", "The same id also stands on line 1."),
        ({"id": "b"}, "no_facts", "The field 'facts' is missing or is not a list."),
        ({"id": "b", "facts": [ASK, "age"]}, "bad_shape", "Fact 2 is not written as a fact must be (not an object)."),
        ({"id": "b", "facts": [{}]}, "bad_shape", "Fact 1 is not written as a fact must be (no concept)."),
        ({"id": "b", "facts": [{"concept": ["age"]}]}, "bad_shape", "concept is of the wrong kind"),
        ({"id": "b", "facts": [{**AGE, "value": True}]}, "bad_shape", "value is of the wrong kind"),
        ({"id": "b", "facts": [{**AGE, "attributes": []}]}, "bad_shape", "attributes is of the wrong kind"),
        ({"id": "b", "facts": [{**AGE, "page": 1}]}, "bad_shape", "unknown field"),
        ({"id": "b", "facts": [{**AGE, "start": 1}]}, "bad_shape", "start and end belong together"),
        ({"id": "b", "facts": [{**AGE, "start": 4, "end": 1}]}, "bad_shape", "start and end are no piece of a text"),
        ({"id": "b", "facts": [{**AGE, "cue": {}}]}, "bad_shape", "cue must have start, end and quote"),
        ({"id": "b", "facts": [{"concept": "leprosy"}]}, "not_in_codebook", "unknown concept"),
        ({"id": "b", "facts": [{"concept": "age"}]}, "not_in_codebook", "age: value must be a number"),
        (
            {"id": "b", "facts": [{"concept": "copd", "status": "past"}]},
            "not_in_codebook",
            "copd: status is not one of",
        ),
        (
            {"id": "b", "facts": [{"concept": "hip_fracture", "attributes": {"mechanism": "fall"}}]},
            "not_in_codebook",
            "hip_fracture.mechanism must be one of low_energy, high_energy, unknown",
        ),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_bad_line_is_named_and_does_not_stop_the_rest(
    tmp_path: Path, line: Any, code: str, reason: str, lang: str
) -> None:
    summary, rows = assess(tmp_path, GOOD, line, {**GOOD, "id": "a-2"}, lang=lang)
    assert [row["id"] for row in rows] == ["a-1", "a-2"]
    assert (summary.letters, summary.failed) == (2, 1)
    (failure,) = summary.failures
    assert (failure.source, failure.code) == ("facts.jsonl", code)
    assert failure.place.startswith({"nb": "linje 2", "nn": "linje 2", "en": "line 2"}[lang])
    assert failure.what_to_do.endswith(".")
    if lang == "en":
        assert reason in failure.reason
    assert "Kari" not in repr(failure)


def test_a_fact_is_told_by_its_place_and_never_by_its_words(tmp_path: Path) -> None:
    line = '{"id": "\\"facts\\": [", "facts": [{"concept": "age", "value": 72},\t{"Kari": 1}, {"concept": "Kari Nes"}]}'
    second, last = line.index('{"Kari"'), line.index('{"concept": "Kari')
    summary, _ = assess(tmp_path, line)
    assert {(one.place, one.code) for one in summary.failures} == {
        (f"line 1, column {second + 1}", "bad_shape"),
        (f"line 1, column {last + 1}", "not_in_codebook"),
    }
    assert "Kari" not in repr(summary.failures)


def test_a_folder_is_no_file_of_facts(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder; name one file of facts"):
        assess_file(tmp_path, tmp_path / "out.jsonl", pack=PACK, lang="en")


def test_every_problem_of_a_line_is_named(tmp_path: Path) -> None:
    bad = {"id": "", "facts": [{"concept": "leprosy"}, {"concept": "copd", "status": "past", "value": 3}]}
    summary, rows = assess(tmp_path, bad)
    assert rows == []
    assert (summary.letters, summary.failed) == (0, 1)
    assert [one.code for one in summary.failures] == ["bad_id", "not_in_codebook", "not_in_codebook", "not_in_codebook"]


def test_numbers_beyond_belief_are_assessed(tmp_path: Path) -> None:
    facts = [ASK, {"concept": "height", "value": 10**400}, {"concept": "weight", "value": 1e300}]
    summary, _ = assess(tmp_path, {"id": "a", "facts": [*facts, {"concept": "bmi", "value": 0.5}]})
    assert summary.letters == 1


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    summary, rows = assess(tmp_path, "\n")
    assert (rows, summary.letters, summary.failed) == ([], 0, 0)
    assert [one.code for one in summary.failures] == ["no_rows"]


def test_a_file_that_cannot_be_read_or_written_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    for source, out, says in [
        (tmp_path / "nothing.jsonl", tmp_path / "out.jsonl", "nothing.jsonl: There is no such file"),
        (path, path, "The result cannot be written to the file that is read"),
        (path, tmp_path / "no" / "out.jsonl", "Cannot write to"),
    ]:
        with pytest.raises(UserError, match=says):
            assess_file(source, out, pack=PACK, lang="en")
    assert [one.name for one in tmp_path.iterdir()] == ["facts.jsonl"]


def test_an_earlier_result_stands_until_the_new_one_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("earlier", encoding="utf-8")

    def fail(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(PACK, "assess", fail)
    with pytest.raises(KeyboardInterrupt):
        assess_file(write(tmp_path, GOOD), out, pack=PACK)
    assert out.read_text(encoding="utf-8") == "earlier"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["facts.jsonl", "out.jsonl"]
