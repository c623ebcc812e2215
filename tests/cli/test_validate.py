"""``analyser validate``: draw, judge, report."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from analyser.analysis import Analysis
from analyser.letter import Letter
from analyser.pipeline import Analyser
from tests.cli.program import DATA, LETTER, NUMBER, SECRET, run
from tests.reading.message_files import henvisning_1, reason


def test_from_letters_to_a_report(tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    drawn = run("validate", "draw", DATA / "dev-nn.jsonl", "--out", kit, "--letters", "20", "--lang", "en")
    assert drawn.exit_code == 0
    assert drawn.stdout.startswith("20 of 50 letters are drawn; judge them in ")
    empty = run("validate", "report", kit)
    assert (empty.exit_code, empty.stdout) == (2, "")
    assert empty.stderr.startswith("The workbook holds no judgement")
    book = load_workbook(kit / "annotation.xlsx")
    for row in range(2, 12):
        book["Letters"].cell(row, 4).value = "indicated"
    book.save(kit / "annotation.xlsx")
    reported = run("validate", "report", kit, "--second", kit / "annotation.xlsx")
    assert reported.exit_code == 0
    page = (kit / "validation.html").read_text(encoding="utf-8")
    assert "10 of 20 drawn letters were judged" in page
    assert "Over the 10 letters that both judged" in page


def test_what_cannot_be_read_is_told_and_the_rest_is_drawn(tmp_path: Path) -> None:
    letters = tmp_path / "in"
    letters.mkdir()
    (letters / "a.jsonl").write_text(json.dumps(LETTER) + "\n{", encoding="utf-8")
    result = run("validate", "draw", letters, "--out", tmp_path / "kit")
    assert result.exit_code == 1
    assert "linje 2" in result.stderr
    again = run("validate", "draw", letters, "--out", tmp_path / "kit")
    assert again.exit_code == 2
    assert SECRET not in result.stdout + again.stdout
    assert NUMBER not in result.stdout + again.stdout


def test_what_is_no_kit_is_refused(tmp_path: Path) -> None:
    assert run("validate", "report", tmp_path).exit_code == 2


def test_a_letter_that_was_withdrawn_or_that_the_program_fails_on_is_told_and_not_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = tmp_path / "in"
    letters.mkdir()
    (letters / "a.xml").write_bytes(henvisning_1(reasons=reason("PROB", "A", "Falt")))
    (letters / "b.xml").write_bytes(henvisning_1(reasons=reason("PROB", "A", "Falt"), kind="C"))
    (letters / "c.txt").write_text("Kvinne 72 år. Ber om DXA.", encoding="utf-8")
    (letters / "d.txt").write_text(f"Kvinne 73 år. {SECRET}", encoding="utf-8")
    analyse = Analyser.analyse

    def fails(self: Analyser, letter: Letter) -> Analysis:
        if letter.id == "d":
            raise ValueError(letter.text)
        return analyse(self, letter)

    monkeypatch.setattr(Analyser, "analyse", fails)
    result = run("validate", "draw", letters, "--out", tmp_path / "kit", "--lang", "en")
    assert result.exit_code == 1
    assert result.stdout.startswith("1 of 1 letters are drawn")
    assert SECRET not in result.stderr
    for words in ("in/a.xml: A later message cancels", "in/b.xml: This is the cancellation", "in/d.txt: The program f"):
        assert words in result.stderr


def test_the_words_of_letters_are_written_nowhere_but_into_the_kit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    made: list[str] = []

    plain = tempfile.mkstemp

    def spied(*args: Any, **named: Any) -> tuple[int, str]:
        handle, name = plain(*args, **named)
        made.append(name)
        return handle, name

    monkeypatch.setattr(tempfile, "mkstemp", spied)
    run("validate", "draw", DATA / "dev-nn.jsonl", "--out", tmp_path / "kit", "--letters", "2")
    assert made
    assert all(Path(name).is_relative_to(tmp_path / "kit") for name in made)
    assert sorted(path.name for path in (tmp_path / "kit").iterdir()) == [
        "annotation.xlsx", "kit.json", "letters.jsonl", "predictions.jsonl",
    ]  # fmt: skip
