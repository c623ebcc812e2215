"""Masked copies of letters in a folder."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyser.errors import user_error
from analyser.identity.context import NAME
from analyser.identity.find import find
from analyser.identity.identifier import Identifier
from analyser.identity.ids import names_somebody
from analyser.identity.mask import mask, put_tags, tag
from analyser.letter import Letter
from analyser.reading import Failure, Finder, Options, Reader, Source
from analyser.reading.characters import text_stream

MAP = "map.json"
"""Where tags stand, and where what they stand for stood."""
_LINES = {".jsonl", ".ndjson", ".json"}
_TABLES = {".csv", ".tsv"}
# Of an annotated letter, beside its own fields; anything else in a line may name somebody and is left out.
_ANNOTATIONS = ("lang", "facts", "assessment")


@dataclass(slots=True)
class Redacted:
    """What became of the letters: how many were masked, identifiers by kind, and what was not read."""

    letters: int = 0
    identifiers: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)


def redact(
    inputs: Sequence[Path],
    out: Path,
    *,
    options: Options | None = None,
    tags: bool = False,
    keep: Collection[str] = (),
) -> Redacted:
    """Write masked copies; JSON Lines and CSV stay tables, every other letter becomes a text file.

    Files get running numbers, because the names of the originals may name somebody.

    Parameters
    ----------
    inputs
        Files and folders.
    out
        A folder that is new or empty.
    options
        How to read.
    tags
        Write tags (``[NAVN]``) instead of masks of the same length, and ``map.json``, which holds offsets only.
    keep
        Kinds of identifiers that are left as they are.

    Raises
    ------
    UserError
        An input is not there, or the folder is not empty or cannot be written.
    """
    options = options or Options()
    for path in inputs:
        if not path.exists():
            raise user_error(options.lang, "not_found", name=path)
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise user_error(options.lang, "out_in_use", out=out)
        out.mkdir(parents=True, exist_ok=True)
        return _Redaction(out, options=options, tags=tags, keep=keep).run(inputs)
    except OSError:
        raise user_error(options.lang, "cannot_write", out=out) from None


class _Redaction:
    def __init__(self, out: Path, *, options: Options, tags: bool, keep: Collection[str]) -> None:
        self._out = out
        self._options = options
        self._tags = tags
        self._keep = keep
        self._done = Redacted()
        self._found: tuple[Identifier, ...] = ()
        self._map: dict[str, list[list[dict[str, Any]]]] = {}

    def run(self, inputs: Sequence[Path]) -> Redacted:
        reader = Reader(self._options)
        number = 0
        for source in Finder(leave_out=self._out, lang=self._options.lang).find(inputs):
            if isinstance(source, Failure):
                self._done.failures.append(source)
                continue
            letters = self._letters(reader.read(source))
            number += 1
            if source.suffix in _LINES:
                self._lines(source, letters, f"{number:04}.jsonl")
            elif source.suffix in _TABLES:
                self._table(letters, f"{number:04}.csv")
            else:
                for count, letter in enumerate(letters, start=1):
                    name = f"{number:04}.txt" if count == 1 else f"{number:04}-{count}.txt"
                    (self._out / name).write_text(self._masked(letter, name), encoding="utf-8", newline="")
        if self._tags:
            self._write_json(MAP, self._map)
        return self._done

    def _letters(self, items: Iterable[Letter | Failure]) -> Iterator[Letter]:
        for item in items:
            if isinstance(item, Failure):
                self._done.failures.append(item)
            else:
                self._done.letters += 1
                yield item

    def _masked(self, letter: Letter, name: str) -> str:
        """The masked text; what was found stays at hand for the letter's annotations."""
        known, identities = _known(letter), letter.message.identities
        self._found = tuple(one for one in find(letter.text, known, identities) if one.kind not in self._keep)
        self._done.identifiers.update(one.kind for one in self._found)
        if not self._tags:
            return mask(letter.text, known, identities, keep=self._keep)
        tagged = put_tags(letter.text, self._found)
        self._map.setdefault(name, []).append(tagged.to_dicts())
        return tagged.text

    def _lines(self, source: Source, letters: Iterable[Letter], name: str) -> None:
        annotations = _annotations(source)
        with (self._out / name).open("w", encoding="utf-8", newline="\n") as stream:
            for letter in letters:
                text = self._masked(letter, name)
                row = self._fields(letter, text)
                raw = annotations.get(_line_of(letter), {})
                for key in _ANNOTATIONS:
                    if key in raw:
                        row[key] = self._annotation(raw[key], letter, text)
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")

    def _table(self, letters: Iterable[Letter], name: str) -> None:
        with (self._out / name).open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, ("id", "date", "sender", "text"), delimiter=";")
            writer.writeheader()
            for letter in letters:
                writer.writerow(self._fields(letter, self._masked(letter, name)))

    def _fields(self, letter: Letter, text: str) -> dict[str, Any]:
        """The letter's own fields; an id that names somebody becomes a running number, and the sender is left out."""
        plain = f"letter-{self._done.letters}" if names_somebody(letter.id, self._names(letter)) else letter.id
        return {"id": plain, "date": letter.date.isoformat() if letter.date else None, "text": text}

    def _annotation(self, value: Any, letter: Letter, text: str) -> Any:
        """An annotation with its words masked as they are in the text."""
        if isinstance(value, dict):
            inner = {key: self._annotation(part, letter, text) for key, part in value.items()}
            if self._tags:
                return {key: part for key, part in inner.items() if key not in ("start", "end")}
            return inner
        if isinstance(value, list):
            return [self._annotation(part, letter, text) for part in value]
        if not isinstance(value, str):
            return value
        at = letter.text.find(value)
        if at >= 0:
            return self._piece(letter.text, text, at, at + len(value))
        known, identities = self._names(letter), letter.message.identities
        if self._tags:
            return tag(value, known, identities, keep=self._keep).text
        return mask(value, known, identities, keep=self._keep)

    def _names(self, letter: Letter) -> tuple[str, ...]:
        """Names that the letter's fields and its text tell."""
        found = (letter.text[one.start : one.end] for one in self._found if one.kind == NAME)
        return (*_known(letter), *found)

    def _piece(self, original: str, text: str, start: int, end: int) -> str:
        """A piece of the letter as it stands in its masked text."""
        if not self._tags:
            return text[start:end]
        inside = [
            Identifier(max(one.start, start) - start, min(one.end, end) - start, one.kind)
            for one in self._found
            if one.start < end and start < one.end
        ]
        return put_tags(original[start:end], inside).text

    def _write_json(self, name: str, value: object) -> None:
        (self._out / name).write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8", newline="\n")


def _known(letter: Letter) -> tuple[str, ...]:
    return (*letter.message.names, *([letter.sender] if letter.sender else []))


def _line_of(letter: Letter) -> int:
    """Number of the line a letter was read from."""
    digits = (letter.source or "").rpartition(" ")[2]
    return int(digits) if digits.isdigit() else 0


def _annotations(source: Source) -> dict[int, dict[str, Any]]:
    """The objects of a file of JSON Lines by the number of their line; those that cannot be read are left out."""
    found: dict[int, dict[str, Any]] = {}
    with source.open() as raw, text_stream(raw) as stream:
        for number, line in enumerate(stream, start=1):
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(value, dict):
                found[number] = {key: value[key] for key in _ANNOTATIONS if key in value}
    return found
