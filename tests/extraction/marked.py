"""Cases as a clinician can read them: one letter a line, the facts marked in it.

    Ingen {hoftebrudd|hip_fracture absent}, men {håndleddsbrudd|wrist_fracture} i 2019.

A mark is ``{words|concept status value attribute=value}``; status may be left out when it is present, several
facts on the same words are parted by ``;``. A line break of the letter is ``⏎``. Lines that begin with ``#`` are
remarks, ``@2026-03-01`` sets the date of the letters below it, and ``!`` before a line says that it is known to fail.
A line must hold exactly its facts: what is not marked must not be found.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from analyser.codebook import load_codebook
from analyser.fact import Fact

CASES = Path(__file__).with_name("cases")
DATE = dt.date(2026, 3, 1)
_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")


@dataclass(frozen=True)
class Case:
    """One line of a file of cases."""

    where: str
    text: str
    date: dt.date
    facts: tuple[Fact, ...]
    fails: bool


def read_cases(path: Path) -> list[Case]:
    """Every case of a file; raises with the line's number when a line cannot be read."""
    cases: list[Case] = []
    date = DATE
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("@"):
            date = dt.date.fromisoformat(line[1:].strip())
            continue
        cases.append(read_case(line, where=f"{path.name}:{number}", date=date))
    return cases


def read_case(line: str, *, where: str = "", date: dt.date = DATE) -> Case:
    """One case."""
    fails, line = line.startswith("!"), line.removeprefix("!").strip()
    text, facts, at = "", [], 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        for said in match.group(2).split(";"):
            facts.append(_fact(said.split(), len(text), match.group(1), where))
        text += match.group(1)
        at = match.end()
    text += line[at:]
    if any(char in text for char in "{}|"):
        msg = f"{where}: a mark is not closed or not well formed"
        raise ValueError(msg)
    return Case(where, text.replace("⏎", "\n"), date, tuple(facts), fails)


def _fact(words: list[str], start: int, quote: str, where: str) -> Fact:
    concept, *rest = words
    codebook = load_codebook()
    status, value, attributes = "present", None, {}
    for word in rest:
        if word in codebook.statuses:
            status = word
        elif "=" in word:
            name, _, text = word.partition("=")
            attributes[name] = _scalar(text)
        else:
            value = _scalar(word)
    fact = Fact(concept, status, value, attributes, start, start + len(quote), quote)
    problems = codebook.problems(fact)
    if problems:
        msg = f"{where}: {problems[0]}"
        raise ValueError(msg)
    return fact


def _scalar(text: str) -> float | bool | str:
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text


def shown(facts: tuple[Fact, ...] | list[Fact]) -> set[str]:
    """Facts in a form that can be compared and read: only attributes that a case may state."""
    lines = set()
    for fact in facts:
        value = (
            ""
            if fact.value is None
            else f" {float(fact.value):g}"
            if not isinstance(fact.value, str)
            else f" {fact.value}"
        )
        lines.add(f"{fact.concept} {fact.status}{value}")
    return lines
