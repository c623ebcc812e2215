"""``analyser evaluate``: how well letters are read, measured against annotated ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analyser.cli import frame


def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Annotated letters, JSON Lines.")],
    *,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write all figures here.")] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List every error, with its words of the letter (in the JSON too).")
    ] = False,
    pack: frame.PackOption = "memo",
) -> int:
    """Measure against annotated letters.

    Compares the facts read and the conclusions drawn with the gold, overall, by language and by file.

    Exit states: 0 measured, 2 a gold file has mistakes (all of them are listed) or FILE cannot be written.
    """
    from analyser.evaluation import evaluate_file, render

    evaluation = evaluate_file(gold, json_path=json_file, errors=errors, pack=pack)
    render(evaluation, frame.screen(), errors=errors)
    return frame.ALL_READ
