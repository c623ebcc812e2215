"""What the report's script is given: every sentence once in each language, the letters in compact blocks."""

from __future__ import annotations

import io
from collections.abc import Hashable, Iterator
from typing import Any, TextIO

from analyser.analysis import Analysis
from analyser.assessment import Reason
from analyser.codebook import load_codebook
from analyser.codebook.labels import LANGUAGES, Labels, load_labels
from analyser.dialogue import Clinic, compose, load_clinic, norm
from analyser.fact import Fact
from analyser.guideline import Pack
from analyser.reporting.compact import Packing, compact, packed
from analyser.reporting.highlight import fact_span, segments, served
from analyser.reporting.languages import Said, assessed, messages_of, questions_of
from analyser.reporting.parts import FIRST, parts_of
from analyser.reporting.sources import Sources, named

BLOCK = 50
"""Letters in a block: what the page unpacks to open one."""

_ALL = tuple(load_labels(lang) for lang in LANGUAGES)


class _Table:
    """Rows that many letters share; each is kept once and referred to by its number."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, row: Hashable) -> int:
        known = self._numbers.setdefault(row, len(self.rows))
        if known == len(self.rows):
            self.rows.append(row)
        return known


class _Texts(_Table):
    """Sentences by language; one that is the same in all languages is kept as a string."""

    def say(self, said: Said) -> int:
        return self.number(said.nb if said.nb == said.nn == said.en else said)


class Payload:
    """Takes letters one at a time and keeps only their compact form.

    Parameters
    ----------
    sources
        Of the rule pack, by id; reasons call them by their names.
    pack
        Words the reasons in each language and writes the drafts to the GP; without it a report has the reasons in
        the language of the run, and no drafts.
    clinic
        Who writes the drafts.
    spool
        Where the packed letters wait, so that memory does not grow with them; a text file to write and read, open as
        long as the payload is used. It holds the text of letters. In memory when not given.

    Attributes
    ----------
    sources, pack
        As given.
    total, first
        How many letters there are, and how many have something to read before all else.
    differing
        On how many a second reader, where there is one, does not agree.
    """

    def __init__(
        self,
        *,
        sources: Sources,
        pack: Pack | None = None,
        clinic: Clinic | None = None,
        spool: TextIO | None = None,
    ) -> None:
        self._spool = spool or io.StringIO()
        self.total = 0
        self.first = 0
        self.differing = 0
        self.sources, self.pack, self._clinic = sources, pack, clinic or load_clinic()
        self._texts, self._senders = _Texts(), _Table()
        self._findings, self._reasons, self._missing = _Table(), _Table(), _Table()
        self._worded: dict[Hashable, int] = {}
        self._index = Packing()
        self._index.write('{"letters":[')
        self._waiting: list[dict[str, Any]] = []

    def add(self, analysis: Analysis) -> None:
        """Take the next letter."""
        self.total += 1
        self._waiting.append(self._letter(analysis))
        row = self._row(analysis, first=self._waiting[-1]["parts"][0][0] == FIRST)
        self._index.write(f",{compact(row)}" if self.total > 1 else compact(row))
        if len(self._waiting) == BLOCK:
            self._close()

    def index(self) -> str:
        """What the page needs to list and choose letters, packed; call it once, when all are added."""
        if self._waiting:
            self._close()
        rest = {
            "block": BLOCK,
            "texts": self._texts.rows,
            "senders": self._senders.rows,
            "findings": self._findings.rows,
            "reasons": self._reasons.rows,
            "missing": self._missing.rows,
        }
        self._index.write(f"],{compact(rest)[1:]}")
        return self._index.packed()

    def blocks(self) -> Iterator[str]:
        """The letters, :data:`BLOCK` in each, packed; call it after :meth:`index`."""
        self._spool.seek(0)
        return (line.rstrip("\n") for line in self._spool)

    def _close(self) -> None:
        self._spool.write(f"{packed(self._waiting)}\n")
        self._waiting = []

    def _row(self, analysis: Analysis, *, first: bool) -> list[Any]:
        letter, assessment = analysis.letter, analysis.assessment
        self.first += first
        differs = differing(analysis)
        self.differing += differs != ""
        return [
            letter.id,
            letter.date.isoformat() if letter.date else "",
            self._senders.number(letter.sender or ""),
            analysis.language,
            assessment.dxa,
            list(assessment.dental),
            list(assessment.dialogue),
            [self._missing.number(item) for item in assessment.missing],
            assessment.score,
            int(first),
            differs,
        ]

    def _letter(self, analysis: Analysis) -> dict[str, Any]:
        """One letter as its page shows it.

        ``segments`` are the pieces of the text in order: a plain string, or a list of a string and the numbers of
        the findings that cover it. Joined, they are the letter's text. ``parts`` says in which order to show its
        reasons, under which headings.
        """
        letter, assessment, text = analysis.letter, analysis.assessment, analysis.letter.text
        spans = [span for reason in assessment.reasons for span in reason.evidence]
        pieces = segments(text, analysis.facts, breaks=spans)
        starts = {piece.start: index for index, piece in enumerate(pieces)}
        ends = {piece.end: index + 1 for index, piece in enumerate(pieces)}
        by_language = assessed(analysis, self.pack)
        say = self._texts.say
        return {
            "source": letter.source or "",
            "rule": assessment.rule,
            "parts": [[kind, numbers] for kind, numbers in parts_of(assessment.reasons)],
            "segments": [
                [text[piece.start : piece.end], *piece.facts] if piece.facts else text[piece.start : piece.end]
                for piece in pieces
            ],
            "facts": [self._fact(fact, text) for fact in analysis.facts],
            "reasons": [
                [
                    self._reason(reason, message),
                    [[starts[a], ends[b]] for a, b in reason.evidence if a < b and a in starts and b in ends],
                    sorted(served(analysis.facts, reason)),
                ]
                for reason, message in zip(assessment.reasons, messages_of(analysis, by_language), strict=True)
            ],
            "questions": [
                [say(question), [[say(answer), say(end)] for answer, end in changes]]
                for question, changes in questions_of(by_language)
            ],
            "draft": self._draft(analysis),
        }

    def _reason(self, reason: Reason, message: Said) -> int:
        source = Said(*(named(reason, self.sources, lang=lang) for lang in LANGUAGES))
        row = (reason.kind, reason.outcome, reason.rule, self._texts.say(source), self._texts.say(message))
        return self._reasons.number(row)

    def _fact(self, fact: Fact, text: str) -> list[Any]:
        row: list[Any] = [self._finding(fact), fact.cue.quote if fact.cue else ""]
        if fact_span(fact, text) is None:
            row.append(fact.quote)
        return row

    def _finding(self, fact: Fact) -> int:
        """Its number; what is found in many letters is put into words once."""
        # As text, because 1, 1.0 and True are equal.
        key = fact.concept, fact.status, repr(fact.value), repr(sorted(fact.attributes.items())), fact.origin
        known = self._worded.get(key)
        if known is None:
            status, detail = (
                self._texts.say(Said(*(say(labels, fact) for labels in _ALL))) for say in (Labels.status, Labels.detail)
            )
            group = load_codebook().concepts[fact.concept].group
            known = self._worded[key] = self._findings.number((group, fact.concept, fact.status, status, detail))
        return known

    def _draft(self, analysis: Analysis) -> str:
        if self.pack is None:
            return ""
        return compose(analysis.facts, lang=norm(analysis.language), pack=self.pack, clinic=self._clinic)


def differing(analysis: Analysis) -> str:
    """The suggestion of a second reader that does not agree with the rules; empty where it does, or was not asked.

    It may disagree on teeth alone; then this is the suggestion of the rules too.
    """
    second = analysis.second
    return "" if second is None or second.agrees else second.suggestion


def names(labels: Labels, texts: dict[str, str]) -> dict[str, Any]:
    """All names of one language that the script may ask for."""
    return {
        "ui": {**labels.ui, **texts},
        "dxa": dict(labels.dxa),
        "dialogue": dict(labels.dialogue),
        "dental": dict(labels.dental),
        "statuses": dict(labels.statuses),
        "groups": dict(labels.groups),
        "concepts": dict(labels.concepts),
        "languages": dict(labels.languages),
        "quality": dict(labels.quality),
        "about": dict(labels.about),
    }
