"""What must hold of a pack as a whole, beyond its single entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from analyser.codebook import Codebook
from analyser.guideline.grammar import unknown
from analyser.guideline.language import RESERVED
from analyser.guideline.pack_file import PackFile
from analyser.guideline.pieces import TRUE, implies, impossible
from analyser.guideline.rules import Rule, ToGp
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
    """The reading order names everything that can be concluded, once; of remarks those with a place of their own."""
    outcomes = {
        label
        for some in rules.values()
        for rule in some
        for label in (_placed(rule, order) if rule.kind == REMARK else (rule.outcome, rule.dialogue))
        if label
    }
    path: Path = ("reading_order",)
    for label in sorted(outcomes - set(order)):
        file.wrong(path, f"{label!r} does not stand in the reading order")
    for label in sorted(set(order) - outcomes):
        file.wrong(path, f"no rule leads to this: {unknown('label', label, outcomes)}")
    if len(order) > len(set(order)):
        file.wrong(path, "a label stands twice in the reading order")


def _placed(rule: Rule, order: Sequence[str]) -> tuple[str, ...]:
    return (REMARK, rule.outcome) if rule.outcome in order else (REMARK,)


def check_letter(
    file: PackFile,
    order: Sequence[Sequence[str]],
    rules: Mapping[str, Sequence[Rule]],
    to_gp: Mapping[str, ToGp],
    items: Iterable[str],
) -> None:
    """Everything to be raised with the GP is written, in one place, or is said not to be."""
    path: Path = ("letter_order",)
    silent = file.words(file.data.get("not_to_gp", []), ("not_to_gp",))
    raised = {rule.dialogue for rule in rules["dxa"] if rule.dialogue}
    raised |= {rule.outcome for kind in ("also", "dental") for rule in rules[kind]}
    concluded = raised | {rule.outcome for some in rules.values() for rule in some}
    for label in sorted(raised - set(to_gp) - set(silent)):
        file.wrong(("to_gp",), f"nothing is written to the GP about {label!r}")
    for label, text in to_gp.items():
        if label not in concluded:
            file.wrong(("to_gp", label), f"no rule leads to this: {unknown('label', label, concluded)}")
        for item in text.asks:
            if item not in items:
                file.wrong(("to_gp", label, "asks"), unknown("item", item, items))
    placed = [label for part in order for label in part]
    for label in sorted(set(to_gp) - set(placed)):
        file.wrong(path, f"{label!r} does not stand in the letter's order")
    for label in sorted(set(placed) - set(to_gp)):
        file.wrong(path, f"nothing is written to the GP about this: {unknown('label', label, to_gp)}")
    for label in sorted(set(silent) - raised):
        file.wrong(("not_to_gp",), f"this is not raised with the GP: {unknown('label', label, raised)}")
    if len(placed) > len(set(placed)):
        file.wrong(path, "a label stands twice in the letter's order")


def check_use(file: PackFile, used: set[str], defined: Mapping[str, Path]) -> None:
    """Everything that the pack defines is used."""
    for name, path in defined.items():
        if name not in used and not file.takes_over(path):
            file.wrong(path, f"{name!r} is never used")
