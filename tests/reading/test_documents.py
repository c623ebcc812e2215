"""Word, PDF, RTF, e-mail, zip and Parquet as the clinic meets them."""

from __future__ import annotations

import builtins
import datetime as dt
import json
import os
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from analyser.letter import Letter
from analyser.reading import Failure
from analyser.reading.formats import apart
from analyser.reading.limits import RefusedError
from tests.reading.document_files import W, archive, changed, docx, mail, pdf
from tests.reading.message_files import henvisning_1, reason
from tests.reading.reading import one_letter, read, shown


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


# Word


def test_a_word_document_is_read_with_its_margins_tables_and_boxes(tmp_path: Path) -> None:
    rows = [["Prednisolon", "5 mg"], ["Lege:\nA. Ås", "Dato\n14.03"]]
    data = docx(
        "Kvinne 72 år", "Falt\tpå\nisen", header="Ås legesenter", footer="Side 1", box="Cave: penicillin", rows=rows
    )
    letter = one_letter(written(tmp_path / "brev.docx", data))
    assert letter == Letter(
        "brev",
        "Ås legesenter\n\nKvinne 72 år\nCave: penicillin\nPrednisolon\t5 mg\nLege:\nA. Ås\nDato\n14.03\n"
        "Falt\tpå\nisen\n\nSide 1",
        source="brev.docx",
    )


def test_what_is_deleted_is_gone_and_what_is_inserted_is_there(tmp_path: Path) -> None:
    marked = (
        f'<w:ins xmlns:w="{W}" w:id="1"><w:r><w:t>ikke </w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>alltid '
        "</w:delText></w:r></w:del><w:sdt><w:sdtContent><w:r><w:t>daglig</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    )
    before = "<w:t>Røyker HER</w:t></w:r>"
    behind = f"<w:t xml:space='preserve'>Røyker </w:t></w:r>{marked}"
    data = changed(docx("Røyker HER"), "word/document.xml", before, behind)
    assert one_letter(written(tmp_path / "a.docx", data)).text == "Røyker ikke daglig"


def test_a_document_with_macros_is_read_without_them(tmp_path: Path) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = changed(
        docx("Kvinne"), "[Content_Types].xml", kind, "application/vnd.ms-word.document.macroEnabled.main+xml"
    )
    assert shown(read(written(tmp_path / "a.docm", data))) == ["a: Kvinne"]


# PDF and RTF, which are parsed in a process of their own


def test_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    letter = one_letter(written(tmp_path / "brev.pdf", pdf("Kvinne 72 år.\nFalt på isen.", "Ønsker DXA.")))
    assert letter.text == "Kvinne 72 år.\nFalt på isen.\n\nØnsker DXA."
    assert letter.notes == ()


def test_a_scan_is_told_and_so_is_a_page_of_pictures(tmp_path: Path) -> None:
    assert shown(read(written(tmp_path / "a.pdf", pdf(picture=True)))) == ["no_text_layer @ "]
    letter = one_letter(written(tmp_path / "b.pdf", pdf("Kvinne", picture=True)))
    assert letter.notes == ("pages_without_text",)


def test_a_locked_pdf_is_told(tmp_path: Path) -> None:
    assert shown(read(written(tmp_path / "a.pdf", pdf("Kvinne", password="hemmelig")))) == ["password @ "]


def test_a_parser_that_hangs_or_dies_costs_one_document(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        apart.parse_apart("pdf", pdf(*["Kvinne"] * 400), seconds=0.0)
    assert caught.value.code == "too_slow"
    process = apart._WORKER._started()
    process.kill()
    process.wait()
    assert apart.parse_apart("pdf", pdf("Kvinne")) == (["Kvinne"], 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked there")
def test_a_process_that_was_forked_has_a_parser_of_its_own() -> None:
    apart.parse_apart("pdf", pdf("Kvinne"))
    child = os.fork()
    if child == 0:  # pragma: no cover
        os._exit(0 if apart.parse_apart("pdf", pdf("Mann")) == (["Mann"], 0) else 1)
    for _ in range(200):
        done, state = os.waitpid(child, os.WNOHANG)
        if done:
            break
        time.sleep(0.05)
    assert (done, state) == (child, 0)
    assert apart.parse_apart("pdf", pdf("Kvinne")) == (["Kvinne"], 0)


def test_rich_text_is_read_without_its_looks(tmp_path: Path) -> None:
    source = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\header \pard \'c5s legesenter\par}"
        r"\pard\b Kvinne\b0  72 \'e5r.\par "
        r"F\u248?lger opp.{\pict\pngblip " + "89504e47" * 5000 + r"}\line R\'f8yk: 10}"
    )
    letter = one_letter(written(tmp_path / "a.rtf", source.encode("ascii")))
    assert letter.text.split() == ["Ås", "legesenter", "Kvinne", "72", "år.", "Følger", "opp.", "Røyk:", "10"]


# E-mail


def test_an_email_with_its_documents_is_one_letter(tmp_path: Path) -> None:
    files = {
        "Hildeborg.docx": docx("Mor brakk hoften"),
        "bilde.jpg": b"\xff\xd8\xff\xe0...",
        "t.txt": "Røyker".encode(),
    }
    letter, failed = read(written(tmp_path / "post.eml", mail("Kvinne 72 år\n", html="<p>x</p>", attachments=files)))
    assert isinstance(letter, Letter)
    assert letter.text == "Kvinne 72 år\n\nVedlegg 1:\nMor brakk hoften\n\nVedlegg 3:\nRøyker"
    assert (letter.id, letter.date, letter.notes) == ("post", dt.date(2026, 3, 14), ("attachment_not_read",))
    assert letter.sender == "Ås legesenter <post@example.org>"
    assert shown([failed]) == ["unknown_kind @ attachment 2"]


def test_an_email_of_html_alone_is_read(tmp_path: Path) -> None:
    page = "<html><head><title>x</title><style>p{}</style></head><body><p>Kvinne&nbsp;72&aring;r</p>"
    page += "<table><tr><td>Hb<td>12</table>"
    source = f"From: a@example.org\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{page}"
    assert one_letter(written(tmp_path / "a.eml", source.encode())).text.split() == ["Kvinne", "72år", "Hb", "12"]


def test_letters_attached_to_an_email_are_letters_of_their_own(tmp_path: Path) -> None:
    table = b"id;tekst\n1;Kvinne 72\n2;\n"
    message = henvisning_1(reasons=reason("PROB", "Aktuell problemstilling", "Falt"))
    files = {"tabell.csv": table, "h.xml": message, "alt.zip": archive({"inne/b.txt": b"Mann 60"})}
    items = read(written(tmp_path / "post.eml", mail("Hei, her er ukens brev.", attachments=files)))
    assert shown(items) == [
        "cover_note @ ",
        "1: Kvinne 72",
        "empty_text @ attachment 1, row 3",
        "x: Aktuell problemstilling:\nFalt",
        "b: Mann 60",
    ]
    assert [i.source for i in items if isinstance(i, Letter)] == [
        "post.eml, attachment 1, row 2",
        "post.eml, attachment 2",
        "post.eml, attachment 3, inne/b.txt",
    ]


def test_a_forwarded_email_is_read_apart(tmp_path: Path) -> None:
    files = {"videresendt.eml": mail("Kvinne 72 år")}
    assert shown(read(written(tmp_path / "a.eml", mail("", attachments=files)))) == ["x: Kvinne 72 år"]


# Archives


def test_an_archive_is_read_as_a_folder_is(tmp_path: Path) -> None:
    inner = archive({"c.docx": docx("Kvinne 80"), "d.exe": b"MZ\x00"})
    members = {
        "uke 1/a.txt": b"Mann 60",
        "uke 1/": b"",
        "b.jsonl": b'{"id": "1", "text": "x"}\n{"id": "2"}\n',
        "__MACOSX/._a.txt": b"x",
        "README.md": b"# Om brevene",
        "indre.zip": inner,
        "../../ut.txt": b"Kvinne 50",
        "tom.txt": b"",
    }
    items = read(written(tmp_path / "brev.zip", archive(members)))
    assert shown(items) == [
        "ut: Kvinne 50",
        "1: x",
        "missing_text @ b.jsonl, line 2",
        "c: Kvinne 80",
        "unknown_kind @ indre.zip, d.exe",
        "empty @ tom.txt",
        "a: Mann 60",
    ]
    assert [i.source for i in items if isinstance(i, Letter)][2] == "brev.zip, indre.zip, c.docx"
    assert {i.source for i in items if isinstance(i, Failure)} == {"brev.zip"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brev.zip"]


def test_an_archive_of_nothing_is_told(tmp_path: Path) -> None:
    assert shown(read(written(tmp_path / "a.zip", archive({})))) == ["no_rows @ "]


def test_a_member_that_is_damaged_costs_itself(tmp_path: Path) -> None:
    data = bytearray(archive({"a.txt": b"Kvinne 72 aar", "b.txt": b"Mann"}, method=zipfile.ZIP_STORED))
    data[data.index(b"Kvinne")] ^= 0xFF
    assert shown(read(written(tmp_path / "a.zip", bytes(data)))) == ["damaged_archive @ a.txt", "b: Mann"]


# Parquet


def test_a_parquet_table_is_read_row_by_row(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = {"Brevnr": [17, 18], "Dato": [dt.date(2026, 3, 14), None], "Tekst": ["Kvinne 72", None], "x": [[1], [2]]}
    parquet.write_table(pa.table(rows), tmp_path / "a.parquet")
    letter, failed = read(tmp_path / "a.parquet")
    assert letter == Letter("17", "Kvinne 72", date=dt.date(2026, 3, 14), source="a.parquet, row 1")
    assert shown([failed]) == ["empty_text @ row 2"]
    parquet.write_table(pa.table({"navn": ["Kari"]}), tmp_path / "b.parquet")
    assert shown(read(tmp_path / "b.parquet")) == ["no_text_column @ "]


def test_an_extra_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    (failed,) = read(written(tmp_path / "a.parquet", b"PAR1...."))
    assert isinstance(failed, Failure)
    assert failed.reason == "Reading this kind of file needs the extra 'parquet', which is not installed."


# By content


def test_the_content_tells_the_format_whatever_the_name(tmp_path: Path) -> None:
    contents = {
        "a": docx("fra word"),
        "b": pdf("fra pdf"),
        "c": rb"{\rtf1 fra rtf}",
        "d": mail("fra post"),
        "e": archive({"x.txt": b"fra zip"}),
        "f": henvisning_1(reasons=reason("PROB", "A", "fra melding")),
        "g": json.dumps({"resourceType": "ServiceRequest", "note": [{"text": "fra fhir"}]}, indent=1).encode(),
    }
    for suffix in (".txt", ".dat", ".csv"):
        paths = [written(tmp_path / f"{name}{suffix}", data) for name, data in contents.items()]
        texts = [item.text for item in read(*paths) if isinstance(item, Letter)]
        assert [text.split()[-1] for text in texts] == ["word", "pdf", "rtf", "post", "zip", "melding", "fhir"]


@pytest.mark.parametrize(
    "text", ["<Kvinne 72 år>", "From: legen\nKvinne 72", "%PDF er ikke lest", "PK er lest", "{x: 1}"]
)
def test_a_letter_may_look_a_little_like_something_else(text: str, tmp_path: Path) -> None:
    assert shown(read(written(tmp_path / "a.txt", text.encode()))) == [f"a: {text}"]
