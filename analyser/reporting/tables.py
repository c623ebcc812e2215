"""The tables of a run: their columns are defined here once, for data frames and for CSV files alike.

CSV files are written as Excel in Norway opens them: UTF-8 with a byte order mark, semicolons, decimal comma.
Read them back with ``pandas.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")``.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TextIO, TypeVar

from analyser.analysis import Analysis
from analyser.codebook import load_codebook
from analyser.fact import Fact
from analyser.reading.failure import Failure
from analyser.reporting.parts import REMARK, first_of

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "integer", "number", "boolean", "date"]
Row = TypeVar("Row")

_DTYPES: dict[Kind, str] = {
    "text": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}
DELIMITER = ";"
# A spreadsheet takes a cell that begins so for a formula and runs it; the wide forms are folded to these by some.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PARTS = " | "


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its name, what it holds, and how to get it from a row.

    ``kind`` is ``text``, ``integer``, ``number``, ``boolean`` or ``date``; a value may be ``None``.
    """

    name: str
    kind: Kind
    value: Callable[[Row], Any]


def _read_first(one: Analysis) -> str:
    return _PARTS.join(reason.message for reason in first_of(one.assessment.reasons))


def _remarks(one: Analysis) -> str:
    """Those that are not to be read first."""
    rest = one.assessment.reasons[len(first_of(one.assessment.reasons)) :]
    return _PARTS.join(reason.message for reason in rest if reason.kind == REMARK)


def _messages(kind: str) -> Callable[[Analysis], str]:
    return lambda one: _PARTS.join(reason.message for reason in one.assessment.reasons if reason.kind == kind)


LETTER_COLUMNS: tuple[Column[Analysis], ...] = (
    Column("id", "text", lambda one: one.letter.id),
    Column("source", "text", lambda one: one.letter.source),
    Column("date", "date", lambda one: one.letter.date),
    Column("sender", "text", lambda one: one.letter.sender),
    Column("language", "text", lambda one: one.language),
    Column("read_first", "text", _read_first),
    Column("dxa", "text", lambda one: one.assessment.dxa),
    Column("rule", "text", lambda one: one.assessment.rule),
    Column("dental", "text", lambda one: _PARTS.join(one.assessment.dental)),
    Column("dialogue", "text", lambda one: _PARTS.join(one.assessment.dialogue)),
    Column("missing", "text", lambda one: _PARTS.join(one.assessment.missing)),
    Column("score", "integer", lambda one: one.assessment.score),
    Column("facts", "integer", lambda one: len(one.facts)),
    Column("dxa_reason", "text", _messages("dxa")),
    Column("dental_reason", "text", _messages("dental")),
    Column("dialogue_reason", "text", _messages("dialogue")),
    Column("remarks", "text", _remarks),
    Column("duplicate_of", "text", lambda one: one.letter.duplicate_of),
    Column("second_dxa", "text", lambda one: one.second and one.second.suggestion),
    Column("second_probability", "number", lambda one: one.second and round(one.second.probability, 3)),
    Column("agrees", "boolean", lambda one: one.second and one.second.agrees),
    Column("review_first", "integer", lambda one: one.second and one.second.review_first),
)
"""One row a letter. Several labels or sentences in one cell are parted by `` | ``."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact and the letter it stands in."""

    letter: str
    fact: Fact


def _attribute_columns() -> Iterator[Column[FactRow]]:
    """A column for every attribute of the codebook, called as the attribute is; a laboratory value apart."""
    kinds: dict[str, Kind] = {}
    for concept in load_codebook().concepts.values():
        for name, allowed in concept.attributes.items():
            kinds[name] = "text" if isinstance(allowed, tuple) else "boolean" if allowed == "boolean" else "number"

    def getter(name: str) -> Callable[[FactRow], Any]:
        return lambda row: row.fact.attributes.get(name)

    for name, kind in kinds.items():
        yield Column("lab_value" if name == "value" else name, kind, getter(name))


FACT_COLUMNS: tuple[Column[FactRow], ...] = (
    Column("id", "text", lambda row: row.letter),
    Column("group", "text", lambda row: load_codebook().concepts[row.fact.concept].group),
    Column("concept", "text", lambda row: row.fact.concept),
    Column("status", "text", lambda row: row.fact.status),
    Column("value", "number", lambda row: None if isinstance(row.fact.value, str) else row.fact.value),
    Column("choice", "text", lambda row: row.fact.value if isinstance(row.fact.value, str) else None),
    *_attribute_columns(),
    Column("start", "integer", lambda row: row.fact.start),
    Column("end", "integer", lambda row: row.fact.end),
    Column("quote", "text", lambda row: row.fact.quote),
    Column("origin", "text", lambda row: row.fact.origin),
    Column("cue", "text", lambda row: row.fact.cue.quote if row.fact.cue else None),
    Column("cue_start", "integer", lambda row: row.fact.cue.start if row.fact.cue else None),
    Column("cue_end", "integer", lambda row: row.fact.cue.end if row.fact.cue else None),
)
"""One row a fact; ``id`` is the letter's, offsets are half-open."""

FAILURE_COLUMNS: tuple[Column[Failure], ...] = (
    Column("source", "text", lambda row: row.source),
    Column("place", "text", lambda row: row.place),
    Column("code", "text", lambda row: row.code),
    Column("reason", "text", lambda row: row.reason),
    Column("what_to_do", "text", lambda row: row.what_to_do),
)
"""One row for everything that was not read."""


def fact_rows(analyses: Iterable[Analysis]) -> Iterator[FactRow]:
    """The facts of the letters, in their order."""
    return (FactRow(one.letter.id, fact) for one in analyses for fact in one.facts)


def letters_frame(analyses: Iterable[Analysis]) -> pd.DataFrame:
    """One row a letter, with :data:`LETTER_COLUMNS`; the types of the columns do not hang on the rows."""
    return _frame(LETTER_COLUMNS, analyses)


def facts_frame(analyses: Iterable[Analysis]) -> pd.DataFrame:
    """One row a fact, with :data:`FACT_COLUMNS`; the types of the columns do not hang on the rows."""
    return _frame(FACT_COLUMNS, fact_rows(analyses))


def _frame(columns: tuple[Column[Row], ...], rows: Iterable[Row]) -> pd.DataFrame:
    import pandas as pd

    rows = list(rows)
    return pd.DataFrame(
        {column.name: pd.Series([column.value(row) for row in rows], dtype=_DTYPES[column.kind]) for column in columns}
    )


class TableWriter(Generic[Row]):
    """Writes a table to a CSV file, row by row.

    Parameters
    ----------
    stream
        Opened for writing with ``encoding="utf-8-sig"`` and ``newline=""``.
    columns
        Of the table; the header is written at once.
    """

    def __init__(self, stream: TextIO, columns: tuple[Column[Row], ...]) -> None:
        self._columns = columns
        self._writer = csv.writer(stream, delimiter=DELIMITER, lineterminator="\r\n")
        self._writer.writerow([column.name for column in columns])

    def write(self, row: Row) -> None:
        """Add one row."""
        self._writer.writerow([_cell(column.kind, column.value(row)) for column in self._columns])


def _cell(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if kind == "text":
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else str(value)
    if kind == "number":
        return format(value, ".15g").replace(".", ",")
    if kind == "boolean":
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
