"""Pages from templates: every part of a page inline, and a policy that lets it run nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from analyser.codebook.labels import LANGUAGES, load_labels
from analyser.texts import load_texts

SCRIPTS = (
    "dom", "inflate", "store", "language", "select", "rows", "letter", "findings", "conclusions", "draft", "tip",
    "export", "keys", "route", "start",
)  # fmt: skip
"""The parts of the report's script, in the order in which they build on one another."""
STYLES = ("base", "list", "letter", "lead", "print")
"""The parts of the report's style sheet, in their order."""

_PAGE_SECTIONS = ("page", "keys", "limits")


def script() -> str:
    """The report's script: one function, so that nothing of it stands in the page's own names."""
    parts = "\n".join(resource(f"js/{name}.js") for name in SCRIPTS)
    return f'(function () {{\n"use strict";\n\n{parts}}})();\n'


def style(names: tuple[str, ...] = STYLES) -> str:
    """Parts of the style sheet, joined."""
    return "".join(resource(f"css/{name}.css") for name in names)


def texts_of(lang: str) -> dict[str, str]:
    """All texts of the page in one language, those of the codebook's labels among them."""
    own = load_texts("analyser.reporting", "texts.toml").entries
    found = dict(load_labels(lang).ui)
    for key, entry in own.items():
        section, _, name = key.partition(".")
        if section in _PAGE_SECTIONS:
            found[name] = entry[lang]
    return found


def say(lang: str, key: str, **values: object) -> str:
    """A sentence of the report's ``texts.toml``."""
    return load_texts("analyser.reporting", "texts.toml").say(lang, key, **values)


@cache
def environment() -> Environment:
    """Where the templates are; what is put into them is text unless a template says otherwise."""
    return Environment(
        loader=FunctionLoader(resource),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def resource(name: str) -> str:
    """A packaged part of a page."""
    return (resources.files("analyser.reporting") / "templates" / name).read_text(encoding="utf-8")


def digest(content: str) -> str:
    """The source expression that lets a browser run exactly this inline text."""
    value = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(value).decode('ascii')}'"


def page_languages() -> list[tuple[str, str]]:
    """The languages of the page with their own names."""
    return [(lang, say(lang, "language.name")) for lang in LANGUAGES]


def about_rows(about: Mapping[str, Any], lang: str) -> list[tuple[str, str, str]]:
    """Key, name and value of what is told of a run; the key is empty where the name is no label."""
    labels = load_labels(lang)

    def rows(part: Mapping[str, Any], prefix: str) -> list[tuple[str, str, str]]:
        found = []
        for key, value in part.items():
            name = labels.about.get(key, labels.dxa.get(key, key))
            if isinstance(value, Mapping):
                found += rows(value, f"{prefix}{name}: ")
            else:
                text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
                found.append((key if key in labels.about and not prefix else "", prefix + name, text))
        return found

    return rows(about, "")
