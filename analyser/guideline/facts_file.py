"""Files of facts: letters that someone else has read, assessed without their text."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn, TextIO

from analyser.codebook import load_codebook
from analyser.errors import user_error
from analyser.fact import Fact
from analyser.guideline.pack import Pack
from analyser.reading.characters import text_stream
from analyser.reading.failure import Failure, failure, messages
from analyser.reading.source import code_of, printable
from analyser.texts import load_texts

_AHEAD = re.compile(r"[\s,]*")
# The fields of a fact with what they may hold; the concept must be there.
_FIELDS: dict[str, tuple[type, ...]] = {
    "concept": (str,),
    "status": (str,),
    "value": (int, float, str, type(None)),
    "attributes": (dict, type(None)),
    "start": (int, type(None)),
    "end": (int, type(None)),
    "quote": (str,),
    "cue": (dict, type(None)),
    "origin": (str,),
}


@dataclass(slots=True)
class FactsSummary:
    """What became of the lines of a facts file.

    Attributes
    ----------
    letters, failed
        Lines that were assessed, and lines that could not be.
    dxa
        Letters by suggestion, in the codebook's order, zeros included.
    failures
        One for each problem; a line may have several.
    """

    letters: int = 0
    failed: int = 0
    dxa: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(load_codebook().dxa, 0)))
    failures: list[Failure] = field(default_factory=list)


def assess_file(path: Path, out: Path, *, pack: Pack, lang: str = "nb") -> FactsSummary:
    """Assess every line of a facts file and write the assessments, one JSON object a line.

    A line of the input is ``{"id", "date", "facts"}``, of which the date and any other field are not read; a
    line of the output is ``{"id", "assessment"}``. A line that cannot be used is reported and left out. ``out``
    appears when it is whole.

    Parameters
    ----------
    path, out
        The two files.
    pack
        The guideline.
    lang
        Language of the messages, in the output and about the input.

    Raises
    ------
    UserError
        A file cannot be read or written, or the two are the same.
    """
    summary = FactsSummary()
    letters = read_facts(path, lang=lang)
    first = next(letters, None)  # a file that cannot be opened is said before anything is written
    if out.exists() and out.samefile(path):
        raise user_error(lang, "same_file")
    with _written_whole(out, lang) as result:
        for letter in chain(() if first is None else (first,), letters):
            if isinstance(letter, list):
                summary.failed += 1
                summary.failures.extend(letter)
                continue
            name, facts = letter
            assessment = pack.assess(facts, lang=lang)
            summary.letters += 1
            summary.dxa[assessment.dxa] += 1
            row = {"id": name, "assessment": assessment.to_dict()}
            result.write(json.dumps(row, ensure_ascii=False) + "\n")
    if not summary.letters and not summary.failed:
        summary.failures.append(failure("no_rows", printable(path.name), lang=lang))
    return summary


def read_facts(path: Path, *, lang: str = "nb") -> Iterator[tuple[str, list[Fact]] | list[Failure]]:
    """Id and facts of each line of a facts file, or everything that is wrong with the line.

    Raises
    ------
    UserError
        The file cannot be read.
    """
    if path.is_dir():
        raise user_error(lang, "facts_folder", name=path)
    lines = _Lines(printable(path.name), lang)
    try:
        stream = path.open("rb")
    except OSError as error:
        why = failure(code_of(error), lines.source, lang=lang)
        raise user_error(lang, "not_read", name=lines.source, reason=why.reason, what_to_do=why.what_to_do) from None
    with stream, text_stream(stream) as text:
        for number, line in enumerate(text, start=1):
            if line.strip():
                yield lines.read(number, line)


class _Lines:
    """Reads lines; nothing that it says holds a letter's words."""

    def __init__(self, source: str, lang: str) -> None:
        self.source = source
        self._lang = lang
        self._ids: dict[str, int] = {}

    def read(self, number: int, line: str) -> tuple[str, list[Fact]] | list[Failure]:
        """Id and facts of a line, or everything that is wrong with it."""
        place = messages().say(self._lang, "place.line", number=number)
        try:
            data = json.loads(line, parse_constant=_no_number)
        except (ValueError, RecursionError):
            return [failure("bad_json", self.source, lang=self._lang, place=place)]
        if not isinstance(data, dict):
            return [failure("not_an_object", self.source, lang=self._lang, place=place)]
        problems: list[Failure] = []
        name, given = data.get("id"), data.get("facts")
        if isinstance(name, int) and not isinstance(name, bool):
            name = str(name)
        if not isinstance(name, str) or not name.strip():
            problems.append(self._failure("bad_id", place))
        elif (first := self._ids.setdefault(name, number)) != number:
            problems.append(self._failure("id_taken", place, first=first))
        if not isinstance(given, list):
            return [*problems, self._failure("no_facts", place)]
        facts: list[Fact] = []
        for count, entry in enumerate(given, start=1):
            code, found = _problems(entry)
            if found:
                here = messages().say(self._lang, "place.line_column", number=number, column=_column(line, count))
                problems += [self._failure(code, here, number=count, problem=problem) for problem in found]
            if not found:
                facts.append(Fact.from_dict(entry))
        return problems or (str(name), facts)

    def _failure(self, code: str, place: str, **values: object) -> Failure:
        texts = load_texts("analyser.guideline", "messages.toml")
        return Failure(
            source=self.source,
            place=place,
            code=code,
            reason=texts.say(self._lang, f"{code}.reason", **values),
            what_to_do=texts.say(self._lang, f"{code}.what_to_do", **values),
        )


def _column(line: str, number: int) -> int:
    """Where in a line its fact ``number`` begins, both from 1; 1 where that cannot be told."""
    decoder, place = json.JSONDecoder(), 0
    # A quotation mark inside a string has a backslash before it, so this is a field.
    for opening in re.finditer(r'"facts"\s*:\s*\[', line):
        place = opening.end()  # of two fields of a name, the last counts
    for _ in range(number):
        place = _AHEAD.match(line, place).end()  # type: ignore[union-attr]  # it matches nothing too
        start = place
        try:
            _, place = decoder.raw_decode(line, place)
        except ValueError:
            return 1
    return start + 1


def _problems(entry: Any) -> tuple[str, list[str]]:
    """What is wrong with a fact, and the code for it."""
    found = list(_problems_of_shape(entry))
    if found:
        return "bad_shape", found
    return "not_in_codebook", load_codebook().problems(Fact.from_dict(entry), quoting=False)


def _problems_of_shape(entry: Any) -> Iterator[str]:
    """What keeps a fact from being read at all."""
    if not isinstance(entry, dict):
        yield "not an object"
        return
    if "concept" not in entry:
        yield "no concept"
    for name, value in entry.items():
        if name not in _FIELDS:
            yield "unknown field"
        elif not isinstance(value, _FIELDS[name]) or isinstance(value, bool):
            yield f"{name} is of the wrong kind"
    start, end = entry.get("start"), entry.get("end")
    if (start is None) != (end is None):
        yield "start and end belong together"
    elif isinstance(start, int) and isinstance(end, int) and not 0 <= start <= end:
        yield "start and end are no piece of a text"
    cue = entry.get("cue")
    if isinstance(cue, dict) and not (
        isinstance(cue.get("start"), int) and isinstance(cue.get("end"), int) and isinstance(cue.get("quote"), str)
    ):
        yield "cue must have start, end and quote"


def _no_number(word: str) -> NoReturn:
    msg = f"{word} is no number"
    raise ValueError(msg)


@contextmanager
def _written_whole(out: Path, lang: str) -> Iterator[TextIO]:
    """A file that takes its name when all of it has been written."""
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        part = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        part.replace(out)
    except OSError as error:
        raise user_error(lang, "cannot_write", out=out) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
