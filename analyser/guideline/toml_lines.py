"""Where in a TOML file something stands: the standard library reads TOML but does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(?P<list>\[)?\[(?P<name>[^\[\]]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*(?P<name>[\w.\"' -]+?)\s*=\s*(?P<rest>.*)")
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")
_STRING = re.compile(r"\"\"\"|'''|\"(?:[^\"\\]|\\.)*\"|'[^']*'|#.*")


def find_lines(text: str) -> dict[Path, int]:
    """Line of every table and key of a file that follows TOML; lists of tables are counted from 0.

    The line of a string over several lines is that of its key. What stands inside a value in brackets is not
    listed.
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in _outside_values(text):
        if header := _HEADER.fullmatch(line):
            names = _parts(header["name"])
            table = ()
            for name in names[:-1]:
                table = (*table, name)
                found.setdefault(table, number)
                if table in counts:
                    table = (*table, counts[table])
            table = (*table, names[-1])
            if header["list"]:
                counts[table] = counts.get(table, -1) + 1
                found.setdefault(table, number)
                table = (*table, counts[table])
            found[table] = number
        elif key := _KEY.match(line):
            found[*table, *_parts(key["name"])] = number
    return found


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of the nearest thing around a path that has one."""
    while path not in lines:
        if not path:
            return 1
        path = path[:-1]
    return lines[path]


def _outside_values(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of the lines that do not lie inside a value that began on an earlier line."""
    closing, depth = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        inside = bool(closing) or depth > 0
        if not inside:
            yield number, line
        rest = line
        if not inside:
            key = None if _HEADER.fullmatch(line) else _KEY.match(line)
            if key is None:
                continue
            rest = key["rest"]
        closing, depth = _follow(rest, closing, depth)


def _follow(text: str, closing: str, depth: int) -> tuple[str, int]:
    """The quotation marks and the number of brackets that are open behind a piece of a value."""
    at = 0
    while at < len(text):
        if closing:
            end = text.find(closing, at)
            if end < 0:
                return closing, depth
            at, closing = end + len(closing), ""
        elif string := _STRING.match(text, at):
            closing = string[0] if string[0] in {'"""', "'''"} else ""
            at = string.end()
        else:
            depth += {"[": 1, "]": -1, "{": 1, "}": -1}.get(text[at], 0)
            at += 1
    return closing, depth


def _parts(name: str) -> Path:
    return tuple(double or single or bare for double, single, bare in _PART.findall(name))
