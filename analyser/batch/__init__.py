"""A run over many letters: every file in, a folder of results out, nothing lost on the way."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TextIO

from analyser import load
from analyser.analysis import Analysis
from analyser.codebook import load_codebook
from analyser.errors import user_error
from analyser.letter import Letter
from analyser.reading import STANDARD_INPUT, Failure, Finder, Options, Reader, Source, failure, standard_input
from analyser.reporting.parts import first_of
from analyser.reporting.report import write_report
from analyser.reporting.sources import Sources
from analyser.reporting.tables import (
    FACT_COLUMNS,
    FAILURE_COLUMNS,
    LETTER_COLUMNS,
    TableWriter,
    fact_rows,
)

OUTPUTS = ("report.html", "letters.csv", "facts.csv", "failed.csv", "letters.jsonl", "run.json")
"""The files of a run, in the order in which people open them."""

_SHOWN_FAILURES = 10


class LetterAnalyser(Protocol):
    """What a run needs of :class:`analyser.pipeline.Analyser`."""

    @property
    def versions(self) -> dict[str, str | int]:
        """What the results depend on besides the letters."""

    @property
    def sources(self) -> Sources:
        """Where the rules come from, by id."""

    def analyse(self, letter: Letter) -> Analysis:
        """One letter."""


class Progress(Protocol):
    """Is told how far the run has come."""

    def __call__(self, *, done: int, total: int, letters: int) -> None:
        """Bytes done, bytes in all (both of the input), letters read."""


@dataclass(slots=True)
class Summary:
    """What became of the letters.

    Attributes
    ----------
    letters, failed
        How many were read, and how many rows ``failed.csv`` has.
    without_date
        Letters read that have no date.
    dxa, dental, dialogue, language
        Letters by label, in the codebook's order, zeros included; one letter may have several labels
        of ``dental`` and ``dialogue``.
    with_dental, with_dialogue, with_first
        Letters that have any; ``with_first`` counts those with a remark to read before all else.
    failures
        The first rows of ``failed.csv``.
    failed_codes
        Rows of ``failed.csv`` by code.
    inputs
        Name, size in bytes and SHA-256 of every file that was opened.
    """

    letters: int = 0
    failed: int = 0
    without_date: int = 0
    dxa: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(load_codebook().dxa, 0)))
    dental: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(load_codebook().dental, 0)))
    dialogue: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(load_codebook().dialogue, 0)))
    language: Counter[str] = field(default_factory=lambda: Counter({"nb": 0, "nn": 0, "mixed": 0}))
    with_dental: int = 0
    with_dialogue: int = 0
    with_first: int = 0
    failures: list[Failure] = field(default_factory=list)
    failed_codes: Counter[str] = field(default_factory=Counter)
    inputs: list[dict[str, str | int]] = field(default_factory=list)

    def add(self, item: Analysis | Failure) -> None:
        """Count one letter, or one row of what failed."""
        if isinstance(item, Failure):
            self.failed += 1
            self.failed_codes[item.code] += 1
            if len(self.failures) < _SHOWN_FAILURES:
                self.failures.append(item)
            return
        self.letters += 1
        self.without_date += item.letter.date is None
        self.language[item.language] += 1
        self.dxa[item.assessment.dxa] += 1
        self.dental.update(item.assessment.dental)
        self.dialogue.update(item.assessment.dialogue)
        self.with_dental += bool(item.assessment.dental)
        self.with_dialogue += bool(item.assessment.dialogue)
        self.with_first += bool(first_of(item.assessment.reasons))

    def to_dict(self) -> dict[str, Any]:
        """The part of ``run.json`` that tells of the letters."""
        return {
            "letters": self.letters,
            "failed": self.failed,
            "failed_by_code": dict(sorted(self.failed_codes.items())),
            "without_date": self.without_date,
            "dxa": dict(self.dxa),
            "dental": dict(self.dental),
            "dialogue": dict(self.dialogue),
            "read_first": self.with_first,
            "language": dict(self.language),
            "inputs": self.inputs,
        }


def run(
    inputs: Sequence[str | Path],
    out: Path,
    *,
    options: Options | None = None,
    pack: str = "memo",
    overwrite: bool = False,
    analyser: LetterAnalyser | None = None,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
) -> Summary:
    """Read letters, assess each, and write :data:`OUTPUTS` to a folder.

    Letters are taken one at a time; only the report is held in memory until it is written. The files appear
    when all of them are whole: a run that is broken off leaves the folder as it was. The same input gives the
    same bytes.

    Parameters
    ----------
    inputs
        Files, folders (read to the bottom) and ``-`` for standard input.
    out
        Folder for the results, which hold the text of letters; made when it is not there.
    options
        How to read, and the language of everything written for people.
    pack
        Name of the rule pack.
    overwrite
        Replace the results of an earlier run in ``out``; other files there are left alone.
    analyser
        What reads a letter; made of ``pack`` and the language when not given.
    progress
        Is called after every letter and every file.
    stdin
        What ``-`` reads; standard input when not given.

    Raises
    ------
    UserError
        Nothing was given or found to read, ``out`` will not do, or it cannot be written to.
    """
    options = options or Options()
    _check_out(inputs, out, lang=options.lang, overwrite=overwrite)
    found = _find(inputs, out, lang=options.lang, stdin=stdin)
    if analyser is None:
        analyser = load(pack, lang=options.lang)
    one = _Run(analyser=analyser, options=options, progress=progress)
    try:
        with _outputs(out) as parts:
            one.write(found, parts)
    except OSError as error:
        raise user_error(options.lang, "cannot_write", out=out) from error
    return one.summary


def _check_out(inputs: Sequence[str | Path], out: Path, *, lang: str, overwrite: bool) -> None:
    """Refuse a folder that would mix letters and results, before anything is read."""
    if out.is_file():
        raise user_error(lang, "out_is_file", out=out)
    real = Path(os.path.realpath(out))
    for path in inputs:
        if str(path) != STANDARD_INPUT:
            given = Path(os.path.realpath(path))
            if given == real or real in given.parents:
                raise user_error(lang, "out_is_input", out=out)
    try:
        if out.exists() and not out.is_dir():
            raise user_error(lang, "out_is_file", out=out)
        if not overwrite and out.is_dir() and any(out.iterdir()):
            raise user_error(lang, "out_not_empty", out=out)
        # A result that is open in Excel is found now: when all has been read, the others would be replaced already.
        for path in (out / name for name in OUTPUTS):
            if path.exists():
                path.open("r+b").close()
    except OSError as error:
        raise user_error(lang, "cannot_write", out=out) from error


def _find(inputs: Sequence[str | Path], out: Path, *, lang: str, stdin: BinaryIO | None) -> list[Source | Failure]:
    """Everything there is to read, in the order given."""
    if not inputs:
        raise user_error(lang, "no_input")
    paths = [Path(path) for path in inputs if str(path) != STANDARD_INPUT]
    piped = len(paths) < len(inputs)
    if not piped and not any(os.path.lexists(path) for path in paths):
        raise user_error(lang, "not_found", name=paths[0])
    found = list(Finder(leave_out=out, lang=lang).find(paths))
    if piped:
        found.append(standard_input(stdin or sys.stdin.buffer))
    if not found:
        raise user_error(lang, "nothing_to_do")
    return found


@contextmanager
def _outputs(out: Path) -> Iterator[dict[str, Path]]:
    """Where to write each file; they take their names when the block ends well, and are gone when it does not."""
    made = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    parts = {name: out / f".{name}.part" for name in OUTPUTS}
    try:
        yield parts
        for name, part in parts.items():
            part.replace(out / name)
    except BaseException:
        for part in parts.values():
            part.unlink(missing_ok=True)
        if made and not any(out.iterdir()):
            out.rmdir()
        raise


class _Run:
    """One run: the writers of its files and the count of what went through."""

    def __init__(self, *, analyser: LetterAnalyser, options: Options, progress: Progress | None) -> None:
        self.summary = Summary()
        self._analyser = analyser
        self._options = options
        self._progress = progress

    def write(self, found: Sequence[Source | Failure], parts: dict[str, Path]) -> None:
        """Write every file of the run."""
        versions = self._analyser.versions
        about = {name: versions[name] for name in ("analyser", "pack", "pack_version", "codebook")}
        with ExitStack() as stack:

            def opened(name: str, encoding: str) -> TextIO:
                return stack.enter_context(parts[name].open("w", encoding=encoding, newline=""))

            lines = opened("letters.jsonl", "utf-8")
            letters = TableWriter(opened("letters.csv", "utf-8-sig"), LETTER_COLUMNS)
            facts = TableWriter(opened("facts.csv", "utf-8-sig"), FACT_COLUMNS)
            failed = TableWriter(opened("failed.csv", "utf-8-sig"), FAILURE_COLUMNS)

            def analyses() -> Iterator[Analysis]:
                """The report's own pull moves the run on, so that no letter waits in a list."""
                for item in self._items(found):
                    self.summary.add(item)
                    if isinstance(item, Failure):
                        failed.write(item)
                        continue
                    lines.write(json.dumps(item.to_dict(), ensure_ascii=False) + "\n")
                    letters.write(item)
                    for row in fact_rows([item]):
                        facts.write(row)
                    yield item
                about["letters"] = self.summary.letters
                about["failed"] = self.summary.failed

            write_report(
                parts["report.html"], analyses(), about=about, lang=self._options.lang, sources=self._analyser.sources
            )
        record = {"versions": versions, "lang": self._options.lang, **self.summary.to_dict()}
        text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
        parts["run.json"].write_text(text, encoding="utf-8", newline="\n")

    def _items(self, found: Sequence[Source | Failure]) -> Iterator[Analysis | Failure]:
        """Every letter assessed, and in its place everything that failed."""
        reader = Reader(self._options)
        total = sum(one.size for one in found if isinstance(one, Source))
        done = 0
        for source in found:
            if isinstance(source, Failure):
                yield source
                continue
            self._record(source)
            within = 0
            for item in reader.read(source):
                if isinstance(item, Letter):
                    # Characters for bytes: near enough to move a bar.
                    within = min(within + len(item.text), source.size)
                    yield self._assess(item, source)
                else:
                    yield item
                self._tell(done + within, total)
            done += source.size
            self._tell(done, total)

    def _assess(self, letter: Letter, source: Source) -> Analysis | Failure:
        """One letter; whatever goes wrong in it stays in it, and no words of it get out."""
        try:
            return self._analyser.analyse(letter)
        except Exception as error:
            name, place = type(error).__name__, source.place_of(letter)
            return failure("not_analysed", source.name, lang=self._options.lang, place=place, name=name)

    def _record(self, source: Source) -> None:
        try:
            self.summary.inputs.append({"source": source.name, "bytes": source.size, "sha256": source.sha256()})
        except OSError:
            return  # the reader meets the same error and says so

    def _tell(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(done=done, total=total, letters=self.summary.letters)
