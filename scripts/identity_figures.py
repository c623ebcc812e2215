"""How well identifiers are found in the marked letters of ``data/identity``, as tables for ``docs/identity.md``."""

from __future__ import annotations

import sys
from pathlib import Path

from analyser.identity.identifier import kinds
from analyser.identity.marked import Figures, figures, parse_marked, read_listed

FOLDER = Path(__file__).parents[1] / "data/identity"
USUAL = ("tuning", "other-hands")


def share(part: int, whole: int) -> str:
    """A share with its counts."""
    return f"{part / whole:.2f} ({part}/{whole})" if whole else "-"


def table(result: Figures) -> str:
    """Markdown: one row a kind and one of all."""
    rows = ["| kind | recall | recall, right kind | precision |", "|---|---|---|---|"]
    for kind in kinds():
        if result.gold[kind] or result.masks[kind]:
            rows.append(
                f"| `{kind}` | {share(result.found[kind], result.gold[kind])} "
                f"| {share(result.right_kind[kind], result.gold[kind])} "
                f"| {share(result.right[kind], result.masks[kind])} |"
            )
    rows.append(
        f"| all | {share(result.found.total(), result.gold.total())} "
        f"| {share(result.right_kind.total(), result.gold.total())} "
        f"| {share(result.right.total(), result.masks.total())} |"
    )
    return "\n".join(rows)


def main(names: list[str]) -> None:
    """Print the tables of the sets that are named; of ``kept-apart`` only when it is."""
    for name in names or USUAL:
        listed = FOLDER / f"{name}.toml"
        if listed.exists():
            result = figures(read_listed(listed, FOLDER.parent / "synthetic"))
        else:
            result = figures(parse_marked((FOLDER / f"{name}.txt").read_text(encoding="utf-8")))
        print(f"\n{name}: {result.letters} letters\n\n{table(result)}")


if __name__ == "__main__":
    main(sys.argv[1:])
