"""Workbooks as they are written: rows go to disk as they come, text stays text, the same rows give the same bytes."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any

Style = frozenset[tuple[str, Any]]
"""What a cell looks like, in the spreadsheet library's words."""
BOLD, ITALIC, PERCENT, WRAPPED, HEAD, TITLE = (
    frozenset(properties.items())
    for properties in (
        {"bold": True},
        {"italic": True},
        {"num_format": "0 %"},
        {"text_wrap": True, "valign": "top"},
        {"bold": True, "bg_color": "#EEF1F4", "text_wrap": True, "valign": "top"},
        {"bold": True, "text_wrap": True, "valign": "top"},
    )
)
PLAIN: Style = frozenset()

_CELL_LIMIT = 32_000
_CUT = " [...]"
# What a workbook cannot hold.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Text that begins so is taken for a formula or an error when someone edits the cell.
_NOT_TEXT_STARTS = ("=", "+", "-", "@", "#")
_OPTIONS = MappingProxyType({"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
# A file says when it was written; the same rows have the same bytes.
_WRITTEN = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def sheets_of(path: Path) -> Path:
    """The folder beside a workbook that is being written in which its sheets are until they are whole.

    They hold words of letters, and stay where the results are.
    """
    return path.with_name(f"{path.name}.sheets")


class Sheet:
    """One sheet, to which rows are added; made by :meth:`BookWriter.sheet`.

    Attributes
    ----------
    count
        How many rows it has, the header among them.
    """

    def __init__(self, book: BookWriter, made: Any, columns: int) -> None:
        self._book, self._made, self._columns = book, made, columns
        self.count = 0

    def add(self, *values: Any, style: Style = PLAIN, styles: Mapping[int, Style] = MappingProxyType({})) -> None:
        """Add one row; dates, numbers and text keep their types, ``None`` and empty text leave a cell empty.

        Parameters
        ----------
        values
            From the first column on.
        style, styles
            Of all cells, and of those of single columns, counted from 0.
        """
        made, row, form = self._made, self.count, self._book.format
        for column, value in enumerate(values):
            look = styles.get(column, style)
            if isinstance(value, str):
                if value:
                    text = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", value)
                    if len(text) > _CELL_LIMIT:
                        text = f"{text[:_CELL_LIMIT]}{_CUT}"
                    made.write_string(row, column, text, form(look, quoted=text.startswith(_NOT_TEXT_STARTS)))
            elif isinstance(value, dt.date):
                made.write_datetime(row, column, value, form(look))
            elif value is not None:
                made.write_number(row, column, value, form(look))
        self.count = row + 1

    def filtered(self) -> None:
        """Let people filter by any column."""
        self._made.autofilter(0, 0, self.count - 1, self._columns - 1)

    def mark(self, column: int, style: Style, rule: Mapping[str, Any]) -> None:
        """Give the cells of a column below its header a look where a rule of the spreadsheet library holds."""
        last = max(1, self.count - 1)
        self._made.conditional_format(1, column, last, column, {**rule, "format": self._book.format(style)})

    def choice(self, column: int, rows: int, source: str) -> None:
        """Let the cells of a column below its header be chosen from a range of cells (``=sheet!$A$1:$A$9``)."""
        self._made.data_validation(1, column, rows, column, {"validate": "list", "source": source})


class BookWriter:
    """Writes a workbook; a context manager, after whose block the file is there, or nothing after an error.

    Raises
    ------
    OSError
        When the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        from xlsxwriter import Workbook

        self._folder = sheets_of(path)
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        self._book: Any = Workbook(str(path), {**_OPTIONS, "tmpdir": str(self._folder)})
        self._book.set_properties({"created": _WRITTEN})
        self._formats: dict[tuple[Style, bool], Any] = {(PLAIN, False): None}

    def __enter__(self) -> BookWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        from xlsxwriter.exceptions import XlsxFileError

        try:
            if error is None:
                self._book.close()
        except XlsxFileError as failure:
            raise OSError(*failure.args) from failure
        finally:
            self._book.fileclosed = True
            for sheet in self._book.worksheets():
                # The library keeps the rows of sheets that are never finished open.
                if sheet.row_data_fh is not None:
                    sheet.row_data_fh.close()
            shutil.rmtree(self._folder, ignore_errors=True)

    def format(self, style: Style, *, quoted: bool = False) -> Any:
        """The library's own form of a style; ``quoted`` keeps a cell's text from being taken for something else."""
        try:
            return self._formats[style, quoted]
        except KeyError:
            properties = {**dict(style), **({"quote_prefix": True} if quoted else {})}
            made = self._formats[style, quoted] = self._book.add_format(properties)
            return made

    def sheet(
        self,
        title: str,
        columns: Sequence[tuple[str, float]],
        *,
        frozen: int = 0,
        heads: Style | None = HEAD,
        hidden: bool = False,
    ) -> Sheet:
        """A new sheet.

        Parameters
        ----------
        title
            Its name.
        columns
            Header and width of each.
        frozen
            How many columns stay in view; the header always does.
        heads
            What headers look like; ``None`` for a sheet without.
        hidden
            Whether it is out of sight.
        """
        made = self._book.add_worksheet(title)
        for place, (_, width) in enumerate(columns):
            made.set_column(place, place, width)
        sheet = Sheet(self, made, len(columns))
        if hidden:
            made.hide()
        if heads is not None:
            made.freeze_panes(1, frozen)
            sheet.add(*(head for head, _ in columns), style=heads)
        return sheet


def choice_of(title: str, column: int, words: Iterable[str]) -> str:
    """The range of cells, from the first row of a sheet's column on, that holds so many words."""
    from xlsxwriter.utility import quote_sheetname, xl_range_abs

    return f"={quote_sheetname(title)}!{xl_range_abs(0, column, len(list(words)) - 1, column)}"
