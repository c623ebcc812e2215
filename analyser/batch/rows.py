"""Letters and results as plain JSON: what crosses between processes, and what the store holds."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from analyser.analysis import Analysis
from analyser.letter import Entry, Letter, Message

NO_MESSAGE = Letter(id="", text="").message
"""That of a letter that came as text."""
# Names of fields, and what each has when nothing is said.
_USUAL: dict[type, tuple[tuple[str, Any], ...]] = {
    kind: tuple((field.name, field.default) for field in dataclasses.fields(kind)) for kind in (Letter, Message, Entry)
}
# For masking only: neither kept nor handed on.
_PERSONS = ("names", "identities")


def dumps(value: Any) -> str:
    """Compact JSON, the same characters for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def bare(letter: Letter) -> Letter:
    """The letter's content alone: no id, sender, source or notes, and no name of the message or of a person."""
    if letter.message is NO_MESSAGE:
        return Letter(id="", text=letter.text, date=letter.date)
    message = dataclasses.replace(
        letter.message, kind="", id="", referral="", original="", sent=None, names=(), identities=()
    )
    return Letter(id="", text=letter.text, date=letter.date, message=message)


def content_of(letter: Letter) -> bytes:
    """The row of a letter's content (see :func:`bare`): what its result depends on, and what a worker is given."""
    return dumps(letter_row(bare(letter))).encode("utf-8")


def letter_row(letter: Letter, *, text: bool = True) -> dict[str, Any]:
    """A letter as plain values; what is as usual is left out, and so are names and identity numbers of persons."""
    row = _plain(letter, skip=() if text else ("text",))
    if "message" not in row:
        return row
    message = _plain(letter.message, skip=_PERSONS)
    if letter.message.entries:
        message["entries"] = [_plain(entry) for entry in letter.message.entries]
    row.pop("message", None)
    return {**row, "message": message} if message else row


def read_letter(row: Mapping[str, Any], *, text: str | None = None) -> Letter:
    """Inverse of :func:`letter_row`; ``text`` is given where the row was made without."""
    values = dict(row)
    if text is not None:
        values["text"] = text
    message = dict(values.pop("message", {}))
    entries = tuple(Entry(**{**entry, "date": _day(entry.get("date"))}) for entry in message.pop("entries", ()))
    sent = message.pop("sent", None)
    read = Message(
        **{
            **message,
            "sent": None if sent is None else dt.datetime.fromisoformat(sent),
            "birth_date": _day(message.get("birth_date")),
            "derived": frozenset(message.get("derived", ())),
            "entries": entries,
        }
    )
    notes = tuple(values.pop("notes", ()))
    return Letter(**{**values, "date": _day(values.get("date")), "notes": notes, "message": read})


def result_row(analysis: Analysis) -> str:
    """What was found and concluded, as JSON without the letter or its id."""
    row = analysis.to_dict()
    del row["id"]
    return dumps(row)


def key_of(content: bytes, fingerprint: bytes) -> str:
    """Hash of all that a result depends on.

    Parameters
    ----------
    content
        Of the letter (:func:`content_of`); its id, sender and source do not count.
    fingerprint
        Of everything else: versions of the program, the lexicon and the rules, and the language.

    Returns
    -------
    str
        SHA-256, 64 hexadecimal digits.
    """
    return hashlib.sha256(fingerprint + content).hexdigest()


def fingerprint_of(versions: Mapping[str, str | int], lang: str) -> bytes:
    """Of versions and language, for :func:`key_of`."""
    return hashlib.sha256(dumps({**versions, "lang": lang}).encode("utf-8")).digest()


def _plain(noun: Letter | Message | Entry, skip: tuple[str, ...] = ()) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, usual in _USUAL[type(noun)]:
        value = getattr(noun, name)
        if name in skip or value is usual or value == usual:
            continue
        if isinstance(value, dt.date):
            value = value.isoformat()
        elif isinstance(value, frozenset):
            value = sorted(value)
        elif isinstance(value, tuple):
            value = list(value)
        row[name] = value
    return row


def _day(value: str | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)
