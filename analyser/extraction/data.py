"""Reads the lexicon's files; a mistake names file and line."""

from __future__ import annotations

import hashlib
import os
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

WORDS_VARIABLE = "ANALYSER_WORDS"
"""Environment variable that names a file of own words; read once a process, and inherited by its workers."""


class LexiconError(ValueError):
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


@cache
def own_words() -> tuple[str, dict[str, Any]]:
    """Name and blocks of the file of own words; an empty name when there is none.

    Raises
    ------
    LexiconError
        The file cannot be read.
    """
    named = os.environ.get(WORDS_VARIABLE)
    if not named:
        return "", {}
    path = Path(named)
    try:
        blocks = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        msg = f"{path.name}: the file of own words cannot be read ({error.strerror}); check its name."
        raise LexiconError(msg) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path.name}: {error}"
        raise LexiconError(msg) from None
    for concept, block in blocks.items():
        if not isinstance(block, dict):
            msg = f"{path.name}: {concept!r} must be a block such as [{concept}] with lists of words."
            raise LexiconError(msg)
    return path.name, blocks


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
    if own_words()[0]:
        digest.update(Path(os.environ[WORDS_VARIABLE]).read_bytes())
    return digest.hexdigest()
