"""What is attached to a message or an e-mail: documents become part of its letter, everything else is read apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analyser.reading.failure import messages
from analyser.reading.formats.base import Item, Sample
from analyser.reading.limits import MAX_DEPTH, RefusedError

# Where the name does not say what it is.
_SUFFIXES = {
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/msword": ".doc",
    "message/rfc822": ".eml",
    "text/csv": ".csv",
    "text/xml": ".xml",
    "application/xml": ".xml",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """Bytes with what the sender says of them: MIME type, name of the file, and title, which becomes a heading."""

    data: bytes
    mime: str = ""
    name: str = ""
    title: str = ""

    @property
    def file(self) -> str:
        """A name for choosing the format; it is never shown, for it may hold a person's name."""
        suffix = "." + self.name.rpartition(".")[2].lower() if "." in self.name else ""
        return "x" + (suffix or _SUFFIXES.get(self.mime.lower(), ".unknown"))


@dataclass(frozen=True, slots=True)
class Document:
    """The text of an attachment, its number and title, and what was noted."""

    number: int
    title: str
    text: str
    notes: tuple[str, ...]


def read_attachments(sample: Sample, attachments: Iterable[Attachment]) -> tuple[list[Document], list[Item]]:
    """The documents among the attachments; and the letters of the others, with all that could not be read.

    One is unpacked at a time, and none is kept.
    """
    documents: list[Document] = []
    others: list[Item] = []
    for number, attachment in enumerate(attachments, 1):
        place = sample.place("attachment", number=number)
        try:
            sample.budget.take(len(attachment.data))
            inner = sample.within(attachment.data, inside=place, file=attachment.file)
            document = _document(inner)
        except RefusedError as error:
            others.append(sample.refused(error, place=place))
            continue
        if document is None:
            others += _apart(inner)
        else:
            documents.append(Document(number, " ".join(attachment.title.split()), *document))
    return documents, others


def _document(sample: Sample) -> tuple[str, tuple[str, ...]] | None:
    from analyser.reading.formats import choose_format  # the registry knows those that call this

    if not sample.head:
        raise RefusedError(code="empty")
    form = choose_format(sample)
    if isinstance(form, str):
        raise RefusedError(code=form)
    if form.document is None:
        return None
    text, notes = form.document(sample)
    return text.replace("\r\n", "\n"), notes


def _apart(sample: Sample) -> Iterator[Item]:
    from analyser.reading.formats import read_items

    if sample.depth > MAX_DEPTH:
        raise RefusedError(code="nested_too_deep", limit=MAX_DEPTH)
    yield from read_items(sample)


def with_attachments(text: str, documents: Sequence[Document]) -> tuple[str, tuple[str, ...]]:
    """The text with those of its attachments behind, each under its number; and the notes of all."""
    parts = [text.rstrip()] if text.strip() else []
    notes: dict[str, None] = {}
    for document in documents:
        # A heading of the letter, and so in the letters' own language whatever the user's.
        heading = messages().say("nb", "place.attachment", number=document.number).capitalize()
        heading += f" ({document.title})" if document.title else ""
        parts.append(f"{heading}:\n{document.text.strip()}")
        notes.update(dict.fromkeys(document.notes))
    return "\n\n".join(parts), tuple(notes)
