"""Writes the generated letters and their figures in data/synthetic/README.md: ``python scripts/data_card.py``."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from analyser.evaluation import evaluate_file
from analyser.evaluation.gold import GoldLetter, read_gold
from analyser.synthesis.diversity import diversity, shared
from analyser.synthesis.generate import write

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "data" / "synthetic"
COUNT, SEED = 200, 1
FILE = FOLDER / f"generated-{COUNT}.jsonl"
_PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


def letters(pattern: str) -> list[GoldLetter]:
    """The letters of some files."""
    return [letter for path in sorted(FOLDER.glob(pattern)) for letter in read_gold(path)]


def figures() -> str:
    """The tables as Markdown."""
    sets = {"generated": letters(FILE.name), "development": letters("dev-*.jsonl"), "further": letters("hand-*.jsonl")}
    texts = {name: [one.letter.text for one in found] for name, found in sets.items()}
    measured = {name: diversity(found) for name, found in texts.items()}
    people = texts["development"] + texts["further"]
    evaluation = evaluate_file([FILE])
    rows = [["", *sets], ["---", *["---:"] * len(sets)]]
    rows.append(["letters", *(str(one.letters) for one in measured.values())])
    rows.append(["words and signs a letter, median (5 to 95 %)", *(_span(one.words) for one in measured.values())])
    rows.append(
        ["runs of four words that occur once (of 10,000)", *(f"{one.distinct:.1%}" for one in measured.values())]
    )
    rows.append(
        [
            "letters that begin like another (eight words and signs)",
            *(f"{one.openings:.1%}" for one in measured.values()),
        ]
    )
    rows.append(["most in common with another, median", *(f"{one.nearest[0]:.1%}" for one in measured.values())])
    rows.append(["most in common with another, largest", *(f"{one.nearest[1]:.1%}" for one in measured.values())])
    rows.append(["pairs with more than half in common", *(str(one.near_duplicates) for one in measured.values())])
    rows.append(["facts a letter", *(f"{sum(len(x.facts) for x in one) / len(one):.1f}" for one in sets.values())])
    for name in ("nb", "nn", "mixed"):
        rows.append(
            [f"in {name}", *(f"{sum(x.language == name for x in one) / len(one):.0%}" for one in sets.values())]
        )
    labels = Counter(label for found in sets.values() for label in (x.dxa for x in found))
    for label in labels:
        rows.append([label, *(f"{sum(x.dxa == label for x in one) / len(one):.0%}" for one in sets.values())])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    overall = evaluation.overall
    right = overall.headline()["dxa_accuracy"] or 0.0
    between = shared(texts["development"], texts["further"])
    return "\n".join(
        [
            "",
            *lines,
            "",
            f"Of the generated letters' runs of four words, {shared(texts['generated'], people):.1%} also stand in the",
            f"letters that people wrote; of the development letters', {between:.1%} stand in the further letters. The",
            "program, which was not fitted to the grammar, reads the facts of the generated letters with F1",
            f"{overall.facts.f1:.3f} and reaches the gold's suggestion on DXA in {right:.1%} of them.",
            "",
            "",
        ]
    )


def _span(three: tuple[float, float, float]) -> str:
    return f"{three[0]:.0f} ({three[1]:.0f} to {three[2]:.0f})"


def main() -> None:
    """Write the letters, then the card."""
    write(COUNT, FILE, seed=SEED)
    card = FOLDER / "README.md"
    text = card.read_text(encoding="utf-8")
    card.write_text(_PLACE.sub(lambda _: figures(), text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
