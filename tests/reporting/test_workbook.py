"""The workbook: typed cells, text that stays text, and the same bytes for the same run."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from analyser.analysis import Analysis
from analyser.codebook.labels import LANGUAGES, load_labels
from analyser.fact import Fact
from analyser.reporting.workbook import write_workbook

ABOUT = {"analyser": "1.0", "pack": "memo"}


def write(path: Path, *analyses: Analysis, lang: str = "nb") -> openpyxl.Workbook:
    write_workbook(path, analyses, about=ABOUT, lang=lang)
    return openpyxl.load_workbook(path)


def test_every_letter_finding_and_lack_is_a_row(tmp_path: Path, wrist: Analysis, urgent: Analysis) -> None:
    book = write(tmp_path / "a.xlsx", wrist, urgent)
    assert book.sheetnames == ["brev", "funn", "mangler", "legekontor", "kodebok", "om"]
    letters = list(book["brev"].values)
    row = dict(zip(letters[0], letters[1], strict=True))
    assert row["Brev"] == "a-1"
    assert row["Dato"] == dt.datetime(2026, 3, 14)
    assert row["Forslag"] == "DXA er indisert"
    assert (row["Mangler"], row["Brevkvalitet"], row["Antall funn"]) == (2, 64, 5)
    assert dict(zip(letters[0], letters[2], strict=True))["Les dette først"] == "Dosen er forsinket."
    facts = list(book["funn"].values)
    assert len(facts) == 1 + 2 * len(wrist.facts)
    score = dict(zip(facts[0], facts[5], strict=True))
    assert (score["Funn"], score["Tall"], score["Status"]) == ("T-skår, rygg", -2.7, "oppgitt")
    assert [row[3] for row in list(book["mangler"].values)[1:3]] == ["bruk av glukokortikoider", "høyde og vekt"]
    for name in ("brev", "funn", "mangler"):
        assert book[name].freeze_panes == "B2"
        assert book[name].auto_filter.ref == book[name].dimensions
    assert len(book["brev"].conditional_formatting) == 2


@pytest.mark.parametrize("text", ["=1+1", "+47 5", "-2", "@SUM(A1)", "#N/A", "=cmd|' /C calc'!A0", "\x00\ud800\x1b="])
def test_text_is_never_a_formula(tmp_path: Path, bare: Callable[..., Analysis], text: str) -> None:
    one = bare(text, Fact("kyphosis", start=0, end=len(text), quote=text), number=text, sender=text)
    book = write(tmp_path / "a.xlsx", one)
    for sheet, cell in (("brev", "A2"), ("brev", "C2"), ("funn", "H2")):
        found = book[sheet][cell]
        assert found.data_type == "s"
        assert found.value == text.replace("\x00", "\ufffd").replace("\ud800", "\ufffd").replace("\x1b", "\ufffd")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_are_in_the_language_asked_for(tmp_path: Path, wrist: Analysis, lang: str) -> None:
    labels, book = load_labels(lang), write(tmp_path / "a.xlsx", wrist, lang=lang)
    cells = {cell for sheet in book for row in sheet.values for cell in row}
    assert labels.dxa["indicated"] in cells
    assert labels.ui["decision_support"] in cells
    assert labels.concepts["wrist_fracture"] in cells


def test_the_codebook_has_every_name_in_each_language(tmp_path: Path, wrist: Analysis) -> None:
    rows = list(write(tmp_path / "a.xlsx", wrist)["kodebok"].values)
    assert ("concepts", "hip_fracture", "hoftebrudd", "hoftebrot", "hip fracture") in rows


def test_practices_with_few_letters_are_not_shown(tmp_path: Path, wrist: Analysis) -> None:
    def of(sender: str, count: int) -> list[Analysis]:
        return [
            dataclasses.replace(wrist, letter=dataclasses.replace(wrist.letter, id=f"{sender}-{number}", sender=sender))
            for number in range(count)
        ]

    book = write(tmp_path / "a.xlsx", *of("Hovden", 12), *of("Fjære", 4))
    rows = [row[:2] for row in list(book["legekontor"].values)[1:]]
    assert rows == [("Hovden", 12)]


def test_the_same_run_has_the_same_bytes_and_leaves_nothing_beside(tmp_path: Path, wrist: Analysis) -> None:
    write(tmp_path / "a.xlsx", wrist)
    write(tmp_path / "b.xlsx", wrist)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"a.xlsx", "b.xlsx"}


def test_a_run_that_breaks_off_leaves_no_temporary_sheets(tmp_path: Path, wrist: Analysis) -> None:
    def broken() -> object:
        yield wrist
        msg = "broken off"
        raise KeyError(msg)

    with pytest.raises(KeyError):
        write_workbook(tmp_path / "a.xlsx", broken(), about=ABOUT)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_run_without_letters_is_a_workbook_too(tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx")
    assert book["brev"].max_row == 1


def test_rows_that_a_sheet_cannot_hold_go_on_in_another(
    tmp_path: Path, wrist: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyser.reporting.sheets.MOST_ROWS", 4)
    book = write(tmp_path / "a.xlsx", wrist, wrist)
    parts = [name for name in book.sheetnames if name.startswith("funn")]
    assert len(parts) > 2
    heads = {tuple(next(book[name].values)) for name in parts}
    assert len(heads) == 1
    assert sum(book[name].max_row - 1 for name in parts) == 2 * len(wrist.facts)
    assert all(book[name].auto_filter.ref == book[name].dimensions for name in parts)


def test_a_day_that_a_workbook_cannot_hold_is_text(tmp_path: Path, wrist: Analysis) -> None:
    old = dataclasses.replace(wrist, letter=dataclasses.replace(wrist.letter, date=dt.date(1890, 1, 1)))
    assert write(tmp_path / "a.xlsx", old)["brev"]["B2"].value == "1890-01-01"


def test_a_workbook_that_cannot_be_written_says_why(tmp_path: Path, wrist: Analysis) -> None:
    (tmp_path / "a.xlsx").mkdir()
    with pytest.raises(IsADirectoryError if os.name == "posix" else PermissionError):
        write_workbook(tmp_path / "a.xlsx", [wrist], about=ABOUT)
