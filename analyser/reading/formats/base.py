"""What a format is: how it is recognised, and how its letters are got out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analyser.letter import Letter
from analyser.reading.dates import parse_date
from analyser.reading.failure import Failure, failure, messages
from analyser.reading.options import MAX_CHARACTERS, Options
from analyser.reading.source import Source

HEAD_BYTES = 1 << 20
"""How much of a file is looked at to tell its format: more than any first line or header."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a source: its bytes, and the same as text."""

    source: Source
    head: bytes
    text: str
    options: Options

    def lines(self) -> list[str]:
        """Lines with their ends; only line feeds and carriage returns end one."""
        return io.StringIO(self.text, newline="").readlines()

    def letter(self, text: str, *, own_id: object, number: int, date: object, sender: object, place: str) -> Letter:
        """A letter of this source.

        One without an id is called after the source and the ``number`` of its line or row; a date that
        cannot be read is noted.
        """
        notes: tuple[str, ...] = ()
        try:
            day = parse_date(date)
        except ValueError:
            day, notes = None, ("bad_date",)
        return Letter(
            id=_one_line(own_id) or f"{self.source.stem}-{number}",
            text=text,
            date=day,
            sender=_one_line(sender) or None,
            source=f"{self.source.name}, {place}" if place else self.source.name,
            notes=notes,
        )

    def place(self, key: str, **values: object) -> str:
        """Where in the source, for people: ``line``, ``row`` or ``sheet_row``."""
        return messages().say(self.options.lang, f"place.{key}", **values)

    def failure(self, code: str, *, place: str = "", **values: object) -> Failure:
        """A failure in this source."""
        return failure(code, self.source.name, lang=self.options.lang, place=place, **values)

    def too_long(self, *, place: str = "") -> Failure:
        """A letter over the limit."""
        return self.failure("too_long", place=place, limit=MAX_CHARACTERS)


@dataclass(frozen=True, slots=True)
class Format:
    """One way letters are kept.

    Attributes
    ----------
    suffixes
        Ends of names, lower case, that tell of the format.
    recognises
        Whether the content tells of the format, whatever the name.
    read
        The letters in their order, and what failed; the text is not yet checked. May raise ``OSError``.
    """

    suffixes: tuple[str, ...]
    recognises: Callable[[Sample], bool]
    read: Callable[[Sample], Iterator[Letter | Failure]]


def _one_line(value: object) -> str:
    """A cell or field as one line; numbers without the ``.0`` that workbooks give them."""
    if value is None or isinstance(value, bool | dict | list):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())
