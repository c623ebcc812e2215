"""The kit: a folder with letters to annotate, and what the program made of them, sealed by a hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analyser.codebook import load_codebook
from analyser.errors import UserError, user_error
from analyser.fact import Fact
from analyser.letter import Letter
from analyser.validation.draw import Sample, Stratum
from analyser.validation.workbook import WORKBOOK, write_workbook

_LETTERS, _PREDICTIONS, _ABOUT = "letters.jsonl", "predictions.jsonl", "kit.json"


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the program made of a letter when the kit was drawn.

    Attributes
    ----------
    language, facts, dxa, dental, dialogue
        As in :class:`analyser.analysis.Analysis`.
    reasons
        What it told people, in order.
    """

    language: str
    facts: tuple[Fact, ...]
    dxa: str
    dental: tuple[str, ...]
    dialogue: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def assessment(self) -> Prediction:
        """The labels, as :func:`analyser.evaluation.evaluate` looks for them."""
        return self


@dataclass(frozen=True, slots=True)
class Kit:
    """A kit that was opened.

    Attributes
    ----------
    letters, predictions
        By number, from 1 in the first place.
    strata
        What the letters were drawn from.
    seed, lang, versions, drawn_on
        How the kit was made.
    sealed
        Whether the predictions are still those that were made when the letters were drawn.
    """

    letters: tuple[Letter, ...]
    predictions: tuple[Prediction, ...]
    strata: tuple[Stratum, ...]
    seed: int
    lang: str
    versions: Mapping[str, str | int]
    drawn_on: str
    sealed: bool


def make_kit(
    folder: Path, sample: Sample, *, lang: str, versions: Mapping[str, str | int], today: dt.date | None = None
) -> None:
    """Write a kit to a new folder; it holds the text of letters.

    Raises
    ------
    UserError
        The folder is not empty or cannot be written to.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise user_error(lang, "out_not_empty_at_all", out=folder)
        folder.mkdir(parents=True, exist_ok=True)
        letters = [_letter_line(number, one.letter) for number, one in enumerate(sample.analyses, start=1)]
        (folder / _LETTERS).write_text(_lines(letters), encoding="utf-8", newline="\n")
        predictions = _lines(one.to_dict() for one in sample.analyses).encode()
        (folder / _PREDICTIONS).write_bytes(predictions)
        write_workbook(folder / WORKBOOK, sample.analyses, lang=lang)
        about = {
            "lang": lang,
            "seed": sample.seed,
            "drawn_on": (today or dt.date.today()).isoformat(),
            "versions": dict(versions),
            "strata": [asdict(stratum) for stratum in sample.strata],
            "predictions_sha256": hashlib.sha256(predictions).hexdigest(),
        }
        text = json.dumps(about, ensure_ascii=False, indent=2)
        (folder / _ABOUT).write_text(text + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise user_error(lang, "cannot_write", out=folder) from error


def open_kit(folder: Path) -> Kit:
    """Read a kit back.

    Raises
    ------
    UserError
        It is no kit, or its files do not fit together.
    """
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        data = (folder / _PREDICTIONS).read_bytes()
        letters = tuple(map(_letter, _objects((folder / _LETTERS).read_text(encoding="utf-8"))))
        predictions = tuple(map(_prediction, _objects(data.decode())))
        strata = tuple(Stratum(**stratum) for stratum in about["strata"])
        kit = Kit(
            letters=letters,
            predictions=predictions,
            strata=strata,
            seed=about["seed"],
            lang=about["lang"],
            versions=about["versions"],
            drawn_on=about["drawn_on"],
            sealed=hashlib.sha256(data).hexdigest() == about["predictions_sha256"],
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        msg = f"{folder.name}: no whole validation kit is here; make one with 'analyser validate draw'."
        raise UserError(msg) from None
    if not len(letters) == len(predictions) == sum(stratum.drawn for stratum in strata):
        msg = f"{folder.name}: the kit's files do not hold the same letters; draw a new kit."
        raise UserError(msg)
    return kit


def _letter_line(number: int, letter: Letter) -> dict[str, Any]:
    date = None if letter.date is None else letter.date.isoformat()
    return {"number": number, "id": letter.id, "date": date, "text": letter.text}


def _letter(data: Mapping[str, Any]) -> Letter:
    date = None if data["date"] is None else dt.date.fromisoformat(data["date"])
    return Letter(id=data["id"], text=data["text"], date=date)


def _prediction(data: Mapping[str, Any]) -> Prediction:
    assessment = data["assessment"]
    if assessment["dxa"] not in load_codebook().dxa:
        raise ValueError
    return Prediction(
        language=data["language"],
        facts=tuple(map(Fact.from_dict, data["facts"])),
        dxa=assessment["dxa"],
        dental=tuple(assessment["dental"]),
        dialogue=tuple(assessment["dialogue"]),
        reasons=tuple(reason["message"] for reason in assessment["reasons"]),
    )


def _lines(objects: Any) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


def _objects(text: str) -> list[Any]:
    return [json.loads(line) for line in text.split("\n") if line]
