"""Referral messages as a clinic's record system exports them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from analyser.letter import Entry, Letter
from analyser.reading import Failure
from analyser.reading.messages import superseded
from tests.reading.message_files import (
    FNR,
    HPR,
    attachment_2,
    diagnosis,
    henvisning_1,
    henvisning_2,
    identity_number,
    medicine,
    observation,
    reason,
    result,
)
from tests.reading.reading import one_letter, read, shown

PROBLEM = reason("PROB", "Aktuell problemstilling", "Falt på isen.\nBer om DXA < snart > & takk.")
WISH = reason("UTRED", "Forventet utredning/behandling", "DXA")
PREDNISOLON = medicine("H02A B06", "Prednisolon", "5", "mg", "1 tablett daglig", ("6", "Benyttes regelmessig"))


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def version(name: str, *, items: str = "", **parts: str) -> bytes:
    return henvisning_2(items=items, **parts) if name == "2.0" else henvisning_1(version=name, items=items, **parts)


@pytest.mark.parametrize("name", ["1.0", "1.1", "2.0"])
def test_every_version_gives_the_same_letter(name: str, tmp_path: Path) -> None:
    items = observation("ANAM", "Sykehistorie", "Kols") + PREDNISOLON
    items += result("NPU01443", "P-Kalsium", "2.31", "mmol/L", "2026-03-01", version=name)
    data = version(name, items=items, reasons=WISH + PROBLEM, diagnoses=diagnosis("L95", "Osteoporose"))
    letter = one_letter(written(tmp_path / "a.xml", data))
    assert letter.text == (
        "Aktuell problemstilling:\nFalt på isen.\nBer om DXA < snart > & takk.\n\n"
        "Forventet utredning/behandling:\nDXA\n\n"
        "Diagnose:\nOsteoporose (L95)\n\n"
        "Legemiddelopplysning:\nPrednisolon 5 mg, 1 tablett daglig (Benyttes regelmessig)\n\n"
        "Funn og undersøkelsesresultat:\nP-Kalsium: 2.31 mmol/L (01.03.2026)\n\n"
        "Sykehistorie:\nKols"
    )
    assert (letter.id, letter.date, letter.sender, letter.source) == (
        "a",
        dt.date(2026, 3, 14),
        "Ås legesenter",
        "a.xml",
    )
    message = letter.message
    assert (message.kind, message.origin, message.id, message.referral) == ("new", f"henvisning-{name}", "m-1", "r-1")
    assert (message.sex, message.birth_date, message.derived) == ("female", dt.date(1950, 3, 14), frozenset())
    assert message.sent == dt.datetime(2026, 3, 14, 10)
    assert {"Hildeborg Fjellrev", "Trygve Lundekvam"} <= set(message.names)
    assert message.identities == (FNR, HPR)
    lines = [
        (letter.text[e.start : e.end], e.kind, e.system, e.code, e.value, e.unit, e.status) for e in message.entries
    ]
    assert lines == [
        ("Osteoporose (L95)", "diagnosis", "ICPC-2", "L95", None, "", ""),
        (
            "Prednisolon 5 mg, 1 tablett daglig (Benyttes regelmessig)",
            "medicine",
            "ATC",
            "H02AB06",
            5,
            "mg",
            "fixed",
        ),
        ("P-Kalsium: 2.31 mmol/L (01.03.2026)", "result", "NPU", "NPU01443", 2.31, "mmol/L", ""),
    ]
    assert message.entries[2].date == dt.date(2026, 3, 1)


def test_what_the_fields_do_not_say_is_derived_from_the_identity_number_and_marked(tmp_path: Path) -> None:
    man = identity_number("140350", "417")
    one = one_letter(written(tmp_path / "a.xml", henvisning_1(sex="", born="", number=man, reasons=PROBLEM)))
    assert (one.message.sex, one.message.birth_date) == ("male", dt.date(1950, 3, 14))
    assert one.message.derived == {"sex", "birth_date"}
    two = one_letter(written(tmp_path / "b.xml", henvisning_2(sex="9", born="1951", number=FNR, reasons=PROBLEM)))
    assert (two.message.sex, two.message.birth_date) == ("female", dt.date(1950, 3, 14))
    unlike = one_letter(
        written(tmp_path / "c.xml", henvisning_2(sex="2", born="1960-01-02", number=man, reasons=PROBLEM))
    )
    assert (unlike.message.sex, unlike.message.birth_date, unlike.message.derived) == (
        "female",
        dt.date(1960, 1, 2),
        frozenset(),
    )


def test_a_cancellation_is_told_and_not_a_letter(tmp_path: Path) -> None:
    folder = tmp_path / "inn"
    folder.mkdir()
    written(folder / "1.xml", henvisning_1(kind="C", message_id="m-3", sent="2026-03-16T10:00:00", reasons=PROBLEM))
    written(folder / "2.xml", henvisning_1(kind="M", message_id="m-2", sent="2026-03-15T10:00:00", reasons=PROBLEM))
    written(folder / "3.xml", henvisning_1(reasons=PROBLEM))
    written(folder / "4.xml", henvisning_1(referral="r-2", reasons=PROBLEM))
    items = read(folder)
    assert [item.message.kind for item in items] == ["cancel", "change", "new", "new"]
    assert isinstance(items[0], Failure)
    assert (items[0].code, items[0].place, items[0].message.id) == ("cancellation", "", "m-3")
    assert superseded(items) == {"2": "withdrawn", "3": "withdrawn"}
    assert superseded(items[1:]) == {"3": "replaced"}


def test_a_message_names_the_one_it_answers(tmp_path: Path) -> None:
    letter = one_letter(written(tmp_path / "a.xml", henvisning_2(kind="M", parent="m-0", reasons=PROBLEM)))
    assert (letter.message.kind, letter.message.original) == ("change", "m-0")


def test_attached_documents_are_part_of_the_letter_and_others_are_told(tmp_path: Path) -> None:
    documents = (
        attachment_2("Røyker 10 om dagen".encode(), "text/plain", "Notat")
        + attachment_2(rb"{\rtf1\ansi Mor hadde l\'e5rhalsbrudd}", "application/rtf")
        + attachment_2(b"\xff\xd8\xff\xe0 bilde", "image/jpeg", "Hildeborg Fjellrev")
        + attachment_2(b"%PDF-1.7 ...", "application/pdf")
    )
    letter, picture, broken = read(written(tmp_path / "a.xml", henvisning_2(reasons=PROBLEM, documents=documents)))
    assert isinstance(letter, Letter)
    assert letter.text.partition("\n\n")[2] == (
        "Vedlegg 1 (Notat):\nRøyker 10 om dagen\n\nVedlegg 2:\nMor hadde lårhalsbrudd"
    )
    assert letter.notes == ("attachment_not_read",)
    assert shown([picture, broken]) == ["unknown_kind @ attachment 3", "damaged_document @ attachment 4"]
    assert "Fjellrev" not in str(picture)


def test_older_messages_are_latin_1_and_some_only_say_so(tmp_path: Path) -> None:
    text = reason("PROB", "Aktuell problemstilling", "Brudd i håndledd, følger opp")
    for encoding in ("ISO-8859-1", "windows-1252", "UTF-16"):
        assert "håndledd" in one_letter(written(tmp_path / "a.xml", henvisning_1(reasons=text, encoding=encoding))).text
    wrong = henvisning_1(reasons=text).decode().encode("latin-1")
    assert "håndledd, følger" in one_letter(written(tmp_path / "b.xml", wrong)).text


def test_messages_may_stand_in_an_outer_element_and_several_in_one_file(tmp_path: Path) -> None:
    parts = [henvisning_2(message_id=f"m-{n}", referral=f"r-{n}", reasons=PROBLEM) for n in (1, 2)]
    parts.append(henvisning_2(kind="C", referral="r-1"))
    body = b"".join(part.partition(b"?>")[2] for part in parts)
    one, two, gone = read(written(tmp_path / "alle.xml", b"<Mottak xmlns='urn:x'>" + body + b"</Mottak>"))
    assert isinstance(one, Letter)
    assert isinstance(two, Letter)
    assert [(i.id, i.source) for i in (one, two)] == [
        ("alle", "alle.xml, message 1"),
        ("alle-2", "alle.xml, message 2"),
    ]
    assert shown([gone]) == ["cancellation @ message 3"]


def test_words_in_any_other_element_are_not_lost(tmp_path: Path) -> None:
    items = (
        "<InfItem><Medication><DrugId V='X' OT='Urtete'/><Comment>fra Kina</Comment><Status V='9' DN='Seponert'/>"
        "</Medication><Type V='MEDB' DN='Legemiddelopplysning'/></InfItem>"
        "<InfItem><ResultItem><TextResult><Result><TextResultValue>Osteopeni i hofte</TextResultValue></Result>"
        "</TextResult>"
        "<Comment>fra 2019</Comment><ClinInv><Id V='x' DN='DXA'/></ClinInv></ResultItem><Type V='US' DN='Tidligere "
        "undersøkelse'/></InfItem>"
    )
    data = henvisning_1(items=items, reasons=PROBLEM).replace(
        b"<MsgDescr", b"<ReqComment>Ring f\xc3\xb8rst</ReqComment><MsgDescr"
    )
    data = data.replace(b'DN="Haster"/>', b'DN="Haster"/><Comment>Helst DXA</Comment>')
    letter = one_letter(written(tmp_path / "a.xml", data))
    for words in ("Urtete, fra Kina (Seponert)", "DXA: Osteopeni i hofte. fra 2019", "Kommentar:\nRing først"):
        assert words in letter.text
    assert "Forventet utredning/behandling:\nHelst DXA" in letter.text
    assert [(e.kind, e.status, e.value) for e in letter.message.entries] == [
        ("medicine", "stopped", None),
        ("result", "", None),
    ]


def test_a_comparison_is_no_exact_value(tmp_path: Path) -> None:
    item = result("NPU19748", "CRP", "5", "mg/L", "2026-03-01", version="1.1")
    item = item.replace("<NumResultValue", '<ArithmeticComp V="LT" DN="&lt;"/><NumResultValue')
    letter = one_letter(written(tmp_path / "a.xml", henvisning_1(items=item)))
    assert "CRP: < 5 mg/L" in letter.text
    (entry,) = letter.message.entries
    assert isinstance(entry, Entry)
    assert entry.value is None


def test_a_message_without_words_is_an_empty_letter(tmp_path: Path) -> None:
    assert shown(read(written(tmp_path / "a.xml", henvisning_2()))) == ["empty_text @ "]
