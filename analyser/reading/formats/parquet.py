"""Parquet tables: one letter a row. Needs the extra ``parquet``."""

from __future__ import annotations

from collections.abc import Iterator

from analyser.reading.formats.base import Format, Item, Sample
from analyser.reading.formats.rows import Table, is_blank
from analyser.reading.limits import MAX_UNPACKED_MB, RefusedError
from analyser.reading.names import ColumnError

_EXTRA = "parquet"
_ROWS_AT_ONCE = 256


def _recognises(sample: Sample) -> bool:
    return sample.head.startswith(b"PAR1")


def _rows(sample: Sample) -> Iterator[list[object]]:
    """The names of the columns, then the cells of each row."""
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        raise RefusedError(code="missing_extra", name=_EXTRA) from None
    try:
        with sample.source.open() as stream, parquet.ParquetFile(stream) as file:
            meta = file.metadata
            unpacked = sum(meta.row_group(number).total_byte_size for number in range(meta.num_row_groups))
            if unpacked > MAX_UNPACKED_MB * 1_000_000:
                raise RefusedError(code="unpacks_to_too_much", limit=MAX_UNPACKED_MB)
            names = list(file.schema_arrow.names)
            yield [*names]
            for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, use_threads=False):
                columns = [batch.column(number).to_pylist() for number in range(len(names))]
                yield from ([column[at] for column in columns] for at in range(batch.num_rows))
    except (RefusedError, MemoryError, GeneratorExit):
        raise
    except Exception:
        # Whatever a damaged file makes the library raise; its own words could be the letters'.
        raise RefusedError(code="damaged_table") from None


def _read(sample: Sample) -> Iterator[Item]:
    rows = _rows(sample)
    try:
        table = Table(next(rows), sample)
    except ColumnError as error:
        yield sample.failure(error.code, name=error.name)
        return
    for number, cells in enumerate(rows, 1):
        if not is_blank(cells):
            yield table.letter(cells, number=number, place=sample.place("row", number=number))


FORMAT = Format("parquet", (".parquet",), _recognises, _read, extra=_EXTRA)
