"""``analyser explain``: one letter in the terminal."""

from __future__ import annotations

import analyser
from analyser.cli import frame
from analyser.cli.frame import Lang
from analyser.cli.one import read_letter
from analyser.reading.options import Columns


@frame.takes_columns
def explain(
    letter: frame.LetterArgument,
    *,
    id_: frame.LetterId = None,
    date: frame.LetterDate = None,
    lang: frame.LangOption = Lang.NB,
    pack: frame.PackOption = "memo",
    columns: Columns,
) -> int:
    """Show one letter with what was found in it.

    Marks the findings, and gives each conclusion with rule, source and the words it rests on. Relative
    times such as "i fjor" count from the letter's date; --date gives it, or another than the file does.

    Exit states: 0 the letter was read, 1 it could not be read, 2 there is no such file or letter.
    """
    from analyser.reporting.terminal import explain as show

    found = read_letter(letter, wanted=id_, date=date, columns=columns, lang=lang)
    if isinstance(found, int):
        return found
    loaded = analyser.load(pack, lang=lang)
    show(loaded.analyse(found), console=frame.screen(), lang=lang, sources=loaded.sources)
    return frame.ALL_READ
