"""Many analysed letters with dates and senders, made of the synthetic ones, for the report's tests and figures."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path

import analyser
from analyser.analysis import Analysis
from analyser.letter import Letter
from analyser.pipeline import Analyser
from analyser.reading.dates import parse_date

DATA = Path(__file__).resolve().parents[1] / "data" / "synthetic"
_DAYS = 730
_PLACES = (
    "Aurdal", "Bremnes", "Dalsøyra", "Elvran", "Fjære", "Gaular", "Hovden", "Isfjord", "Jondal", "Kvinesdal", "Luster",
    "Mosby", "Nesodden", "Orre", "Prestfoss", "Rosendal", "Skarnes", "Tonstad", "Uvdal", "Valle", "Ytre Arna",
)  # fmt: skip
PRACTICES = tuple(f"{place} legesenter" for place in _PLACES)
"""Invented practices in real places."""


def synthetic(loaded: Analyser | None = None) -> list[Analysis]:
    """The letters of ``data/synthetic``, analysed."""
    loaded = loaded or analyser.load()
    found = []
    for file in sorted(DATA.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(loaded.analyse(Letter(row["id"], row["text"], parse_date(row.get("date")))))
    return found


def spread(letters: list[Analysis], count: int, *, seed: int = 1) -> Iterator[Analysis]:
    """So many letters, each a copy of one given, with an id, a sender and a date of its own.

    Practices send unlike many letters, dates lie in two years; neither has anything to do with what a letter says.
    """
    chance = random.Random(seed)
    start = dt.date(2024, 3, 1)
    weights = [1 / (1 + place) for place in range(len(PRACTICES))]
    for number in range(count):
        one = letters[number % len(letters)]
        [sender] = chance.choices(PRACTICES, weights)
        letter = dataclasses.replace(
            one.letter,
            id=f"{one.letter.id}-{number // len(letters) + 1}" if count > len(letters) else one.letter.id,
            sender=sender,
            date=start + dt.timedelta(days=chance.randrange(_DAYS)),
        )
        yield dataclasses.replace(one, letter=letter)
