"""The workbook of a run: what the tables hold, in words, for people who work in a spreadsheet."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from analyser.reporting.sheets import temporary_files_beside
from analyser.reporting.sources import Sources
from analyser.texts import load_texts

WORKBOOK = "workbook.xlsx"
"""Name of the file in a folder of results."""

_JOIN = "; "
_CELL_LIMIT = 32_000
# What a workbook cannot hold.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Text that begins so is taken for a formula or an error, by the library or when someone edits the cell.
_NOT_TEXT_STARTS = ("=", "+", "-", "@", "#")
_LOW_SCORE = 50
# A file says when it was written; the same run has the same bytes.
_WRITTEN = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
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
    with temporary_files_beside(path):
        book = _Book(load_labels(lang))
        try:
            tally = Tally(pack)
            for analysis in analyses:
                book.letter(analysis)
                tally.add(analysis)
            for one in practices(tally.rows, tally.practices()):
                hidden = one.dialogue is None
                book.row(
                    "practices", one.name, one.count, say(lang, "lead.not_shown") if hidden else one.dialogue,
                    None if one.dialogue is None else one.dialogue / one.count, one.score,
                    book.many("quality", one.missing),
                    formats={3: "0 %"},
                )  # fmt: skip
            book.names()
            book.row("about", say(lang, "workbook.decision_support"), load_labels(lang).ui["decision_support"])
            for _, name, value in about_rows(about, lang):
                book.row("about", name, value)
            for source in sources.values():
                book.row("about", source.name[lang], f"{source.title} ({source.where})")
            book.save(path)
        except BaseException:
            book.abandon()
            raise


class _Book:
    """The sheets, each with its headers, to which rows are added in any order."""

    def __init__(self, labels: Labels) -> None:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell

        self._made: Callable[..., Any] = WriteOnlyCell
        self._labels, self._lang = labels, labels.lang
        self._out = Workbook(write_only=True)
        self._sheets = {name: self._sheet(name) for name in _SHEETS}
        self._rows = dict.fromkeys(_SHEETS, 1)

    def _sheet(self, name: str) -> Any:
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter

        sheet: Any = self._out.create_sheet(say(self._lang, f"workbook.sheet_{name}"))
        sheet.freeze_panes = "B2" if name in {"letters", "facts", "missing", "practices"} else "A2"
        heads = []
        for place, (column, width) in enumerate(_SHEETS[name], start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
            head = self._made(sheet, value=self._head(column))
            head.font = Font(bold=True)
            head.fill = PatternFill("solid", fgColor="EEF1F4")
            head.alignment = Alignment(wrap_text=True, vertical="top")
            heads.append(head)
        sheet.append(heads)
        return sheet

    def _head(self, column: str) -> str:
        entries = load_texts("analyser.reporting", "texts.toml").entries
        own = entries.get(f"workbook.{column}") or entries.get(f"lead.{column}")
        return own[self._lang] if own else self._labels.ui[column]

    def row(self, sheet: str, *values: Any, formats: Mapping[int, str] = MappingProxyType({})) -> None:
        """Add one row; dates, numbers and text keep their types."""
        target = self._sheets[sheet]
        cells = [self._cell(target, value) for value in values]
        for place, form in formats.items():
            cells[place] = self._made(target, value=cells[place])
            cells[place].number_format = form
        target.append(cells)
        self._rows[sheet] += 1

    def _cell(self, sheet: Any, value: Any) -> Any:
        """What stands in a cell: the value itself, or a cell made to hold it where the library would change it."""
        if not isinstance(value, str):
            return value
        text = _UNFIT.sub("\N{REPLACEMENT CHARACTER}", value)[:_CELL_LIMIT]
        if not text.startswith(_NOT_TEXT_STARTS):
            return text
        cell = self._made(sheet, value=text)
        cell.data_type = "s"
        cell.quotePrefix = True
        return cell

    def many(self, section: str, ids: Iterable[str]) -> str:
        """Names of several labels in one cell."""
        names: Mapping[str, str] = getattr(self._labels, section)
        return _JOIN.join(names.get(one, one) for one in ids)

    def letter(self, analysis: Analysis) -> None:
        """The rows of one letter in the first three sheets."""
        letter, assessment = analysis.letter, analysis.assessment
        first = first_of(assessment.reasons)
        rest = assessment.reasons[len(first) :]
        self.row(
            "letters", letter.id, letter.date, letter.sender or "",
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
            self.row("missing", letter.id, letter.date, letter.sender or "", name, place)

    def _fact(self, letter: str, fact: Fact) -> None:
        labels = self._labels
        number = None if isinstance(fact.value, str) else fact.value
        choice = labels.values[fact.value] if isinstance(fact.value, str) else ""
        parts = [*(labels.attribute(*item) for item in sorted(fact.attributes.items())), labels.origin(fact)]
        detail = ", ".join(filter(None, parts))
        self.row(
            "facts", letter, labels.groups[load_codebook().concepts[fact.concept].group],
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
                self.row("codebook", section, code, *shown)

    def save(self, path: Path) -> None:
        """Finish every sheet and write the file."""
        from openpyxl.utils import get_column_letter

        for name, sheet in self._sheets.items():
            last = get_column_letter(len(_SHEETS[name]))
            sheet.auto_filter.ref = f"A1:{last}{self._rows[name]}"
        self._mark()
        with tempfile.TemporaryFile() as made:
            self._out.save(made)
            with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
                for entry in source.infolist():
                    same = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
                    same.compress_type = zipfile.ZIP_DEFLATED
                    with source.open(entry) as read, out.open(same, "w") as write:
                        if entry.filename == "docProps/core.xml":
                            stamp = _WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                            write.write(_STAMP.sub(rb"\g<1>" + stamp, read.read()))
                        else:
                            while part := read.read(1 << 16):
                                write.write(part)

    def abandon(self) -> None:
        """End the sheets that were begun: the library complains of those that are left open."""
        for sheet in self._sheets.values():
            if not sheet.closed:
                sheet.close()

    def _mark(self) -> None:
        """What stands out: what is to be read first, letters that say little, findings that are denied."""
        from openpyxl.formatting.rule import CellIsRule, FormulaRule
        from openpyxl.styles import Font, PatternFill

        letters, facts = self._sheets["letters"], self._sheets["facts"]
        rows = self._rows
        letters.conditional_formatting.add(
            f"A2:A{max(2, rows['letters'])}", _rule(FormulaRule, formula=["LEN($E2)>0"], font=Font(bold=True))
        )
        letters.conditional_formatting.add(
            f"L2:L{max(2, rows['letters'])}",
            _rule(CellIsRule, operator="lessThan", formula=[str(_LOW_SCORE)], fill=PatternFill(bgColor="E3E7EB")),
        )
        denied = self._labels.statuses["absent"].replace('"', '""')
        facts.conditional_formatting.add(
            f"D2:D{max(2, rows['facts'])}",
            _rule(CellIsRule, operator="equal", formula=[f'"{denied}"'], font=Font(italic=True)),
        )


def _said(reasons: Iterable[Reason], kind: str) -> str:
    """The messages of one kind."""
    return _JOIN.join(reason.message for reason in reasons if reason.kind == kind)


def _rule(kind: Callable[..., Any], **options: Any) -> Any:
    """A conditional format; the library gives no types for them."""
    return kind(**options)
