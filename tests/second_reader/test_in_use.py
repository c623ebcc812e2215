"""The second reader in a run and in the API."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import analyser
from analyser.analysis import Analysis
from analyser.batch import run
from analyser.letter import Letter
from tests.cli.program import DATA


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "letters.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_a_run_ranks_its_letters_by_how_alike_the_readers_think(tmp_path: Path) -> None:
    run([DATA / "hand-f.jsonl"], tmp_path / "out", second_reader=True)
    found = rows(tmp_path / "out")
    assert sorted(int(row["review_first"]) for row in found) == list(range(1, 25))
    by_place = sorted(found, key=lambda row: int(row["review_first"]))
    states = [row["agrees"] for row in by_place]
    assert set(states[: states.count(states[0])]) == {states[0]}
    last = [float(row["second_probability"].replace(",", ".")) for row in by_place if row["agrees"] == states[-1]]
    assert last == sorted(last)
    assert len(set(last)) > 3
    lines = (tmp_path / "out" / "letters.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["second"]["review_first"] for line in lines] == [int(row["review_first"]) for row in found]
    assert json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["versions"]["second_reader"]


def test_without_it_a_run_is_as_before(tmp_path: Path) -> None:
    run([DATA / "hand-f.jsonl"], tmp_path / "out", second_reader=False)
    assert {row["second_dxa"] + row["agrees"] + row["review_first"] for row in rows(tmp_path / "out")} == {""}
    assert "second_reader" not in json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["versions"]


def test_the_rules_are_not_moved_by_it() -> None:
    text = "Kvinne 72 år. Handleddsbrot etter fall på isen. Ikkje røyk. Ber om DXA."
    with_, without = analyser.load(second_reader=True).analyse(text), analyser.analyse(text)
    assert without.second is None
    assert with_.second is not None
    assert (with_.facts, with_.assessment) == (without.facts, without.assessment)


def test_an_opinion_survives_json() -> None:
    letter = Letter("a", "Mann 80 år. Ber om DXA.")
    one = analyser.load(second_reader=True).analyse(letter)
    again = Analysis.from_dict(json.loads(json.dumps(one.to_dict())), letter)
    assert again.to_dict() == one.to_dict()


def test_tables_of_the_api_have_the_places_too() -> None:
    letters = analyser.load(second_reader=True).analyse_many(["Mann 80 år. Ber om DXA.", "Kvinne 50 år. DXA?"])
    assert sorted(letters.to_frame()["review_first"]) == [1, 2]
