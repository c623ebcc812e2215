"""The one letter that the user means."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from analyser.errors import user_error
from analyser.letter import Letter
from analyser.reading import STANDARD_INPUT, Failure, Finder, Options, Reader, Source, standard_input


def read_one(
    name: str, *, wanted: str | None = None, options: Options | None = None, stdin: BinaryIO | None = None
) -> Letter | Failure:
    """The letter of a file, or the one with the id ``wanted`` of a file of several.

    Parameters
    ----------
    name
        A file, a folder, or ``-`` for standard input.
    wanted
        Id of the letter; needed where there are several.
    options
        How to read.
    stdin
        What ``-`` reads; standard input when not given.

    Returns
    -------
    Letter | Failure
        The failure where what holds the letter could not be read.

    Raises
    ------
    UserError
        There is no such file or letter, or there are several letters and no id was given.
    """
    options = options or Options()
    if name == STANDARD_INPUT:
        sources: Iterable[Source | Failure] = [standard_input(stdin or sys.stdin.buffer)]
    elif os.path.lexists(name):
        sources = Finder(lang=options.lang).find([Path(name)])
    else:
        raise user_error(options.lang, "not_found", name=name)
    letters: list[Letter] = []
    failures: list[Failure] = []
    others = 0
    for item in _items(sources, options):
        if isinstance(item, Failure):
            failures.append(item)
        elif wanted is None or item.id == wanted:
            letters.append(item)
        else:
            others += 1
    if len(letters) > 1:
        raise user_error(options.lang, "several_letters", name=name, count=len(letters))
    if letters:
        return letters[0]
    if failures and not others:
        return failures[0]
    raise user_error(options.lang, "no_such_id" if others else "nothing_to_do", name=name)


def _items(sources: Iterable[Source | Failure], options: Options) -> Iterator[Letter | Failure]:
    reader = Reader(options)
    for source in sources:
        if isinstance(source, Source):
            yield from reader.read(source)
        else:
            yield source
