"""An evaluation on a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from analyser.evaluation.counts import Score
from analyser.evaluation.result import Breakdown, Evaluation, Result
from analyser.evaluation.strata import By

NAMES = {
    "facts_f1": "facts, F1",
    "facts_precision": "facts, precision",
    "facts_recall": "facts, recall",
    "facts_macro_f1": "facts, macro F1 over concepts",
    "numbers_f1": "numbers, F1",
    "attributes": "attributes right",
    "dxa_accuracy": "DXA, accuracy",
    "dxa_macro_f1": "DXA, macro F1",
    "dxa_kappa": "DXA, Cohen's kappa",
    "dental_f1": "dental advice, F1",
    "dialogue_f1": "dialogue, F1",
    "score_icc": "letter quality, ICC(A,1)",
    "language": "language right",
}
_PARTS: dict[By, str] = {"sex": "By sex", "age": "By age", "length": "By length of the letter", "file": "By file"}


def render(evaluation: Evaluation, console: Console, *, errors: bool = False) -> None:
    """Print the measures; ``errors`` adds every error with its quote, which is text of a letter."""
    console.print(_headline(evaluation))
    for by, title in _PARTS.items():
        if len(evaluation.parts[by]) > 1:
            console.print(_parts(title, evaluation.parts[by]))
    console.print(_confusion(evaluation))
    _print_dangerous(evaluation, console)
    titles: tuple[tuple[str, Breakdown, Mapping[str, Score]], ...] = (
        ("Facts by group", "group", evaluation.scores["group"]),
        ("Facts by status", "status", evaluation.scores["status"]),
        ("Facts by concept (those with an error)", "concept", _imperfect(evaluation.scores["concept"])),
        ("DXA by suggestion", "dxa", evaluation.scores["dxa"]),
        ("Dental advice", "dental", evaluation.scores["dental"]),
        ("Dialogue", "dialogue", evaluation.scores["dialogue"]),
    )
    for title, breakdown, scores in titles:
        if scores:
            console.print(_scores(title, scores, evaluation.f1_intervals[breakdown]))
            _print_worst(evaluation, breakdown, console)
    console.print(_attributes(evaluation))
    if errors:
        console.print(_errors(evaluation))


def _figure(number: float | None) -> str:
    return "-" if number is None else f"{number:.3f}"


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column(first)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _headline(evaluation: Evaluation) -> Table:
    """Every measure: over all letters, with its interval, and in each language."""
    result, languages = evaluation.overall, evaluation.parts["language"]
    names = (f"{name} ({part.letters})" for name, part in languages.items())
    table = _table(f"{result.letters} letters", "measure", "all", "95 % interval", *names, "counted (all)")
    counted = _counted(result)
    for name, number in result.headline().items():
        ends = evaluation.intervals.get(name)
        interval = "" if ends is None else f"{_figure(ends[0])} to {_figure(ends[1])}"
        parts = (_figure(part.headline()[name]) for part in languages.values())
        table.add_row(NAMES[name], _figure(number), interval, *parts, counted.get(name, ""))
    misses = (str(part.dangerous_misses) for part in languages.values())
    table.add_row("dangerous misses", str(result.dangerous_misses), "", *misses, "")
    return table


def _parts(title: str, parts: Mapping[str, Result]) -> Table:
    """The same on each part of the letters."""
    table = _table(title, "measure")
    for name, part in parts.items():
        table.add_column(Text(f"{name} ({part.letters})"), justify="right")
    for key, words in NAMES.items():
        table.add_row(words, *(_figure(part.headline()[key]) for part in parts.values()))
    table.add_row("dangerous misses", *(str(part.dangerous_misses) for part in parts.values()))
    return table


def _counted(result: Result) -> dict[str, str]:
    def of(score: Score) -> str:
        return f"{score.correct} of {score.gold} gold, {score.predicted} predicted"

    attributes, language = result.attributes, result.language
    return {
        "facts_f1": of(result.facts),
        "facts_macro_f1": f"{result.macro_concepts} concepts",
        "numbers_f1": of(result.numbers),
        "attributes": f"{attributes.right} of {attributes.total}, {result.extra_attributes} not in the gold",
        "dental_f1": of(result.dental),
        "dialogue_f1": of(result.dialogue),
        "language": f"{language.right} of {language.total}",
    }


def _confusion(evaluation: Evaluation) -> Table:
    dxa = evaluation.overall.dxa
    # Numbered columns keep the table within a narrow window.
    numbers = [str(number) for number in range(1, len(dxa.labels) + 1)]
    table = _table("DXA: gold in rows, predicted in columns", "", *numbers)
    for number, label, row in zip(numbers, dxa.labels, dxa.counts, strict=True):
        table.add_row(f"{number} {label}", *(str(count) if count else "." for count in row))
    return table


def _print_dangerous(evaluation: Evaluation, console: Console) -> None:
    if not evaluation.dangerous:
        console.print("No dangerous misses.\n", style="bold")
        return
    table = _table("Dangerous misses", "letter")
    for column in ("file", "gold", "predicted"):
        table.add_column(column)
    for miss in evaluation.dangerous:
        table.add_row(Text(miss.letter), Text(miss.file), miss.gold, miss.predicted)
    console.print(table)


def _imperfect(scores: Mapping[str, Score]) -> dict[str, Score]:
    """Those with an error, most errors first."""
    wrong = {name: score.gold + score.predicted - 2 * score.correct for name, score in scores.items()}
    order = sorted((name for name in scores if wrong[name]), key=lambda name: -wrong[name])
    return {name: scores[name] for name in order}


def _scores(title: str, scores: Mapping[str, Score], intervals: Mapping[str, tuple[float, float]]) -> Table:
    table = _table(title, "", "gold", "predicted", "correct", "precision", "recall", "F1", "95 % interval")
    for name, score in scores.items():
        counts = (str(score.gold), str(score.predicted), str(score.correct))
        ends = " to ".join(map(_figure, intervals[name]))
        table.add_row(name, *counts, *map(_figure, (score.precision, score.recall, score.f1)), ends)
    return table


def _print_worst(evaluation: Evaluation, by: Breakdown, console: Console) -> None:
    worst = evaluation.worst(by)
    if worst is not None:
        score = evaluation.scores[by][worst]
        figures = f"{worst}, F1 {_figure(score.f1)} ({score.gold} in the gold)"
        console.print(f"Worst of those with five or more in the gold: {figures}.\n", highlight=False)


def _attributes(evaluation: Evaluation) -> Table:
    table = _table("Attributes", "", "gold", "right", "share")
    for name, part in evaluation.by_attribute.items():
        table.add_row(name, str(part.total), str(part.right), _figure(part.share))
    return table


def _errors(evaluation: Evaluation) -> Table:
    table = _table(f"{len(evaluation.errors)} errors", "letter")
    for column in ("kind", "concept", "status", "gold", "predicted", "quote"):
        table.add_column(column, overflow="fold")
    for error in evaluation.errors:
        sides = ("" if side is None else str(side) for side in (error.gold, error.predicted))
        # Text, so that brackets in a letter are not taken for markup.
        table.add_row(*map(Text, (error.letter, error.kind, error.concept, error.status, *sides, error.quote)))
    return table
