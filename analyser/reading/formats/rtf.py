"""Rich Text Format: one letter a file, without its looks and pictures. Parsed in a process of its own."""

from __future__ import annotations

from analyser.reading.formats.apart import parse_apart
from analyser.reading.formats.base import Sample, document_format


def _recognises(sample: Sample) -> bool:
    return sample.head.startswith(b"{\\rtf")


def _document(sample: Sample) -> tuple[str, tuple[str, ...]]:
    pages, _ = parse_apart("rtf", sample.data())
    return "".join(pages), ()


FORMAT = document_format("rtf", (".rtf",), _recognises, _document)
