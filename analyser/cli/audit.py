"""``analyser audit``: whether a log of who ran what is as it was written."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from analyser.cli import frame
from analyser.cli.frame import Lang, say
from analyser.errors import user_error

_SHOWN = 20


def audit(
    log: Annotated[Path, typer.Argument(metavar="FILE", help="A log, or the folder of results that it lies in.")],
    *,
    lang: frame.LangOption = Lang.NB,
) -> int:
    """Check a log of who ran what.

    Each line of audit.jsonl holds the hash of the one before, so that a line that was changed, removed or put in
    shows. Prints the last lines, every line that is not as it was written, and the last hash.

    Exit states: 0 the chain holds, 1 it does not, 2 the file cannot be read.
    """
    from analyser.batch.audit import BEGINNING, read_audit
    from analyser.batch.folder import AUDIT

    path = log / AUDIT if log.is_dir() else log
    lines, wrong, count, mark = deque[tuple[str, ...]](maxlen=_SHOWN), list[str](), 0, BEGINNING
    try:
        for line in read_audit(path):
            count, mark = line.number, line.mark
            names = ("time", "user", "command", "event", "letters", "failed")
            lines.append((str(line.number), *(str(line.entry.get(name, "")) for name in names)))
            if line.problem:
                wrong.append(say(lang, f"audit.{line.problem}", number=line.number))
    except OSError:
        raise user_error(lang, "not_found" if not path.exists() else "cannot_read", name=path) from None
    console = frame.screen()
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("line", "time", "user", "command", "event", "letters", "failed"):
        table.add_column(
            say(lang, f"audit.{name}"), justify="right" if name in {"line", "letters", "failed"} else "left"
        )
    for row in lines:
        table.add_row(*map(Text, row))
    if lines:
        console.print(table)
        console.print()
    for sentence in wrong:
        console.print(sentence, soft_wrap=True)
    console.print(say(lang, "audit.broken" if wrong else "audit.holds", count=count, hash=mark), soft_wrap=True)
    return frame.SOME_NOT_READ if wrong else frame.ALL_READ
