"""The patient: drawn first, with everything that is true and what of it is written."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Any

HABITS = ("sparse", "usual", "full")


@dataclass(frozen=True, slots=True)
class Patient:
    """Who a letter is about.

    Attributes
    ----------
    scenario
        Why the letter was written: a name of ``population.toml``.
    writer
        ``gp``, ``dentist`` or ``hospital``.
    habit
        How much is written: one of :data:`HABITS`.
    age, female, birthday, height, weight
        In years, cm and kg.
    reasons
        Symbols of the grammar that the letter is about, in the order of the scenario.
    topics
        Other symbols that are mentioned, by section.
    """

    scenario: str
    writer: str
    habit: str
    age: int
    female: bool
    birthday: dt.date
    height: int
    weight: int
    reasons: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]

    @property
    def bmi(self) -> float:
        """Body mass index in kg/m2, with one decimal."""
        return round(self.weight / (self.height / 100) ** 2, 1)


@cache
def load_population() -> dict[str, Any]:
    """``population.toml`` (cached)."""
    file = resources.files("analyser.synthesis").joinpath("population.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def draw_patient(rng: Random, letter: dt.date) -> Patient:
    """One patient, with what will be written of her."""
    data = load_population()
    name = _weighted(rng, [(key, one["weight"]) for key, one in data["scenario"].items()])
    scenario = data["scenario"][name]
    habit = scenario.get("habit") or _weighted(rng, list(data["habits"].items()))
    female = rng.random() < scenario["female"]
    age = rng.randint(*scenario["age"])
    # The birthday has been this year, so that the age is the same from the day and from the year alone.
    birthday = dt.date(letter.year - age, 1, 1) + dt.timedelta(days=rng.randint(0, letter.timetuple().tm_yday - 1))
    height = round(rng.gauss(164 if female else 177, 6))
    weight = round(min(max(rng.gauss(23.8 if female else 26.0, 3.2), 20.2), 34) * (height / 100) ** 2)
    traits = {
        "female" if female else "male",
        "over60" if age >= 60 else "under60",
        "postmenopausal" if female and age >= 52 else "premenopausal" if female and age < 50 else "",
    }
    reasons = _said(rng, scenario["say"], taken=set())
    drop, changed = set(scenario.get("drop", ())), scenario.get("set", {})
    topics: list[tuple[str, str]] = []
    taken = {_kind(symbol) for symbol in reasons}
    thin = False
    for key, topic in data["topic"].items():
        if key in drop or rng.random() >= topic["mention"][HABITS.index(habit)]:
            continue
        states = [
            state for state in changed.get(key, topic["states"]) if len(state) < 3 or state[2] in traits | {"thin"}
        ]
        if not states:
            continue
        symbol = _weighted(rng, [(state[0], state[1]) for state in states])
        if not symbol or symbol in reasons or (_kind(symbol) in taken and _kind(symbol) not in _FREE):
            continue
        if symbol == "size.low_bmi":
            # One who is thin is so in every measure: another height and weight in the letter would deny it.
            if any(said.startswith("size.") for said, _ in topics):
                continue
            thin = True
        taken.add(_kind(symbol))
        topics.append((symbol, topic["section"]))
    if thin:
        weight = round(rng.uniform(16.4, 19.6) * (height / 100) ** 2)
    topics = _consistent([*topics], reasons)
    return Patient(
        name, scenario.get("writer", "gp"), habit, age, female, birthday, height, weight, tuple(reasons), tuple(topics)
    )


_FREE = frozenset({"disease", "chat", "drug", "relative", "fracture"})
"""Kinds of which a letter may hold several."""


def _kind(symbol: str) -> str:
    return symbol.split(".")[0]


def _consistent(topics: list[tuple[str, str]], reasons: Sequence[str]) -> list[tuple[str, str]]:
    """Without denials of what the letter tells elsewhere."""
    said = {symbol for symbol, _ in topics} | set(reasons)
    kinds = {_kind(symbol) for symbol in said}
    broken = kinds & {"hip", "spine", "wrist", "humerus", "pelvis", "ankle", "rib", "otherbone"}
    drugs = kinds & {"alendronate", "zoledronate", "denosumab", "anabolic"}
    fractures_in_family = {"relative.fracture"} & said
    out = []
    for symbol, section in topics:
        if symbol == "fracture.none" and (broken - {"spine"} or said & {"spine.shown", "spine.shown_silent"}):
            symbol = "fracture.no_more"
        if symbol == "bonedrug.absent" and drugs:
            continue
        if symbol == "relative.none" and (fractures_in_family or "parent.hip" in said):
            continue
        if symbol == "parent.none" and "parent.hip" in said:
            continue
        if symbol == "relative.no_osteoporosis" and "relative.osteoporosis" in said:
            continue
        out.append((symbol, section))
    return out


def _said(rng: Random, say: Sequence[str], taken: set[str]) -> list[str]:
    """The symbols of a scenario; of ``a|b`` one, ``?0.3`` now and then."""
    out: list[str] = []
    for entry in say:
        names, _, share = entry.partition("?")
        if share and rng.random() >= float(share):
            continue
        name = rng.choice(names.split("|"))
        if name not in taken:
            taken.add(name)
            out.append(name)
    return out


def _weighted(rng: Random, pairs: Sequence[tuple[str, float]]) -> str:
    return rng.choices([name for name, _ in pairs], [weight for _, weight in pairs])[0]
