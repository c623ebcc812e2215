"""``analyser train``: the second reader, from annotated letters."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analyser.cli import frame
from analyser.cli.frame import Lang, say


def train(
    letters: Annotated[list[Path], typer.Argument(metavar="LETTERS...", help="Annotated letters, JSON Lines.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the model (its files are replaced).")],
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", min=1, help="Processes.")] = 2,
    lang: frame.LangOption = Lang.NB,
) -> int:
    """Train the second reader.

    The same letters give the same model, on the same machine and versions. What is held out while training is split
    by file and by the scenario of generated letters, never within them.

    Exit states: 0 trained, 2 a file has mistakes (all of them are listed), there are too few letters, or DIR cannot be
    written.
    """
    from analyser.errors import user_error
    from analyser.second_reader.store import save
    from analyser.second_reader.train import train as train_on

    stored, held = train_on(letters, jobs=jobs, lang=lang)
    try:
        digest = save(stored, out)
    except OSError:
        raise user_error(lang, "cannot_write", out=out) from None
    count = sum(int(one["letters"]) for one in stored.trained_on)
    console = frame.screen()
    console.print(say(lang, "screen.trained", count=count, held=len(held), out=out, hash=digest), soft_wrap=True)
    return frame.ALL_READ
