"""A pack's file as it was read, and everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from analyser.codebook.labels import LANGUAGES
from analyser.errors import UserError
from analyser.guideline.grammar import unknown
from analyser.guideline.inherit import Merged, merge
from analyser.guideline.packaged import SUFFIX, pack_content, pack_names
from analyser.guideline.toml_lines import Path, find_lines, line_of

_KINDS: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    dt.date: "a date",
}
Shape = Mapping[str, type]
"""Keys of a table with what they hold; a key that ends in ``?`` may be left out."""

SENTENCE: Shape = {"when?": str, **dict.fromkeys(LANGUAGES, str)}
_RULE: Shape = {"id": str, "outcome": str, "source": list, "when": str}
_TEXTS: Shape = {"text": list, "add?": list}
SHAPES: Mapping[str, Shape] = {
    "pack": {
        "name": str,
        "version": str,
        "in_force": dt.date,
        "title": dict,
        "extends?": str,
        "drop?": list,
        "reading_order": list,
        "letter_order": list,
        "not_to_gp?": list,
        "sources": dict,
        "parameters?": dict,
        "defaults?": dict,
        "sets?": dict,
        "terms?": dict,
        "dxa": list,
        "also?": list,
        "dialogue?": dict,
        "dental?": list,
        "remark?": list,
        "to_gp": dict,
        "quality": list,
    },
    "sources": {"name": dict, "title": str, "where": str},
    "parameters": {"value": float, "unit": str, "source": list, "confirm?": bool, "label": dict},
    "sets": {"group": str, "without?": list},
    "terms": {"number": str},
    "dxa": {**_RULE, **_TEXTS, "dialogue?": str},
    "dental": {**_RULE, **_TEXTS},
    "remark": {**_RULE, **_TEXTS, "list?": list},
    "also": _RULE,
    "dialogue": _TEXTS,
    "to_gp": {**_TEXTS, "asks?": list},
    "quality": {"item": str, "weight": int, "applies?": str, "mentioned": str, "ask?": dict, "answers": list},
}


class PackError(UserError):
    """A pack that cannot be used; ``problems`` holds one sentence each, with file and line."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class PackFile:
    """The data of a pack and where it stands.

    Parameters
    ----------
    name
        Of the file, for messages.
    content
        Its bytes.

    Raises
    ------
    PackError
        It cannot be read as TOML, or what it builds on is not there.

    Attributes
    ----------
    data
        What it holds, together with what it takes over from the pack that it builds on.
    contents
        Its bytes, and behind them those of the packs that it builds on.
    """

    def __init__(self, name: str, content: bytes, *, above: tuple[str, ...] = ()) -> None:
        self.name = name
        self.contents = content
        self._base: PackFile | None = None
        self._merged = Merged()
        self._problems: list[tuple[int, str]] = []
        try:
            text = content.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise PackError((f"{name}, line {line}: this is not UTF-8; save the file as UTF-8.",)) from None
        try:
            self.data = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            said = str(error)
            place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", said)
            line = int(place[1]) if place and place[1] else text.count("\n") + 1
            reason = said[: place.start()] if place else "it cannot be read"
            raise PackError((f"{name}, line {line}: not TOML: {reason}.",)) from None
        self._lines = find_lines(text)
        self._text = text.split("\n")
        if "extends" in self.data:
            self._build_on(self.data["extends"], (*above, name))

    def _build_on(self, other: Any, above: tuple[str, ...]) -> None:
        known = [name for name in pack_names() if f"{name}{SUFFIX}" not in above]
        if other not in known:
            self.wrong(("extends",), unknown("pack to build on", str(other), known))
            self.check()
        self._base = PackFile(f"{other}{SUFFIX}", pack_content(other), above=above)
        self.contents += self._base.contents
        merged = merge(self.data, self._base.data)
        for path, reason in merged.problems:
            self.wrong(path, reason)
        self.data, self._merged = merged.data, merged

    def _origin(self, path: Path) -> Path:
        """Where something stands in the file that it comes from."""
        entry = path[:2]
        return (self._merged.own.get(entry) or self._merged.taken_over.get(entry, entry)) + path[2:]

    def takes_over(self, path: Path) -> bool:
        """Whether something comes from the pack that this one builds on."""
        return path[:2] in self._merged.taken_over or path[:1] in self._merged.taken_over

    def wrong(self, path: Path, reason: str, *, within: int | None = None) -> None:
        """Note that something is wrong; ``within`` is the line of a text over several lines, from 1."""
        if self._base is not None and self.takes_over(path):
            self._base.wrong(self._origin(path), reason, within=within)
            return
        path = self._origin(path)
        line = line_of(self._lines, path)
        if within is not None:
            shown = self._text[line - 1]
            # A text that opens with a line break begins on the line behind its key.
            opens = any(shown.rstrip().endswith(quotes) and shown.count(quotes) == 1 for quotes in ("'''", '"""'))
            line += within if opens else within - 1
        self._problems.append((line, reason))

    def check(self) -> None:
        """Raise all that was noted, in the order of the file."""
        noted = tuple(self._noted())
        if noted:
            raise PackError(noted)

    def _noted(self) -> Iterator[str]:
        ended = ((line, reason if reason.endswith("?") else f"{reason}.") for line, reason in sorted(self._problems))
        yield from dict.fromkeys(f"{self.name}, line {line}: {reason}" for line, reason in ended)
        if self._base is not None:
            yield from self._base._noted()

    def shaped(self, table: Any, shape: Shape, path: Path) -> dict[str, Any]:
        """The entries of a table that are what they should be; the rest is noted."""
        if not isinstance(table, dict):
            self.wrong(path, f"{_shown(self._origin(path))} must be a table")
            return {}
        names = {key.rstrip("?"): kind for key, kind in shape.items()}
        good: dict[str, Any] = {}
        for key, value in table.items():
            if key not in names:
                self.wrong((*path, key), unknown("entry", key, names))
            elif not _is(value, names[key]):
                self.wrong((*path, key), f"{key!r} must be {_KINDS[names[key]]}")
            else:
                good[key] = value
        for key in shape:
            if not key.endswith("?") and key not in table:
                self.wrong(path, f"{_shown(self._origin(path))} has no {key!r}")
        return good

    def tables(self, name: str) -> list[tuple[Path, dict[str, Any]]]:
        """The entries of a list or table of tables with their paths, each checked for its shape."""
        value = self.data.get(name, ())
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [((name, key), self.shaped(entry, SHAPES[name], (name, key))) for key, entry in pairs]

    def words(self, value: Any, path: Path) -> tuple[str, ...]:
        """A list of texts."""
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.wrong(path, f"{_shown(self._origin(path))} must be a list of texts")
            return ()
        return tuple(value)

    def languages(self, value: Any, path: Path) -> dict[str, str]:
        """A text in every language."""
        texts = self.shaped(value, dict.fromkeys(LANGUAGES, str), path)
        for lang, text in texts.items():
            if not text.strip():
                self.wrong((*path, lang), f"the text in {lang} is empty")
        return texts


def _is(value: Any, kind: type) -> bool:
    if isinstance(value, bool) or kind is bool:
        return isinstance(value, bool) and kind is bool
    if kind is float:
        return isinstance(value, int | float) and abs(value) < float("inf")
    if kind is dt.date:
        return isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    return isinstance(value, kind)


def _shown(path: Path) -> str:
    """A place in the file, as people would say it."""
    if not path:
        return "the pack"
    return ".".join(f"{part + 1}" if isinstance(part, int) else part for part in path)
