"""``analyser redact``: masked copies of letters."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from analyser.cli import frame
from analyser.cli.frame import Lang, say
from analyser.errors import user_error
from analyser.reading.options import Columns, Options


@frame.takes_columns
def redact(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUTS...", help="Files and folders of letters.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="New folder for the masked copies.")],
    tags: Annotated[
        bool, typer.Option("--tags", help="Tags such as [NAVN] instead of masks of the same length, and map.json.")
    ] = False,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", metavar="KIND", help="Leave this kind, such as place (repeatable).")
    ] = None,
    lang: frame.LangOption = Lang.NB,
    columns: Columns,
) -> int:
    """Write copies of letters with identifiers masked.

    This is not anonymising: some identifiers are missed, and what a letter tells may identify by itself. Read
    through what you share.

    Exit states: 0 every letter was masked, 1 some could not be read, 2 the command could not start or write.
    """
    from analyser.identity import kinds, label
    from analyser.identity.redact import redact as write

    for kind in keep or ():
        if kind not in kinds():
            raise user_error(lang, "unknown_kind", name=kind, kinds=", ".join(kinds()))
    done = write(inputs, out, options=Options(columns=columns, lang=lang), tags=tags, keep=tuple(keep or ()))
    screen = frame.screen()
    screen.print(
        say(lang, "screen.redacted", count=done.letters, failed=len(done.failures), out=out),
        style="bold",
        soft_wrap=True,
    )
    if done.identifiers:
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column()
        table.add_column(justify="right")
        for kind in kinds():
            if done.identifiers[kind]:
                table.add_row(label(kind, lang), str(done.identifiers[kind]))
        screen.print(say(lang, "screen.masked_counts"))
        screen.print(table)
    if done.failures:
        frame.print_failures(done.failures, console=screen, lang=lang)
    screen.print(say(lang, "screen.not_anonymous"), soft_wrap=True)
    return frame.SOME_NOT_READ if done.failures else frame.ALL_READ
