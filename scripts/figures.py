"""Writes the figures of docs/evaluation.md: ``python scripts/figures.py`` from the project's folder."""

from __future__ import annotations

import re
from pathlib import Path

from analyser.evaluation import Evaluation, evaluate_file

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "evaluation.md"
SETS = {
    "Development letters": ("dev-nb.jsonl", "dev-nn.jsonl", "dev-epr.jsonl"),
    "Further letters": tuple(f"hand-{letter}.jsonl" for letter in "abcdefgjk"),
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
_PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


def measured() -> dict[str, Evaluation]:
    """Each set of letters, evaluated."""
    return {name: evaluate_file([ROOT / "data" / "synthetic" / file for file in files]) for name, files in SETS.items()}


def table(name: str, evaluation: Evaluation) -> str:
    """The measures as Markdown: overall with interval, and by language; then the concepts that do worst."""
    parts = {"all": evaluation.overall, **evaluation.parts["language"]}
    heads = ["measure", *(f"{key} ({part.letters})" for key, part in parts.items()), "95 % interval (all)"]
    lines = [f"### {name}", "", _row(heads), _row(["---", *["---:"] * (len(heads) - 1)])]
    for key, words in MEASURES.items():
        figures = (part.headline()[key] for part in parts.values())
        ends = evaluation.intervals.get(key)
        interval = f"{ends[0]:.3f} to {ends[1]:.3f}" if ends else ""
        lines.append(_row([words, *("-" if figure is None else f"{figure:.3f}" for figure in figures), interval]))
    lines.append(_row(["dangerous misses", *(str(part.dangerous_misses) for part in parts.values()), ""]))
    groups = [_row(["group", "gold", "precision", "recall", "F1"]), _row(["---", *["---:"] * 4])]
    for group, score in evaluation.scores["group"].items():
        groups.append(_row([group, str(score.gold), *(f"{x:.3f}" for x in (score.precision, score.recall, score.f1))]))
    return "\n".join([*lines, "", f"Facts by group of the codebook, {name.lower()}:", "", *groups]) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Write the page."""
    figures = "\n".join(table(name, evaluation) for name, evaluation in measured().items())
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_PLACE.sub(lambda _: f"\n{figures}\n", page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
