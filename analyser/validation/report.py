"""The report of a validation, and the workbook for a second look at what differs."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from analyser.codebook.labels import load_labels
from analyser.errors import user_error
from analyser.evaluation import Evaluation
from analyser.evaluation.bootstrap import Interval
from analyser.evaluation.render import NAMES
from analyser.evaluation.result import Breakdown
from analyser.reporting.sheets import TITLE, WRAPPED, BookWriter
from analyser.texts import load_texts
from analyser.validation.kit import Kit
from analyser.validation.results import Results

REPORT, DISAGREEMENTS = "validation.html", "disagreements.xlsx"

_CONCLUSIONS = ("dxa_accuracy", "dxa_macro_f1", "dxa_kappa", "dental_f1", "dialogue_f1")
_FACTS = ("facts_f1", "facts_precision", "facts_recall", "facts_macro_f1", "numbers_f1", "attributes")
_WEIGHTED = {"accuracy": "DXA, accuracy", "kappa": "DXA, Cohen's kappa", "dangerous": "dangerous misses, share"}
_SCORES: dict[Breakdown, str] = {"dxa": "By suggestion", "dental": "Advice on mouth and jaw", "dialogue": "Dialogue"}
_PARTS = {"language": "By language", "sex": "By sex", "age": "By age", "length": "By length of the letter"}
_GUIDELINES = {"tripod_ai": "TRIPOD+AI", "decide_ai": "DECIDE-AI"}


def write_report(folder: Path, kit: Kit, found: Results) -> None:
    """Write :data:`REPORT`, which holds no text of letters, and :data:`DISAGREEMENTS`, which does.

    Raises
    ------
    UserError
        The folder cannot be written to.
    """
    try:
        (folder / REPORT).write_text(render(kit, found), encoding="utf-8", newline="\n")
        _write_disagreements(folder / DISAGREEMENTS, kit, found)
    except OSError as error:
        raise user_error(kit.lang, "cannot_write", out=folder) from error


def render(kit: Kit, found: Results) -> str:
    """The text of the report, in English: it is written for a journal."""
    whole = found.conclusions
    labels = load_labels("en")
    judged = Counter((kit.predictions[n - 1].dxa, kit.predictions[n - 1].language) for n in found.judgements)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = resources.files("analyser.validation").joinpath("templates/report.html").read_text(encoding="utf-8")
    names: dict[Breakdown, Mapping[str, str]] = {
        "dxa": labels.dxa,
        "dental": labels.dental,
        "dialogue": labels.dialogue,
    }
    return environment.from_string(template).render(
        kit=kit,
        judged=len(found.judgements),
        headline=[*_measures(whole, _CONCLUSIONS), ["dangerous misses", whole.overall.dangerous_misses, ""]],
        weighted=found.weighted,
        weighted_rows=[
            [words, _figure(getattr(found.weighted, name)), _ends(found.weighted.intervals[name])]
            for name, words in _WEIGHTED.items()
        ],
        strata=[
            [labels.dxa[one.dxa], labels.languages[one.language], one.letters, one.drawn, judged[one.dxa, one.language]]
            for one in kit.strata
        ],
        dxa=whole.overall.dxa,
        names=labels.dxa,
        scores=[
            {"title": title, "rows": _scores(whole, by, names[by])} for by, title in _SCORES.items() if whole.scores[by]
        ],
        parts=[{"title": title, "rows": _part_rows(whole, by)} for by, title in _PARTS.items()],
        complete=sum(one.facts is not None for one in found.judgements.values()),
        fact_rows=_measures(found.facts, _FACTS) if found.facts else [],
        both=found.people.overall.letters if found.people else 0,
        people_rows=_measures(found.people, _CONCLUSIONS) if found.people else [],
        guidelines=_guidelines(kit, found),
    )


def _figure(number: float | None) -> str:
    return "-" if number is None else f"{number:.3f}"


def _ends(interval: Interval | None) -> str:
    return "" if interval is None else f"{interval[0]:.3f} to {interval[1]:.3f}"


def _measures(evaluation: Evaluation, names: Iterable[str]) -> list[list[str]]:
    numbers = evaluation.overall.headline()
    return [[NAMES[name], _figure(numbers[name]), _ends(evaluation.intervals.get(name))] for name in names]


def _scores(evaluation: Evaluation, by: Breakdown, names: Mapping[str, str]) -> list[list[str]]:
    return [
        [
            names[name],
            *map(str, (score.gold, score.predicted, score.correct)),
            *map(_figure, (score.precision, score.recall, score.f1)),
            _ends(evaluation.f1_intervals[by][name]),
        ]
        for name, score in evaluation.scores[by].items()
    ]


def _part_rows(evaluation: Evaluation, by: str) -> list[list[str]]:
    keys = ("dxa_accuracy", "dxa_kappa", "dental_f1", "dialogue_f1")
    return [
        [name, str(part.letters), *(_figure(part.headline()[key]) for key in keys), str(part.dangerous_misses)]
        for kind, name, part in evaluation.results()
        if kind == by
    ]


def _guidelines(kit: Kit, found: Results) -> list[dict[str, Any]]:
    """The items of each reporting guideline, filled in as far as the kit knows."""
    text = resources.files("analyser.validation").joinpath("items.toml").read_text(encoding="utf-8")
    places = {
        "letters": found.weighted.letters,
        "drawn": len(kit.letters),
        "drawn_on": kit.drawn_on,
        "seed": kit.seed,
        "judged": len(found.judgements),
        "unjudged": len(kit.letters) - len(found.judgements),
        "versions": ", ".join(f"{name} {value}" for name, value in kit.versions.items()),
        "dangerous": found.conclusions.overall.dangerous_misses,
        "sealed": "those made when the letters were drawn"
        if kit.sealed
        else "NOT those made when the letters were drawn",
    }
    return [
        {
            "title": _GUIDELINES[name],
            "rows": [{**item, "answer": item["answer"].format(**places)} for item in items],
        }
        for name, items in tomllib.loads(text).items()
    ]


def _write_disagreements(path: Path, kit: Kit, found: Results) -> None:
    """One row a letter on which person and program differ, with both sides and room for a second look."""
    labels, texts = load_labels(kit.lang), load_texts("analyser.validation", "texts.toml")
    widths = {
        "number": 6,
        "text": 80,
        "person": 34,
        "program": 34,
        "reasons": 70,
        "right": 24,
        "harm": 24,
        "comment": 40,
    }
    heads = [(texts.say(kit.lang, f"column.{name}"), width) for name, width in widths.items()]
    with BookWriter(path) as out:
        sheet = out.sheet(texts.say(kit.lang, "sheet.letters"), heads, frozen=1, heads=TITLE)
        for number, one in sorted(found.judgements.items()):
            program = kit.predictions[number - 1]
            sides = [(side.dxa, tuple(sorted(side.dental)), tuple(sorted(side.dialogue))) for side in (one, program)]
            if sides[0] == sides[1]:
                continue
            words = [
                "\n".join(
                    [
                        labels.dxa[dxa],
                        *(labels.dental[name] for name in dental),
                        *(labels.dialogue[name] for name in dialogue),
                    ]
                )
                for dxa, dental, dialogue in sides
            ]
            cells = (number, kit.letters[number - 1].text, *words, "\n".join(program.reasons), None, None, one.comment)
            sheet.add(*cells, style=WRAPPED)
