"""What a format is: how it is recognised, and how its letters are got out."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from analyser.letter import Letter, Message
from analyser.reading.characters import decode_head
from analyser.reading.dates import parse_date
from analyser.reading.failure import Failure, failure, messages
from analyser.reading.limits import MAX_CHARACTERS, MAX_DOCUMENT_MB, Budget, RefusedError
from analyser.reading.options import Options
from analyser.reading.source import Source

HEAD_BYTES = 1 << 20
"""How much of a file is looked at to tell its format: more than any first line or header."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A source and its beginning: as bytes, and the same as text.

    Attributes
    ----------
    budget
        What may be unpacked, shared by everything that lies in one file.
    depth
        How many files this one lies inside.
    """

    source: Source
    head: bytes
    text: str
    options: Options
    budget: Budget = field(default_factory=Budget)
    depth: int = 0

    @classmethod
    def of(cls, source: Source, options: Options, *, budget: Budget | None = None, depth: int = 0) -> Sample:
        """Opens a source for its beginning; raises as :meth:`Source.open`."""
        with source.open() as stream:
            head = stream.read(HEAD_BYTES)
        return cls(source, head, decode_head(head), options, budget or Budget(), depth)

    def within(self, data: bytes, *, inside: str, file: str = "") -> Sample:
        """What lies in this source at the place ``inside``."""
        place = ", ".join(part for part in (self.source.inside, inside) if part)
        source = dataclasses.replace(self.source, path=None, size=len(data), data=data, inside=place, file=file)
        source = dataclasses.replace(source, named=False) if file else source
        return Sample.of(source, self.options, budget=self.budget, depth=self.depth + 1)

    def lines(self) -> list[str]:
        """Lines with their ends; only line feeds and carriage returns end one."""
        return io.StringIO(self.text, newline="").readlines()

    def data(self) -> bytes:
        """All of the source.

        Raises
        ------
        RefusedError
            It is larger than one document may be.
        """
        limit = MAX_DOCUMENT_MB * 1_000_000
        if self.source.size > limit:
            raise RefusedError(code="document_too_large", limit=MAX_DOCUMENT_MB)
        with self.source.open() as stream:
            # No more than is there: the library sets aside all that is asked for.
            data = stream.read(min(self.source.size, limit) + 1)
        if len(data) > limit:  # the file has grown, or is none
            raise RefusedError(code="document_too_large", limit=MAX_DOCUMENT_MB)
        return data

    def letter(
        self,
        text: str,
        *,
        own_id: object,
        number: int,
        date: object,
        sender: object,
        place: str,
        notes: tuple[str, ...] = (),
        message: Message | None = None,
    ) -> Letter:
        """A letter of this source.

        One without an id is called after the source and the ``number`` of its line or row; a date that
        cannot be read is noted.
        """
        try:
            day = parse_date(date)
        except ValueError:
            day, notes = None, ("bad_date", *notes)
        parts = (self.source.name, self.source.inside, place)
        return Letter(
            id=_one_line(own_id) or f"{self.source.stem}-{number}",
            text=text,
            date=day,
            sender=_one_line(sender) or None,
            source=", ".join(part for part in parts if part),
            notes=notes,
            message=message or Message(),
        )

    def place(self, key: str, **values: object) -> str:
        """Where in the source, for people: ``line``, ``row``, ``sheet_row``, ``attachment`` or ``message``."""
        return messages().say(self.options.lang, f"place.{key}", **values)

    def failure(self, code: str, *, place: str = "", **values: object) -> Failure:
        """A failure in this source."""
        where = ", ".join(part for part in (self.source.inside, place) if part)
        return failure(code, self.source.name, lang=self.options.lang, place=where, **values)

    def refused(self, error: RefusedError, *, place: str = "") -> Failure:
        """The failure for what a format refused."""
        return self.failure(error.code, place=place, **error.values)

    def too_long(self, *, place: str = "") -> Failure:
        """A letter over the limit."""
        return self.failure("too_long", place=place, limit=MAX_CHARACTERS)


Item = Letter | Failure


@dataclass(frozen=True, slots=True)
class Format:
    """One way letters are kept.

    Attributes
    ----------
    name
        Short id, as in the table of docs/formats.md.
    suffixes
        Ends of names, lower case, that tell of the format.
    recognises
        Whether the content tells of the format, whatever the name.
    read
        The letters in their order, and what failed; the text is not yet checked. May raise ``OSError`` and
        :class:`RefusedError`.
    document
        The text of one document of the format, with notes, for formats that an attachment may have;
        ``None`` where a file is no single document. May raise :class:`RefusedError`.
    extra
        The optional package that it needs.
    """

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[Sample], bool]
    read: Callable[[Sample], Iterator[Item]]
    document: Callable[[Sample], tuple[str, tuple[str, ...]]] | None = None
    extra: str = ""


def document_format(
    name: str,
    suffixes: tuple[str, ...],
    recognises: Callable[[Sample], bool],
    document: Callable[[Sample], tuple[str, tuple[str, ...]]],
) -> Format:
    """A format of which each file is one letter, called after the file."""

    def read(sample: Sample) -> Iterator[Item]:
        text, notes = document(sample)
        yield sample.letter(text, own_id=sample.source.stem, number=1, date=None, sender=None, place="", notes=notes)

    return Format(name, suffixes, recognises, read, document)


def _one_line(value: object) -> str:
    """A cell or field as one line; numbers without the ``.0`` that workbooks give them."""
    if value is None or isinstance(value, bool | dict | list):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())
