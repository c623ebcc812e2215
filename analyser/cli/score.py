"""``analyser score``: many letters, and a folder of results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from analyser.batch.audit import Audit
from analyser.batch.folder import AUDIT, OUTPUTS
from analyser.batch.intake import Watch
from analyser.batch.runner import LETTER_SECONDS, run
from analyser.batch.store import STORE, UNFINISHED
from analyser.cli import frame
from analyser.cli.frame import Lang, say
from analyser.codebook.labels import load_labels
from analyser.errors import BrokenOffError, user_error
from analyser.reading.options import Columns, Options

if TYPE_CHECKING:
    from analyser.batch import Resumed, Summary


@frame.takes_columns
def score(
    letters: Annotated[
        list[str],
        typer.Argument(metavar="LETTERS...", help="Files, folders of files, and - for standard input."),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="OUT", help="Folder for the results.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the results of an earlier run.")] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the run in OUT: what is known is not analysed again.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            metavar="N",
            min=0,
            envvar="ANALYSER_WORKERS",
            show_default="by the size of the input, up to the cores",
            help="Processes that analyse letters; 0 for none but the program's own.",
        ),
    ] = None,
    letter_seconds: Annotated[
        float,
        typer.Option("--letter-seconds", metavar="S", min=0.1, help="A letter that takes longer is given up."),
    ] = LETTER_SECONDS,
    second_reader: Annotated[
        bool,
        typer.Option(
            "--second-reader/--no-second-reader", help="Have a trained model read the letters too, and compare."
        ),
    ] = True,
    audit: Annotated[
        Path | None, typer.Option("--audit", metavar="FILE", help="Log who ran what here instead of in OUT.")
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help="Write nothing that identifies anybody, and of the text the evidence only.")
    ] = False,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            metavar="FILE",
            show_default="beside OUT",
            help="Key for --share; made if missing.",
        ),
    ] = None,
    lang: frame.LangOption = Lang.NB,
    pack: frame.PackOption = "memo",
    columns: Columns,
) -> int:
    """Read letters and write what was found to a folder.

    Says for each letter what the guideline suggests and why, and what it lacks. Reads referral messages, Word, PDF,
    RTF, e-mail, text, tables and zips of them; what is not read is told, with the reason. The results hold text of
    the letters: keep them where letters may be kept. A run that is cut off goes on with --resume.

    Exit states: 0 all was read, 1 some was not (see failed.csv), 2 the run could not start or be written.
    """
    console = frame.screen()
    secret = share_key(key, out, share=share, console=console, lang=lang)
    try:
        with _watch(out, console, lang) as watch:
            summary = run(
                letters,
                out,
                options=Options(columns=columns, lang=lang),
                pack=pack,
                second_reader=second_reader,
                overwrite=overwrite,
                resume=resume,
                workers=workers,
                letter_seconds=letter_seconds,
                share=secret,
                watch=watch,
                note=Audit(audit or _log(out, share=share), command="score", lang=lang).add,
            )
    except KeyboardInterrupt:
        kept = (out / UNFINISHED).exists()
        raise BrokenOffError(say(lang, "error.broken_off_kept" if kept else "error.broken_off")) from None
    tell(summary, out, console=console, lang=lang)
    return frame.SOME_NOT_READ if summary.failed else frame.ALL_READ


def _log(out: Path, *, share: bool) -> Path:
    """Where the log stands when nobody says: it names the user, so that it is kept out of what will be shared."""
    return out.resolve().with_name(f"{out.resolve().name}.{AUDIT}") if share else out / AUDIT


def share_key(path: Path | None, out: Path, *, share: bool, console: Console, lang: str) -> bytes | None:
    """The key of what is to be shared, from a file outside it; says where it is, and that it was made."""
    from analyser.identity.share import read_key

    if not share:
        if path is not None:
            raise user_error(lang, "key_without_share")
        return None
    folder = out.resolve()
    path = folder.with_name(f"{folder.name}.key") if path is None else path
    if path.resolve().is_relative_to(folder):
        raise user_error(lang, "key_in_out", name=path)
    key, new = read_key(path, lang=lang)
    console.print(say(lang, "screen.new_key" if new else "screen.used_key", name=path), soft_wrap=True)
    return key


class _Told(Watch):
    """Says on standard output how a run differs from the one it goes on with; quiet otherwise."""

    def __init__(self, out: Path, console: Console, lang: str) -> None:
        self._out = out
        self._console = console
        self._lang = lang

    def resumed(self, what: Resumed) -> None:
        """One sentence for each way in which it differs."""

        def print_(key: str, **values: object) -> None:
            self._console.print(say(self._lang, f"screen.{key}", **values), soft_wrap=True)

        print_("resumed", out=self._out, count=what.known)
        if what.differs:
            print_("resumed_differs", names=", ".join(say(self._lang, f"version.{name}") for name in what.differs))
        elif what.new or what.changed or what.gone:
            print_("resumed_inputs", new=what.new, changed=what.changed, gone=what.gone)
        elif what.columns:
            print_("resumed_columns")


class _Bar(_Told):
    """Shows the way too: letters, letters a second, and the time left."""

    def __init__(self, out: Path, console: Console, lang: str, bar: Progress) -> None:
        super().__init__(out, console, lang)
        self._bar = bar
        self._reading = bar.add_task(say(lang, "screen.reading"), total=None, letters="", rate="")
        self._writing: TaskID | None = None

    def reading(self, *, done: int, total: int, letters: int) -> None:
        """As for :class:`Watch`."""
        task = self._bar.tasks[self._reading]
        rate = f"{letters / task.elapsed:.0f}" if task.elapsed else ""
        self._bar.update(
            self._reading,
            completed=done,
            total=total,
            letters=say(self._lang, "screen.progress", count=letters),
            rate=say(self._lang, "screen.rate", count=rate) if rate else "",
        )

    def writing(self, *, done: int, total: int) -> None:
        """As for :class:`Watch`."""
        if self._writing is None:
            self._bar.stop_task(self._reading)
            self._writing = self._bar.add_task(say(self._lang, "screen.writing"), total=total, letters="", rate="")
        self._bar.update(self._writing, completed=done)


@contextmanager
def _watch(out: Path, console: Console, lang: str) -> Iterator[Watch]:
    """With a bar on standard error, where that is a terminal."""
    errors = frame.screen(stderr=True)
    if not errors.is_terminal:
        yield _Told(out, console, lang)
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[letters]}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=errors,
        transient=True,
    )
    with bar:
        yield _Bar(out, console, lang, bar)


def tell(summary: Summary, out: Path, *, console: Console, lang: str) -> None:
    """Print what became of the letters, which files to open, and what was not read and why."""
    labels = load_labels(lang)
    console.print(Text(say(lang, "screen.read", count=summary.letters, failed=summary.failed), style="bold"))
    if summary.letters:
        console.print()
        console.print(_counts(summary, lang))
    if summary.reused:
        console.print(say(lang, "screen.reused", count=summary.reused), soft_wrap=True)
    if summary.duplicates:
        console.print(say(lang, "screen.duplicates", count=summary.duplicates), soft_wrap=True)
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
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, overflow="fold")
    table.add_column()
    for name in (*OUTPUTS, STORE):
        if name != "failed.csv" or summary.failed:
            table.add_row(Text(str(out / name)), say(lang, f"file.{name}"))
    return table
