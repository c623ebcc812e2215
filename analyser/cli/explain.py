"""``analyser explain``: one letter in the terminal."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

import analyser
from analyser.cli import frame
from analyser.cli.frame import Lang, say
from analyser.errors import user_error
from analyser.reading.dates import parse_date
from analyser.reading.failure import Failure
from analyser.reading.one import read_one
from analyser.reading.options import Columns, Options


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
    found = read_one(letter, wanted=id_, options=Options(columns=columns, lang=lang))
    if isinstance(found, Failure):
        where = frame.where_of(found)
        sentence = say(lang, "error.not_read", name=where, reason=found.reason, what_to_do=found.what_to_do)
        return frame.complain(sentence, state=frame.SOME_NOT_READ)
    if date is not None:
        try:
            found = dataclasses.replace(found, date=parse_date(date))
        except ValueError:
            raise user_error(lang, "bad_date") from None
    loaded = analyser.load(pack, lang=lang)
    show(loaded.analyse(found), console=frame.screen(), lang=lang, sources=loaded.sources)
    return frame.ALL_READ
