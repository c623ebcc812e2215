"""``analyser synthesise``: invented letters with exact gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analyser.cli import frame
from analyser.cli.frame import Lang, say


def synthesise(
    count: Annotated[int, typer.Argument(metavar="N", min=1, max=1_000_000, help="How many letters.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="File for the letters (replaced).")],
    seed: Annotated[int, typer.Option("--seed", metavar="S", min=0, help="The same seed gives the same letters.")] = 0,
    lang: frame.LangOption = Lang.NB,
) -> int:
    """Invent letters with their annotations.

    Writes a gold file (JSON Lines) of letters in bokmål, nynorsk and both: for trying the program, for training and
    for tests. No real person stands behind any of them, and how often something occurs in them says nothing of
    how often it occurs in a clinic.

    Exit states: 0 written, 2 FILE cannot be written.
    """
    from analyser.synthesis.generate import write

    write(count, out, seed=seed, lang=lang)
    frame.screen().print(say(lang, "screen.synthesised", count=count, out=out), soft_wrap=True)
    return frame.ALL_READ
