"""XML of messages: parsed without entities, and walked by local names, which the versions of the standard share."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from analyser.reading.characters import decode
from analyser.reading.limits import RefusedError

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_tree(data: bytes) -> Element:
    """The root element.

    Parameters
    ----------
    data
        The file; one whose bytes are not what it declares is read as text files are.

    Raises
    ------
    RefusedError
        It is no XML, or declares a document type or entities.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        try:
            return _element(fromstring(data, forbid_dtd=True))
        except (ParseError, ValueError, LookupError):
            text = _DECLARATION.sub("", decode(data), count=1)
            return _element(fromstring(text, forbid_dtd=True))
    except DefusedXmlException:
        raise RefusedError(code="xml_entities") from None
    except (ParseError, ValueError, LookupError):
        raise RefusedError(code="bad_xml") from None


def _element(value: object) -> Element:
    assert isinstance(value, Element)
    return value


def local(element: Element) -> str:
    """Name without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str:
    """Namespace of the name."""
    return element.tag.rpartition("}")[0].lstrip("{") if isinstance(element.tag, str) else ""


def children(element: Element | None, *path: str) -> Iterator[Element]:
    """The elements at the end of a path of local names."""
    if element is None:
        return
    if not path:
        yield element
        return
    for child in element:
        if local(child) == path[0]:
            yield from children(child, *path[1:])


def first(element: Element | None, *path: str) -> Element | None:
    """The first element at the end of a path."""
    return next(children(element, *path), None)


def text_of(element: Element | None, *path: str) -> str:
    """The trimmed text at the end of a path, marks inside it left out; empty when there is none."""
    found = first(element, *path)
    return "" if found is None else "".join(found.itertext()).strip()


def coded(element: Element | None, *path: str, key: str = "V") -> str:
    """An attribute at the end of a path: ``V`` (code), ``DN`` (its name), ``S`` (system), ``OT``, ``U`` (unit)."""
    found = first(element, *path)
    return "" if found is None else (found.get(key) or "").strip()


def value_of(element: Element | None, *path: str) -> str:
    """A time or other simple value, which 1.x writes as an attribute and 2.0 as text."""
    return coded(element, *path) or text_of(element, *path)


def moment(value: str) -> dt.datetime | None:
    """A time as messages write it, with the sender's clock; ``None`` when it is none."""
    try:
        return dt.datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        return None


def day(value: str) -> dt.date | None:
    """A whole date, with a time behind it or not; ``None`` for a year or month alone."""
    found = moment(value) if len(value) >= len("2026-03-14") else None
    return None if found is None else found.date()


def number(value: str) -> float | None:
    """A finite number, with decimal point or comma."""
    try:
        found = float(value.replace(",", "."))
    except ValueError:
        return None
    return found if abs(found) < float("inf") else None
