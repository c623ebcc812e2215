"""The letter: what the reading room hands on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Entry:
    """One coded entry of a structured message; its readable line stands in the letter's text.

    Attributes
    ----------
    kind
        What was coded.
    start, end
        Half-open offsets of the line in :attr:`Letter.text`.
    system, code
        ``ATC``, ``NPU``, ``ICPC-2`` or ``ICD-10`` and the code without blanks (``H02AB06``); ``""`` for a
        system that the program does not know.
    name
        As the sender named it; ``""`` when only coded.
    value, unit
        Of a numeric result, or the unit dose of a medicine; as sent.
    date
        When the sample was taken or the examination done.
    status
        Of a medicine: ``fixed``, ``course``, ``as_needed``, ``stopped``, or ``""`` when not said.
    """

    kind: Literal["medicine", "result", "diagnosis"]
    start: int
    end: int
    system: str = ""
    code: str = ""
    name: str = ""
    value: float | None = None
    unit: str = ""
    date: dt.date | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What a structured message knows beside its text; all empty for a letter that came as text.

    Attributes
    ----------
    kind
        ``new``, ``change`` (replaces what was sent before) or ``cancel`` (withdraws it); ``""`` when the
        letter was no message.
    origin
        The standard (``henvisning-1.1``, ``henvisning-2.0``, ``fhir-r4``).
    id
        Of this message (MsgId).
    referral
        Of the referral that new, change and cancel messages are about; the same in all of them.
    original
        Id of the message that began the conversation, where this one names it.
    sent
        When the message was made, with the sender's clock.
    sex, birth_date
        The patient's; ``None`` when the message does not say.
    derived
        Which of the two (``sex``, ``birth_date``) were derived from the identity number.
    entries
        Medicines, results and diagnoses, in the order of their lines in the text.
    names, identities
        Of persons and their identity numbers, from the message's own fields: for masking, never for output.
    """

    kind: Literal["", "new", "change", "cancel"] = ""
    origin: str = ""
    id: str = ""
    referral: str = ""
    original: str = ""
    sent: dt.datetime | None = None
    sex: Literal["female", "male"] | None = None
    birth_date: dt.date | None = field(default=None, repr=False)
    derived: frozenset[str] = frozenset()
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    names: tuple[str, ...] = field(default=(), repr=False)
    identities: tuple[str, ...] = field(default=(), repr=False)

    def age(self, on: dt.date | None) -> int | None:
        """Whole years at a date; ``None`` when either is not known or the birth lies behind it."""
        born = self.birth_date
        if born is None or on is None or on < born:
            return None
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


_NO_MESSAGE = Message()


@dataclass(frozen=True, slots=True)
class Letter:
    """One referral letter as it was read.

    Attributes
    ----------
    id
        Unique within a run.
    text
        The letter's own characters; every offset of a fact counts in them.
    date
        Date of the letter; relative times ("i fjor") count from it. ``None`` when unknown.
    sender
        Office or person that sent the letter, when the input names one.
    source
        Where the letter was read ("inbox/a.jsonl, line 3"), for messages to people.
    notes
        Codes of what the reading had to decide (``bad_date``, ``same_id``); they become
        remarks in the assessment.
    message
        What a structured message knows beside the text.
    duplicate_of
        Id of an earlier letter of the same run that has the same content.
    """

    id: str
    text: str
    date: dt.date | None = None
    sender: str | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()
    message: Message = _NO_MESSAGE
    duplicate_of: str | None = None
