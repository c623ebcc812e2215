"""``analyser agreement``: two annotators of the same letters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from analyser.cli import frame
from analyser.errors import user_error

# Figures are for researchers, and in English only.
_LANG = "en"


def agreement(
    first: Annotated[Path, typer.Argument(metavar="FIRST", help="One annotator's letters, JSON Lines.")],
    second: Annotated[Path, typer.Argument(metavar="SECOND", help="The other's, of the same letters.")],
    *,
    differences: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write what they see differently here (CSV), to be decided by a third."),
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="That table with its column 'decision' filled in.")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --decisions: write the decided letters here.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write all figures here.")] = None,
) -> int:
    """Measure how far two annotators agree, and settle the rest.

    The first annotator stands in the place of the gold and the second in that of the program.

    Exit states: 0 done, 2 a file has mistakes (all of them are listed) or cannot be written.
    """
    from analyser.evaluation import agreement as room
    from analyser.evaluation import read_gold, render
    from analyser.reading.characters import decode

    if (decisions is None) != (gold is None):
        msg = "--decisions and --gold go together"
        raise typer.BadParameter(msg)
    one, other = read_gold(first), read_gold(second)
    evaluation = room.agreement(one, other)
    written: list[tuple[Path, str]] = []
    if json_file is not None:
        written.append((json_file, json.dumps(evaluation.to_dict(), ensure_ascii=False, indent=1) + "\n"))
    if differences is not None:
        written.append((differences, "\ufeff" + room.differences_csv(room.differences(one, other))))
    if decisions is not None and gold is not None:
        try:
            table = decode(decisions.read_bytes())
        except OSError as error:
            raise user_error(_LANG, "not_found", name=decisions) from error
        chosen = room.read_decisions(table, room.differences(one, other), name=decisions.name)
        lines = [json.dumps(letter.to_dict(), ensure_ascii=False) for letter in room.adjudicated(one, other, chosen)]
        written.append((gold, "\n".join(lines) + "\n"))
    for path, text in written:
        try:
            path.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise user_error(_LANG, "cannot_write", out=path) from error
    render(evaluation, frame.screen())
    return frame.ALL_READ
