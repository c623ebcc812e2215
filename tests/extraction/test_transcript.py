"""Sentences as the record writes them: where they end, and that every token points back at its characters."""

from __future__ import annotations

import pytest

from analyser.extraction.matching.lexicon import load_lexicon
from analyser.extraction.text.transcript import Transcript


def sentences(text: str) -> list[str]:
    transcript = Transcript(text, load_lexicon().normaliser)
    return [transcript.quote(first, last).replace("\n", " ") for first, last in transcript.bounds]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kjent DM2. Ingen kjent astma.", ["Kjent DM2.", "Ingen kjent astma."]),
        ("BT 120/80. Ingen KOLS/astma.", ["BT 120/80.", "Ingen KOLS/astma."]),
        ("Hb 12,5 og LDL 3,2. Ikke statiner.", ["Hb 12,5 og LDL 3,2.", "Ikke statiner."]),
        ("Operert 05.03.2021. Ingen plager.", ["Operert 05.03.2021.", "Ingen plager."]),
        ("St.p. TIA 2019", ["St.p. TIA 2019"]),
        ("Røyker ikke.Tidl. kols.", ["Røyker ikke.", "Tidl. kols."]),
        ("Utredn. avd. for lungesykd.", ["Utredn. avd. for lungesykd."]),
        ("Pas. har brudd", ["Pas. har brudd"]),
        ("Ikke tidl. hoftebrudd.", ["Ikke tidl. hoftebrudd."]),
        ("Ingen brudd tidl. Bør dere gjøre DXA?", ["Ingen brudd tidl.", "Bør dere gjøre DXA?"]),
        ("Mye å stå i. Ber om DXA.", ["Mye å stå i.", "Ber om DXA."]),
        ("Ber om DXA\nRøyker ikke\n\nMvh", ["Ber om DXA", "Røyker ikke", "Mvh"]),
        (
            "Hun har fått høy dose prednisolon gjennom mange år for sin\nleddgikt. Røyker ikke.",
            ["Hun har fått høy dose prednisolon gjennom mange år for sin leddgikt.", "Røyker ikke."],
        ),
        ("Ingen:\n- kols\n- astma\nHar: diabetes", ["Ingen:", "kols", "astma", "Har: diabetes"]),
        ("Røyk:\nNei", ["Røyk: Nei"]),
        ("Tenner:\nRøyk: nei", ["Tenner:", "Røyk: nei"]),
    ],
)
def test_where_sentences_end(text: str, wanted: list[str]) -> None:
    assert sentences(text) == wanted


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("CRP<5", ["crp", "<", "5"]),
        ("BMI>30", ["bmi", ">", "30"]),
        ("HbA1c:52", ["hba1c", ":", "52"]),
        ("ca.2", ["cirka", "2"]),
        ("KOLS-pasient", ["kols", "pasienten"]),
        ("T-skår -2,7 / \u22121,9", ["t", "skår", "-2.7", "/", "-1.9"]),
        ("5-6 år", ["5", "-", "6", "år"]),
        ("mtp. osteoporose", ["med", "tanke", "på", "osteoporose"]),
        ("Th12", ["th12"]),
    ],
)
def test_tokens_and_normal_forms(text: str, forms: list[str]) -> None:
    assert Transcript(text, load_lexicon().normaliser).forms == forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ho røykjer ikkje", "Hun røyker ikke"),
        ("beinskjørheit", "osteoporose"),
        ("handleddsbrot", "håndleddsbrudd"),
        ("tilvising", "henvisning"),
        ("osteoprose", "osteoporose"),
        ("beintettleiksmåling", "dxa"),
    ],
)
def test_both_norms_and_slips_have_one_form(one: str, other: str) -> None:
    normaliser = load_lexicon().normaliser
    assert Transcript(one, normaliser).forms == Transcript(other, normaliser).forms


@pytest.mark.parametrize("pair", [("prednisolon", "prednison"), ("alendronat", "risedronat"), ("hofte", "hoste")])
def test_words_a_letter_apart_are_not_mixed_up(pair: tuple[str, str]) -> None:
    form = load_lexicon().normaliser.form
    assert form(pair[0]) != form(pair[1])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hun har ikke brukket noe. Jeg ber om DXA.", "nb"),
        ("Ho har ikkje brote noko. Eg ber om DXA.", "nn"),
        ("Ho har ikkje brukket noe, jeg ber om DXA. Mykje vondt, eg veit ikke hvorfor.", "mixed"),
        ("", "nb"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert Transcript(text, load_lexicon().normaliser).language == language
