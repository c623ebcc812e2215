"""``analyser validate``: draw, judge, report."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook

from tests.cli.program import DATA, LETTER, NUMBER, SECRET, run


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
