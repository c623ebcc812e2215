"""``analyser score`` as a secretary runs it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

import analyser
from analyser.batch import AUDIT, OUTPUTS, STORE
from analyser.cli import app
from tests.cli.program import LETTER, SECRET, TEXT, failed, ids, rows, run


def test_a_folder_is_scored_whatever_lies_in_it(inbox: Path, out: Path) -> None:
    result = run("score", inbox, "--out", out)
    assert result.exit_code == 1
    assert ids(out) == ["bom", "god", "latin"]
    assert failed(out) == {
        "innboks/tom.txt": "empty",
        "innboks/nuller.txt": "not_text",
        "innboks/stor.txt": "too_long",
        "innboks/uten.csv": "no_text_column",
        "innboks/bilde.png": "unknown_kind",
        "innboks/skannet.pdf": "damaged_document",
    }
    assert sorted(path.name for path in out.iterdir()) == sorted((*OUTPUTS, STORE, AUDIT))
    facts = {(row["id"], row["concept"]) for row in rows(out / "facts.csv")}
    assert {("latin", "hip_fracture"), ("bom", "age"), ("god", "wrist_fracture")} <= facts


def test_the_last_lines_say_what_became_of_the_letters(inbox: Path, out: Path) -> None:
    said = run("score", inbox, "--out", out).stdout
    assert said.startswith("3 brev lest, 6 ikke lest.\n")
    assert re.search(r"DXA er indisert +\d", said)
    for name in OUTPUTS:
        assert str(out / name) in said
    unread = said[said.index("Ikke lest:") :]
    assert "innboks/tom.txt: Filen er tom. Eksporter brevet på nytt.\n" in unread
    assert len(re.findall(r"^  innboks/", unread, re.MULTILINE)) == 6
    assert unread.rstrip().endswith("Programmet foreslår; helsepersonellet avgjør.")
    assert SECRET not in said


def test_when_all_is_read_the_state_is_0_and_no_list_of_failures_is_shown(letter: Path, out: Path) -> None:
    result = run("score", letter, "--out", out)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Ikke lest:" not in result.stdout
    assert "failed.csv" not in result.stdout
    assert rows(out / "failed.csv") == []


def test_only_the_first_failures_are_shown(tmp_path: Path, out: Path) -> None:
    (tmp_path / "brev.jsonl").write_text(json.dumps(LETTER) + "\n" + '{"text": 1}\n' * 25, encoding="utf-8")
    said = run("score", tmp_path / "brev.jsonl", "--out", out, "--lang", "en").stdout
    assert said.count("The field 'text' is not a text.") == 10
    assert "... and 15 more, see failed.csv." in said
    assert len(rows(out / "failed.csv")) == 25


@pytest.mark.parametrize(
    ("lang", "words"), [("nb", "brev lest"), ("nn", "Las 1 brev; 0 kunne ikkje lesast."), ("en", "Letters read: 1")]
)
def test_it_speaks_the_language_that_is_asked_for(lang: str, words: str, letter: Path, out: Path) -> None:
    assert words in run("score", letter, "--out", out, "--lang", lang).stdout
    again = CliRunner(env={"ANALYSER_LANG": lang})
    result = again.invoke(app, ["score", str(letter), "--out", str(out), "--overwrite"])
    assert words in result.stdout
    assert f'<html lang="{lang}"' in (out / "report.html").read_text(encoding="utf-8")


def test_several_inputs_and_standard_input_in_one_run(letter: Path, tmp_path: Path, out: Path) -> None:
    (tmp_path / "fler.jsonl").write_text(json.dumps(LETTER) + "\n", encoding="utf-8")
    result = run("score", letter, tmp_path / "fler.jsonl", "-", "--out", out, given=TEXT)
    assert result.exit_code == 0
    assert ids(out) == ["brev", "k-1", "stdin"]


def test_tables_are_read_with_the_columns_found_or_given(tmp_path: Path, out: Path) -> None:
    table = tmp_path / "brev.csv"
    table.write_text(f"saksnr;merknad;skrevet av\n7;{TEXT};Hovden\n", encoding="utf-8")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "tekst", "dato"])
    sheet.append([8, TEXT, "14.03.2026"])
    book.save(tmp_path / "brev.xlsx")
    assert run("score", table, "--out", out).exit_code == 1
    columns = ("--text-column", "merknad", "--id-column", "saksnr", "--sender-column", "skrevet av")
    assert run("score", table, "--out", out, "--overwrite", *columns).exit_code == 0
    assert [(row["id"], row["sender"]) for row in rows(out / "letters.csv")] == [("7", "Hovden")]
    assert run("score", tmp_path / "brev.xlsx", "--out", out, "--overwrite").exit_code == 0
    assert [(row["id"], row["date"]) for row in rows(out / "letters.csv")] == [("8", "2026-03-14")]


def test_a_missing_path_beside_a_good_one_is_a_row(letter: Path, tmp_path: Path, out: Path) -> None:
    result = run("score", letter, tmp_path / "borte.txt", "--out", out)
    assert result.exit_code == 1
    assert (ids(out), failed(out)) == (["brev"], {"borte.txt": "not_found"})


def test_a_locked_file_is_a_row(inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = Path.open

    def locked(self: Path, *args: Any, **rest: Any) -> Any:
        if self.name == "god.txt":
            raise PermissionError(13, f"Permission denied: {SECRET}")
        return really(self, *args, **rest)

    monkeypatch.setattr(Path, "open", locked)
    assert run("score", inbox, "--out", out).exit_code == 1
    assert ids(out) == ["bom", "latin"]
    assert failed(out)["innboks/god.txt"] == "locked"


def test_a_letter_that_the_program_fails_on_is_a_row(inbox: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = analyser.load(second_reader=True)
    really = one.analyse

    def fails(letter: Any, **rest: Any) -> Any:
        if "isen" in letter.text:
            raise RuntimeError(letter.text)
        return really(letter, **rest)

    monkeypatch.setattr(one, "analyse", fails)
    result = run("score", inbox, "--out", out)
    assert (ids(out), failed(out)["innboks/god.txt"]) == (["bom", "latin"], "not_analysed")
    assert "RuntimeError" in result.stdout
    assert SECRET not in result.stdout + (out / "failed.csv").read_text(encoding="utf-8-sig")


def test_results_are_replaced_only_when_that_is_asked_for(letter: Path, out: Path) -> None:
    assert run("score", letter, "--out", out).exit_code == 0
    (out / "notat.docx").write_bytes(b"mitt")
    assert run("score", letter, "--out", out).exit_code == 2
    assert run("score", letter, "--out", out, "--overwrite").exit_code == 0
    assert (out / "notat.docx").read_bytes() == b"mitt"
