"""Gold files: what is read, and what is said of a line that cannot be."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from analyser.evaluation import GoldError, read_gold

SECRET = "Kari Nordmann"

LINE: dict[str, Any] = {
    "id": "g-1",
    "lang": "nb",
    "date": "2026-03-14",
    "text": f"{SECRET}, 72 år. Ber om DXA.\u2028Mvh",
    "facts": [{"concept": "age", "status": "present", "value": 72, "quote": "72 år"}],
    "assessment": {"dxa": "insufficient_information", "dental": [], "dialogue": ["missing_information"]},
}


def write(path: Path, *lines: dict[str, Any] | str) -> Path:
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_a_line_becomes_a_letter_with_its_gold(tmp_path: Path) -> None:
    (gold,) = read_gold(write(tmp_path / "a.jsonl", "", LINE, ""))
    assert gold.letter.id == "g-1"
    assert gold.letter.date == dt.date(2026, 3, 14)
    assert gold.letter.text == LINE["text"]
    assert gold.letter.source == "a.jsonl, line 2"
    assert (gold.file, gold.language) == ("a.jsonl", "nb")
    assert [(fact.concept, fact.value, fact.quote) for fact in gold.facts] == [("age", 72, "72 år")]
    assert (gold.dxa, gold.dental, gold.dialogue) == ("insufficient_information", (), ("missing_information",))


def test_a_letter_without_date_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({**LINE, "date": None}), encoding="utf-8-sig")
    assert read_gold(path)[0].letter.date is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": "g-1", "text": "' + SECRET, "not JSON"),
        ("[1, 2]", "must be a JSON object"),
        ({**LINE, "id": 7}, '"id" is missing or is not a text'),
        ({**LINE, "facts": None}, '"facts" is missing or is not a list'),
        ({key: value for key, value in LINE.items() if key != "assessment"}, '"assessment" is missing'),
        ({**LINE, "lang": "sv"}, "nb, nn, mixed"),
        ({**LINE, "date": "14.03.2026"}, '"date" must be'),
        ({**LINE, "date": 20260314}, '"date" must be'),
        ({**LINE, "facts": [LINE["facts"][0], "age"]}, "fact 2 must be an object"),
        ({**LINE, "facts": [{"concept": "age", "attributes": 7}]}, '"attributes" of fact 1'),
        ({**LINE, "facts": [{"concept": "shoe_size", "value": 43}]}, "unknown concept 'shoe_size'"),
        ({**LINE, "facts": [{"concept": "smoking", "status": "planned"}]}, "status 'planned' is not one of"),
        ({**LINE, "facts": [{"concept": "age", "value": "old"}]}, "age: value must be a number"),
        ({**LINE, "assessment": {**LINE["assessment"], "dxa": "maybe"}}, "dxa must be one of"),
        ({**LINE, "assessment": {**LINE["assessment"], "dental": ["pull"]}}, "dental holds 'pull'"),
        ({**LINE, "assessment": {"dxa": "indicated", "dental": []}}, '"dialogue" of the assessment'),
    ],
)
def test_a_bad_line_gets_one_sentence_with_its_place_and_no_word_of_the_letter(
    tmp_path: Path, line: dict[str, Any] | str, words: str
) -> None:
    with pytest.raises(GoldError) as raised:
        read_gold(write(tmp_path / "a.jsonl", {**LINE, "id": "first"}, line))
    (problem,) = raised.value.problems
    assert problem.startswith("a.jsonl, line 2: ")
    assert words in problem
    assert problem.endswith(".")
    assert SECRET not in problem
    assert "\n" not in problem


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(GoldError) as raised:
        read_gold(write(tmp_path / "a.jsonl", LINE, "nonsense", LINE))
    assert [problem.split(":")[0] for problem in raised.value.problems] == ["a.jsonl, line 2", "a.jsonl, line 3"]
    assert "'g-1' is also that of line 1" in raised.value.problems[1]


def test_a_file_that_is_not_there_or_not_utf8_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"^none\.jsonl: the file cannot be read"):
        read_gold(tmp_path / "none.jsonl")
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes("72 år".encode("latin-1"))
    with pytest.raises(GoldError, match=r"^latin\.jsonl: byte 4 is not UTF-8"):
        read_gold(latin)


def test_a_file_without_letters_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="a.jsonl: the file holds no letters"):
        read_gold(write(tmp_path / "a.jsonl", ""))
