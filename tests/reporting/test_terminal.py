"""One letter in the terminal: all of it, with the words each conclusion rests on."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from analyser.analysis import Analysis
from analyser.codebook.labels import LANGUAGES, load_labels
from analyser.fact import Fact
from analyser.guideline import Source
from analyser.reporting.terminal import explain


def told(analysis: Analysis, *, lang: str = "nb", colours: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=400, force_terminal=colours, color_system="standard" if colours else None
    )
    explain(analysis, console=console, lang=lang)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_findings_stand_numbered_in_the_letter(wrist: Analysis) -> None:
    assert (
        "‹Kvinne›¹ ‹72 år›². ‹Handleddsbrot etter fall på isen›³ i 2023. ‹Ikke røyker›⁴. ‹T-skår rygg -2,7›⁵."
    ) in told(wrist)


def test_each_finding_is_told_below(wrist: Analysis) -> None:
    lines = [re.split(r"\s{2,}", line.strip()) for line in told(wrist).splitlines()]
    assert ["3", "håndleddsbrudd", "til stede", "skademekanisme: lavenergi"] in lines
    assert ["4", "røyking", "avkreftet", "«Ikke»"] in lines
    assert ["5", "T-skår, rygg", "oppgitt", "−2,7 SD"] in lines


def test_each_conclusion_has_rule_source_and_words(wrist: Analysis) -> None:
    shown = told(wrist)
    assert "DXA er indisert" in shown
    assert "Brevet forteller om et lavenergibrudd." in shown
    assert "Regel D6 · Kilde: NRF; HDIR" in shown
    assert "Bygger på ordene: «Handleddsbrot etter fall på isen»" in shown
    assert "Bygger på det brevet ikke sier." in shown
    assert "1. bruk av glukokortikoider" in shown and "2. høyde og vekt" in shown
    assert "En antakelse ble gjort." in shown
    assert "Hvordan er tennene?" in shown and "dårlige → Tannlegekontroll før oppstart\n" in re.sub(" +\n", "\n", shown)
    assert "64 av 100" in shown


def test_what_must_be_read_first_stands_before_the_letter(urgent: Analysis) -> None:
    shown = told(urgent)
    assert shown.index("Les dette først") < shown.index("Dosen er forsinket.") < shown.index("‹Kvinne›")
    assert shown.count("Dosen er forsinket.") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_says_that_the_health_professional_decides(lang: str, wrist: Analysis) -> None:
    assert told(wrist, lang=lang).rstrip().endswith(load_labels(lang).ui["decision_support"])


def test_overlapping_findings_close_from_within(bare: Callable[..., Analysis]) -> None:
    text = "mor hadde lårhalsbrot"
    facts = (Fact("parental_hip_fracture", start=0, end=21), Fact("family_fracture", start=10, end=21))
    assert "‹mor hadde ‹lårhalsbrot›²›¹" in told(bare(text, *facts))


def test_markup_of_a_letter_is_shown_and_not_obeyed(bare: Callable[..., Analysis]) -> None:
    text = "[bold red]Obs[/bold red] :smile: [link=file:///x]her[/link] [/]"
    assert text in told(bare(text))
    assert text in told(bare("brev", number=text))


@given(text=st.text(max_size=80))
def test_nothing_in_a_letter_reaches_the_terminal_as_a_command(bare: Callable[..., Analysis], text: str) -> None:
    shown = told(bare(text, Fact("kyphosis", start=0, end=len(text))))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)


def test_colours_add_nothing_to_the_words(wrist: Analysis) -> None:
    coloured = told(wrist, colours=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == told(wrist)


def test_a_letter_without_findings_says_so(bare: Callable[..., Analysis]) -> None:
    shown = told(bare(""))
    assert "Ingen funn." in shown
    assert "Brevet spør ikke om DXA" in shown


@pytest.mark.parametrize(("lang", "name"), [("nb", "reumatologene"), ("en", "the rheumatologists")])
def test_sources_are_called_by_their_names(lang: str, name: str, wrist: Analysis) -> None:
    source = Source(
        "NRF", {"nb": "reumatologene", "nn": "reumatologane", "en": "the rheumatologists"}, "Osteoporose", ""
    )
    console = Console(file=io.StringIO(), width=400)
    explain(wrist, console=console, lang=lang, sources={"NRF": source})
    assert isinstance(console.file, io.StringIO)
    assert f": {name}; HDIR\n" in re.sub(" +\n", "\n", console.file.getvalue())
