"""Plain text: one letter a file, called after the file."""

from __future__ import annotations

from analyser.reading.characters import decode
from analyser.reading.formats.base import Sample, document_format
from analyser.reading.limits import MAX_CHARACTERS, RefusedError

# No encoding takes more bytes for a character, and a byte order mark.
_MAX_BYTES = 4 * MAX_CHARACTERS + 4


def _recognises(sample: Sample) -> bool:
    """Plain text has no mark of its own."""
    del sample
    return False


def _document(sample: Sample) -> tuple[str, tuple[str, ...]]:
    if sample.source.size > _MAX_BYTES:
        raise RefusedError(code="too_long", limit=MAX_CHARACTERS)
    with sample.source.open() as stream:
        return decode(stream.read(_MAX_BYTES)), ()


FORMAT = document_format("txt", (".txt", ".text"), _recognises, _document)
