"""Every id of the codebook has a name in every language, and names read as people write."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from analyser.codebook import load_codebook
from analyser.codebook.labels import LANGUAGES, Labels, load_labels, parse_labels
from analyser.fact import Fact

QUALITY = (
    "age", "sex", "question", "own fractures", "fracture mechanism", "parental hip fracture", "glucocorticoids",
    "glucocorticoid dose and duration", "menopause", "height and weight", "smoking", "alcohol", "other disease",
    "earlier DXA", "bone treatment", "blood tests", "teeth",
)  # fmt: skip


def labels_text() -> str:
    return resources.files("analyser.codebook").joinpath("labels.toml").read_text(encoding="utf-8")


def parse(text: str) -> Labels:
    return parse_labels(text, lang="nn", codebook=load_codebook())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_the_codebook_can_say_has_a_name(lang: str) -> None:
    labels, codebook = load_labels(lang), load_codebook()
    assert set(labels.concepts) == set(codebook.concepts)
    assert tuple(labels.dxa) == codebook.dxa
    assert tuple(labels.dental) == codebook.dental
    assert tuple(labels.dialogue) == codebook.dialogue
    assert set(labels.quality) == set(QUALITY)
    for concept in codebook.concepts.values():
        for status in concept.statuses:
            assert labels.status(Fact(concept.id, status))
        for value in concept.values:
            assert labels.value(Fact(concept.id, value=value))
        for name, kind in concept.attributes.items():
            for word in kind if isinstance(kind, tuple) else (True,) if kind == "boolean" else (2.5,):
                assert labels.attribute(name, word).startswith(labels.attributes[name])


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('kyphosis = { nb = "kyfose", nn = "kyfose", en = "kyphosis" }', "", "concepts.kyphosis lacks"),
        ('nb = "kyfose", nn = "kyfose", ', 'nb = "kyfose", ', "concepts.kyphosis has no text in nn"),
        ('nb = "kyfose", nn = "kyfose", ', 'nb = "kyfose", nn = " ", ', "concepts.kyphosis has no text in nn"),
        ("kyphosis = {", "kyphosys = {", "concepts.kyphosys is not in the codebook"),
        ('en = "kyphosis"', 'en = "kyphosis", sv = "kyfos"', "concepts.kyphosis has the unknown language sv"),
        ("[dental]", "[teeth]", "section dental lacks; section teeth is unknown"),
        ("[status_words.lab]", "[status_words.labs]", "status_words.labs is not in the codebook"),
        ('planned = { nb = "skal tas"', 'soon = { nb = "skal tas"', "status_words.lab.soon is not in the codebook"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_the_entry_named(was: str, becomes: str, says: str) -> None:
    text = labels_text()
    assert text.count(was) == 1
    with pytest.raises(ValueError, match=re.escape(says)):
        parse(text.replace(was, becomes))


def test_all_that_is_wrong_is_said_at_once() -> None:
    text = labels_text().replace("kyphosis = {", "kyphosys = {").replace("osteopenia = {", "osteopeni = {")
    with pytest.raises(ValueError, match=r"kyphosis lacks.*osteopenia lacks.*kyphosys is not.*osteopeni is not"):
        parse(text)


def test_an_unknown_language_is_refused_with_the_choices() -> None:
    with pytest.raises(ValueError, match="nb, nn, en"):
        load_labels("sv")


@pytest.mark.parametrize(
    ("lang", "fact", "detail"),
    [
        ("nb", Fact("age", value=72), "72 år"),
        ("nb", Fact("t_score_spine", value=-2.7), "−2,7 SD"),
        ("en", Fact("t_score_spine", value=-2.7), "−2.7 SD"),
        ("nn", Fact("frax_major", value=18.0), "18 % på 10 år"),
        ("nb", Fact("sex", value="female"), "kvinne"),
        ("nn", Fact("hip_fracture", attributes={"mechanism": "low_energy"}), "skademekanisme: lågenergi"),
        ("nb", Fact("glucocorticoid", attributes={"months": 6, "dose_mg": 7.5}), "døgndose: 7,5 mg, måneder: 6"),
        ("en", Fact("vertebral_fracture", attributes={"imaging_confirmed": True}), "confirmed on imaging: yes"),
        ("nb", Fact("kyphosis"), ""),
    ],
)
def test_value_and_attributes_read_as_people_write_them(lang: str, fact: Fact, detail: str) -> None:
    assert load_labels(lang).detail(fact) == detail


def test_a_status_takes_the_words_that_fit_its_concept() -> None:
    labels = load_labels("nb")
    assert labels.status(Fact("kyphosis")) == "til stede"
    assert labels.status(Fact("age", value=72)) == "oppgitt"
    assert labels.status(Fact("lab_tsh", "planned")) == "skal tas"
    assert labels.status(Fact("dxa_request", "planned")) == "brevet ber om det"
    assert labels.status(Fact("denosumab", "planned")) == "planlagt eller foreslått"


def test_no_name_rejects_or_ranks() -> None:
    # Whole words, so that "avvist" is found and "vist" is not.
    forbidden = re.compile(
        r"\b(avvis\w*|avslå\w*|avslag|prioritet\w*|prioriter\w*|hast\w*|unødvendig|unødvendige|unødig|rødt?|gult?|grønt?|"
        r"reject\w*|refuse\w*|priorit\w*|urgen\w*|unnecessary|red|yellow|green)\b",
        re.IGNORECASE,
    )
    data = tomllib.loads(labels_text())
    texts = [text for section in data.values() for entry in section.values() for text in entry.values()]
    found = [text for text in texts if isinstance(text, str) and forbidden.search(text)]
    assert len(texts) > 600
    assert found == []


def test_the_two_norms_do_not_slip_into_each_other() -> None:
    nynorsk_only = re.compile(
        r"\b(ikkje|frå|ein|eit|berre|brot\w*|sjuk\w*|låg\w*|høg\w*|seier|spør ikkje|\w+ar sidan)\b", re.I
    )
    bokmaal_only = re.compile(
        r"\b(ikke|fra|en|et|bare|brudd\w*|\w*sykdom\w*|lav|høyt?|sier|hva|hvordan|uten|nå|tilbake til listen)\b", re.I
    )
    for name in (
        "concepts",
        "groups",
        "statuses",
        "attributes",
        "values",
        "dxa",
        "dental",
        "dialogue",
        "quality",
        "ui",
    ):
        for key, text in getattr(load_labels("nb"), name).items():
            assert not nynorsk_only.search(text), (name, key, text)
        for key, text in getattr(load_labels("nn"), name).items():
            assert not bokmaal_only.search(text), (name, key, text)
