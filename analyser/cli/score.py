"""``analyser score``: many letters, and a folder of results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from analyser.cli import frame
from analyser.cli.frame import Lang, say
from analyser.codebook.labels import load_labels
from analyser.reading.options import Columns, Options

if TYPE_CHECKING:
    from analyser.batch import Progress, Summary


def score(
    letters: Annotated[
        list[str],
        typer.Argument(metavar="LETTERS...", help="Files, folders of files, and - for standard input."),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="OUT", help="Folder for the results.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the results of an earlier run.")] = False,
    lang: frame.LangOption = Lang.NB,
    pack: frame.PackOption = "memo",
    text_column: frame.TextColumn = None,
    id_column: frame.IdColumn = None,
    date_column: frame.DateColumn = None,
    sender_column: frame.SenderColumn = None,
) -> int:
    """Read letters and write what was found to a folder.

    Says for each letter what the guideline suggests and why, and what it lacks. Reads .txt (one letter a file),
    .jsonl (fields text, and if known id, date and sender), .csv and .xlsx (one letter a row). The results hold
    text of the letters: keep them where letters may be kept.

    Exit states: 0 all was read, 1 some was not (see failed.csv), 2 the run could not start or be written.
    """
    from analyser.batch import run

    columns = Columns(id=id_column, text=text_column, date=date_column, sender=sender_column)
    with _bar(lang) as progress:
        summary = run(
            letters,
            out,
            options=Options(columns=columns, lang=lang),
            pack=pack,
            overwrite=overwrite,
            progress=progress,
        )
    tell(summary, out, console=frame.screen(), lang=lang)
    return frame.SOME_NOT_READ if summary.failed else frame.ALL_READ


@contextmanager
def _bar(lang: str) -> Iterator[Progress | None]:
    """A bar on standard error; ``None`` where that is no terminal."""
    console = frame.screen(stderr=True)
    if not console.is_terminal:
        yield None
        return
    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[letters]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task(say(lang, "screen.reading"), total=None, letters="")

    def progress(*, done: int, total: int, letters: int) -> None:
        bar.update(task, completed=done, total=total, letters=say(lang, "screen.progress", count=letters))

    with bar:
        yield progress


def tell(summary: Summary, out: Path, *, console: Console, lang: str) -> None:
    """Print what became of the letters, which files to open, and what was not read and why."""
    labels = load_labels(lang)
    console.print(Text(say(lang, "screen.read", count=summary.letters, failed=summary.failed), style="bold"))
    if summary.letters:
        console.print()
        console.print(_counts(summary, lang))
    if summary.without_date:
        console.print(say(lang, "screen.without_date", count=summary.without_date), soft_wrap=True)
    console.print()
    console.print(Text(say(lang, "screen.open"), style="bold"))
    console.print(Padding(_files(summary, out, lang), (0, 0, 0, 2), expand=False))
    if summary.failed:
        console.print()
        frame.print_failures(summary.failures, console=console, lang=lang)
        if summary.failed > len(summary.failures):
            rest = summary.failed - len(summary.failures)
            console.print(f"  {say(lang, 'screen.more', count=rest)}", soft_wrap=True)
    console.print()
    console.print(labels.ui["decision_support"], soft_wrap=True)


def _counts(summary: Summary, lang: str) -> Table:
    """Letters by suggestion, and those with something to talk about."""
    labels = load_labels(lang)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say(lang, "screen.suggestion"))
    table.add_column(say(lang, "screen.letters"), justify="right")
    for name, count in summary.dxa.items():
        table.add_row(labels.dxa[name], str(count))
    table.add_row()
    if summary.with_first:
        table.add_row(say(lang, "screen.read_first"), str(summary.with_first))
    table.add_row(say(lang, "screen.dialogue"), str(summary.with_dialogue))
    table.add_row(say(lang, "screen.dental"), str(summary.with_dental))
    return table


def _files(summary: Summary, out: Path, lang: str) -> Table:
    from analyser.batch import OUTPUTS

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, overflow="fold")
    table.add_column()
    for name in OUTPUTS:
        if name != "failed.csv" or summary.failed:
            table.add_row(Text(str(out / name)), say(lang, f"file.{name}"))
    return table
