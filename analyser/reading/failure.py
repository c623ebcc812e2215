"""What could not be read: one row for a person who can do something about it."""

from __future__ import annotations

from dataclasses import dataclass

from analyser.letter import Message
from analyser.texts import Texts, load_texts

_NO_MESSAGE = Message()


@dataclass(frozen=True, slots=True)
class Failure:
    """A letter, a file or a folder that was not read; all fields but the last are the columns of ``failed.csv``.

    Attributes
    ----------
    source
        Name of the file or folder.
    place
        Where in it (``linje 3``); empty when the whole of it is meant.
    code
        Short id of the reason, the same in every language.
    reason, what_to_do
        One sentence each; never the words of a letter.
    message
        Of a cancellation, which holds no letter to assess but withdraws one
        (see :func:`analyser.reading.messages.superseded`).
    """

    source: str
    place: str
    code: str
    reason: str
    what_to_do: str
    message: Message = _NO_MESSAGE


def messages() -> Texts:
    """The reading room's sentences."""
    return load_texts("analyser.reading", "messages.toml")


def failure(code: str, source: str, *, lang: str, place: str = "", **values: object) -> Failure:
    """The row for ``code``, an entry of ``messages.toml``, with the places of its sentences filled."""
    texts = messages()
    return Failure(
        source=source,
        place=place,
        code=code,
        reason=texts.say(lang, f"{code}.reason", **values),
        what_to_do=texts.say(lang, f"{code}.what_to_do", **values),
    )
