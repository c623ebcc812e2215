"""A clinic's own words beside the lexicon: one file, for the whole process and its workers."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from analyser.errors import UserError

WORDS_VARIABLE = "ANALYSER_WORDS"
"""Environment variable that names the file. It is read when the lexicon is compiled, once a process."""


def file_of_own_words() -> Path | None:
    """The file that is named, if there is one."""
    named = os.environ.get(WORDS_VARIABLE)
    return Path(named) if named else None


@cache
def own_words() -> tuple[str, dict[str, Any]]:
    """Name and blocks of the file of own words; an empty name when there is none.

    Raises
    ------
    UserError
        The file cannot be read.
    """
    path = file_of_own_words()
    if path is None:
        return "", {}
    try:
        blocks = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        msg = f"{path.name}: the file of own words cannot be read ({error.strerror}); check its name."
        raise UserError(msg) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path.name}: {error}"
        raise UserError(msg) from None
    for concept, block in blocks.items():
        if not isinstance(block, dict):
            msg = f"{path.name}: {concept!r} must be a block such as [{concept}] with lists of words."
            raise UserError(msg)
    return path.name, blocks
