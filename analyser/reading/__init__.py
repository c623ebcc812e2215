"""Bytes to letters: files, folders and standard input in; letters, and what could not be read, out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from analyser.letter import Entry, Letter, Message
from analyser.reading.characters import is_text, writable
from analyser.reading.failure import Failure, failure
from analyser.reading.formats import read_items
from analyser.reading.formats.base import Sample
from analyser.reading.limits import MAX_CHARACTERS
from analyser.reading.options import Columns, Options
from analyser.reading.source import STANDARD_INPUT, Finder, Source, code_of, standard_input

__all__ = [
    "MAX_CHARACTERS",
    "STANDARD_INPUT",
    "Columns",
    "Failure",
    "Finder",
    "Options",
    "Reader",
    "Source",
    "failure",
    "standard_input",
]


class Reader:
    """Reads the sources of one run; ids are unique across all of them.

    Parameters
    ----------
    options
        How to read.
    """

    def __init__(self, options: Options | None = None) -> None:
        self._options = options or Options()
        self._ids: dict[str, int] = {}

    def read(self, source: Source) -> Iterator[Letter | Failure]:
        """Letters of one source in their order, and in their place what could not be read.

        At least one item comes out of every source; nothing is raised for what the source holds. A letter of a
        structured message says so in :attr:`Letter.message`; a cancellation is a failure that carries its message
        (see :func:`analyser.reading.messages.superseded`).
        """
        lang = self._options.lang
        try:
            sample = Sample.of(source, self._options)
            for item in read_items(sample):
                yield item if isinstance(item, Failure) else self._checked(item, sample)
        except OSError as error:
            yield failure(code_of(error), source.name, lang=lang)
        except MemoryError:
            yield failure("out_of_memory", source.name, lang=lang)
        except Exception as error:
            # No input is known to lead here; one that does costs itself only, and no words of it get out.
            yield failure("not_read", source.name, lang=lang, name=type(error).__name__)

    def _checked(self, letter: Letter, sample: Sample) -> Letter | Failure:
        """The letter with a unique id and a text that can be written, or why it is not one."""
        place = sample.source.place_of(letter)
        if not letter.text.strip():
            return sample.failure("empty_text", place=place)
        if len(letter.text) > MAX_CHARACTERS:
            return sample.too_long(place=place)
        if not is_text(letter.text):
            return sample.failure("not_text", place=place)
        own = unique = writable(letter.id)
        while unique in self._ids:
            self._ids[own] += 1
            unique = f"{own}-{self._ids[own]}"
        self._ids[unique] = 1
        return dataclasses.replace(
            letter,
            id=unique,
            text=writable(letter.text),
            sender=writable(letter.sender) if letter.sender else None,
            notes=letter.notes if unique == own else (*letter.notes, "same_id"),
            message=_all_writable(letter.message) if letter.message.kind else letter.message,
        )


def _all_writable(value: Any) -> Any:
    """A noun with each of its texts writable."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, tuple):
        return tuple(map(_all_writable, value))
    if isinstance(value, Message | Entry):
        inner = {field.name: _all_writable(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **inner)
    return value
