"""What a clinic says of itself: who writes, and how the letter closes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any

from analyser.codebook.labels import LANGUAGES
from analyser.errors import UserError
from analyser.texts import load_texts


@dataclass(frozen=True, slots=True)
class Clinic:
    """The sender of a draft.

    Attributes
    ----------
    name, department
        Of the clinic.
    given_name, family_name, telephone
        Of the health professional who answers for the message.
    closing, regards
        How the letter ends, by language.
    """

    name: str
    department: str
    given_name: str
    family_name: str
    telephone: str
    closing: Mapping[str, str]
    regards: Mapping[str, str]


_BY_LANGUAGE = ("closing", "regards")


def load_clinic(path: Path | None = None, *, lang: str = "nb") -> Clinic:
    """Read a clinic's file; without one, placeholders stand for what the clinic must fill in.

    Parameters
    ----------
    path
        A file like the packaged ``clinic.toml``.
    lang
        Language in which mistakes are said.

    Raises
    ------
    UserError
        The file cannot be read, or an entry lacks, is unknown or is empty; all such entries are named.
    """
    if path is None:
        content = resources.files("analyser.dialogue").joinpath("clinic.toml").read_bytes()
        return _clinic(content, "clinic.toml", lang)
    try:
        content = path.read_bytes()
    except OSError:
        raise _error(lang, "no_clinic_file", name=path.name) from None
    return _clinic(content, path.name, lang)


def _clinic(content: bytes, name: str, lang: str) -> Clinic:
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _error(lang, "clinic_not_toml", name=name, problem=str(error)) from None
    problems = "; ".join(_problems(data))
    if problems:
        raise _error(lang, "clinic_wrong", name=name, problem=problems)
    return Clinic(**data)


def _problems(data: Mapping[str, Any]) -> list[str]:
    """Every entry that is not as it should be, by its name in the file."""
    expected = {field.name for field in fields(Clinic)}
    wrong = [f"? {name}" for name in sorted(set(data) - expected)]
    for name in sorted(expected):
        value = data.get(name)
        if name in _BY_LANGUAGE:
            texts = value if isinstance(value, dict) else {}
            wrong += [f"{name}.{lang}" for lang in LANGUAGES if not _is_text(texts.get(lang))]
            wrong += [f"? {name}.{lang}" for lang in sorted(set(texts) - set(LANGUAGES))]
        elif not _is_text(value):
            wrong.append(name)
    return wrong


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _error(lang: str, key: str, **values: str) -> UserError:
    return UserError(load_texts("analyser.dialogue", "messages.toml").say(lang, f"error.{key}", **values))
