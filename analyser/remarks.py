"""What the reading noted of a letter, as remarks of its assessment."""

from __future__ import annotations

import dataclasses

from analyser.analysis import Analysis
from analyser.assessment import Reason
from analyser.reading.failure import messages


def with_remarks(analysis: Analysis, *, lang: str) -> Analysis:
    """The analysis with a remark for each of its letter's notes, behind the other reasons.

    Parameters
    ----------
    analysis
        One without these remarks.
    lang
        Their language: ``nb``, ``nn`` or ``en``.
    """
    letter, assessment = analysis.letter, analysis.assessment
    if not letter.notes:
        return analysis
    remarks = (
        Reason(
            kind="remark",
            outcome=note,
            rule="reading",
            source="",
            message=messages().say(lang, f"note.{note}", first=letter.duplicate_of),
        )
        for note in letter.notes
    )
    reasons = (*assessment.reasons, *remarks)
    return dataclasses.replace(analysis, assessment=dataclasses.replace(assessment, reasons=reasons))
