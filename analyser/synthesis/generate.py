"""Letters with their gold, from a seed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from analyser.codebook import load_codebook
from analyser.errors import user_error
from analyser.fact import Fact
from analyser.guideline import load_pack
from analyser.synthesis.compose import Composer
from analyser.synthesis.doctor import draw_doctor
from analyser.synthesis.patient import draw_patient

_FIRST_DAY = dt.date(2025, 2, 1)
_DAYS = 600


def synthesise(count: int, *, seed: int = 0) -> Iterator[dict[str, Any]]:
    """Letters as gold files hold them, with the scenario and layout each was made by.

    Parameters
    ----------
    count
        How many.
    seed
        The same seed gives the same letters; a longer run begins with the letters of a shorter one.

    Yields
    ------
    dict
        ``id``, ``lang``, ``date``, ``text``, ``facts`` (with ``start`` and ``end``), ``assessment`` and ``made_by``.
    """
    pack = load_pack("memo")
    for number in range(1, count + 1):
        rng = Random(f"{seed}/{number}")  # noqa: S311 - chance, no secret
        day = _FIRST_DAY + dt.timedelta(days=rng.randint(0, _DAYS))
        patient = draw_patient(rng, day)
        doctor = draw_doctor(rng, patient.writer)
        words = Composer(patient, doctor, day, rng).letter()
        facts = [_with_quote(fact, words.text) for fact in words.facts]
        assessment = pack.assess(facts)
        yield {
            "id": f"s{seed}-{number:04d}",
            "lang": doctor.voice.lang,
            "date": day.isoformat(),
            "text": words.text,
            "facts": [fact.to_dict() for fact in facts],
            "assessment": {
                "dxa": assessment.dxa,
                "dental": list(assessment.dental),
                "dialogue": list(assessment.dialogue),
            },
            "made_by": {"scenario": patient.scenario, "layout": doctor.layout, "habit": patient.habit},
        }


def write(count: int, out: Path, *, seed: int = 0, lang: str = "en") -> None:
    """Write letters to a file, JSON Lines in UTF-8; the same count and seed give the same bytes.

    Raises
    ------
    UserError
        The file cannot be written.
    """
    try:
        with out.open("w", encoding="utf-8", newline="\n") as file:
            for letter in synthesise(count, seed=seed):
                file.write(json.dumps(letter, ensure_ascii=False) + "\n")
    except OSError:
        raise user_error(lang, "cannot_write", out=out) from None


def _with_quote(fact: Fact, text: str) -> Fact:
    return Fact(
        fact.concept, fact.status, fact.value, fact.attributes, fact.start, fact.end, text[fact.start : fact.end]
    )


def problems(letter: dict[str, Any]) -> Sequence[str]:
    """What is wrong with the gold of one letter; empty when all is well."""
    found = [one for fact in letter["facts"] for one in load_codebook().problems(Fact.from_dict(fact))]
    found += [
        f"{fact['concept']}: the quote is not the text at its offsets"
        for fact in letter["facts"]
        if letter["text"][fact["start"] : fact["end"]] != fact["quote"] or not fact["quote"].strip()
    ]
    return found
