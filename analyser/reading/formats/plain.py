"""Plain text: one letter a file, called after the file."""

from __future__ import annotations

from collections.abc import Iterator

from analyser.letter import Letter
from analyser.reading.characters import decode
from analyser.reading.failure import Failure
from analyser.reading.formats.base import Format, Sample
from analyser.reading.options import MAX_CHARACTERS

# No encoding takes more bytes for a character, and a byte order mark.
_MAX_BYTES = 4 * MAX_CHARACTERS + 4


def _recognises(sample: Sample) -> bool:
    """Plain text has no mark of its own."""
    del sample
    return False


def _read(sample: Sample) -> Iterator[Letter | Failure]:
    if sample.source.size > _MAX_BYTES:
        yield sample.too_long()
        return
    with sample.source.open() as stream:
        data = stream.read(_MAX_BYTES)
    yield sample.letter(decode(data), own_id=sample.source.stem, number=1, date=None, sender=None, place="")


FORMAT = Format(suffixes=(".txt", ".text"), recognises=_recognises, read=_read)
