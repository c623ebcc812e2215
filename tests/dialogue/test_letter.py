"""What holds of every draft."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.analysis import Analysis
from analyser.dialogue import compose, draft, load_clinic, norm
from analyser.dialogue.frame import frame, problems_of
from analyser.errors import UserError
from analyser.fact import Fact
from analyser.guideline import load_pack
from analyser.letter import Letter
from tests.guideline.notation import facts
from tests.guideline.random_facts import letter
from tests.guideline.test_texts import FORBIDDEN, NORMS

OWN = """
name = "Eksempel sykehus"
department = "Osteoporosepoliklinikken"
given_name = "Test"
family_name = "Lege"
telephone = "12 34 56 78"
closing = { nb = "Ring oss.", nn = "Ring oss.", en = "Call us." }
regards = { nb = "Hilsen", nn = "Helsing", en = "Regards" }
"""


def analysed(line: str, language: str) -> Analysis:
    some = tuple(facts(line))
    return Analysis(Letter(id="k-1", text=""), language, some, load_pack("memo").assess(some, lang="en"))


def body(line: str, lang: str = "nb") -> list[str]:
    """The paragraphs between what was understood and the closing."""
    return compose(facts(line), lang=lang).split("\n\n")[3:-2]


@settings(max_examples=150, deadline=None)
@given(letter, st.sampled_from(["nb", "nn"]))
def test_a_draft_is_whole_marked_and_rejects_nobody(some: list[Fact], lang: str) -> None:
    text = compose(some, lang=lang)
    mark, greeting, *_ = text.split("\n\n")
    assert "KLADD" in mark
    assert greeting.startswith("Hei")
    assert not re.search(r"[{}]|\(\)|  |: \.|\bNone\b|\bnan\b", text), text
    assert not FORBIDDEN.search(text), FORBIDDEN.search(text)
    assert len(text) < 6000


@pytest.mark.parametrize("lang", ["nb", "nn"])
def test_the_frame_keeps_to_its_norm(lang: str) -> None:
    wrong = [key for key, texts in frame().entries.items() if NORMS[lang].search(texts[lang].lower())]
    assert wrong == []


def test_mistakes_in_the_frame_are_named() -> None:
    entries = dict(frame().entries)
    assert list(problems_of(entries)) == []
    del entries["who.male"]
    entries["name.leprosy"] = entries["greeting"]
    entries["understood.past"] = {**entries["understood.past"], "nn": "Tidlegare: {fact}."}
    entries["detail.months"] = dict.fromkeys(("nb", "nn", "en"), "en stund")
    assert list(problems_of(entries)) == [
        "who.male lacks",
        "understood.past.nn has other places",
        *(f"detail.months.{lang} has other places" for lang in ("nb", "nn", "en")),
        "name.leprosy is unknown",
    ]


def test_a_draft_follows_the_form_of_the_letter() -> None:
    assert [norm(language) for language in ("nb", "nn", "mixed")] == ["nb", "nn", "nb"]
    line = "ask; age 70; hip_fracture low_energy"
    assert "Henvisningen gjelder en pasient på 70 år." in draft(analysed(line, "mixed"))
    assert "Tilvisinga gjeld ein pasient på 70 år." in draft(analysed(line, "nn"))


def test_what_cannot_wait_stands_first_and_teeth_before_a_start() -> None:
    parts = body("ask; age 70; hip_fracture low_energy; dental_status poor; denosumab past; family_osteoporosis")
    assert [part[:30] for part in parts] == [
        "Det viktigste først: Denosumab",
        "Siden tannstatus er dårlig, bø",
        "Et hoftebrudd etter lavenergis",
    ]
    assert "Så snart tennene er i orden" in parts[2]


def test_what_a_reason_asks_is_not_asked_again() -> None:
    parts = body("ask; family_osteoporosis; male; age 60")
    assert sum("hoftebrudd hos mor eller far" in part for part in parts) == 1
    assert sum("Har mor eller far" in part for part in parts) == 0


def test_where_the_advice_stands_only_teeth_are_asked_about() -> None:
    (advice,) = body("ask; age 60; wrist_fracture low_energy")
    assert "?" not in advice
    assert "Hvordan er tennene" in body("ask; age 60; wrist_fracture low_energy; zoledronate planned")[-1]


def test_what_was_denied_what_was_not_said_and_what_is_contradictory_differ() -> None:
    said = compose(facts("ask; smoking absent; copd; copd absent; falls uncertain"), lang="en").split("\n\n")[2]
    assert "Denied: smoking." in said
    assert "Uncertain: tendency to fall." in said
    assert "Said both yes and no of: COPD." in said
    assert "alcohol" not in said


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("prior_dxa years_ago=0.25", "earlier DXA (less than a year ago)"),
        ("prior_dxa years_ago=3", "earlier DXA (3 years ago)"),
        ("dental_status edentulous", "no teeth"),
        ("frax_major 12.5", "FRAX, major osteoporotic fracture: 12.5 % in 10 years"),
        ("glucocorticoid dose_mg=5 months=4", "systemic glucocorticoid (5 mg a day, for 4 months)"),
        ("vertebral_fracture high_energy confirmed", "vertebral fracture (confirmed on imaging, high energy)"),
        ("smoking; copd; falls; immobility; alcohol_excess; type_2_diabetes; coeliac_disease", "and more"),
    ],
)
def test_how_facts_are_told(line: str, says: str) -> None:
    assert says in compose(facts(line), lang="en").split("\n\n")[2]


def test_a_letter_with_nothing_to_say_to_says_so() -> None:
    assert body("age 60") == ["Vi har ingen spørsmål til brevet nå."]


def test_a_clinic_says_who_it_is(tmp_path: Path) -> None:
    path = tmp_path / "clinic.toml"
    path.write_text(OWN, encoding="utf-8")
    text = compose(facts("ask"), lang="nn", clinic=load_clinic(path))
    assert text.endswith("Ring oss.\n\nHelsing\nTest Lege\nOsteoporosepoliklinikken, Eksempel sykehus\n12 34 56 78\n")


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('name = "Eksempel sykehus"', 'name = ""', "those with a question mark are unknown: name."),
        ('telephone = "12 34 56 78"', 'phone = "12 34 56 78"', "? phone; telephone."),
        ('nn = "Helsing", ', "", "regards.nn."),
        ("regards = {", "regards =", "is not TOML"),
    ],
)
def test_mistakes_in_a_clinics_file_are_named(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    path = tmp_path / "own.toml"
    assert was in OWN
    path.write_text(OWN.replace(was, becomes), encoding="utf-8")
    with pytest.raises(UserError, match=re.escape(says)) as error:
        load_clinic(path, lang="en")
    assert "own.toml" in str(error.value)


def test_a_clinics_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        load_clinic(tmp_path / "no.toml", lang="en")
