"""Small analysed letters for the tests of the reports."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping

import pytest

from analyser.analysis import Analysis
from analyser.assessment import Assessment, Change, Question, Reason
from analyser.fact import Cue, Fact, Scalar
from analyser.letter import Letter


@pytest.fixture(scope="session")
def wrist() -> Analysis:
    """A woman with a wrist fracture, whose words decide; two things lack."""
    text = "Kvinne 72 år. Handleddsbrot etter fall på isen i 2023. Ikke røyker. T-skår rygg -2,7."

    def read(
        concept: str,
        quote: str,
        *,
        status: str = "present",
        value: float | str | None = None,
        cue: str = "",
        attributes: Mapping[str, Scalar] | None = None,
    ) -> Fact:
        start = text.index(quote)
        decided = Cue(text.index(cue), text.index(cue) + len(cue), cue) if cue else None
        return Fact(concept, status, value, attributes or {}, start, start + len(quote), quote, decided)

    fracture = read("wrist_fracture", "Handleddsbrot etter fall på isen", attributes={"mechanism": "low_energy"})
    words = ((text.index(fracture.quote), text.index(fracture.quote) + len(fracture.quote)),)
    facts = (
        read("sex", "Kvinne", value="female"),
        read("age", "72 år", value=72),
        fracture,
        read("smoking", "Ikke røyker", status="absent", cue="Ikke"),
        read("t_score_spine", "T-skår rygg -2,7", value=-2.7),
    )
    reasons = (
        Reason("dxa", "indicated", "D6", "NRF, HDIR", "Brevet forteller om et lavenergibrudd.", words),
        Reason("dialogue", "missing_information", "D14", "seed b", "Spør etter det som mangler."),
        Reason("remark", "assumed", "R1", "seed a", "En antakelse ble gjort.", words),
    )
    missing = ("glucocorticoids", "height and weight")
    asked = Question("teeth", "Hvordan er tennene?", (Change("dårlige", "indicated", ("dentist_check_before_start",)),))
    assessment = Assessment("indicated", "D6", (), ("missing_information",), reasons, missing, 64, (asked,))
    letter = Letter(id="a-1", text=text, date=dt.date(2026, 3, 14), sender="Hovden legesenter")
    return Analysis(letter, "mixed", facts, assessment)


@pytest.fixture(scope="session")
def urgent(wrist: Analysis) -> Analysis:
    """The same letter with something that must be read before all else."""
    first = Reason("remark", "denosumab_rebound", "S1", "ECTS", "Dosen er forsinket.")
    assessment = dataclasses.replace(wrist.assessment, reasons=(first, *wrist.assessment.reasons))
    return dataclasses.replace(wrist, letter=dataclasses.replace(wrist.letter, id="a-2"), assessment=assessment)


@pytest.fixture(scope="session")
def bare() -> Callable[..., Analysis]:
    """Makes a letter of which nothing is concluded but that it does not ask for DXA."""

    def make(text: str, *facts: Fact, number: str = "b-1", sender: str | None = None) -> Analysis:
        assessment = Assessment("no_dxa_question", "D3", (), (), (), (), 0)
        return Analysis(Letter(id=number, text=text, sender=sender), "nb", facts, assessment)

    return make
