"""Each format as the clinic meets it."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from analyser.letter import Letter
from analyser.reading import Columns, Failure, Finder, Options, Reader, standard_input
from analyser.reading.limits import Budget

LETTER = 'Kvinne 72 år; "lavenergibrudd",\r\nmor brakk hoften'


def read(*inputs: Path, columns: Columns | None = None) -> list[Letter | Failure]:
    reader = Reader(Options(columns=columns or Columns(), lang="en"))
    items: list[Letter | Failure] = []
    for found in Finder(lang="en").find(inputs):
        items.extend([found] if isinstance(found, Failure) else reader.read(found))
    return items


def shown(items: list[Letter | Failure]) -> list[str]:
    """``id: text`` of each letter, ``code @ place`` of each failure."""
    return [f"{i.id}: {i.text}" if isinstance(i, Letter) else f"{i.code} @ {i.place}" for i in items]


def write(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


# Plain text


def test_a_text_file_is_one_letter_called_after_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "brev 17.2.txt", "Linje en\r\nLinje to\r")
    assert read(path) == [Letter(id="brev 17.2", text="Linje en\r\nLinje to\r", source="brev 17.2.txt")]


def test_a_file_the_user_names_is_text_whatever_its_end(tmp_path: Path) -> None:
    assert shown(read(write(tmp_path / "henvisning.brev", "Mann 60 år"))) == ["henvisning: Mann 60 år"]


def test_a_letter_may_look_a_little_like_a_table_or_like_json(tmp_path: Path) -> None:
    letters = [
        "Henvisning, dato i dag\nKvinne, 72",
        "{Kvinne 72 år}",
        '{"notat": 1}',
        "Tekst\nkvinne 72 år",
        "[12.03] tlf",
    ]
    paths = [write(tmp_path / f"{number}.txt", text) for number, text in enumerate(letters)]
    assert shown(read(*paths)) == [f"{number}: {text}" for number, text in enumerate(letters)]


# JSON Lines


def test_json_lines_take_four_fields_and_leave_the_rest(tmp_path: Path) -> None:
    line = {"id": 17, "text": LETTER, "date": "14.03.2026", "sender": "Legene\nved torget", "facts": [1], "lang": "nn"}
    path = write(tmp_path / "a.jsonl", "\n" + json.dumps(line) + "\n\n" + json.dumps({"text": "x"}))
    assert read(path) == [
        Letter("17", LETTER, date=dt.date(2026, 3, 14), sender="Legene ved torget", source="a.jsonl, line 2"),
        Letter("a-4", "x", source="a.jsonl, line 4"),
    ]


def test_a_bad_line_costs_that_line_only(tmp_path: Path) -> None:
    lines = [
        '{"id": "en", "text": "Kvinne 72"}',
        '{"id": "to", "text": "Kvin',
        "[1]",
        '{"id": "fire"}',
        '{"id": "fem", "text": 5}',
        '{"id": "seks", "text": " \\n"}',
        '{"deep": ' + "[" * 100_000,
        '{"id": "åtte", "text": "Mann 60"}',
    ]
    assert shown(read(write(tmp_path / "a.jsonl", "\r\n".join(lines)))) == [
        "en: Kvinne 72",
        "bad_json @ line 2",
        "not_an_object @ line 3",
        "missing_text @ line 4",
        "text_is_no_text @ line 5",
        "empty_text @ line 6",
        "bad_json @ line 7",
        "åtte: Mann 60",
    ]


def test_a_json_list_is_explained_in_one_row(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", json.dumps([{"text": "x"}], indent=1))
    assert shown(read(path)) == ["json_list @ "]


def test_characters_that_no_file_can_hold_are_replaced_one_for_one(tmp_path: Path) -> None:
    line = '{"id": "\\udfff", "text": "Falt på isen \\ud800 i\\u0000går kveld", "sender": "\\ud800"}'
    (letter,) = read(write(tmp_path / "a.jsonl", line))
    assert isinstance(letter, Letter)
    assert (letter.id, letter.text, letter.sender) == ("\ufffd", "Falt på isen \ufffd i\ufffdgår kveld", "\ufffd")


# Delimited text


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_tables_from_excel_and_record_systems(tmp_path: Path, delimiter: str, encoding: str) -> None:
    quoted = '"' + LETTER.replace('"', '""') + '"'
    rows = [
        ["Brev-ID", "Dato", "Tekst", "Avsender"],
        ["17", "14.03.2026", quoted, "Ås lege"],
        ["", "", "kort"],
        [""],
    ]
    path = write(tmp_path / "brev.csv", "\r\n".join(delimiter.join(row) for row in rows), encoding)
    assert read(path) == [
        Letter("17", LETTER, date=dt.date(2026, 3, 14), sender="Ås lege", source="brev.csv, row 2"),
        Letter("brev-3", "kort", source="brev.csv, row 3"),
    ]


def test_excels_own_first_line_is_no_header(tmp_path: Path) -> None:
    assert shown(read(write(tmp_path / "a.csv", "sep=;\r\nid;tekst\r\n1;Kvinne, 72\r\n"))) == ["1: Kvinne, 72"]


def test_the_user_names_the_columns(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "tekst;notat;key\nnei;Kvinne 72;k1\n")
    assert shown(read(path, columns=Columns(text="Notat", id="KEY"))) == ["k1: Kvinne 72"]
    (failed,) = read(path, columns=Columns(text="brevet {0}"))
    assert isinstance(failed, Failure)
    assert failed.reason == "The table has no column named 'brevet {0}'."


def test_a_table_without_a_column_of_letters_is_one_failure(tmp_path: Path) -> None:
    assert shown(read(write(tmp_path / "a.csv", "navn,alder\nKari,72\nOla,60\n"))) == ["no_text_column @ "]


def test_a_letter_is_never_cut_short_by_an_unquoted_comma(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id,tekst\n1,Kvinne 72\n2,Kvinne 72, røyker ikke\n3,Mann 60,\n")
    assert shown(read(path)) == ["1: Kvinne 72", "too_many_cells @ row 3", "3: Mann 60"]


def test_an_open_quotation_mark_does_not_swallow_the_letters_behind(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'id;tekst\n1;Kvinne 72\n2;"Mann 60\n3;Kvinne 80\n')
    assert shown(read(path)) == ["1: Kvinne 72", "bad_quotes @ row 3"]


def test_quotation_marks_inside_a_text_are_the_texts_own(tmp_path: Path) -> None:
    assert shown(read(write(tmp_path / "a.csv", 'id;tekst\n1;Sier "vondt" i ryggen\n'))) == ['1: Sier "vondt" i ryggen']


def test_long_letters_pass_through_a_table(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id;tekst\n1;" + "ord " * 100_000 + "\n2;" + "ord " * 300_000 + "\n")
    letter, failed = read(path)
    assert isinstance(letter, Letter)
    assert len(letter.text) == 400_000
    assert isinstance(failed, Failure)
    assert (failed.code, failed.place) == ("too_long", "row 3")


# Workbooks


def test_a_workbook_is_read_on_every_sheet_with_letters(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "brev.xlsx",
        Mars=[
            ["Nr", "Dato", "Brevtekst", "Avsender"],
            [17, dt.datetime(2026, 3, 14), "Kvinne 72 år,\nfalt", "Ås"],
            [],
            [None, "x", "b"],
        ],
        Forklaring=[["Slik fyller du ut"], ["..."]],
        April=[["id", "tekst"], ["18", "linje_x000D_\nto"], ["19", None]],
    )
    assert read(path) == [
        Letter(
            "17", "Kvinne 72 år,\nfalt", date=dt.date(2026, 3, 14), sender="Ås", source="brev.xlsx, sheet Mars, row 2"
        ),
        Letter("brev-4", "b", source="brev.xlsx, sheet Mars, row 4", notes=("bad_date",)),
        Letter("18", "linje\r\nto", source="brev.xlsx, sheet April, row 2"),
        Failure(
            "brev.xlsx",
            "sheet April, row 3",
            "empty_text",
            "The letter has no text.",
            "See in the record whether the letter is empty or the export lost its text.",
        ),
    ]


def test_a_workbook_without_letters_is_one_failure(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", A=[["navn"], ["Kari"]], B=[["alder"], [72]])
    assert shown(read(path)) == ["no_text_column @ "]
    assert shown(read(path, columns=Columns(text="brev"))) == ["no_such_column @ "]
    assert shown(read(workbook(tmp_path / "b.xlsx", A=[]))) == ["no_rows @ "]


@pytest.mark.parametrize("cut", [100, 2000, -100])
def test_a_workbook_that_is_cut_off_is_damaged(tmp_path: Path, cut: int) -> None:
    path = workbook(tmp_path / "a.xlsx", A=[["id", "tekst"], ["1", "Kvinne 72"]])
    path.write_bytes(path.read_bytes()[:cut])
    assert shown(read(path)) == ["damaged @ "]


def test_a_workbook_with_rubbish_inside_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<ikke xml")
    assert shown(read(path)) == ["damaged @ "]


def test_a_small_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Budget.__init__, "__defaults__", (1000,))
    path = workbook(tmp_path / "a.xlsx", A=[["tekst"], ["Kvinne"]])
    assert shown(read(path)) == ["unpacks_to_too_much @ "]


# Which format


def test_the_content_tells_the_format_before_the_name_does(tmp_path: Path) -> None:
    book = workbook(tmp_path / "bok.txt", A=[["id", "tekst"], ["1", "fra bok"]])
    lines = write(tmp_path / "linjer.csv", '{"id": "2", "text": "fra linje"}\n')
    table = write(tmp_path / "tabell.txt", "id\ttekst\n3\tfra tabell\n")
    assert shown(read(book, lines, table)) == ["1: fra bok", "2: fra linje", "3: fra tabell"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("brev.pdf", b"%PDF-1.7 ...", "damaged_document"),
        ("brev.txt", b"%PDF-1.7 ...", "damaged_document"),
        ("brev.docx", b"PK\x03\x04....", "damaged_document"),
        ("brev.zip", b"PK\x03\x04....", "damaged_archive"),
        ("brev.txt", b"PK\x03\x04....", "damaged_archive"),
        ("brev.parquet", b"PAR1....", "damaged_table"),
        ("brev.odt", b"PK\x03\x04....", "word"),
        ("brev.xml", b"<brev>", "bad_xml"),
        ("brev.xml", b"<?xml version='1.0'?><brev/>", "no_referral"),
        ("brev.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old_office"),
        ("bilde.png", b"\x89PNG\r\n\x1a\n\x00\x00", "unknown_kind"),
        ("LESMEG.md", b"# Brev", "unknown_kind"),
        ("nuller.txt", b"\x00" * 5000, "not_text"),
        ("utf16-uten-merke.txt", "Kvinne 72 år".encode("utf-16-le"), "not_text"),
        ("tom.txt", b"", "empty"),
        ("tom.xlsx", b"", "empty"),
        ("bare-luft.txt", b"\xef\xbb\xbf \r\n", "empty_text"),
        ("bare-luft.jsonl", b"\n\n", "no_rows"),
        ("bare-hode.csv", b"id;tekst\n", "no_rows"),
        ("ikke-bok.xlsx", b"Kvinne 72", "damaged"),
    ],
)
def test_what_is_not_read_is_listed_with_its_reason(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    folder = tmp_path / "inn"
    folder.mkdir()
    (folder / name).write_bytes(content)
    (failed,) = read(folder)
    assert isinstance(failed, Failure)
    assert (failed.code, failed.source, failed.place) == (code, f"inn/{name}", "")


def test_standard_input_is_read_by_its_content() -> None:
    def through_pipe(data: bytes) -> list[str]:
        return shown(list(Reader(Options(lang="en")).read(standard_input(io.BytesIO(data)))))

    assert through_pipe("Kvinne 72 år".encode()) == ["stdin: Kvinne 72 år"]
    assert through_pipe(b'{"id": "a", "text": "x"}\n{"text": "y"}\n') == ["a: x", "stdin-2: y"]
    assert through_pipe(b"") == ["empty @ "]


# The letters of one run


def test_ids_are_made_unique_and_the_letter_says_so(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    lines = ['{"id": "a-2", "text": "tre"}', '{"id": "a", "text": "fire"}', '{"id": " ", "text": "fem"}']
    paths = [
        write(tmp_path / "a.txt", "en"),
        write(tmp_path / "x" / "a.txt", "to"),
        write(tmp_path / "b.jsonl", "\n".join(lines)),
    ]
    items = read(*paths)
    assert shown(items) == ["a: en", "a-2: to", "a-2-2: tre", "a-3: fire", "b-3: fem"]
    assert [item.notes for item in items if isinstance(item, Letter)] == [
        (),
        ("same_id",),
        ("same_id",),
        ("same_id",),
        (),
    ]


def test_a_date_that_cannot_be_read_is_noted_on_the_letter(tmp_path: Path) -> None:
    (letter,) = read(write(tmp_path / "a.jsonl", '{"id": "a", "text": "x", "date": "i fjor"}'))
    assert isinstance(letter, Letter)
    assert (letter.date, letter.notes) == (None, ("bad_date",))
