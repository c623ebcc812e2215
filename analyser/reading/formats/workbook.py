"""Excel workbooks (.xlsx): a header and one letter a row, on every sheet that has a column of letters."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from analyser.letter import Letter
from analyser.reading.failure import Failure
from analyser.reading.formats.base import Format, Sample
from analyser.reading.formats.package import check_package, package_names
from analyser.reading.formats.rows import Table, is_blank
from analyser.reading.names import ColumnError
from analyser.reading.source import printable

# A sheet's own limit; a damaged file may claim more.
_MAX_ROWS = 1_048_576


class _DamagedError(Exception):
    """The library could not make sense of the file."""


def _recognises(sample: Sample) -> bool:
    return "xl/workbook.xml" in package_names(sample)


def _rows(stream: BinaryIO) -> Iterator[tuple[str, int, tuple[Any, ...]]]:
    """Sheet, number and cells of each row that is not blank."""
    from openpyxl import load_workbook
    from openpyxl.utils.escape import unescape

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions the library does not know; only values matter here
        book = load_workbook(stream, read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            # No max_col: every row would be filled up to it.
            for number, cells in enumerate(sheet.iter_rows(max_row=_MAX_ROWS, values_only=True), 1):
                if not is_blank(cells):
                    # Excel writes a carriage return as _x000D_.
                    yield sheet.title, number, tuple(unescape(c) if isinstance(c, str) else c for c in cells)


def _guarded(stream: BinaryIO) -> Iterator[tuple[str, int, tuple[Any, ...]]]:
    """The same, with one exception for whatever a damaged file makes the library raise."""
    rows = _rows(stream)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except (OSError, MemoryError):
            raise
        except Exception:
            raise _DamagedError from None
        yield row


def _read(sample: Sample) -> Iterator[Letter | Failure]:
    try:
        check_package(sample)
        with sample.source.open() as stream:
            yield from _sheets(sample, stream)
    except (_DamagedError, zipfile.BadZipFile):
        yield sample.failure("damaged")


def _sheets(sample: Sample, stream: BinaryIO) -> Iterator[Letter | Failure]:
    tables: dict[str, Table | ColumnError] = {}
    for title, number, cells in _guarded(stream):
        table = tables.get(title)
        if table is None:
            try:
                tables[title] = Table(cells, sample)
            except ColumnError as error:
                tables[title] = error
        elif isinstance(table, Table):
            place = sample.place("sheet_row", sheet=printable(title), number=number)
            yield table.letter(cells, number=number, place=place)
    refused = [table for table in tables.values() if isinstance(table, ColumnError)]
    if refused and len(refused) == len(tables):
        yield sample.failure(refused[0].code, name=refused[0].name)


FORMAT = Format("xlsx", suffixes=(".xlsx", ".xlsm"), recognises=_recognises, read=_read)
