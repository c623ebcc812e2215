"""The doctor: norm, layout, habits of writing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from analyser.synthesis.expand import Voice


@dataclass(frozen=True, slots=True)
class Doctor:
    """How one letter is written.

    Attributes
    ----------
    voice
        Norm and names for the patient.
    layout
        ``prose`` (paragraphs), ``tele`` (fragments in a row), ``lines`` (a fragment a line), ``form`` (labels and
        values) or ``epr`` (headings, lists and tables as record systems send them).
    separator
        What stands between a label and its value.
    between
        What stands between fragments.
    headings
        Whether prose and lines get headings.
    typos
        Share of long words with a mistake.
    keyboard
        ``""``, ``ascii`` (no æ, ø, å), ``lower`` or ``upper``.
    sign, place
        Invented.
    """

    voice: Voice
    layout: str
    separator: str
    between: str
    headings: bool
    typos: float
    keyboard: str
    sign: str
    place: str


@cache
def load_layout() -> dict[str, Any]:
    """``layout.toml`` (cached)."""
    return tomllib.loads(resources.files("analyser.synthesis").joinpath("layout.toml").read_text(encoding="utf-8"))


def draw_doctor(rng: Random, writer: str) -> Doctor:
    """One doctor."""
    data = load_layout()
    shares, names = data["layouts"][writer], data["names"]
    lang = rng.choices(("nb", "nn", "mixed"), (56, 32, 12))[0]
    layout = rng.choices(list(shares), list(shares.values()))[0]
    subjects = rng.choice(
        (
            ("{hun}",),
            ("{hun}", "{hun}", "{hun}", "pasienten"),
            ("pas.", "{hun}"),
            ("pasienten", "{hun}", "{hun}"),
            ("{hun}", "{hun}", "vedkommende"),
        )
    )
    # Where labels are lined up, dots or blanks lead to the value.
    separator = (
        rng.choice((": ", ": ", ": ", " : ", " ..... ", "\t", "  ", " - ")) if layout in ("form", "epr") else ": "
    )
    first = rng.choice(names["first"])
    first = first if rng.random() < 0.8 else f"{first[0]}."
    return Doctor(
        voice=Voice(lang, subjects, rng.choice((0.0, 0.1, 0.3, 0.5))),
        layout=layout,
        separator=separator,
        between=rng.choice((". ", ". ", ". ", ", ", "; ", " / ", " - ")) if layout == "tele" else ". ",
        headings=rng.random() < 0.35,
        typos=rng.choice((0.0, 0.0, 0.0, 0.01, 0.02, 0.05)),
        keyboard=rng.choices(("", "ascii", "lower", "upper"), (88, 3, 6, 3))[0],
        sign=f"{first} {rng.choice(names['last'])}",
        place=rng.choice(names["places"]),
    )
