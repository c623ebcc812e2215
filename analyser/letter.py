"""The letter: what the reading room hands on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


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
    """

    id: str
    text: str
    date: dt.date | None = None
    sender: str | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()
