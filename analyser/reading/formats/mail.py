"""E-mails: the text with its attached documents is one letter; messages, tables and archives are read apart."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from analyser.reading.characters import decode
from analyser.reading.failure import Failure
from analyser.reading.formats.attached import Attachment, read_attachments, with_attachments
from analyser.reading.formats.base import Format, Item, Sample
from analyser.reading.formats.html_text import html_text
from analyser.reading.limits import RefusedError

_HEADER = re.compile(r"([!-9;-~]+):", re.ASCII)
# One of these stands in every e-mail that was sent, and in no letter.
_MARKS = {"mime-version", "message-id", "received", "return-path", "x-mailer"}
_MAX_HEADERS = 200
_MAX_PARTS = 500


def _recognises(sample: Sample) -> bool:
    names: set[str] = set()
    for line in sample.text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}").splitlines()[:_MAX_HEADERS]:
        if line.startswith((" ", "\t")) and names:
            continue
        match = _HEADER.match(line)
        if match is None:
            break
        names.add(match[1].lower())
    return bool(names & _MARKS) and bool(names & {"from", "date", "subject", "content-type"})


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, Message) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: EmailMessage) -> str:
    """Of a part that is text; what no sender's declaration explains is decoded as files are."""
    data = _content(part)
    try:
        text = data.decode(part.get_content_charset("") or "")
    except (LookupError, UnicodeDecodeError):
        text = decode(data)
    text = text.replace("\r\n", "\n")
    return html_text(text) if part.get_content_subtype() == "html" else text


def _header(message: EmailMessage, name: str) -> str:
    value = message.get(name)
    return "" if value is None else str(value)


def _open(sample: Sample) -> tuple[str, list[Attachment], str, str | None]:
    """Text, attachments, sender, and date as ISO."""
    message = email.message_from_bytes(sample.data(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferencelist=("plain", "html"))
    assert body is None or isinstance(body, EmailMessage)
    attachments: list[Attachment] = []
    parts = [message] if not message.is_multipart() else [*_leaves(message)]
    if len(parts) > _MAX_PARTS:
        raise RefusedError(code="too_many_members", limit=_MAX_PARTS)
    alternatives = _alternatives(message)
    for part in parts:
        if part is not body and id(part) not in alternatives:
            name = part.get_filename() or ""
            attachments.append(Attachment(_content(part), part.get_content_type(), str(name)))
    try:
        date = parsedate_to_datetime(_header(message, "date")).date().isoformat()
    except (TypeError, ValueError):
        date = None
    return "" if body is None else _text(body), attachments, _header(message, "from"), date


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something; an e-mail inside is one of them."""
    stack = [message]
    while stack:
        part = stack.pop()
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            stack += [one for one in reversed(list(part.iter_parts())) if isinstance(one, EmailMessage)]
        else:
            yield part


def _alternatives(message: EmailMessage) -> set[int]:
    """The same text told once more: the parts of ``multipart/alternative`` that are text."""
    found: set[int] = set()
    for part in message.walk():
        if part.get_content_type() == "multipart/alternative":
            payload = part.get_payload()
            parts = [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
            found |= {id(one) for one in parts if one.get_content_maintype() == "text"}
    return found


def _read(sample: Sample) -> Iterator[Item]:
    try:
        text, attachments, sender, date = _open(sample)
    except (RefusedError, OSError, MemoryError):
        raise
    except Exception:
        # The library raises much for headers that no sender should write; its words could be the letter's.
        raise RefusedError(code="damaged_mail") from None
    documents, others = read_attachments(sample, attachments)
    letters = [item for item in others if not isinstance(item, Failure)]
    text, notes = with_attachments(text, documents)
    if letters and not documents:
        # What lies in it are the letters; the words that came with them are told of, not assessed.
        if text.strip():
            yield sample.failure("cover_note")
    elif text.strip() or not others:
        if any(isinstance(item, Failure) for item in others):
            notes = (*notes, "attachment_not_read")
        yield sample.letter(text, own_id=sample.source.stem, number=1, date=date, sender=sender, place="", notes=notes)
    yield from others


FORMAT = Format("eml", (".eml",), _recognises, _read)
