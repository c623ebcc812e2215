"""Delimited text: a header and one letter a row, cells parted by semicolon, tab or comma."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from analyser.letter import Letter
from analyser.reading.characters import text_stream
from analyser.reading.failure import Failure
from analyser.reading.formats.base import Format, Sample
from analyser.reading.formats.rows import Table, is_blank
from analyser.reading.limits import MAX_CHARACTERS, RefusedError
from analyser.reading.names import ColumnError, find_columns

# In the order in which they win where a header could be cut by several.
_DELIMITERS = (";", "\t", ",")
# A header with line breaks in its cells is still shorter.
_HEADER_LINES = 50
# Of a line and of a cell: a letter that is too long is still told apart from a file that is no table.
_MAX_LINE = 8 * MAX_CHARACTERS


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


def _lines(stream: TextIO) -> Iterator[str]:
    """The lines, of which none may fill the memory."""
    while line := stream.readline(_MAX_LINE):
        if len(line) >= _MAX_LINE:
            raise RefusedError(code="row_too_long", limit=_MAX_LINE)
        yield line


def _read(sample: Sample) -> Iterator[Letter | Failure]:
    delimiter, _ = _sniff(sample)
    # The module's own limit is lower than a letter may be long.
    csv.field_size_limit(_MAX_LINE)
    table: Table | None = None
    number = width = 0
    with sample.source.open() as raw, text_stream(raw) as stream:
        rows = csv.reader(_lines(stream), delimiter=delimiter, strict=True)
        while True:
            number += 1
            place = sample.place("row", number=number)
            try:
                row = next(rows)
            except StopIteration:
                return
            except RefusedError as error:
                yield sample.refused(error, place=place)
                return
            except csv.Error as error:
                code = "row_too_long" if "field limit" in str(error) else "bad_quotes"
                yield sample.failure(code, place=place, limit=_MAX_LINE)
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


FORMAT = Format("csv", suffixes=(".csv", ".tsv", ".tab"), recognises=_recognises, read=_read)
