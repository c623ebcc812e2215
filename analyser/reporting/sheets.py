"""Where a workbook's sheets are until they are whole: they hold words of letters, and stay where the results are."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def sheets_of(path: Path) -> Path:
    """The folder beside a workbook that is being written in which its sheets are until they are whole."""
    return path.with_name(f"{path.name}.sheets")


@contextmanager
def temporary_files_beside(path: Path) -> Iterator[None]:
    """The spreadsheet library keeps sheets in temporary files: in the block they lie beside the workbook."""
    before = tempfile.tempdir
    folder = sheets_of(path)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)
