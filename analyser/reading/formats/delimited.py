"""Delimited text: a header and one letter a row, cells parted by semicolon, tab or comma."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from analyser.letter import Letter
from analyser.reading.characters import text_stream
from analyser.reading.failure import Failure
from analyser.reading.formats.base import Format, Sample
from analyser.reading.formats.rows import Table, is_blank
from analyser.reading.names import ColumnError, find_columns

# In the order in which they win where a header could be cut by several.
_DELIMITERS = (";", "\t", ",")
# A header with line breaks in its cells is still shorter.
_HEADER_LINES = 50


def _says_delimiter(row: list[str]) -> bool:
    """Excel's own first line, such as ``sep=;``."""
    return bool(row) and row[0].lower().startswith("sep=") and not any(row[1:])


def _header(lines: list[str], delimiter: str) -> list[str]:
    """The first row that says something, cut by a delimiter; empty when it is not whole."""
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        return next((row for row in rows if not is_blank(row) and not _says_delimiter(row)), [])
    except csv.Error:
        return []


def _sniff(sample: Sample) -> tuple[str, int]:
    """The delimiter that finds the most columns with a known name, and how many those are (0 without a text)."""
    lines = sample.lines()[:_HEADER_LINES]

    def fitness(delimiter: str) -> tuple[int, int]:
        header = _header(lines, delimiter)
        try:
            return len(find_columns(header, sample.options.columns)), len(header)
        except ColumnError:
            return 0, len(header)

    best = max(_DELIMITERS, key=fitness)
    return best, fitness(best)[0]


def _recognises(sample: Sample) -> bool:
    """A header that names two columns the reader knows; one known word may begin any letter."""
    return _sniff(sample)[1] >= 2


def _read(sample: Sample) -> Iterator[Letter | Failure]:
    delimiter, _ = _sniff(sample)
    # The module's own limit is lower than a letter may be long; C's long is 32 bits on Windows.
    csv.field_size_limit(2**31 - 1)
    table: Table | None = None
    number = width = 0
    with sample.source.open() as raw, text_stream(raw) as stream:
        rows = csv.reader(stream, delimiter=delimiter, strict=True)
        while True:
            number += 1
            place = sample.place("row", number=number)
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error:
                yield sample.failure("bad_quotes", place=place)
                return
            if is_blank(row) or (table is None and _says_delimiter(row)):
                continue
            if table is None:
                width = len(row)
                try:
                    table = Table(row, sample)
                except ColumnError as error:
                    yield sample.failure(error.code, name=error.name)
                    return
            elif is_blank(row[width:]):
                yield table.letter(row, number=number, place=place)
            else:
                # An unquoted comma in the text would otherwise cut the letter short without a word.
                yield sample.failure("too_many_cells", place=place)


FORMAT = Format(suffixes=(".csv", ".tsv", ".tab"), recognises=_recognises, read=_read)
