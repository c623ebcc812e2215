"""Bytes to letters: files, folders and standard input in; letters, and what could not be read, out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from analyser.letter import Letter
from analyser.reading.characters import decode_head, is_text, writable
from analyser.reading.failure import Failure, failure
from analyser.reading.formats import choose_format
from analyser.reading.formats.base import HEAD_BYTES, Sample
from analyser.reading.options import MAX_CHARACTERS, Columns, Options
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

        At least one item comes out of every source; nothing is raised for what the source holds.
        """
        count = 0
        try:
            for item in self._items(source):
                count += 1
                yield item
        except OSError as error:
            count += 1
            yield failure(code_of(error), source.name, lang=self._options.lang)
        if not count:
            yield failure("no_rows", source.name, lang=self._options.lang)

    def _items(self, source: Source) -> Iterator[Letter | Failure]:
        with source.open() as stream:
            head = stream.read(HEAD_BYTES)
        sample = Sample(source=source, head=head, text=decode_head(head), options=self._options)
        if not head:
            yield sample.failure("empty")
            return
        form = choose_format(sample)
        if isinstance(form, str):
            yield sample.failure(form)
            return
        for item in form.read(sample):
            yield item if isinstance(item, Failure) else self._checked(item, sample)

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
        )
