"""The report: one HTML file that opens in any browser and asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from analyser.analysis import Analysis
from analyser.codebook.labels import Labels, load_labels
from analyser.reporting.parts import FIRST
from analyser.reporting.payload import build_payload, script_json
from analyser.reporting.sources import Sources


def write_report(
    path: Path,
    analyses: Iterable[Analysis],
    *,
    about: Mapping[str, Any],
    lang: str = "nb",
    sources: Sources = MappingProxyType({}),
) -> None:
    """Write the report of a run; the same input gives the same bytes.

    Parameters
    ----------
    path
        The file to write; it holds letter text and must be kept as patient records are.
    analyses
        In the order the letters were read.
    about
        What is to be told of the run (versions, rule pack, counts); may be nested one level or more.
        Where ``failed`` is not 0, the summary says so.
    lang
        Language of the report's own words: ``nb``, ``nn`` or ``en``.
    sources
        Of the rule pack, by id; they are called by their names and listed.

    Raises
    ------
    ValueError
        When there is no such language.
    OSError
        When the file cannot be written.
    """
    path.write_bytes(render(analyses, about=about, lang=lang, sources=sources).encode("utf-8"))


def render(
    analyses: Iterable[Analysis],
    *,
    about: Mapping[str, Any],
    lang: str = "nb",
    sources: Sources = MappingProxyType({}),
) -> str:
    """The text of the report (see :func:`write_report`)."""
    labels = load_labels(lang)
    payload = build_payload(analyses, labels, sources)
    letters = payload["letters"]
    style, script = _resource("report.css"), _resource("report.js")
    environment = Environment(
        loader=FunctionLoader(_resource),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(
        ui=labels.ui,
        lang=lang,
        html_lang="en" if lang == "en" else lang,
        total=len(letters),
        first=sum(letter["parts"][0][0] == FIRST for letter in letters),
        summary=_summary(letters, labels),
        about=list(_rows(about, labels)),
        failed=about.get("failed", 0),
        sources=[(one.name[lang], one.title, one.where) for one in sources.values()],
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        data=script_json(payload),
    )


def _summary(letters: list[dict[str, Any]], labels: Labels) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """Kind, heading, and for every label its id, name and number of letters, in codebook order."""
    suggestions = Counter(letter["dxa"] for letter in letters)
    dialogue = Counter(label for letter in letters for label in letter["dialogue"])
    dental = Counter(label for letter in letters for label in letter["dental"])
    tables = (
        ("dxa", labels.ui["suggestion"], labels.dxa, suggestions),
        ("dialogue", labels.ui["dialogue"], labels.dialogue, dialogue),
        ("dental", labels.ui["dental"], labels.dental, dental),
    )
    return [
        (kind, heading, [(name, text, counts[name]) for name, text in names.items()])
        for kind, heading, names, counts in tables
    ]


def _rows(about: Mapping[str, Any], labels: Labels, prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in about.items():
        name = prefix + labels.about.get(key, labels.dxa.get(key, key))
        if isinstance(value, Mapping):
            yield from _rows(value, labels, f"{name}: ")
        else:
            yield name, ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _resource(name: str) -> str:
    return (resources.files("analyser.reporting") / "templates" / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    """The source expression that lets a browser run exactly this inline text."""
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
