"""Reads the lexicon's files; a mistake names file and line."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from analyser.errors import UserError
from analyser.words import file_of_own_words, own_words


class LexiconError(UserError, ValueError):
    """The lexicon's data cannot be used; the message says which file and why."""


def _folder() -> Any:
    return resources.files("analyser.extraction").joinpath("lexicon")


@cache
def load_toml(name: str) -> dict[str, Any]:
    """One file of the lexicon as a dictionary."""
    text = _folder().joinpath(name).read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"lexicon/{name}: {error}"
        raise LexiconError(msg) from None


def lexicon_files() -> list[str]:
    """Names of the lexicon's files, sorted."""
    return sorted(entry.name for entry in _folder().iterdir() if entry.name.endswith(".toml"))


@cache
def lexicon_hash() -> str:
    """SHA-256 over all files of the lexicon and the own words, so that a result can be traced."""
    digest = hashlib.sha256()
    for name in lexicon_files():
        digest.update(name.encode())
        digest.update(_folder().joinpath(name).read_bytes())
    name, _ = own_words()  # says in a sentence when the file cannot be read
    own = file_of_own_words()
    if name and own is not None:
        digest.update(own.read_bytes())
    return digest.hexdigest()
