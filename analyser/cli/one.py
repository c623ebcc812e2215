"""The one letter that ``explain`` and ``draft`` are about."""

from __future__ import annotations

import dataclasses

from analyser.cli import frame
from analyser.cli.frame import say
from analyser.errors import user_error
from analyser.letter import Letter
from analyser.reading.dates import parse_date
from analyser.reading.failure import Failure
from analyser.reading.one import read_one
from analyser.reading.options import Columns, Options


def read_letter(name: str, *, wanted: str | None, date: str | None, columns: Columns, lang: str) -> Letter | int:
    """The letter; or, where it could not be read, which has then been said, the exit state.

    Parameters
    ----------
    name, wanted, columns
        As for :func:`analyser.reading.one.read_one`.
    date
        When it was written, where the user says so.
    lang
        Language in which to say what is wrong.
    """
    found = read_one(name, wanted=wanted, options=Options(columns=columns, lang=lang))
    if isinstance(found, Failure):
        where = frame.where_of(found)
        sentence = say(lang, "error.not_read", name=where, reason=found.reason, what_to_do=found.what_to_do)
        return frame.complain(sentence, state=frame.SOME_NOT_READ)
    if date is None:
        return found
    try:
        return dataclasses.replace(found, date=parse_date(date))
    except ValueError:
        raise user_error(lang, "bad_date") from None
