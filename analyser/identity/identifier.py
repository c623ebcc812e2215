"""What identifies a person in a text, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from analyser.identity.words import read


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A piece of a text that tells who somebody is.

    Attributes
    ----------
    start, end
        Half-open offsets.
    kind
        One of :func:`kinds`.
    """

    start: int
    end: int
    kind: str


@cache
def kinds() -> dict[str, str]:
    """The kinds of identifiers in the order of their precedence in tables, each with its tag."""
    return {kind: entry["tag"] for kind, entry in read("kinds.toml").items()}


@cache
def label(kind: str, lang: str) -> str:
    """Name of a kind for people."""
    text: str = read("kinds.toml")[kind]["label"][lang]
    return text
