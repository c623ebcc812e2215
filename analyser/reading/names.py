"""Usual names of columns and months, from ``names.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from analyser.reading.options import Columns

ROLES = ("id", "text", "date", "sender")


@cache
def load_names() -> dict[str, dict[str, list[str]]]:
    """The sections ``columns`` (role to names) and ``months`` (number to names)."""
    text = resources.files("analyser.reading").joinpath("names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class ColumnError(Exception):
    """A table whose columns do not do.

    Attributes
    ----------
    code
        The failure's.
    name
        The column that was asked for, when that is what lacks.
    """

    def __init__(self, *, missing: str | None = None) -> None:
        self.code = "no_text_column" if missing is None else "no_such_column"
        self.name = missing or ""
        super().__init__(self.code)


def fold(name: str) -> str:
    """A column's name without what does not matter: case, spaces and ``_ - .``."""
    return re.sub(r"[\s_.-]+", "", name).casefold()


def find_columns(header: list[str], wanted: Columns) -> dict[str, int]:
    """Role to position, for the columns that the table has.

    Raises
    ------
    ColumnError
        A column that the user named is not there, or none holds the letters' text.
    """
    places: dict[str, int] = {}
    for position, name in enumerate(header):
        places.setdefault(fold(name), position)
    found: dict[str, int] = {}
    for role in ROLES:
        given: str | None = getattr(wanted, role)
        if given is not None:
            if fold(given) not in places:
                raise ColumnError(missing=given)
            found[role] = places[fold(given)]
    for role in ROLES:
        if role not in found:
            usual = (places.get(fold(name)) for name in load_names()["columns"][role])
            free = (place for place in usual if place is not None and place not in found.values())
            position = next(free, -1)
            if position >= 0:
                found[role] = position
    if "text" not in found:
        raise ColumnError
    return found
