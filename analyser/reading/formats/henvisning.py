"""Norwegian referral messages: Henvisning 1.0 and 1.1, and 2.0 inside a Hodemelding."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from analyser.reading.failure import Failure
from analyser.reading.formats.attached import Attachment, read_attachments, with_attachments
from analyser.reading.formats.base import Format, Item, Sample
from analyser.reading.limits import MAX_DOCUMENT_MB, Budget, RefusedError
from analyser.reading.message.envelope import ORIGINS, open_envelope
from analyser.reading.message.referral import compose_referral
from analyser.reading.message.tree import children, first, local, namespace, parse_tree, text_of, value_of
from analyser.reading.messages import CANCELLATION

_REQUESTS = {"ServReq", "Henvisning"}
_TOPS = {"Message", "MsgHead"}
_START = re.compile(r"\s*(?:<\?xml|<!--|<!DOCTYPE|<(?:[\w.-]+:)?(?:Message|MsgHead)\b)")
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+)?html", re.IGNORECASE | re.DOTALL)


def _recognises(sample: Sample) -> bool:
    text = sample.text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    return _START.match(text) is not None and _HTML.match(text[:10_000]) is None


def _requests(root: Element) -> Iterator[tuple[Element, Element]]:
    """Each message, wherever it stands, with its request."""
    tops = [element for element in root.iter() if local(element) in _TOPS] or [root]
    for top in tops:
        for element in top.iter():
            if local(element) in _REQUESTS and namespace(element) in ORIGINS:
                yield top, element
                break


def _read(sample: Sample) -> Iterator[Item]:
    requests = list(_requests(parse_tree(sample.data())))
    if not requests:
        raise RefusedError(code="no_referral")
    for number, (top, request) in enumerate(requests, 1):
        place = sample.place("message", number=number) if len(requests) > 1 else ""
        try:
            yield from _letter(sample, top, request, number=number, place=place)
        except RefusedError as error:
            yield sample.refused(error, place=place)


def _letter(sample: Sample, top: Element, request: Element, *, number: int, place: str) -> Iterator[Item]:
    envelope = open_envelope(top, request, ORIGINS[namespace(request)])
    if envelope.message.kind == "cancel":
        yield dataclasses.replace(sample.failure(CANCELLATION, place=place), message=envelope.message)
        return
    text, entries = compose_referral(request)
    outer = dataclasses.replace(sample, source=dataclasses.replace(sample.source, inside=_joined(sample, place)))
    documents, others = read_attachments(outer, _attachments(top, request, sample.budget))
    # What is attached is text behind the message's own, so that the offsets of its entries hold.
    text, notes = with_attachments(text, documents)
    if any(isinstance(item, Failure) for item in others):
        notes = (*notes, "attachment_not_read")
    yield sample.letter(
        text,
        own_id=sample.source.stem if number == 1 else f"{sample.source.stem}-{number}",
        number=number,
        date=envelope.date,
        sender=envelope.sender,
        place=place,
        notes=notes,
        message=dataclasses.replace(envelope.message, entries=entries),
    )
    yield from others


def _joined(sample: Sample, place: str) -> str:
    return ", ".join(part for part in (sample.source.inside, place) if part)


def _attachments(top: Element, request: Element, budget: Budget) -> Iterator[Attachment]:
    """The documents beside the referral that hold their content; one that is only pointed to cannot be fetched."""
    documents = [*children(top, "Document", "RefDoc"), *children(request, "RefDoc")]
    for document in documents:
        content = first(document, "Content")
        if content is not None and any(element is request for element in content.iter()):
            continue
        mime, title = value_of(document, "MimeType"), value_of(document, "Description")
        inner = None if content is None else next((e for e in content.iter() if local(e) == "Base64Container"), None)
        if inner is not None:
            data = _decoded(text_of(inner), value_of(document, "Compression"), limit=budget.left + 1)
            yield Attachment(data, mime, title=title)
        elif content is not None and text_of(content):
            yield Attachment(text_of(content).encode(), "text/plain", title=title)
        elif content is None and text_of(document, "FileReference"):
            yield Attachment(b"", mime)


def _decoded(text: str, compression: str, *, limit: int) -> bytes:
    """The bytes of a container, ``limit`` at most; those of one that is damaged are empty, which the reading tells."""
    try:
        data = base64.b64decode(text, validate=False)
        if not compression and not data.startswith(b"\x1f\x8b"):
            return data
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return stream.read(min(limit, MAX_DOCUMENT_MB * 1_000_000))
    except (binascii.Error, OSError, EOFError, zlib.error, ValueError):
        return b""


FORMAT = Format("henvisning", (".xml",), _recognises, _read)
