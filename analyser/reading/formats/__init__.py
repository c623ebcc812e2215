"""The formats letters come in, one module each, and the registry that chooses among them."""

from __future__ import annotations

from analyser.reading.characters import is_text
from analyser.reading.formats import delimited, jsonl, plain, workbook
from analyser.reading.formats.base import Format, Sample

FORMATS: tuple[Format, ...] = (workbook.FORMAT, jsonl.FORMAT, delimited.FORMAT, plain.FORMAT)

# How files begin that people mistake for text, and the code of the failure.
_KNOWN_UNREAD = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "word"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
)

_WORD_PROCESSOR = {".docx", ".odt"}


def choose_format(sample: Sample) -> Format | str:
    """The format of a file, by its content first and its name second; else the code of the failure."""
    for start, code in _KNOWN_UNREAD:
        if sample.head.startswith(start):
            return code
    for form in FORMATS:
        if form.recognises(sample):
            return form
    suffix = sample.source.suffix
    if suffix in _WORD_PROCESSOR:
        return "word"
    named = next((form for form in FORMATS if suffix in form.suffixes), None)
    if named is workbook.FORMAT:
        return named
    if named is None and not sample.source.named:
        return "unknown_kind"
    return (plain.FORMAT if named is None else named) if is_text(sample.text) else "not_text"
