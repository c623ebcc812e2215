"""The sentences of one letter in every language: the rule pack words them anew, each in its own."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from analyser.analysis import Analysis
from analyser.assessment import Assessment, Question, Reason
from analyser.codebook.labels import LANGUAGES, load_labels
from analyser.guideline import Pack
from analyser.remarks import remarks
from analyser.reporting.questions import told

# Remarks of the reading room, which no rule pack words.
_READING = "reading"


class Said(NamedTuple):
    """One text in each language."""

    nb: str
    nn: str
    en: str

    @classmethod
    def once(cls, text: str) -> Said:
        """A text that is the same, or known only as it stands, in all languages."""
        return cls(text, text, text)


def assessed(analysis: Analysis, pack: Pack | None) -> Mapping[str, Assessment]:
    """The assessment of a letter by language.

    Without a pack, or where the pack does not say what the analysis says (it has been changed since), the
    assessment stands as it is in every language: a report never shows a reason that was not given.
    """
    own = dict.fromkeys(LANGUAGES, analysis.assessment)
    if pack is None:
        return own
    worded = pack.assess_in(LANGUAGES, analysis.facts)
    given = {(reason.outcome, reason.rule, reason.message) for reason in analysis.assessment.reasons}
    given = {one for one in given if one[1] != _READING}
    same = any(
        given == {(reason.outcome, reason.rule, reason.message) for reason in one.reasons} for one in worded.values()
    )
    return worded if same else own


def messages_of(analysis: Analysis, by_language: Mapping[str, Assessment]) -> list[Said]:
    """The message of every reason of a letter, in its order, in each language."""
    texts: dict[str, dict[tuple[str, str, str], deque[str]]] = {}
    for lang, assessment in by_language.items():
        texts[lang] = defaultdict(deque)
        worded = [reason for reason in assessment.reasons if reason.rule != _READING]
        for reason in (*worded, *remarks(analysis, lang=lang)):
            texts[lang][_key(reason)].append(reason.message)
    return [_message(reason, texts) for reason in analysis.assessment.reasons]


def _message(reason: Reason, texts: Mapping[str, Mapping[tuple[str, str, str], deque[str]]]) -> Said:
    found = [texts[lang].get(_key(reason)) for lang in LANGUAGES]
    return Said(*(waiting.popleft() if waiting else reason.message for waiting in found))


def _key(reason: Reason) -> tuple[str, str, str]:
    return reason.kind, reason.outcome, reason.rule


Asked = tuple[Said, list[tuple[Said, Said]]]
"""A question, and the answers that matter with what each would change."""


def questions_of(by_language: Mapping[str, Assessment]) -> list[Asked]:
    """The questions of a letter in each language."""
    rows = zip(*(by_language[lang].questions for lang in LANGUAGES), strict=True)
    return [_asked(row, by_language) for row in rows]


def _asked(row: Sequence[Question], by_language: Mapping[str, Assessment]) -> Asked:
    changes = []
    for number in range(len(row[0].changes)):
        answers = [question.changes[number].answer for question in row]
        ends = [
            told(question.changes[number], by_language[lang], load_labels(lang))
            for lang, question in zip(LANGUAGES, row, strict=True)
        ]
        changes.append((Said(*answers), Said(*ends)))
    return Said(*(question.text for question in row)), changes
