"""Facts of coded fields, and how they join those of the text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

import pytest

import analyser
from analyser import Analysis, Entry, Fact, Letter, Message
from analyser.codebook import load_codebook
from analyser.codebook.labels import LANGUAGES
from analyser.extraction.coded import coded_facts, concept_of, join, load_codes
from analyser.extraction.data import load_toml
from tests.reading.message_files import diagnosis, henvisning_1, medicine, reason, result
from tests.reading.reading import one_letter

DATE = dt.date(2026, 3, 14)


def analysed(tmp_path: Path, **parts: str) -> Analysis:
    path = tmp_path / "a.xml"
    path.write_bytes(henvisning_1(**parts))
    return analyser.analyse(one_letter(path))


def said(one: Analysis, *concepts: str) -> list[tuple[str, str, str, object, object]]:
    return [
        (fact.origin, fact.concept, fact.status, fact.value, fact.attributes.get("value"))
        for fact in one.facts
        if fact.concept in concepts
    ]


def differences(one: Analysis) -> list[str]:
    return [reason.message for reason in one.assessment.reasons if reason.outcome == "differs"]


def text(words: str) -> str:
    return reason("PROB", "Aktuell problemstilling", words)


@pytest.mark.parametrize(
    ("system", "code", "concept"),
    [
        ("ATC", "H02AB06", "glucocorticoid"),
        ("ATC", "M05BX04", "denosumab"),
        ("ATC", "M05BA08", "zoledronate"),
        ("ATC", "M05BA04", "oral_bisphosphonate"),
        ("ATC", "M05", None),
        ("ICPC-2", "L95", "osteoporosis"),
        ("ICPC-2", "L88", "rheumatoid_arthritis"),
        ("ICPC-2", "L75", None),
        ("ICD-10", "M81.0", "osteoporosis"),
        ("ICD-10", "m810", "osteoporosis"),
        ("ICD-10", "S72.0", "hip_fracture"),
        ("ICD-10", "S723", "other_fracture"),
        ("ICD-10", "C90.0", "mgus_or_myeloma"),
        ("ICD-10", "C50.9", "malignancy"),
        ("ICD-10", "C44.3", None),
        ("", "L95", None),
        ("ICPC-2", "", None),
    ],
)
def test_a_code_stands_for_a_concept(system: str, code: str, concept: str | None) -> None:
    assert concept_of(system, code) == concept


def test_every_code_is_of_the_codebook_and_says_how_sure_it_is() -> None:
    codes, tests = load_codes()
    assert all(len(table) > 10 for table in codes.values())
    assert {test.concept for test in tests.values()} <= set(load_codebook().group("lab"))
    for entry in load_toml("codes.toml")["npu"]:
        assert entry["sure"]
        assert all(len(code) == 8 for code in entry["codes"])


def test_age_and_sex_come_from_the_message_and_say_how(tmp_path: Path) -> None:
    one = analysed(tmp_path, reasons=text("Ber om DXA."))
    assert said(one, "age", "sex") == [
        ("message", "age", "present", 76, None),
        ("message", "sex", "present", "female", None),
    ]
    two = analysed(tmp_path, sex="", born="", reasons=text("Ber om DXA."))
    assert [fact[0] for fact in said(two, "age", "sex")] == ["derived", "derived"]
    assert differences(one) == differences(two) == []


def test_the_text_and_the_fields_that_agree_are_one_fact(tmp_path: Path) -> None:
    one = analysed(tmp_path, reasons=text("Kvinne 76 år. Ber om DXA."))
    assert said(one, "age", "sex") == [("text", "sex", "present", "female", None), ("text", "age", "present", 76, None)]
    assert differences(one) == []


def test_where_they_differ_both_are_shown_and_a_remark_says_so(tmp_path: Path) -> None:
    one = analysed(
        tmp_path, reasons=text("Mann 72 år. Ingen kjent osteoporose."), diagnoses=diagnosis("L95", "Osteoporose")
    )
    assert said(one, "age", "sex", "osteoporosis") == [
        ("message", "age", "present", 76, None),
        ("message", "sex", "present", "female", None),
        ("text", "sex", "present", "male", None),
        ("text", "age", "present", 72, None),
        ("text", "osteoporosis", "absent", None, None),
        ("diagnosis", "osteoporosis", "present", None, None),
    ]
    assert differences(one) == [
        "Alder: feltene i meldingen sier 76 år, teksten sier 72 år; begge vises, se hva som er riktig.",
        "Kjønn: feltene i meldingen sier kvinne, teksten sier mann; begge vises, se hva som er riktig.",
        "Osteoporose: feltene i meldingen sier til stede, teksten sier avkreftet; begge vises, se hva som er riktig.",
    ]
    (last,) = [reason for reason in one.assessment.reasons if reason.message.startswith("Osteoporose: f")]
    assert [one.letter.text[a:b] for a, b in last.evidence] == ["Osteoporose", "Ingen kjent osteoporose"]
    assert last.kind == "remark"


def test_an_age_that_is_a_year_off_is_a_rounding(tmp_path: Path) -> None:
    assert differences(analysed(tmp_path, reasons=text("Kvinne 77 år."))) == []


def test_a_medicine_is_taken_or_was_and_its_dose_is_read_from_its_line(tmp_path: Path) -> None:
    fixed = medicine("H02AB06", "Prednisolon", "5", "mg", "5 mg daglig i 2 år", ("6", "Benyttes regelmessig"))
    ended = medicine("M05BA04", "Alendronat", "70", "mg", "ukentlig", ("9", "Seponert"))
    one = analysed(tmp_path, items=fixed + ended, reasons=text("Ber om DXA."))
    assert said(one, "glucocorticoid", "oral_bisphosphonate") == [
        ("medicine", "glucocorticoid", "present", None, None),
        ("medicine", "oral_bisphosphonate", "past", None, None),
    ]
    (dose,) = [fact.attributes for fact in one.facts if fact.concept == "glucocorticoid"]
    assert (dose["dose_mg"], dose["months"]) == (5, 24)


def test_a_medicine_whose_name_says_nothing_is_known_by_its_code(tmp_path: Path) -> None:
    item = medicine("M05BX04", "Ukjent merkenavn", "60", "mg", "hver 6. måned", ("6", "Benyttes regelmessig"))
    one = analysed(tmp_path, items=item, reasons=text("Ber om DXA."))
    assert said(one, "denosumab") == [("medicine", "denosumab", "present", None, None)]


def test_of_several_results_the_preferred_test_and_the_newest_value_count(tmp_path: Path) -> None:
    items = "".join(
        result(code, name, value, "x", date, version="1.1")
        for code, name, value, date in (
            ("NPU10267", "Svar A", "41", "2025-01-01"),
            ("NPU10267", "Svar B", "63", "2026-01-01"),
            ("NPU04998", "Svar C", "70", "2026-01-01"),
            ("DNK35302", "Svar D", "58", "2025-01-01"),
            ("NPU99999", "Svar E", "1", "2026-01-01"),
        )
    )
    one = analysed(tmp_path, items=items, reasons=text("Ber om DXA."))
    assert said(one, "lab_vitamin_d", "lab_egfr_creatinine") == [
        ("result", "lab_vitamin_d", "present", None, 63),
        ("result", "lab_egfr_creatinine", "present", None, 58),
    ]


def test_a_result_that_the_text_tells_otherwise_is_shown_twice(tmp_path: Path) -> None:
    item = result("NPU01443", "Prøve 1", "2.31", "mmol/L", "2026-03-01", version="1.1")
    one = analysed(tmp_path, items=item, reasons=text("Kalsium 2,71. Ber om DXA."))
    assert sorted(said(one, "lab_calcium")) == [
        ("result", "lab_calcium", "present", None, 2.31),
        ("text", "lab_calcium", "present", None, 2.71),
    ]
    assert differences(one) == [
        "Kalsium: feltene i meldingen sier oppgitt 2,31, teksten sier oppgitt 2,71; begge vises, se hva som er riktig."
    ]


def test_what_is_for_men_only_is_not_told_of_a_woman() -> None:
    def drugs(sex: Literal["female", "male"]) -> list[str]:
        message = Message(kind="new", sex=sex, entries=(Entry("medicine", 0, 1, "ATC", "L02AE02"),))
        return [fact.concept for fact in coded_facts(Letter("a", "x", DATE, message=message))]

    assert drugs("male") == ["sex", "androgen_deprivation"]
    assert drugs("female") == ["sex"]


def test_a_letter_that_came_as_text_is_read_as_before() -> None:
    assert coded_facts(Letter("a", "Kvinne", DATE)) == []
    facts = [Fact("sex", value="female", start=0, end=6, quote="Kvinne")]
    assert join(facts, []) == facts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_remark_is_there_in_every_language(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(henvisning_1(reasons=text("Mann 40 år.")))
    one = analyser.load(lang=lang).analyse(one_letter(path))
    assert len(differences(one)) == 2
    assert all("{" not in message for message in differences(one))


def test_every_fact_of_a_message_follows_the_codebook_and_stands_where_it_says(tmp_path: Path) -> None:
    codes = load_codes()[0]["icd10"]
    oid = "7110"
    parts = "".join(diagnosis(code, f"Tilstand {number}", oid) for number, code in enumerate(sorted(codes)))
    one = analysed(tmp_path, diagnoses=parts, reasons=text("Ber om DXA."))
    assert len(one.facts) > 20
    for fact in one.facts:
        assert load_codebook().problems(fact) == []
        if fact.start is not None:
            assert one.letter.text[fact.start : fact.end] == fact.quote
    assert Analysis.from_dict({k: v for k, v in one.to_dict().items() if k != "id"}, one.letter).facts == one.facts
