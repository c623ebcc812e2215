"""The lead's half, whole, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyser.reporting.lead import pictures
from analyser.reporting.lead.periods import Step, timeline
from analyser.reporting.lead.pictures import Picture
from analyser.reporting.lead.practices import practice_picture
from analyser.reporting.lead.small import LIMIT
from analyser.reporting.lead.tally import Tally
from analyser.reporting.lead.trends import trends
from analyser.reporting.lead.words import Language


@dataclass(frozen=True, slots=True)
class Part:
    """Pictures under a common heading; ``empty`` stands where there is none."""

    name: str
    heading: str
    pictures: tuple[Picture, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class LeadView:
    """What the quality lead sees, in one language."""

    lang: str
    intro: tuple[str, ...]
    parts: tuple[Part, ...]


def lead_view(tally: Tally, lang: str, *, steps: Sequence[Step] = ()) -> LeadView:
    """Everything there is to show of these letters.

    Parameters
    ----------
    tally
        The letters as they are counted.
    lang
        ``nb``, ``nn`` or ``en``.
    steps
        Dates from which something was done differently.
    """
    language, rows = Language(lang), tally.rows
    if not rows:
        return LeadView(lang, (language.say("nothing"),), ())
    line = timeline(rows)
    whole = [
        pictures.suggestions(rows, language),
        pictures.dialogue(rows, language),
        pictures.missing(rows, language),
        pictures.scores(rows, language),
        pictures.dental(rows, language),
    ]
    over_time = trends(line, language, sorted(steps, key=lambda step: step.date)) if line.starts else []
    by_practice = practice_picture(rows, tally.practices(), language)
    return LeadView(
        lang,
        (language.count("letters_counted", len(rows)), language.say("small_cells", n=LIMIT)),
        (
            Part("whole", language.say("whole_heading"), tuple(one for one in whole if one is not None)),
            Part("time", language.say("time_heading"), tuple(over_time), language.say("no_dates")),
            Part(
                "practices",
                language.say("practices_part"),
                () if by_practice is None else (by_practice,),
                language.say("no_practices"),
            ),
        ),
    )
