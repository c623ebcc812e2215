"""The annotation workbook: made for a person to fill in, and read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from analyser.analysis import Analysis
from analyser.codebook import Codebook, load_codebook
from analyser.codebook.labels import Labels, load_labels
from analyser.errors import UserError
from analyser.fact import Fact, Scalar
from analyser.reporting.sheets import PLAIN, TITLE, WRAPPED, BookWriter, choice_of
from analyser.texts import load_texts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WORKBOOK = "annotation.xlsx"

_FACT_ROWS = 5000
_WIDTH = 16
_WIDTHS = {"number": 6, "date": 12, "text": 90, "dxa": 34, "comment": 40, "concept": 34, "status": 16, "quote": 50}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of one letter.

    Attributes
    ----------
    number
        Of the letter in the kit, from 1.
    dxa, dental, dialogue
        Labels of the codebook.
    facts
        All that the letter says; ``None`` when the person did not enter them in full.
    comment
        In the person's own words.
    """

    number: int
    dxa: str
    dental: tuple[str, ...]
    dialogue: tuple[str, ...]
    facts: tuple[Fact, ...] | None
    comment: str


class _Names:
    """Ids and the words that stand for them in one language; words that are the same get their id behind them."""

    def __init__(self, names: Mapping[str, str]) -> None:
        double = {word for word in names.values() if list(names.values()).count(word) > 1}
        self.words = {key: f"{word} ({key})" if word in double else word for key, word in names.items()}
        self._ids = {word.casefold(): key for key, word in self.words.items()}

    def id(self, word: str) -> str | None:
        """The id of a word as a person may have written it; an id stands for itself."""
        text = word.strip()
        return text if text in self.words else self._ids.get(text.casefold())


class _Book:
    """The columns and words of a workbook in one language."""

    def __init__(self, lang: str) -> None:
        self.texts = load_texts("analyser.validation", "texts.toml")
        self.lang = lang
        self.labels: Labels = load_labels(lang)
        self.codebook: Codebook = load_codebook()
        self.dxa, self.dental, self.dialogue = map(_Names, (self.labels.dxa, self.labels.dental, self.labels.dialogue))
        self.concepts, self.statuses = _Names(self.labels.concepts), _Names(self.labels.statuses)
        self.values = _Names(self.labels.values)
        self.attributes = list(dict.fromkeys(n for c in self.codebook.concepts.values() for n in c.attributes))

    def say(self, key: str) -> str:
        return self.texts.say(self.lang, key)

    def letter_heads(self) -> list[str]:
        advice = [f"{self.say('column.dental')}: {self.dental.words[name]}" for name in self.codebook.dental]
        reasons = [f"{self.say('column.dialogue')}: {self.dialogue.words[name]}" for name in self.codebook.dialogue]
        first = [self.say(f"column.{name}") for name in ("number", "date", "text", "dxa")]
        return [*first, *advice, *reasons, self.say("column.complete"), self.say("column.comment")]

    def fact_heads(self) -> list[str]:
        first = [self.say(f"column.{name}") for name in ("number", "concept", "status", "value")]
        return [*first, *(self.labels.attributes[name] for name in self.attributes), self.say("column.quote")]


def write_workbook(path: Path, analyses: Sequence[Analysis], *, lang: str) -> None:
    """Write the workbook of a kit; nothing in it tells what the program makes of a letter.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    book = _Book(lang)
    lists = [list(names.words.values()) for names in (book.dxa, book.concepts, book.statuses)]
    with BookWriter(path) as out:
        first = out.sheet(book.say("sheet.read_first"), [("", 110)], heads=None)
        for row in range(1, 7):
            first.add(book.say(f"instruction.{row}"), style=WRAPPED)
        heads = book.letter_heads()
        widths = [*(_WIDTHS[name] for name in ("number", "date", "text", "dxa")), *[_WIDTH] * len(heads)]
        widths[len(heads) - 1] = _WIDTHS["comment"]
        letters = out.sheet(book.say("sheet.letters"), list(zip(heads, widths, strict=False)), frozen=1, heads=TITLE)
        for number, analysis in enumerate(analyses, start=1):
            letters.add(number, analysis.letter.date, analysis.letter.text, style=WRAPPED)
        heads = book.fact_heads()
        widths = [_WIDTH, _WIDTHS["concept"], _WIDTHS["status"], *[_WIDTH] * len(heads)]
        widths[len(heads) - 1] = _WIDTHS["quote"]
        facts = out.sheet(book.say("sheet.facts"), list(zip(heads, widths, strict=False)), frozen=1, heads=TITLE)
        title = book.say("sheet.choices")
        choices = out.sheet(title, [("", _WIDTH)] * len(lists), heads=None, hidden=True)
        for words in zip_longest(*lists):
            choices.add(*words, style=PLAIN)
        for place, (sheet, column, rows) in enumerate(
            ((letters, 3, len(analyses)), (facts, 1, _FACT_ROWS), (facts, 2, _FACT_ROWS))
        ):
            sheet.choice(column, rows, choice_of(title, place, lists[place]))


def read_workbook(path: Path, *, lang: str, letters: int) -> list[Judgement]:
    """What a person entered; letters without a judgement of DXA are left out.

    Parameters
    ----------
    path
        Of the workbook.
    lang
        It was made in.
    letters
        How many letters the kit holds.

    Raises
    ------
    UserError
        It cannot be read, or holds something that is no choice: every such cell is told, in no words of a letter.
    """
    from openpyxl import load_workbook

    book = _Book(lang)
    try:
        opened = load_workbook(path, data_only=True)
        sheets = [opened[book.say(f"sheet.{name}")] for name in ("letters", "facts")]
    except OSError as error:
        msg = f"{path.name}: the workbook cannot be read ({error.strerror}); check its name."
        raise UserError(msg) from None
    except Exception as error:
        msg = f"{path.name}: this is not the kit's annotation workbook; name the one that 'validate draw' made."
        raise UserError(msg) from error
    problems: list[str] = []
    facts = _read_facts(sheets[1], book, problems)
    judged = list(_read_letters(sheets[0], book, facts, letters, problems))
    if problems:
        raise UserError("\n".join(f"{path.name}, {problem}" for problem in problems))
    return judged


def _read_letters(
    sheet: Worksheet, book: _Book, facts: Mapping[int, list[Fact]], letters: int, problems: list[str]
) -> Iterator[Judgement]:
    dental, dialogue = book.codebook.dental, book.codebook.dialogue
    for row, cells in _rows(sheet, len(book.letter_heads())):
        number, dxa = cells[0], cells[3]
        where = f"sheet {sheet.title}, row {row}"
        if not isinstance(number, int) or not 1 <= number <= letters:
            problems.append(f"{where}: the first column must hold the letter's number, 1 to {letters}.")
            continue
        if dxa is None:
            continue
        label = book.dxa.id(str(dxa))
        if label is None:
            problems.append(f"{where}: the judgement of DXA is none of the list's; choose one of them.")
            continue
        marks = [_marked(cell) for cell in cells[4:]]
        advice, reasons = marks[: len(dental)], marks[len(dental) : len(dental) + len(dialogue)]
        complete = marks[len(dental) + len(dialogue)]
        yield Judgement(
            number=number,
            dxa=label,
            dental=tuple(name for name, said in zip(dental, advice, strict=True) if said),
            dialogue=tuple(name for name, said in zip(dialogue, reasons, strict=True) if said),
            facts=tuple(facts.get(number, ())) if complete else None,
            comment=str(cells[-1] or ""),
        )


def _read_facts(sheet: Worksheet, book: _Book, problems: list[str]) -> dict[int, list[Fact]]:
    out: dict[int, list[Fact]] = {}
    for row, cells in _rows(sheet, len(book.fact_heads())):
        where = f"sheet {sheet.title}, row {row}"
        number, word, status, value, *attributes, quote = cells
        concept = book.concepts.id(str(word or ""))
        if concept is None or not isinstance(number, int):
            problems.append(f"{where}: number of the letter and finding must be filled in, the finding from the list.")
            continue
        fact = Fact(
            concept=concept,
            status=book.statuses.id(str(status or "")) or (str(status) if status else "present"),
            value=_value(value, book),
            attributes=MappingProxyType(
                {
                    name: given
                    for name, cell in zip(book.attributes, attributes, strict=True)
                    if (given := _value(cell, book)) is not None
                }
            ),
            quote=str(quote or ""),
        )
        # What is wrong is told by the names of what may stand there, not by what stands there.
        if book.codebook.problems(fact):
            known = book.codebook.concepts[concept]
            names = ", ".join([*known.statuses, *known.attributes])
            problems.append(
                f"{where}: {concept} is a {known.kind} and takes {names}; check status, value and the rest."
            )
            continue
        out.setdefault(number, []).append(fact)
    return out


def _value(cell: Any, book: _Book) -> Scalar | None:
    """A number, a truth value or the id of a choice; anything else as it stands, to be refused later."""
    if cell is None or isinstance(cell, bool | int | float):
        return cell
    text = str(cell).strip()
    known = book.values.id(text)
    if known in {"true", "false"}:
        return known == "true"
    if known is not None:
        return known
    try:
        return float(text.replace(",", ".").replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        return text or None


def _rows(sheet: Worksheet, width: int) -> Iterator[tuple[int, list[Any]]]:
    """Rows below the header that hold anything, with as many cells as there are columns."""
    for number, cells in enumerate(sheet.iter_rows(min_row=2, max_col=width, values_only=True), start=2):
        row = [None if isinstance(cell, str) and not cell.strip() else cell for cell in cells]
        if any(cell is not None for cell in row):
            yield number, row


def _marked(cell: Any) -> bool:
    return cell is not None and str(cell).strip().casefold() not in {"", "0", "-", "nei", "no", "false"}
