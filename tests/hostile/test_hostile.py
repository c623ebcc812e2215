"""Files made to do harm, or that came out so: each ends in one sentence, and costs nothing but itself."""

from __future__ import annotations

import base64
import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import Workbook

from analyser.letter import Letter
from analyser.reading import Failure
from analyser.reading.failure import messages
from analyser.reading.limits import MAX_CHARACTERS, MAX_MEMBERS, Budget
from tests.reading.document_files import archive, changed, docx, mail, pdf
from tests.reading.message_files import attachment_2, henvisning_1, henvisning_2, reason
from tests.reading.reading import Item, read, shown

CANARY = "raudflekka sjiraffhals"
PROBLEM = reason("PROB", "Aktuell problemstilling", "Falt")
MB = 1_000_000


def codes(path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    items = read(path)
    for item in items:
        if isinstance(item, Failure):
            assert CANARY not in item.reason + item.what_to_do + item.place
            assert item.code != "not_read", item
            assert item.code in {key.partition(".")[0] for key in messages().entries}
    return shown(items)


@contextmanager
def little_memory(limit: int) -> Iterator[None]:
    """The Python objects of the block take no more than some bytes at once."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < limit
    finally:
        tracemalloc.stop()


# XML


def xml(doctype: str, body: str) -> bytes:
    data = henvisning_1(reasons=reason("PROB", "A", "BODY"))
    return data.replace(b"?>\n", f"?>\n{doctype}\n".encode(), 1).replace(b"BODY", body.encode())


def billion_laughs() -> bytes:
    names = "abcdefghij"
    entities = [f'<!ENTITY a "{CANARY}">']
    entities += [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip(names, names[1:], strict=False)]
    return xml(f"<!DOCTYPE Message [{''.join(entities)}]>", "&j;")


@pytest.mark.parametrize(
    "data",
    [
        billion_laughs(),
        xml('<!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        xml('<!DOCTYPE Message [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]>', "y"),
        xml('<!DOCTYPE Message SYSTEM "http://127.0.0.1:1/x.dtd">', "y"),
        xml(f'<!DOCTYPE Message [<!ENTITY x "{"x" * 100_000}">]>', "&x;" * 10_000),
    ],
    ids=["billion laughs", "external file", "external parameter", "external type", "quadratic"],
)
def test_entities_are_never_expanded(data: bytes, tmp_path: Path) -> None:
    with little_memory(100 * MB):
        assert codes(tmp_path / "a.xml", data) == ["xml_entities @ "]


def test_broken_and_odd_xml(tmp_path: Path) -> None:
    good = henvisning_1(reasons=PROBLEM)
    assert codes(tmp_path / "a.xml", good[: len(good) // 2]) == ["bad_xml @ "]
    assert codes(tmp_path / "b.xml", good.replace(b"Falt", b"Fa\x00lt")) == ["bad_xml @ "]
    assert codes(tmp_path / "c.xml", good.replace(b"UTF-8", b"EBCDIC-9")) == ["c: Aktuell problemstilling:\nFalt"]
    assert codes(tmp_path / "d.xml", b"<?xml version='1.0'?><svg xmlns='urn:x'/>") == ["no_referral @ "]
    deep = b"<?xml version='1.0'?>" + b"<a>" * 200_000 + b"</a>" * 200_000
    assert codes(tmp_path / "e.xml", deep)[0] in ("bad_xml @ ", "no_referral @ ")
    deep_inside = good.replace(b"Falt", b"<x>" * 100_000 + b"</x>" * 100_000)
    assert codes(tmp_path / "f.xml", deep_inside)[0] in ("bad_xml @ ", "empty_text @ ")


def test_a_message_of_ten_thousand_elements_is_read_in_its_time(tmp_path: Path) -> None:
    (found,) = codes(tmp_path / "a.xml", henvisning_1(reasons=PROBLEM * 10_000))
    assert found.count("Falt") == 10_000


def test_attachments_that_are_no_base64_or_bombs(tmp_path: Path) -> None:
    import gzip

    bomb = gzip.compress(bytes(120 * MB))
    documents = attachment_2(b"x", "text/plain").replace(">eA==", ">@@@") + attachment_2(bomb, "text/plain")
    found = codes(tmp_path / "a.xml", henvisning_2(reasons=PROBLEM, documents=documents))
    assert found == ["a: Aktuell problemstilling:\nFalt", "empty @ attachment 1", "not_text @ attachment 2"]


# Archives


def test_a_bomb_is_seen_before_it_is_unpacked(tmp_path: Path) -> None:
    with little_memory(50 * MB):
        data = zeros(200)
        assert codes(tmp_path / "a.zip", data) == ["packed_too_tight @ 0.txt"]
        assert codes(tmp_path / "a.docx", renamed(data, "0.txt", "word/document.xml")) == ["packed_too_tight @ "]
        assert codes(tmp_path / "a.xlsx", renamed(data, "0.txt", "xl/workbook.xml")) == ["packed_too_tight @ "]


def zeros(size: int, name: str = "0.txt") -> bytes:
    """A zip file with one member of so many megabytes of nothing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file, file.open(name, "w") as member:
        for _ in range(size):
            member.write(bytes(MB))
    return stream.getvalue()


def renamed(data: bytes, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        size = file.getinfo(old).file_size // MB
    return zeros(size, new)


def test_what_archives_in_archives_unpack_to_is_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Budget.__init__, "__defaults__", (10_000,))
    inner = archive({f"{n}.txt": b"x" * 4000 for n in range(2)}, method=zipfile.ZIP_STORED)
    found = codes(tmp_path / "a.zip", archive({"a.zip": inner[:], "b.txt": b"y" * 2000}))
    assert found == [f"unpacks_to_too_much @ {place}" for place in ("a.zip, 0.txt", "a.zip, 1.txt", "b.txt")]


def test_an_archive_in_itself_ends(tmp_path: Path) -> None:
    data = archive({"a.txt": b"Kvinne"})
    for _ in range(8):
        data = archive({"a.zip": data})
    assert codes(tmp_path / "a.zip", data) == ["nested_too_deep @ a.zip, a.zip, a.zip, a.zip, a.zip"]
    post = mail("innerst")
    for _ in range(8):
        post = mail("", attachments={"a.eml": post})
    (found,) = codes(tmp_path / "a.eml", post)
    assert found.startswith("nested_too_deep @ attachment 1, ")


def test_names_that_lead_out_are_only_names(tmp_path: Path) -> None:
    members = {
        "/etc/cron.d/x.txt": b"Kvinne",
        "..\\..\\y.txt": b"Mann",
        "C:\\z.txt": b"Barn",
        "a\nb\x1b[31m.txt": b"Hun",
    }
    found = codes(tmp_path / "a.zip", archive(members))
    assert [one.partition(": ")[2] for one in found] == ["Mann", "Kvinne", "Barn", "Hun"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
    assert "\x1b" not in str(read(tmp_path / "a.zip"))


def test_too_many_members(tmp_path: Path) -> None:
    data = archive({f"{number}.txt": b"" for number in range(MAX_MEMBERS + 1)})
    assert codes(tmp_path / "a.zip", data) == ["too_many_members @ "]


def test_a_member_that_lies_about_its_size_or_is_locked(tmp_path: Path) -> None:
    data = bytearray(archive({"a.txt": b"Kvinne 72 aar " * 100}))
    central = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 10)
    assert codes(tmp_path / "a.zip", bytes(data)) == ["damaged_archive @ a.txt"]
    locked = bytearray(archive({"a.txt": b"Kvinne"}))
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    assert codes(tmp_path / "b.zip", bytes(locked)) == ["password @ a.txt"]


# Word and workbooks


def test_a_document_with_a_document_type_is_refused(tmp_path: Path) -> None:
    for part in ("word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"):
        data = changed(docx(CANARY), part, "?>", "?><!DOCTYPE x [<!ENTITY y 'z'>]>")
        assert codes(tmp_path / "a.docx", data) == ["xml_entities @ "]


def test_what_a_document_links_to_is_not_fetched(tmp_path: Path) -> None:
    link = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        ' Target="http://127.0.0.1:1/x.dotm" TargetMode="External"/><Relationship Id="rIdY" Type="http://schemas.openxml'
        'formats.org/officeDocument/2006/relationships/header" Target="file:///etc/passwd" TargetMode="External"/>'
    )
    data = changed(docx("Kvinne"), "word/_rels/document.xml.rels", "</Relationships>", f"{link}</Relationships>")
    assert codes(tmp_path / "a.docx", data) == ["a: Kvinne"]


def test_a_document_that_lacks_its_parts(tmp_path: Path) -> None:
    assert codes(tmp_path / "a.docx", archive({"word/document.xml": b"<x/>"})) == ["damaged_document @ "]
    broken = changed(docx(CANARY), "word/document.xml", "</w:body>", "")
    assert codes(tmp_path / "b.docx", broken) == ["damaged_document @ "]
    gone = changed(docx(CANARY), "word/_rels/document.xml.rels", "settings.xml", "finnes_ikke.xml")
    assert codes(tmp_path / "c.docx", gone) == ["damaged_document @ "]
    nested = "<w:tbl><w:tr><w:tc>" * 5000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 5000
    deep = changed(docx("x"), "word/document.xml", "<w:sectPr", f"{nested}<w:sectPr")
    assert codes(tmp_path / "d.docx", deep) == ["damaged_document @ "]


def sheet(rows: str) -> bytes:
    """A workbook whose only sheet holds the rows of some XML."""
    book = Workbook()
    book.active.append(["id", "tekst"])  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    return changed(stream.getvalue(), "xl/worksheets/sheet1.xml", "</sheetData>", f"{rows}</sheetData>")


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_workbook_of_blank_rows_and_columns_is_quick(tmp_path: Path) -> None:
    last = f'<row r="1048576">{cell("A1048576", "1")}{cell("B1048576", "Kvinne")}{cell("XFD1048576", "x")}</row>'
    assert codes(tmp_path / "a.xlsx", sheet(last)) == ["1: Kvinne"]
    blank = "".join(f'<row r="{number}"/>' for number in range(2, 200_002))
    assert codes(tmp_path / "b.xlsx", sheet(blank)) == ["no_rows @ "]
    beyond = f'<row r="99999999">{cell("A99999999", "1")}{cell("B99999999", "Kvinne")}</row>'
    assert codes(tmp_path / "c.xlsx", sheet(beyond)) == ["no_rows @ "]
    assert codes(tmp_path / "d.xlsx", sheet('<row r="x"/>')) == ["damaged @ "]
    typed = changed(sheet(""), "xl/workbook.xml", "?>" if b"?>" in sheet("") else "<workbook", "<!DOCTYPE x><workbook")
    assert codes(tmp_path / "e.xlsx", typed)[0] in ("xml_entities @ ", "damaged @ ")


# PDF and RTF


def pdf_of(objects: list[str]) -> bytes:
    body, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>"
    return body + f"{end}\nstartxref\n{len(body)}\n%%EOF".encode()


def test_a_pdf_whose_pages_go_round_in_a_circle_ends(tmp_path: Path) -> None:
    loop = pdf_of(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>",
            "<</Type/Pages/Kids[2 0 R]/Count 9>>",
        ]
    )
    assert codes(tmp_path / "a.pdf", loop)[0] in ("no_text_layer @ ", "damaged_document @ ")
    form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Length 5>>"
    form += "stream\n/X Do\nendstream"
    page = "<</Type/Page/Parent 2 0 R/Resources<</XObject<</X 4 0 R>>>>/Contents 5 0 R/MediaBox[0 0 9 9]>>"
    drawn = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, form]
    drawn.append("<</Length 5>>stream\n/X Do\nendstream")
    assert codes(tmp_path / "b.pdf", pdf_of(drawn))[0] in ("no_text_layer @ ", "damaged_document @ ")


def test_a_pdf_of_too_many_pages_or_cut_off(tmp_path: Path) -> None:
    pages = " ".join(["3 0 R"] * 3000)
    many = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{pages}]/Count 3000>>", "<</Type/Page/Parent 2 0 R>>"]
    assert codes(tmp_path / "a.pdf", pdf_of(many)) == ["too_many_pages @ "]
    good = pdf(CANARY)
    for cut in (20, len(good) // 2, len(good) - 20):
        found = codes(tmp_path / "b.pdf", good[:cut])
        assert found in (["damaged_document @ "], ["no_text_layer @ "], [f"b: {CANARY}"])


@pytest.mark.parametrize(
    "source",
    [
        "{\\rtf1 " + "{" * 100_000,
        "{\\rtf1 " + "}" * 100_000,
        "{\\rtf1 \\u99999999999? \\'zz \\bin99999999999 x}",
        "{\\rtf1 {\\fonttbl" + "{\\f0\\fcharset999 x;}" * 5000,
        "{\\rtf1 " + "\\uc9999999 \\u1?" * 1000 + "}",
    ],
    ids=["open", "closed", "numbers", "fonts", "skips"],
)
def test_rich_text_that_is_none_ends(source: str, tmp_path: Path) -> None:
    assert len(codes(tmp_path / "a.rtf", source.encode())) == 1


def test_rich_text_that_would_take_for_ever_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyser.reading.formats.apart.SECONDS", 1.0)
    slow = "{\\rtf1 " + '{\\field{\\*\\fldinst{ HYPERLINK "x"' * 3000 + "}"
    assert codes(tmp_path / "a.rtf", slow.encode()) in (["too_slow @ "], ["empty_text @ "])


# Tables and lines


def test_tables_with_nul_mixed_encodings_and_endless_cells(tmp_path: Path) -> None:
    found = codes(
        tmp_path / "a.csv",
        "id;tekst\n1;Kvinne 72 år, Bl\x00å merker\n".encode() + "2;blå\n".encode("cp1252") + b"3;x\n",
    )
    assert found == ["1: Kvinne 72 år, Bl\ufffdå merker", "2: blå", "3: x"]
    endless = b'id;tekst\n1;"' + b"x\n" * (5 * MAX_CHARACTERS)
    assert codes(tmp_path / "b.csv", endless) == ["row_too_long @ row 2"]


@pytest.mark.parametrize("start", [b"id;tekst\n1;", b'{"text": "', b'{"text": "x"}\n{"text": "', b""])
def test_one_endless_line_takes_little_memory(start: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.dat"
    with path.open("wb") as file:
        file.write(start)
        for _ in range(100):
            file.write(b"Kvinne 72 " * (MB // 10))
    with little_memory(90 * MB):
        items: list[Item] = read(path)
    assert [i.code for i in items if isinstance(i, Failure)] in (["row_too_long"], ["too_long"])
    assert [i.text for i in items if isinstance(i, Letter)] in ([], ["x"])


def test_deep_and_odd_json(tmp_path: Path) -> None:
    deep = "[" * 100_000
    assert codes(tmp_path / "a.json", f'{{"resourceType": "Bundle", "entry": {deep}'.encode()) == ["bad_json_file @ "]
    nest: dict[str, object] = {"resourceType": "Bundle", "entry": []}
    for _ in range(150):
        nest = {"resourceType": "Bundle", "entry": [{"resource": nest}]}
    assert codes(tmp_path / "b.json", json.dumps(nest).encode()) == ["no_referral @ "]
    own: dict[str, object] = {"resourceType": "ServiceRequest", "id": "s", "subject": {"reference": "ServiceRequest/s"}}
    own |= {"supportingInfo": [{"reference": "ServiceRequest/s"}], "note": [{"text": "\ud800"}]}
    assert codes(tmp_path / "c.json", json.dumps(own).encode()) == ["c: Aktuell problemstilling:\n\ufffd"]
    huge = '{"resourceType": "ServiceRequest", "note": [{"text": "x"}], "n": 1e999999, "m": ' + "9" * 10_000 + "}"
    assert len(codes(tmp_path / "d.json", huge.encode())) == 1


# E-mail


@pytest.mark.parametrize(
    "source",
    [
        "From: \x00\nMIME-Version: 1.0\n\nKvinne",
        "From: =?utf-8?q?=FF?=\nDate: i går\nMIME-Version: 1.0\n\nKvinne",
        "From: a\nMIME-Version: 1.0\nContent-Type: text/plain; charset=finnes-ikke\n\nKvinne",
        "From: a\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n****",
        "From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n\n--x\n",
        'From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n--x\n--x',
        "From: " + "<" * 5000 + "\nMIME-Version: 1.0\n\nKvinne",
        "From: a\nMIME-Version: 1.0\nContent-Type: " + "a/" * 5000 + ";;;\n\nKvinne",
        "From: a\nMIME-Version: 1.0\nContent-Disposition: attachment; filename*=x''%ff\n\nKvinne",
    ],
)
def test_odd_emails_are_read_or_told(source: str, tmp_path: Path) -> None:
    assert len(codes(tmp_path / "a.eml", source.encode("latin-1"))) >= 1


def test_an_email_of_too_many_parts(tmp_path: Path) -> None:
    head = 'From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n'
    assert codes(tmp_path / "a.eml", (head + "--x\n\nKvinne\n" * 2000 + "--x--").encode()) == ["too_many_members @ "]


def test_no_word_of_an_attachments_name_is_told(tmp_path: Path) -> None:
    files = {f"{CANARY}.exe": b"MZ", f"{CANARY}.pdf": b"%PDF-", f"{CANARY}.zip": b"PK\x03\x04"}
    assert codes(tmp_path / "a.eml", mail("Kvinne", attachments=files)) == [
        "a: Kvinne",
        "unknown_kind @ attachment 1",
        "damaged_document @ attachment 2",
        "damaged_archive @ attachment 3",
    ]


def test_base64_of_nothing_much(tmp_path: Path) -> None:
    value = {
        "resourceType": "DocumentReference",
        "content": [{"attachment": {"data": base64.b64encode(b"\x00" * 99).decode()}}],
    }
    assert codes(tmp_path / "a.json", json.dumps(value).encode()) == ["unknown_kind @ attachment 1"]
