"""PDF with a text layer: one letter a file. Parsed in a process of its own; a scan holds no text and is refused."""

from __future__ import annotations

from analyser.reading.formats.apart import parse_apart
from analyser.reading.formats.base import Sample, document_format
from analyser.reading.limits import RefusedError

# A few bytes may stand before the header.
_START = 1024


def _recognises(sample: Sample) -> bool:
    return b"%PDF-" in sample.head[:_START] and not sample.head.startswith(b"PK")


def _document(sample: Sample) -> tuple[str, tuple[str, ...]]:
    pages, pictures = parse_apart("pdf", sample.data())
    if not any(page.strip() for page in pages):
        raise RefusedError(code="no_text_layer")
    text = "\n\n".join(page.strip("\n") for page in pages if page.strip())
    return text, ("pages_without_text",) if pictures else ()


FORMAT = document_format("pdf", (".pdf",), _recognises, _document)
