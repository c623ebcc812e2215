"""What all commands share: the application, its exit states, how a mistake is said, common options."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

import analyser
from analyser.errors import UserError
from analyser.reading.failure import Failure
from analyser.texts import load_texts

ALL_READ, SOME_NOT_READ, USAGE, INTERNAL = 0, 1, 2, 3
"""Exit states."""
_BROKEN_OFF = 130

# Mistakes in options and arguments; the class has no public name of its own in every version of typer.
_ParameterError: type[Exception] = typer.BadParameter.__mro__[2]

_PIPED_WIDTH = 160


class Lang(StrEnum):
    """Languages of the texts for people."""

    NB = "nb"
    NN = "nn"
    EN = "en"


# What --lang said, for an error that comes up where the command's own options are out of reach.
_spoken: ContextVar[Lang] = ContextVar("_spoken", default=Lang.NB)


def say(lang: str, key: str, **values: object) -> str:
    """A sentence of the program's ``messages.toml``."""
    return load_texts("analyser", "messages.toml").say(lang, key, **values)


def screen(*, stderr: bool = False) -> Console:
    """Where to print: nothing that is printed is taken for markup, and what is piped is not cut narrow."""
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _PIPED_WIDTH
    return console


def print_failures(failures: Iterable[Failure], *, console: Console, lang: str) -> None:
    """Print what was not read: where, why, and what to do about it."""
    console.print(say(lang, "screen.not_read"), style="bold")
    for row in failures:
        console.print(f"  {where_of(row)}: {row.reason} {row.what_to_do}", soft_wrap=True)


def where_of(row: Failure) -> str:
    """File, and line or row if that is what was not read."""
    return ", ".join(part for part in (row.source, row.place) if part)


class _Group(TyperGroup):
    """Says every mistake in one sentence, and never shows a traceback, which might hold words of a letter."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run a command; ends the process with its exit state unless ``standalone_mode`` is off."""
        _spoken.set(Lang.NB)
        try:
            state = super().main(*args, **{**extra, "standalone_mode": False})
        except _ParameterError as error:
            state = complain(f"{error.format_message().rstrip('.')}. Try 'analyser --help'.")  # type: ignore[attr-defined]
        except UserError as error:
            state = complain(str(error))
        except typer.Abort:
            state = _BROKEN_OFF
        except Exception as error:  # noqa: BLE001
            state = complain(say(_spoken.get(), "error.internal", name=_where(error)), state=INTERNAL)
        if state == _BROKEN_OFF:
            complain(say(_spoken.get(), "error.broken_off"))
        if standalone_mode:
            sys.exit(state or ALL_READ)
        return state


def complain(sentence: str, *, state: int = USAGE) -> int:
    """Say on standard error what is wrong; gives back the exit state."""
    screen(stderr=True).print(sentence, soft_wrap=True)
    return state


def _where(error: Exception) -> str:
    """Kind of an error and the line of code it came from; its message may hold words of a letter."""
    place, name = error.__traceback__, type(error).__name__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return name if place is None else f"{name}, {Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"


app = typer.Typer(
    cls=_Group,
    name="analyser",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        screen().print(f"analyser {analyser.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Reads GP letters to an osteoporosis clinic: what they hold, what they lack, and why.

    It is decision support: it suggests, and the health professional decides.
    """
    del version
    if context.invoked_subcommand is None:
        screen().print(context.get_help())
        raise typer.Exit(USAGE)


def _remember(lang: Lang) -> Lang:
    _spoken.set(lang)
    return lang


LangOption = Annotated[
    Lang,
    typer.Option("--lang", envvar="ANALYSER_LANG", callback=_remember, is_eager=True, help="Language of the texts."),
]
PackOption = Annotated[str, typer.Option("--pack", metavar="NAME", help="Rule pack, or a file of rules (.toml).")]
TextColumn = Annotated[str | None, typer.Option(metavar="NAME", help="Of a table: the column with the letters' text.")]
IdColumn = Annotated[str | None, typer.Option(metavar="NAME", help="Of a table: the column with ids.")]
DateColumn = Annotated[str | None, typer.Option(metavar="NAME", help="Of a table: the column with dates.")]
SenderColumn = Annotated[str | None, typer.Option(metavar="NAME", help="Of a table: the column with senders.")]
