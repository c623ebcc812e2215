"""What delimited text and workbooks share: a row of cells to a letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analyser.letter import Letter
from analyser.reading.failure import Failure
from analyser.reading.formats.base import Sample
from analyser.reading.names import find_columns


class Table:
    """The rows below a header.

    Parameters
    ----------
    header
        Cells of the first row.

    Raises
    ------
    ColumnError
        The header lacks a column that is needed or was asked for.
    """

    def __init__(self, header: Sequence[object], sample: Sample) -> None:
        self._sample = sample
        self._columns = find_columns([cell_text(cell) for cell in header], sample.options.columns)

    def letter(self, cells: Sequence[object], *, number: int, place: str) -> Letter | Failure:
        """The letter of one row; ``number`` counts from the top of the table."""

        def cell(role: str) -> object:
            position = self._columns.get(role, len(cells))
            return cells[position] if position < len(cells) else None

        return self._sample.letter(
            cell_text(cell("text")),
            own_id=cell("id"),
            number=number,
            date=cell("date"),
            sender=cell("sender"),
            place=place,
        )


def is_blank(cells: Sequence[object]) -> bool:
    """Whether no cell holds anything."""
    return not any(cell_text(cell).strip() for cell in cells)


def cell_text(cell: object) -> str:
    """The text of a cell; dates as ISO, empty for an empty cell."""
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, dt.datetime | dt.date) else str(cell)
