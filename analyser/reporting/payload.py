"""What the report's script is given: names already in the reader's language, each said once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from analyser.analysis import Analysis
from analyser.assessment import Reason
from analyser.codebook import load_codebook
from analyser.codebook.labels import Labels
from analyser.fact import Fact
from analyser.reporting.highlight import fact_span, segments, served
from analyser.reporting.parts import parts_of
from analyser.reporting.questions import told
from analyser.reporting.sources import Sources, named

# Characters that could end a script element, turn the direction of a line of the file, or not be
# written as UTF-8 (half a surrogate pair): JSON can say each of them as an escape.
_UNSAFE = re.compile("[<>&\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


class _Table:
    """Rows that many letters share; each is kept once and referred to by its number."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, *row: str) -> int:
        known = self._numbers.setdefault(row, len(self.rows))
        if known == len(self.rows):
            self.rows.append(list(row))
        return known


def build_payload(
    analyses: Iterable[Analysis], labels: Labels, sources: Sources = MappingProxyType({})
) -> dict[str, Any]:
    """Everything the script shows, as plain JSON values.

    ``letters[i].segments`` are the pieces of the text in order: a plain string, or a list of a string and
    the numbers of the findings that cover it. Joined, they are the letter's text. ``parts`` says in which order
    to show its reasons, under which headings.
    """
    findings, reasons = _Table(), _Table()

    def number_of(reason: Reason) -> int:
        source = named(reason, sources, lang=labels.lang)
        return reasons.number(reason.kind, _outcome(reason, labels), reason.rule, source, reason.message)

    letters = [_letter(analysis, labels, findings, number_of) for analysis in analyses]
    return {
        "lang": labels.lang,
        "ui": dict(labels.ui),
        "dxa": dict(labels.dxa),
        "dialogue": dict(labels.dialogue),
        "dental": dict(labels.dental),
        "statuses": dict(labels.statuses),
        "findings": findings.rows,
        "reasons": reasons.rows,
        "letters": letters,
    }


def script_json(payload: Mapping[str, Any]) -> str:
    """Compact JSON that may stand inside a script element and means the same when parsed."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _letter(analysis: Analysis, labels: Labels, findings: _Table, number_of: Callable[[Reason], int]) -> dict[str, Any]:
    letter, assessment, text = analysis.letter, analysis.assessment, analysis.letter.text
    spans = [span for reason in assessment.reasons for span in reason.evidence]
    pieces = segments(text, analysis.facts, breaks=spans)
    starts = {piece.start: index for index, piece in enumerate(pieces)}
    ends = {piece.end: index + 1 for index, piece in enumerate(pieces)}
    return {
        "id": letter.id,
        "date": letter.date.isoformat() if letter.date else "",
        "sender": letter.sender or "",
        "source": letter.source or "",
        "lang": "no" if analysis.language == "mixed" else analysis.language,
        "language": labels.languages.get(analysis.language, analysis.language),
        "dxa": assessment.dxa,
        "rule": assessment.rule,
        "dental": list(assessment.dental),
        "dialogue": list(assessment.dialogue),
        "missing": [labels.quality.get(item, item) for item in assessment.missing],
        "questions": [
            [question.text, [[change.answer, told(change, assessment, labels)] for change in question.changes]]
            for question in assessment.questions
        ],
        "score": assessment.score,
        "parts": [[kind, numbers] for kind, numbers in parts_of(assessment.reasons)],
        "segments": [
            [text[piece.start : piece.end], *piece.facts] if piece.facts else text[piece.start : piece.end]
            for piece in pieces
        ],
        "facts": [_fact(fact, text, labels, findings) for fact in analysis.facts],
        "reasons": [
            [
                number_of(reason),
                [[starts[a], ends[b]] for a, b in reason.evidence if a < b and a in starts and b in ends],
                sorted(served(analysis.facts, reason)),
            ]
            for reason in assessment.reasons
        ],
    }


def _fact(fact: Fact, text: str, labels: Labels, findings: _Table) -> list[Any]:
    group = load_codebook().concepts[fact.concept].group
    number = findings.number(
        group,
        labels.groups[group],
        labels.concepts[fact.concept],
        fact.status,
        labels.status(fact),
        labels.detail(fact),
    )
    row: list[Any] = [number, fact.cue.quote if fact.cue else ""]
    if fact_span(fact, text) is None:
        row.append(fact.quote)
    return row


def _outcome(reason: Reason, labels: Labels) -> str:
    names: Mapping[str, Mapping[str, str]] = {
        "dxa": labels.dxa,
        "dental": labels.dental,
        "dialogue": labels.dialogue,
    }
    # A remark's outcome is a short id of the rule pack; its message says it in words.
    return names.get(reason.kind, {}).get(reason.outcome, "")
