"""``analyser report``: what people open, made again from a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analyser.cli import frame
from analyser.cli.frame import Lang, say
from analyser.cli.score import share_key
from analyser.errors import user_error
from analyser.reading.dates import parse_date

if TYPE_CHECKING:
    from analyser.analysis import Analysis
    from analyser.batch.store import Store
    from analyser.guideline import Pack
    from analyser.reporting.lead.periods import Step


def report(
    run: Annotated[Path, typer.Argument(metavar="OUT", help="Folder of a run's results.")],
    *,
    step: Annotated[
        list[str] | None,
        typer.Option("--step", metavar="DATE=TEXT", help="From when something was done differently; may be repeated."),
    ] = None,
    practice: Annotated[
        str | None, typer.Option("--practice", metavar="NAME", help="A feedback sheet for this sender instead.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="PATH", help="File for the sheet, or folder for what is shared.")
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help="Nothing that identifies anybody, and of the text the evidence only.")
    ] = False,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="FILE", show_default="beside PATH", help="Key for --share; made if missing."),
    ] = None,
    clinic: Annotated[
        Path | None, typer.Option("--clinic", metavar="FILE", help="Who writes the drafts to the GP (.toml).")
    ] = None,
    lang: frame.LangOption = Lang.NB,
) -> int:
    """Write a run's report again, or a practice's sheet.

    Nothing is read or assessed anew: the results are those of the run. With --share they are written to another
    folder, to show to others: names are pseudonyms, and of each letter only the words of its findings are left.

    Exit states: 0 written, 2 there is no such run or practice, or it cannot be written.
    """
    from analyser.batch.store import STORE, Store
    from analyser.dialogue import load_clinic

    steps = [_step(one, lang) for one in step or []]
    who = load_clinic(clinic, lang=lang)
    if practice is not None and out is None:
        raise user_error(lang, "sheet_needs_out")
    # In the run's own folder the whole letters lie beside it.
    if share and (out is None or practice is not None or out.resolve() == run.resolve()):
        raise user_error(lang, "share_needs_out")
    with Store.open(run / STORE, lang=lang) as store:
        pack = _pack(store, lang)
        if practice is not None and out is not None:
            _write_sheet(store, pack, practice, out, lang)
            return frame.ALL_READ
        target = out or run
        secret = share_key(key, target, share=share, console=frame.screen(), lang=lang)
        _write_report(store, pack, target, key=secret, steps=steps, clinic=who, lang=lang)
    return frame.ALL_READ


def _write_report(
    store: Store, pack: Pack | None, out: Path, *, key: bytes | None, steps: list[Step], clinic: Any, lang: str
) -> None:
    from analyser.batch.outputs import about_of
    from analyser.identity.share import shared
    from analyser.reporting.report import write_report
    from analyser.reporting.workbook import WORKBOOK, write_workbook

    sources = {} if pack is None else pack.sources

    def analyses() -> Iterable[Analysis]:
        return store.analyses() if key is None else (shared(one, key) for one in store.analyses())

    about = about_of(store)
    with _whole([out / "report.html", out / WORKBOOK], lang) as (page, book):
        write_report(page, analyses(), about=about, lang=lang, sources=sources, pack=pack, clinic=clinic, steps=steps)
        write_workbook(book, analyses(), about=about, lang=lang, sources=sources, pack=pack)
    for name in ("report.html", WORKBOOK):
        frame.screen().print(say(lang, "screen.written", out=out / name), soft_wrap=True)


def _write_sheet(store: Store, pack: Pack | None, practice: str, out: Path, lang: str) -> None:
    from analyser.reporting.lead.tally import Tally
    from analyser.reporting.sheet import sheet

    tally = Tally(pack)
    for analysis in store.analyses():
        tally.add(analysis)
    text = sheet(tally, practice, lang=lang)
    with _whole([out], lang) as (part,):
        part.write_text(text, encoding="utf-8", newline="\n")
    frame.screen().print(say(lang, "screen.written", out=out), soft_wrap=True)


def _pack(store: Store, lang: str) -> Pack | None:
    """The rule pack of the run; ``None``, which is said, where it is gone or no longer the same."""
    from analyser.guideline import PackError, load_pack

    versions = store.about["versions"]
    try:
        pack = load_pack(versions["pack"], lang=lang)
    except (PackError, OSError):
        pack = None
    if pack is None or pack.hash != versions["pack_hash"]:
        frame.screen(stderr=True).print(say(lang, "screen.pack_changed"), soft_wrap=True)
        return None
    return pack


def _step(words: str, lang: str) -> Step:
    """A step as ``DATE=TEXT``."""
    from analyser.reporting.lead.periods import Step

    day, sign, text = words.partition("=")
    try:
        date: dt.date | None = parse_date(day.strip())
    except ValueError:
        date = None
    if date is None or not sign or not text.strip():
        raise user_error(lang, "bad_step")
    return Step(date, text.strip())


@contextmanager
def _whole(paths: Iterable[Path], lang: str) -> Iterator[list[Path]]:
    """Where to write each file; they take their names together when all are whole."""
    names = list(paths)
    parts = [path.with_name(f".{path.name}.part") for path in names]
    try:
        names[0].parent.mkdir(parents=True, exist_ok=True)
        yield parts
        for part, path in zip(parts, names, strict=True):
            part.replace(path)
    except OSError as error:
        raise user_error(lang, "cannot_write", out=names[0]) from error
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
