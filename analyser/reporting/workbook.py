"""The workbook of a run: what the tables hold, in words, for people who work in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analyser.analysis import Analysis
from analyser.assessment import Reason
from analyser.codebook import load_codebook
from analyser.codebook.labels import LANGUAGES, Labels, load_labels
from analyser.fact import Fact
from analyser.guideline import Pack
from analyser.reporting.lead.practices import practices
from analyser.reporting.lead.tally import Tally
from analyser.reporting.page import about_rows, say
from analyser.reporting.parts import REMARK, first_of
from analyser.reporting.sheets import BOLD, ITALIC, PERCENT, BookWriter
from analyser.reporting.sources import Sources
from analyser.texts import load_texts

WORKBOOK = "workbook.xlsx"
"""Name of the file in a folder of results."""

_JOIN = "; "
_LOW_SCORE = 50
_LOW_SCORE_LOOK = frozenset({("bg_color", "#E3E7EB")})
_SHEETS: Mapping[str, Sequence[tuple[str, int]]] = MappingProxyType(
    {
        "letters": (
            ("id", 18), ("date", 12), ("sender", 26), ("language", 18), ("read_first", 40), ("suggestion", 34),
            ("why", 60), ("dialogue", 44), ("dental", 44), ("missing", 50), ("missing_count", 10), ("score", 10),
            ("findings", 10), ("remarks", 50), ("rule", 8), ("source", 30),
        ),
        "facts": (
            ("id", 18), ("kind", 20), ("finding", 36), ("status", 22), ("value", 12), ("choice", 16), ("detail", 36),
            ("words", 50), ("cue", 24), ("start", 9), ("end", 9),
        ),
        "missing": (("id", 18), ("date", 12), ("sender", 26), ("lacks", 40), ("place", 10)),
        "practices": (
            ("sender", 34), ("letters", 10), ("with_dialogue", 16), ("share", 10), ("median_score", 14),
            ("lacks_most", 60),
        ),
        "codebook": (("section", 14), ("code", 32), ("nb", 44), ("nn", 44), ("en", 44)),
        "about": (("what", 34), ("told", 80)),
    }
)  # fmt: skip


def write_workbook(
    path: Path,
    analyses: Iterable[Analysis],
    *,
    about: Mapping[str, Any],
    lang: str = "nb",
    sources: Sources = MappingProxyType({}),
    pack: Pack | None = None,
) -> None:
    """Write the workbook of a run, a letter at a time; the same input gives the same bytes.

    Parameters
    ----------
    path
        The file to write; it holds words of letters and must be kept as patient records are.
    analyses
        In the order the letters were read.
    about
        What is to be told of the run.
    lang
        Language of the names: ``nb``, ``nn`` or ``en``.
    sources
        Of the rule pack, by id.
    pack
        The rule pack.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    with BookWriter(path) as writer:
        book = _Book(writer, load_labels(lang))
        tally = Tally(pack)
        for analysis in analyses:
            book.letter(analysis)
            tally.add(analysis)
        for one in practices(tally.rows, tally.practices()):
            hidden = one.dialogue is None
            book.sheets["practices"].add(
                one.name, one.count, say(lang, "lead.not_shown") if hidden else one.dialogue,
                None if one.dialogue is None else one.dialogue / one.count, one.score,
                book.many("quality", one.missing),
                styles={3: PERCENT},
            )  # fmt: skip
        book.names()
        about_sheet = book.sheets["about"]
        about_sheet.add(say(lang, "workbook.decision_support"), load_labels(lang).ui["decision_support"])
        for _, name, value in about_rows(about, lang):
            about_sheet.add(name, value)
        for source in sources.values():
            about_sheet.add(source.name[lang], f"{source.title} ({source.where})")
        book.finish()


class _Book:
    """The sheets, each with its headers, to which rows are added in any order."""

    def __init__(self, writer: BookWriter, labels: Labels) -> None:
        self._labels, self._lang = labels, labels.lang
        self.sheets = {
            name: writer.sheet(
                say(self._lang, f"workbook.sheet_{name}"),
                [(self._head(column), width) for column, width in columns],
                frozen=int(name in {"letters", "facts", "missing", "practices"}),
            )
            for name, columns in _SHEETS.items()
        }

    def _head(self, column: str) -> str:
        entries = load_texts("analyser.reporting", "texts.toml").entries
        own = entries.get(f"workbook.{column}") or entries.get(f"lead.{column}")
        return own[self._lang] if own else self._labels.ui[column]

    def many(self, section: str, ids: Iterable[str]) -> str:
        """Names of several labels in one cell."""
        names: Mapping[str, str] = getattr(self._labels, section)
        return _JOIN.join(names.get(one, one) for one in ids)

    def letter(self, analysis: Analysis) -> None:
        """The rows of one letter in the first three sheets."""
        letter, assessment = analysis.letter, analysis.assessment
        first = first_of(assessment.reasons)
        rest = assessment.reasons[len(first) :]
        self.sheets["letters"].add(
            letter.id, letter.date, letter.sender or "",
            self._labels.languages.get(analysis.language, analysis.language),
            _JOIN.join(one.message for one in first), self._labels.dxa[assessment.dxa], _said(rest, "dxa"),
            self.many("dialogue", assessment.dialogue), self.many("dental", assessment.dental),
            self.many("quality", assessment.missing), len(assessment.missing), assessment.score,
            len(analysis.facts), _said(rest, REMARK), assessment.rule, letter.source or "",
        )  # fmt: skip
        for fact in analysis.facts:
            self._fact(letter.id, fact)
        for place, item in enumerate(assessment.missing, start=1):
            name = self._labels.quality.get(item, item)
            self.sheets["missing"].add(letter.id, letter.date, letter.sender or "", name, place)

    def _fact(self, letter: str, fact: Fact) -> None:
        labels = self._labels
        number = None if isinstance(fact.value, str) else fact.value
        choice = labels.values[fact.value] if isinstance(fact.value, str) else ""
        parts = [*(labels.attribute(*item) for item in sorted(fact.attributes.items())), labels.origin(fact)]
        detail = ", ".join(filter(None, parts))
        self.sheets["facts"].add(
            letter, labels.groups[load_codebook().concepts[fact.concept].group],
            labels.concepts[fact.concept], labels.status(fact), number, choice, detail, fact.quote,
            fact.cue.quote if fact.cue else "", fact.start, fact.end,
        )  # fmt: skip

    def names(self) -> None:
        """Every id of the codebook with its name in each language."""
        everywhere = {lang: load_labels(lang) for lang in LANGUAGES}
        for section in (
            "dxa",
            "dialogue",
            "dental",
            "quality",
            "groups",
            "concepts",
            "statuses",
            "attributes",
            "values",
        ):
            for code in getattr(self._labels, section):
                shown = [getattr(everywhere[lang], section)[code] for lang in LANGUAGES]
                self.sheets["codebook"].add(section, code, *shown)

    def finish(self) -> None:
        """What stands out: what is to be read first, letters that say little, findings that are denied."""
        denied = self._labels.statuses["absent"].replace('"', '""')
        for sheet in self.sheets.values():
            sheet.filtered()
        letters, facts = self.sheets["letters"], self.sheets["facts"]
        letters.mark(0, BOLD, {"type": "formula", "criteria": "=LEN($E2)>0"})
        letters.mark(11, _LOW_SCORE_LOOK, {"type": "cell", "criteria": "<", "value": _LOW_SCORE})
        facts.mark(3, ITALIC, {"type": "cell", "criteria": "==", "value": f'"{denied}"'})


def _said(reasons: Iterable[Reason], kind: str) -> str:
    """The messages of one kind."""
    return _JOIN.join(reason.message for reason in reasons if reason.kind == kind)
