"""What all commands share: the application, its exit states, how a mistake is said, common options."""

from __future__ import annotations

import functools
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook, RenderResult
from rich.segment import Segment
from typer.core import TyperGroup

import analyser
from analyser.errors import BrokenOffError, UserError
from analyser.reading.characters import visible
from analyser.reading.failure import Failure
from analyser.reading.options import Columns
from analyser.texts import load_texts
from analyser.words import WORDS_VARIABLE

ALL_READ, SOME_NOT_READ, USAGE, INTERNAL = 0, 1, 2, 3
"""Exit states."""
BROKEN_OFF = 130

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


class _Visible:
    """Shows something with whatever a terminal would obey made visible; its own colours stay."""

    def __init__(self, shown: ConsoleRenderable) -> None:
        self._shown = shown

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for text, style, control in console.render(self._shown, options):
            yield Segment(text if control else visible(text), style, control)


class _AllVisible(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Visible(one) for one in renderables]


def screen(*, stderr: bool = False) -> Console:
    """Where to print.

    Nothing that is printed is taken for markup or obeyed by the terminal, and what is piped is not cut narrow.
    """
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    console.push_render_hook(_AllVisible())
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
        _spoken.set(_asked_for(args[0] if args else extra.get("args")))
        try:
            state = super().main(*args, **{**extra, "standalone_mode": False})
            if state == BROKEN_OFF:
                complain(say(_spoken.get(), "error.broken_off"))
        except _ParameterError as error:
            state = complain(f"{_mistake(error)} {say(_spoken.get(), 'usage.help')}")
        except BrokenOffError as error:
            state = complain(str(error), state=BROKEN_OFF)
        except UserError as error:
            state = complain(str(error))
        except typer.Abort:
            state = complain(say(_spoken.get(), "error.broken_off"), state=BROKEN_OFF)
        except Exception as error:  # noqa: BLE001
            state = complain(say(_spoken.get(), "error.internal", name=_where(error)), state=INTERNAL)
        if standalone_mode:
            sys.exit(state or ALL_READ)
        return state


def _asked_for(args: Sequence[str] | None) -> Lang:
    """The language of a command line, which may have mistakes in it."""
    given = list(sys.argv[1:] if args is None else args)
    words = [word.removeprefix("--lang=") for word in given if word.startswith("--lang=")]
    words += [value for name, value in zip(given, given[1:], strict=False) if name == "--lang"]
    words.append(os.environ.get("ANALYSER_LANG", ""))
    return next((Lang(word) for word in words if word in set(Lang)), Lang.NB)


def _mistake(error: Any) -> str:
    """What is wrong with the command line, in the user's language; what the user typed is not guessed at."""
    tell = functools.partial(say, _spoken.get())
    kind = type(error).__name__
    parameter: Any = getattr(error, "param", None)
    name: str = getattr(error, "option_name", "")
    if parameter is not None:
        is_option = parameter.param_type_name == "option"
        name = " / ".join(parameter.opts) if is_option else str(parameter.metavar).removesuffix("...")
    if kind == "MissingParameter":
        return tell("usage.missing", name=name)
    if kind == "NoSuchOption":
        near = ", ".join(error.possibilities or ())
        return tell("usage.no_such_option_near" if near else "usage.no_such_option", name=name, near=near)
    message: str = error.format_message()
    if kind == "BadOptionUsage":
        return tell("usage.no_value" if "does not take" in message else "usage.value_lacks", name=name)
    if kind == "BadParameter" and name:
        choices = re.search(r"is not one of (.*?)\.?$", message)
        if choices:
            return tell("usage.choose", name=name, choices=choices[1])
        is_number = re.search("integer|number|float|range|greater|less", message)
        return tell("usage.bad_number" if is_number else "usage.bad_other", name=name)
    command = re.match(r"No such command '(.*)'", message)
    if command:
        return tell("usage.no_such_command", name=command[1])
    return tell("usage.too_much" if "unexpected extra" in message else "usage.mistake")


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
    words: Annotated[
        Path | None,
        typer.Option(metavar="FILE", envvar=WORDS_VARIABLE, help="Your own words beside the lexicon (.toml)."),
    ] = None,
) -> None:
    """Reads GP letters to an osteoporosis clinic: what they hold, what they lack, and why.

    It is decision support: it suggests, and the health professional decides.
    """
    del version
    if words is not None:
        # The lexicon is compiled once a process, deep inside, and once more in every worker: all of them look here.
        os.environ[WORDS_VARIABLE] = str(words)
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
LetterArgument = Annotated[str, typer.Argument(metavar="LETTER", help="A file, or - for standard input.")]
LetterId = Annotated[str | None, typer.Option("--id", metavar="ID", help="Which letter, of a file of several.")]
LetterDate = Annotated[
    str | None, typer.Option("--date", metavar="DATE", help="When it was written, such as 2026-03-14.")
]

# One option for each column of a table that may be named.
_COLUMNS = {"text": "the letters' text", "id": "ids", "date": "dates", "sender": "senders"}


def takes_columns(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that name a table's columns; it is called with ``columns``, made of them."""

    @functools.wraps(command)
    def with_columns(*args: Any, **given: Any) -> int:
        columns = Columns(**{role: given.pop(f"{role}_column") for role in _COLUMNS})
        return command(*args, columns=columns, **given)

    signature = inspect.signature(command, eval_str=True)
    options = [
        inspect.Parameter(
            f"{role}_column",
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[str | None, typer.Option(metavar="NAME", help=f"Of a table: the column with {what}.")],
        )
        for role, what in _COLUMNS.items()
    ]
    others = [one for one in signature.parameters.values() if one.name != "columns"]
    with_columns.__signature__ = signature.replace(parameters=[*others, *options])  # type: ignore[attr-defined]
    with_columns.__annotations__ = {one.name: one.annotation for one in [*others, *options]}
    return with_columns
