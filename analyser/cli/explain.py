"""``analyser explain``: one letter in the terminal."""

from __future__ import annotations

from typing import Annotated

import typer

import analyser
from analyser.cli import frame
from analyser.cli.frame import Lang
from analyser.cli.one import read_letter
from analyser.reading.options import Columns


def explain(
    letter: Annotated[str, typer.Argument(metavar="LETTER", help="A file, or - for standard input.")],
    *,
    id_: Annotated[str | None, typer.Option("--id", metavar="ID", help="Which letter, of a file of several.")] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="When it was written, such as 2026-03-14.")
    ] = None,
    lang: frame.LangOption = Lang.NB,
    pack: frame.PackOption = "memo",
    text_column: frame.TextColumn = None,
    id_column: frame.IdColumn = None,
    date_column: frame.DateColumn = None,
    sender_column: frame.SenderColumn = None,
) -> int:
    """Show one letter with what was found in it.

    Marks the findings, and gives each conclusion with rule, source and the words it rests on. Relative
    times such as "i fjor" count from the letter's date; --date gives it, or another than the file does.

    Exit states: 0 the letter was read, 1 it could not be read, 2 there is no such file or letter.
    """
    from analyser.reporting.terminal import explain as show

    columns = Columns(id=id_column, text=text_column, date=date_column, sender=sender_column)
    found = read_letter(letter, wanted=id_, date=date, columns=columns, lang=lang)
    if isinstance(found, int):
        return found
    loaded = analyser.load(pack, lang=lang)
    show(loaded.analyse(found), console=frame.screen(), lang=lang, sources=loaded.sources)
    return frame.ALL_READ
