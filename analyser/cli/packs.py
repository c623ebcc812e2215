"""``analyser packs``: the rules, where they come from, and whether a file of rules is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from analyser.cli import frame
from analyser.cli.frame import Lang
from analyser.texts import load_texts

if TYPE_CHECKING:
    from analyser.guideline import Pack, Rule

packs = typer.Typer(add_completion=False, rich_markup_mode=None)
PackName = Annotated[str, typer.Argument(metavar="PACK", help="Name of a rule pack, or a file of rules (.toml).")]


@packs.callback()
def _packs() -> None:
    """List, show and check rule packs.

    A pack is a guideline as data: rules with their conditions, texts and sources, and the numbers that a clinic
    may set for itself.

    Exit states: 0 all is right, 2 there is no such pack, or it has mistakes (all of them are listed).
    """


def heading(lang: str, key: str, **values: object) -> str:
    """A sentence of the guideline's messages about packs."""
    return load_texts("analyser.guideline", "messages.toml").say(lang, f"packs.{key}", **values)


@packs.command("list")
def list_packs(*, lang: frame.LangOption = Lang.NB) -> int:
    """List the packs that come with the program.

    Exit states: 0 always.
    """
    from analyser.guideline import load_pack, pack_names

    table = _table(*(heading(lang, key) for key in ("name", "version", "in_force", "title")))
    for name in pack_names():
        pack = load_pack(name, lang=lang)
        table.add_row(Text(pack.name), Text(pack.version), Text(pack.in_force.isoformat()), Text(pack.title[lang]))
    frame.screen().print(table)
    return frame.ALL_READ


@packs.command("show")
def show_pack(pack: PackName, *, lang: frame.LangOption = Lang.NB) -> int:
    """Show the rules of a pack in their order, with sources and numbers.

    Exit states: 0 the pack was shown, 2 there is no such pack, or it has mistakes (all of them are listed).
    """
    from analyser.guideline import load_pack

    shown, console = load_pack(pack, lang=lang), frame.screen()
    console.print(Text(f"{shown.name} {shown.version}: {shown.title[lang]}", style="bold"))
    console.print(f"{heading(lang, 'in_force')} {shown.in_force.isoformat()} · SHA-256 {shown.hash[:16]}")
    _section(heading(lang, "parameters"), _parameters(shown, lang))
    for kind, rules in shown.rules.items():
        if rules:
            _section(heading(lang, kind), *(_rule(rule, shown, lang) for rule in rules))
    _section(heading(lang, "sources"), _sources(shown))
    return frame.ALL_READ


@packs.command("check")
def check_packs(
    files: Annotated[list[str], typer.Argument(metavar="PACK...", help="Files of rules (.toml), or names of packs.")],
    *,
    lang: frame.LangOption = Lang.NB,
) -> int:
    """Check packs: every mistake is named with file, line and reason.

    Exit states: 0 all packs are right, 2 one is not there or has mistakes (all of them are listed).
    """
    from analyser.errors import UserError
    from analyser.guideline import load_pack

    state = frame.ALL_READ
    for name in files:
        try:
            pack = load_pack(name, lang=lang)
        except UserError as error:
            state = frame.complain(str(error))
            continue
        count = sum(len(rules) for rules in pack.rules.values())
        sentence = heading(lang, "right", name=name, version=pack.version, rules=count)
        frame.screen().print(sentence, soft_wrap=True)
    return state


def _section(title: str, *parts: Table | Text) -> None:
    console = frame.screen()
    console.print()
    console.print(Text(title, style="bold"))
    for part in parts:
        console.print(Padding(part, (0, 0, 0, 2), expand=False))


def _parameters(pack: Pack, lang: str) -> Table:
    table = _table(*(heading(lang, key) for key in ("name", "value", "unit", "source")), "")
    for one in pack.parameters.values():
        mark = heading(lang, "confirm") if one.confirm else ""
        label = f"{one.name} ({one.label[lang]})"
        row = (label, f"{one.value:g}", one.unit, ", ".join(one.source), mark)
        table.add_row(*(Text(cell) for cell in row))
    return table


def _sources(pack: Pack) -> Table:
    table = _table("", "", "")
    table.show_header = False
    for source in pack.sources.values():
        table.add_row(Text(source.id), Text(source.title), Text(source.where))
    return table


def _rule(rule: Rule, pack: Pack, lang: str) -> Text:
    """A rule; what a text takes from the letter is shown as dots."""
    raised = f" + {rule.dialogue}" if rule.dialogue else ""
    wording = pack.dialogue[rule.outcome] if rule.kind == "dialogue" else rule.wording
    shown = Text(f"{rule.id}  {rule.outcome}{raised}", style="bold")
    shown.append(f"  [{rule.source_text}]\n" if rule.source else "\n", style="not bold")
    shown.append(f"    {' '.join(rule.when.split())}\n", style="not bold dim")
    for sentence in (*wording.variants, *wording.additions):
        said = "".join(part if isinstance(part, str) else "…" for part in sentence.texts[lang])
        shown.append(f"    · {said}\n", style="not bold")
    shown.rstrip()
    return shown


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
