"""Sentences for people, kept as data: a TOML file of ``key = { nb, nn, en }``, in sections."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from analyser.codebook.labels import LANGUAGES


class Texts:
    """The sentences of one packaged file.

    Parameters
    ----------
    package, name
        Where the file lies, for example ``"analyser.reading"`` and ``"messages.toml"``.

    Raises
    ------
    ValueError
        An entry does not hold exactly the languages nb, nn and en.
    """

    def __init__(self, package: str, name: str) -> None:
        data = tomllib.loads(resources.files(package).joinpath(name).read_text(encoding="utf-8"))
        self.entries: dict[str, dict[str, str]] = {}
        self._gather(data, "", f"{package}/{name}")

    def _gather(self, data: dict[str, Any], prefix: str, where: str) -> None:
        for key, value in data.items():
            if all(isinstance(part, dict) for part in value.values()):
                self._gather(value, f"{prefix}{key}.", where)
            elif set(value) == set(LANGUAGES) and all(isinstance(part, str) for part in value.values()):
                self.entries[prefix + key] = value
            else:
                msg = f"{where}: {prefix}{key} must hold a text in each of {', '.join(LANGUAGES)} and nothing else"
                raise ValueError(msg)

    def say(self, lang: str, key: str, **values: object) -> str:
        """The sentence ``key`` (``section.name``) in ``lang`` with its ``{places}`` filled."""
        return self.entries[key][lang].format(**values)


@cache
def load_texts(package: str, name: str) -> Texts:
    """Read a file of sentences (cached)."""
    return Texts(package, name)
