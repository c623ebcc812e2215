"""Writes the figures of docs/evaluation.md: ``python scripts/figures.py`` from the project's folder."""

from __future__ import annotations

import re
from pathlib import Path

from analyser.evaluation import Evaluation, evaluate_file
from analyser.evaluation.evaluate import MACRO_MINIMUM
from analyser.evaluation.result import Breakdown

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "evaluation.md"
DATA = ROOT / "data" / "synthetic"
SETS = {
    "Development letters": ("dev-nb.jsonl", "dev-nn.jsonl", "dev-epr.jsonl"),
    "Further letters": ("hand-*.jsonl",),
    "Letters kept apart": ("held/held-*.jsonl",),
}
MEASURES = {
    "facts_f1": "facts, F1",
    "facts_precision": "facts, precision",
    "facts_recall": "facts, recall",
    "facts_macro_f1": "facts, macro F1",
    "numbers_f1": "numbers, F1",
    "attributes": "attributes right",
    "dxa_accuracy": "DXA, accuracy",
    "dxa_macro_f1": "DXA, macro F1",
    "dxa_kappa": "DXA, kappa",
    "dental_f1": "dental, F1",
    "dialogue_f1": "dialogue, F1",
    "score_icc": "letter quality, ICC(A,1)",
    "language": "language right",
}
WORST = 20
_PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


def measured() -> dict[str, Evaluation]:
    """Each set of letters that there is, evaluated: letters are not always kept apart."""
    files = {
        name: [path for pattern in patterns for path in sorted(DATA.glob(pattern))] for name, patterns in SETS.items()
    }
    return {name: evaluate_file(paths) for name, paths in files.items() if paths}


def table(name: str, evaluation: Evaluation) -> str:
    """The measures as Markdown: overall with interval, and by language; by group and status; the worst concepts."""
    parts = {"all": evaluation.overall, **evaluation.parts["language"]}
    heads = ["measure", *(f"{key} ({part.letters})" for key, part in parts.items()), "95 % interval (all)"]
    lines = [f"### {name}", "", _row(heads), _row(["---", *["---:"] * (len(heads) - 1)])]
    for key, words in MEASURES.items():
        figures = (part.headline()[key] for part in parts.values())
        ends = evaluation.intervals.get(key)
        interval = f"{ends[0]:.3f} to {ends[1]:.3f}" if ends else ""
        lines.append(_row([words, *("-" if figure is None else f"{figure:.3f}" for figure in figures), interval]))
    lines.append(_row(["dangerous misses", *(str(part.dangerous_misses) for part in parts.values()), ""]))
    said = f"of the codebook, {name.lower()}"
    return "\n".join(
        [
            *lines,
            "",
            *_scores(evaluation, "group", f"Facts by group {said}", list(evaluation.scores["group"])),
            *_scores(evaluation, "status", f"Facts by status {said}", list(evaluation.scores["status"])),
            *_scores(evaluation, "concept", f"The concepts read worst, {name.lower()}", _worst(evaluation)),
        ]
    )


def _worst(evaluation: Evaluation) -> list[str]:
    """The concepts with the lowest F1 of those that occur often enough to say something."""
    counted = {name: score.f1 for name, score in evaluation.scores["concept"].items() if score.gold >= MACRO_MINIMUM}
    return sorted((name for name in counted if counted[name] < 1), key=lambda name: counted[name])[:WORST]


def _scores(evaluation: Evaluation, by: Breakdown, title: str, names: list[str]) -> list[str]:
    if not names:
        return []
    rows = [_row([by, "gold", "precision", "recall", "F1", "95 % interval"]), _row(["---", *["---:"] * 5])]
    for name in names:
        score, (low, high) = evaluation.scores[by][name], evaluation.f1_intervals[by][name]
        figures = (f"{number:.3f}" for number in (score.precision, score.recall, score.f1))
        rows.append(_row([f"`{name}`", str(score.gold), *figures, f"{low:.3f} to {high:.3f}"]))
    return [f"{title}:", "", *rows, ""]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Write the page."""
    figures = "\n".join(table(name, evaluation) for name, evaluation in measured().items())
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_PLACE.sub(lambda _: f"\n{figures}\n", page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
