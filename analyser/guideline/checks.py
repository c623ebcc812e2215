"""What must hold of a pack as a whole, beyond its single entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from analyser.codebook import Codebook
from analyser.guideline.grammar import unknown
from analyser.guideline.language import RESERVED
from analyser.guideline.pack_file import PackFile
from analyser.guideline.pieces import TRUE, implies, impossible
from analyser.guideline.rules import Rule
from analyser.guideline.toml_lines import Path

REMARK = "remark"
"""Stands for every remark in the reading order."""


def check_names(file: PackFile, names: Iterable[tuple[str, Path]], codebook: Codebook) -> None:
    """Every name of the pack means one thing."""
    taken: dict[str, str] = dict.fromkeys(RESERVED, "a word of the language")
    taken |= {concept.group: "a group of the codebook" for concept in codebook.concepts.values()}
    taken |= dict.fromkeys(codebook.concepts, "a concept of the codebook")
    taken |= dict.fromkeys((*codebook.statuses, *codebook.dxa), "a word of the codebook")
    for name, path in names:
        if not name.isidentifier():
            file.wrong(path, f"{name!r} cannot be a name; use letters, digits and _")
        elif name in taken:
            file.wrong(path, f"{name!r} is already {taken[name]}; use each name once")
        taken[name] = "a name of the pack"


def check_reach(file: PackFile, rules: Mapping[str, Sequence[Rule]]) -> None:
    """Every rule can come to hold, and one rule on DXA always does."""
    for kind, some in rules.items():
        for number, rule in enumerate(some):
            if impossible(rule.condition):
                file.wrong((kind, number, "when"), f"{rule.id} never holds")
    dxa = rules["dxa"]
    for number, rule in enumerate(dxa):
        before = next((other.id for other in dxa[:number] if implies(rule.condition, other.condition)), None)
        if before:
            file.wrong((("dxa"), number, "when"), f"{rule.id} never decides: {before} before it holds wherever it does")
    if not dxa or dxa[-1].condition is not TRUE:
        file.wrong(("dxa", max(len(dxa) - 1, 0)), "the last rule on DXA must have the condition 'True'")


def check_order(file: PackFile, order: Sequence[str], rules: Mapping[str, Sequence[Rule]]) -> None:
    """The reading order names everything that can be concluded, once."""
    outcomes = {
        label
        for some in rules.values()
        for rule in some
        for label in ((REMARK,) if rule.kind == REMARK else (rule.outcome, rule.dialogue))
        if label
    }
    path: Path = ("reading_order",)
    for label in sorted(outcomes - set(order)):
        file.wrong(path, f"{label!r} does not stand in the reading order")
    for label in sorted(set(order) - outcomes):
        file.wrong(path, f"no rule leads to this: {unknown('label', label, outcomes)}")
    if len(order) > len(set(order)):
        file.wrong(path, "a label stands twice in the reading order")


def check_use(file: PackFile, used: set[str], defined: Mapping[str, Path]) -> None:
    """Everything that the pack defines is used."""
    for name, path in defined.items():
        if name not in used:
            file.wrong(path, f"{name!r} is never used")
