"""The report: one HTML file that opens in any browser and asks nothing of any network."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analyser.analysis import Analysis
from analyser.codebook.labels import LANGUAGES, load_labels
from analyser.dialogue import Clinic
from analyser.guideline import Pack
from analyser.reporting import page
from analyser.reporting.compact import packed
from analyser.reporting.lead.periods import Step
from analyser.reporting.lead.tally import Tally
from analyser.reporting.lead.view import lead_view
from analyser.reporting.lead.words import Language
from analyser.reporting.payload import Payload, names
from analyser.reporting.sources import Sources


def write_report(
    path: Path,
    analyses: Iterable[Analysis],
    *,
    about: Mapping[str, Any],
    lang: str = "nb",
    sources: Sources = MappingProxyType({}),
    pack: Pack | None = None,
    clinic: Clinic | None = None,
    steps: Sequence[Step] = (),
) -> None:
    """Write the report of a run; the same input gives the same bytes.

    Of each letter only what is counted is held in memory, so that a stream of letters may be as long as it likes; its
    compact form waits in a temporary file beside the report, which is gone when the report is written.

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
        Language in which the page opens: ``nb``, ``nn`` or ``en``; its reader can choose another.
    sources
        Of the rule pack, by id; they are called by their names and listed.
    pack
        Gives the reasons in all languages, and the drafts to the GP; without it there are no drafts, and the
        reasons stand in the language they have.
    clinic
        Who writes the drafts; placeholders when not given.
    steps
        Dates from which something was done differently; charts over time show them.

    Raises
    ------
    ValueError
        When there is no such language.
    OSError
        When the file cannot be written.
    """
    with (
        path.open("w", encoding="utf-8", newline="\n") as file,
        # It holds words of letters, and lies where the report does.
        tempfile.TemporaryFile("w+", encoding="ascii", newline="\n", dir=path.parent) as spool,
    ):
        payload = Payload(sources=sources, pack=pack, clinic=clinic, spool=spool)
        for part in _parts(payload, analyses, about=about, lang=lang, steps=steps):
            file.write(part)


def render(
    analyses: Iterable[Analysis],
    *,
    about: Mapping[str, Any],
    lang: str = "nb",
    sources: Sources = MappingProxyType({}),
    pack: Pack | None = None,
    clinic: Clinic | None = None,
    steps: Sequence[Step] = (),
) -> str:
    """The text of the report (see :func:`write_report`)."""
    payload = Payload(sources=sources, pack=pack, clinic=clinic)
    return "".join(_parts(payload, analyses, about=about, lang=lang, steps=steps))


def _parts(
    payload: Payload, analyses: Iterable[Analysis], *, about: Mapping[str, Any], lang: str, steps: Sequence[Step]
) -> Iterator[str]:
    """The report in pieces (see :func:`write_report`); the letters are taken before the first piece."""
    labels = load_labels(lang)
    tally = Tally(payload.pack)
    for analysis in analyses:
        payload.add(analysis)
        tally.add(analysis)
    index = payload.index()
    style, script = page.style(), page.script()
    yield from (
        page.environment()
        .get_template("report.html")
        .generate(
            ui=page.texts_of(lang),
            labels=labels,
            lang=lang,
            page_languages=page.page_languages(),
            total=payload.total,
            first=payload.first,
            second=payload.differing,
            failed=about.get("failed", 0),
            dialogue=[(name, "dialogue") for name in labels.dialogue],
            dental=[(name, "dental") for name in labels.dental],
            quality=[(name, "quality") for name in labels.quality],
            languages=[(name, "languages") for name in labels.languages],
            views=[lead_view(tally, code, steps=steps) for code in LANGUAGES],
            numbers={code: Language(code).say("numbers") for code in LANGUAGES},
            about=page.about_rows(about, lang),
            sources=[(one.name, one.title, one.where) for one in payload.sources.values()],
            style=style,
            style_hash=page.digest(style),
            script=script,
            script_hash=page.digest(script),
            blocks=payload.blocks(),
            names=packed({code: names(load_labels(code), page.texts_of(code)) for code in LANGUAGES}),
            index=index,
        )
    )
