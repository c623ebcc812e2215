"""The formats letters come in, one module each, and the registry that chooses among them."""

from __future__ import annotations

from collections.abc import Iterator

from analyser.reading.characters import is_text
from analyser.reading.formats import (
    archive,
    delimited,
    fhir,
    henvisning,
    jsonl,
    mail,
    parquet,
    pdf,
    plain,
    rtf,
    word,
    workbook,
)
from analyser.reading.formats.base import Format, Item, Sample
from analyser.reading.formats.package import is_zip, package_names
from analyser.reading.limits import MAX_DEPTH, RefusedError

FORMATS: tuple[Format, ...] = (
    workbook.FORMAT,
    word.FORMAT,
    archive.FORMAT,
    pdf.FORMAT,
    rtf.FORMAT,
    parquet.FORMAT,
    henvisning.FORMAT,
    fhir.FORMAT,
    jsonl.FORMAT,
    mail.FORMAT,
    delimited.FORMAT,
    plain.FORMAT,
)
"""In the order in which their marks are looked for."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_WORD_PROCESSOR = ".odt"
# Formats whose files are no text: a name alone that tells of them is believed, and the damage told.
_BINARY = (workbook.FORMAT, word.FORMAT, archive.FORMAT, pdf.FORMAT, rtf.FORMAT, parquet.FORMAT)


def choose_format(sample: Sample) -> Format | str:
    """The format of a file, by its content first and its name second; else the code of the failure."""
    if sample.head.startswith(_OLD_OFFICE):
        return "old_office"
    suffix = sample.source.suffix
    if suffix == _OTHER_WORD_PROCESSOR or "content.xml" in package_names(sample):
        return "word"
    named = next((form for form in FORMATS if suffix in form.suffixes), None)
    for form in FORMATS:
        # A damaged workbook or document is still a zip file.
        if form.recognises(sample) and not (form is archive.FORMAT and named in (workbook.FORMAT, word.FORMAT)):
            return form
    if named in _BINARY:
        return named
    if named is None and not sample.source.named:
        return "unknown_kind"
    return (plain.FORMAT if named is None else named) if is_text(sample.text) else "not_text"


def read_items(sample: Sample) -> Iterator[Item]:
    """The letters of a source, and in their place what could not be read; their texts are not yet checked.

    At least one item comes out; raises ``OSError`` only.
    """
    count = 0
    try:
        for item in _items(sample):
            count += 1
            yield item
    except RefusedError as error:
        count += 1
        yield sample.refused(error)
    if not count:
        yield sample.failure("no_rows")


def _items(sample: Sample) -> Iterator[Item]:
    if not sample.head:
        raise RefusedError(code="empty")
    if sample.depth > MAX_DEPTH:
        raise RefusedError(code="nested_too_deep", limit=MAX_DEPTH)
    form = choose_format(sample)
    if isinstance(form, str):
        raise RefusedError(code=form)
    yield from form.read(sample)


__all__ = ["FORMATS", "Format", "Item", "Sample", "choose_format", "is_zip", "read_items"]
