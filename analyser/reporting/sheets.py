"""Workbooks as they are written: rows go to disk as they come, text stays text, the same rows give the same bytes."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
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

MOST_ROWS = 1_048_576
"""Rows that a sheet may have; what is more goes on in another."""
# A workbook's days are counted from 1900, which it takes for a leap year; earlier ones are written as text.
_FIRST_YEAR = 1901
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
    """One sheet, to which rows are added, and as many more of its kind as they need; made by :meth:`BookWriter.sheet`.

    Parameters
    ----------
    book
        Gives the forms of styles.
    begin
        Makes the sheet of a number, from 1.
    heads, look
        The header of each, and what it looks like; ``None`` for none.
    """

    def __init__(self, book: BookWriter, begin: Callable[[int], Any], heads: Sequence[str], look: Style | None) -> None:
        self._book, self._begin, self._heads, self._look = book, begin, heads, look
        self._made: list[Any] = []
        self._rows: list[int] = []
        self._next()

    def _next(self) -> None:
        self._made.append(self._begin(len(self._made) + 1))
        self._rows.append(0)
        if self._look is not None:
            self.add(*self._heads, style=self._look)

    def add(self, *values: Any, style: Style = PLAIN, styles: Mapping[int, Style] = MappingProxyType({})) -> None:
        """Add one row; dates, numbers and text keep their types, ``None`` and empty text leave a cell empty.

        Parameters
        ----------
        values
            From the first column on.
        style, styles
            Of all cells, and of those of single columns, counted from 0.
        """
        if self._rows[-1] == MOST_ROWS:
            self._next()
        made, row, form = self._made[-1], self._rows[-1], self._book.format
        for column, value in enumerate(values):
            look = styles.get(column, style)
            if isinstance(value, dt.date):
                if value.year >= _FIRST_YEAR:
                    made.write_datetime(row, column, value, form(look))
                    continue
                value = value.isoformat()
            if isinstance(value, str):
                if value:
                    text = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", value)
                    if len(text) > _CELL_LIMIT:
                        text = f"{text[:_CELL_LIMIT]}{_CUT}"
                    made.write_string(row, column, text, form(look, quoted=text.startswith(_NOT_TEXT_STARTS)))
            elif value is not None:
                made.write_number(row, column, value, form(look))
        self._rows[-1] = row + 1

    def filtered(self) -> None:
        """Let people filter by any column."""
        for made, rows in zip(self._made, self._rows, strict=True):
            made.autofilter(0, 0, rows - 1, len(self._heads) - 1)

    def mark(self, column: int, style: Style, rule: Mapping[str, Any]) -> None:
        """Give the cells of a column below its header a look where a rule of the spreadsheet library holds."""
        for made, rows in zip(self._made, self._rows, strict=True):
            look = {**rule, "format": self._book.format(style)}
            made.conditional_format(1, column, max(1, rows - 1), column, look)

    def choice(self, column: int, rows: int, source: str) -> None:
        """Let the cells of a column below its header be chosen from a range of cells (``=sheet!$A$1:$A$9``)."""
        for made in self._made:
            made.data_validation(1, column, rows, column, {"validate": "list", "source": source})


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
            cause = failure.args[0] if failure.args else None
            raise (cause if isinstance(cause, OSError) else OSError(str(failure))) from None
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

        def begin(number: int) -> Any:
            made = self._book.add_worksheet(title if number == 1 else f"{title} {number}")
            for place, (_, width) in enumerate(columns):
                made.set_column(place, place, width)
            if hidden:
                made.hide()
            if heads is not None:
                made.freeze_panes(1, frozen)
            return made

        return Sheet(self, begin, [head for head, _ in columns], heads)


def choice_of(title: str, column: int, words: Iterable[str]) -> str:
    """The range of cells, from the first row of a sheet's column on, that holds so many words."""
    from xlsxwriter.utility import quote_sheetname, xl_range_abs

    return f"={quote_sheetname(title)}!{xl_range_abs(0, column, len(list(words)) - 1, column)}"
