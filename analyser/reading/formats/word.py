"""Word documents: paragraphs, tables, headers, footers, footnotes and text boxes, in reading order.

The package is opened by python-docx; its parts are walked here, because that library leaves out text boxes, content
controls and insertions that are still marked. Macros, pictures and what a document links to are never opened.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from analyser.reading.formats.base import Sample, document_format
from analyser.reading.formats.package import check_package, package_names
from analyser.reading.limits import RefusedError

if TYPE_CHECKING:
    from docx.opc.part import Part

# What is deleted, what is shown in other words already, and what the reader never sees.
_SKIPPED = frozenset(["Fallback", "del", "moveFrom", "rPr", "pPr", "instrText", "delText", "sectPr", "tblPr"])
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BEFORE, _BEHIND = ("header",), ("footnotes", "endnotes", "footer")


def _recognises(sample: Sample) -> bool:
    names = package_names(sample)
    return "word/document.xml" in names or any(name.startswith("word/") for name in names)


def _name(element: Element) -> str:
    """Name in the word processor's own vocabulary; of others, the local name."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2]


def _inline(element: Element) -> str:
    """The text of what stands in a line; text boxes are not part of it."""
    parts: list[str] = []
    for child in element:
        name = _name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in _CHARACTERS:
            parts.append(_CHARACTERS[name])
        elif name not in _SKIPPED and name not in ("txbxContent", "p", "tbl"):
            parts.append(_inline(child))
    return "".join(parts)


def _boxes(element: Element) -> Iterator[Element]:
    """The text boxes inside, outermost first."""
    for child in element:
        name = _name(child)
        if name == "txbxContent":
            yield child
        elif name not in _SKIPPED and name != "p":
            yield from _boxes(child)


def _lines(element: Element) -> Iterator[str]:
    """One a paragraph and one a row of a table."""
    for child in element:
        name = _name(child)
        if name == "p":
            yield _inline(child)
            for box in _boxes(child):
                yield from _lines(box)
        elif name == "tbl":
            yield from _rows(child)
        elif name not in _SKIPPED:
            yield from _lines(child)


def _rows(table: Element) -> Iterator[str]:
    """A row of short cells is one line; a row of longer ones, as in a page laid out with tables, is each in turn."""
    for row in _within(table, "tr"):
        cells = [[line for line in "\n".join(_lines(cell)).split("\n") if line.strip()] for cell in _within(row, "tc")]
        if all(len(lines) <= 1 for lines in cells):
            yield "\t".join(lines[0] if lines else "" for lines in cells)
        else:
            for lines in cells:
                yield from lines


def _within(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those inside content controls; not those of tables inside."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) not in _SKIPPED:
            yield from _within(child, name)


def _part_text(part: Part) -> str:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        return "\n".join(_lines(fromstring(part.blob, forbid_dtd=True)))
    except DefusedXmlException:
        raise RefusedError(code="xml_entities") from None


def _texts(data: bytes) -> Iterator[str]:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.package import OpcPackage

    main = OpcPackage.open(io.BytesIO(data)).part_related_by(RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    related = [(rel.reltype.rpartition("/")[2], rel.target_part) for rel in main.rels.values() if not rel.is_external]
    for wanted in (*_BEFORE, None, *_BEHIND):
        parts = [main] if wanted is None else [part for kind, part in related if kind == wanted]
        # Sections often repeat their headers.
        yield from dict.fromkeys(_part_text(part).strip("\n") for part in parts)


def _document(sample: Sample) -> tuple[str, tuple[str, ...]]:
    try:
        check_package(sample)
        texts = list(_texts(sample.data()))
    except (RefusedError, OSError, MemoryError):
        raise
    except Exception:
        # Whatever a damaged package makes the libraries raise; their own words could be the letter's.
        raise RefusedError(code="damaged_document") from None
    return "\n\n".join(text for text in texts if text.strip()), ()


FORMAT = document_format("docx", (".docx", ".docm", ".dotx"), _recognises, _document)
