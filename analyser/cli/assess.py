"""``analyser assess``: the guideline applied to facts that are already given."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analyser.cli import frame
from analyser.cli.frame import Lang, say


def assess(
    facts: Annotated[Path, typer.Argument(metavar="FACTS", help="JSON Lines of id, date and facts.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="File for the assessments (replaced).")],
    lang: frame.LangOption = Lang.NB,
    pack: frame.PackOption = "memo",
) -> int:
    """Apply the guideline to facts that are given.

    No text is needed: for letters that people have coded, and for trying the rules.

    Exit states: 0 every line was assessed, 1 some were not, 2 a file cannot be read or written.
    """
    from analyser.guideline import load_pack
    from analyser.guideline.facts_file import assess_file

    summary = assess_file(facts, out, pack=load_pack(pack, lang=lang), lang=lang)
    console = frame.screen()
    console.print(say(lang, "screen.assessed", count=summary.letters, out=out), soft_wrap=True)
    if summary.failures:
        frame.print_failures(summary.failures, console=console, lang=lang)
    return frame.SOME_NOT_READ if summary.failures else frame.ALL_READ
