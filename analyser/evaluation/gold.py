"""Gold files: letters with what an annotator found in them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyser.codebook import Codebook, load_codebook
from analyser.errors import UserError
from analyser.fact import Fact
from analyser.letter import Letter

LANGUAGES = ("nb", "nn", "mixed")


class GoldError(UserError):
    """A gold file that cannot be used; ``problems`` holds one sentence each, with file and line."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class GoldLetter:
    """One letter with its gold.

    Attributes
    ----------
    letter
        The letter, as the reading room would have handed it on.
    file
        Name of the gold file, without its folder.
    language
        ``nb``, ``nn`` or ``mixed``.
    facts
        As annotated; they carry a quote but no offsets.
    dxa, dental, dialogue
        Labels of the codebook.
    origin
        Scenario of a generated letter; empty for what a person wrote.
    """

    letter: Letter
    file: str
    language: str
    facts: tuple[Fact, ...]
    dxa: str
    dental: tuple[str, ...]
    dialogue: tuple[str, ...]
    origin: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The object of one line of a gold file."""
        date = self.letter.date
        return {
            "id": self.letter.id,
            "lang": self.language,
            **({} if date is None else {"date": date.isoformat()}),
            "text": self.letter.text,
            "facts": [fact.to_dict() for fact in self.facts],
            "assessment": {"dxa": self.dxa, "dental": list(self.dental), "dialogue": list(self.dialogue)},
        }


def read_gold(path: Path) -> list[GoldLetter]:
    """Read a gold file: JSON Lines in UTF-8, one letter a line (empty lines are passed over).

    Raises
    ------
    GoldError
        With every problem of the file. No sentence holds anything of a letter's text.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise GoldError((f"{path.name}: the file cannot be read ({error.strerror}); check its name.",)) from None
    except UnicodeDecodeError as error:
        sentence = f"{path.name}: byte {error.start + 1} is not UTF-8; save the file as UTF-8 and try again."
        raise GoldError((sentence,)) from None
    letters: list[GoldLetter] = []
    problems: list[str] = []
    lines_of: dict[str, int] = {}
    # Not splitlines: a letter may hold U+2028 and the like inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        found = _read_line(line, where=where, file=path.name)
        if isinstance(found, str):
            problems.append(f"{where}: {found}")
        elif (first := lines_of.setdefault(found.letter.id, number)) != number:
            problems.append(f"{where}: the id {found.letter.id!r} is also that of line {first}; use each id once.")
        else:
            letters.append(found)
    if not letters and not problems:
        problems.append(f"{path.name}: the file holds no letters; name a gold file that does.")
    if problems:
        raise GoldError(tuple(problems))
    return letters


def _read_line(line: str, *, where: str, file: str) -> GoldLetter | str:
    """The letter of one line, or what is wrong with it in one sentence."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        return f"not JSON ({error.msg} at character {error.pos + 1}); a gold file has one JSON object a line."
    problem = _problem_of_shape(data)
    if problem is not None:
        return problem
    date = data.get("date")
    if date is not None:
        try:
            date = dt.date.fromisoformat(date)
        except (TypeError, ValueError):
            return '"date" must be a date such as "2026-03-14".'
    codebook = load_codebook()
    facts = tuple(Fact.from_dict(fact) for fact in data["facts"])
    problems = [sentence for fact in facts for sentence in codebook.problems(fact)]
    problems += _problems_of_labels(data["assessment"], codebook)
    if problems:
        return f"{'; '.join(problems)}: the codebook does not know this."
    return GoldLetter(
        letter=Letter(id=data["id"], text=data["text"], date=date, source=where),
        file=file,
        language=data["lang"],
        facts=facts,
        dxa=data["assessment"]["dxa"],
        dental=tuple(data["assessment"]["dental"]),
        dialogue=tuple(data["assessment"]["dialogue"]),
        origin=_origin(data.get("made_by")),
    )


def _origin(made_by: Any) -> str:
    scenario = made_by.get("scenario") if isinstance(made_by, dict) else ""
    return scenario if isinstance(scenario, str) else ""


def _problem_of_shape(data: Any) -> str | None:
    """What keeps the object from being read at all."""
    if not isinstance(data, dict):
        return "a line must be a JSON object."
    for key, kind, name in (
        ("id", str, "a text"),
        ("lang", str, "a text"),
        ("text", str, "a text"),
        ("facts", list, "a list"),
        ("assessment", dict, "an object"),
    ):
        if not isinstance(data.get(key), kind):
            return f'"{key}" is missing or is not {name}.'
    if data["lang"] not in LANGUAGES:
        return f'"lang" must be one of {", ".join(LANGUAGES)}.'
    for number, fact in enumerate(data["facts"], start=1):
        if not isinstance(fact, dict) or not isinstance(fact.get("concept"), str):
            return f'fact {number} must be an object with a "concept".'
        if not isinstance(fact.get("attributes", {}), dict):
            return f'"attributes" of fact {number} must be an object.'
    for key in ("dental", "dialogue"):
        labels = data["assessment"].get(key)
        if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
            return f'"{key}" of the assessment is missing or is not a list of labels.'
    return None


def _problems_of_labels(assessment: Mapping[str, Any], codebook: Codebook) -> list[str]:
    """Labels of the assessment that the codebook does not hold."""
    found = []
    if assessment.get("dxa") not in codebook.dxa:
        found.append(f"dxa must be one of {', '.join(codebook.dxa)}")
    for key, known in (("dental", codebook.dental), ("dialogue", codebook.dialogue)):
        unknown = sorted(set(assessment[key]) - set(known))
        if unknown:
            found.append(f"{key} holds {', '.join(map(repr, unknown))}")
    return found
