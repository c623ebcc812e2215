"""``analyser draft``: what the clinic might write to the GP about one letter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import analyser
from analyser.cli import frame
from analyser.cli.frame import Lang, say
from analyser.cli.one import read_letter
from analyser.errors import user_error
from analyser.reading.options import Columns


@frame.takes_columns
def draft(
    letter: frame.LetterArgument,
    *,
    id_: frame.LetterId = None,
    date: frame.LetterDate = None,
    xml: Annotated[bool, typer.Option("--xml", help="As a Helsefaglig dialog message.")] = False,
    clinic: Annotated[
        Path | None, typer.Option("--clinic", metavar="FILE", help="Who writes, and how the letter closes (.toml).")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the draft here (replaced).")] = None,
    lang: frame.LangOption = Lang.NB,
    pack: frame.PackOption = "memo",
    columns: Columns,
) -> int:
    """Write a draft to the GP about one letter.

    The draft is in the letter's own form of Norwegian, bokmål or nynorsk, and is for a person to read, correct
    and send: the program sends nothing. It names no patient. With --xml it is a message to complete in the
    record system.

    Exit states: 0 the draft was written, 1 the letter could not be read, 2 there is no such file or letter.
    """
    from analyser.dialogue import draft as write
    from analyser.dialogue import draft_message, load_clinic

    sender = load_clinic(clinic, lang=lang)
    found = read_letter(letter, wanted=id_, date=date, columns=columns, lang=lang)
    if isinstance(found, int):
        return found
    analysis = analyser.load(pack, lang=lang).analyse(found)
    text = (draft_message if xml else write)(analysis, pack=pack, clinic=sender)
    if out is None:
        # A message says that it is UTF-8, whatever the terminal writes.
        typer.echo(text.encode() if xml else text, nl=False)
        return frame.ALL_READ
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        raise user_error(lang, "cannot_write", out=out) from None
    frame.screen().print(say(lang, "screen.drafted", out=out), soft_wrap=True)
    return frame.ALL_READ
