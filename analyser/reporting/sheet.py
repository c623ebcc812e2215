"""The feedback sheet: one printable page for one practice, to be talked over, not to rank anyone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from statistics import median

from analyser.codebook.labels import load_labels
from analyser.errors import UserError
from analyser.reporting import page
from analyser.reporting.lead.bars import Bar, bars
from analyser.reporting.lead.small import LIMIT, share_is_small
from analyser.reporting.lead.tally import Row, Tally, practice_key
from analyser.reporting.lead.words import Language

_ASK = 5
"""So many things to think of next time."""
_COMPARED = 10
"""So many items are compared with those of all letters."""
_GOOD = 3
_GOOD_FROM = 0.8
"""What so many letters mention is said as something that is done well."""


def sheet(tally: Tally, practice: str, *, lang: str = "nb") -> str:
    """The page of one practice as HTML, complete and without a script.

    Parameters
    ----------
    tally
        All letters of the run.
    practice
        Its name; case and white space do not count.
    lang
        ``nb``, ``nn`` or ``en``.

    Raises
    ------
    UserError
        No letter is from this practice, or too few are.
    """
    names, key = tally.practices(), practice_key(practice)
    if key not in names:
        raise UserError(page.say(lang, "sheet.no_practice", name=practice))
    own = [row for row in tally.rows if row.sender == key]
    if len(own) < LIMIT:
        raise UserError(page.say(lang, "sheet.too_few", name=names[key], n=LIMIT))
    language, labels = Language(lang), load_labels(lang)
    dates = [row.date for row in own if row.date]
    lacking, compared = _lacking(own, tally.rows, language)
    style = page.style(("base", "lead", "print"))
    sentence = page.say(
        lang, "sheet.scores", n=len(own), median=language.number(median(row.score for row in own), 1),
        all=language.number(median(row.score for row in tally.rows), 1),
    )  # fmt: skip
    return (
        page.environment()
        .get_template("sheet.html")
        .render(
            lang=lang,
            say=lambda name: page.say(lang, f"sheet.{name}"),
            ui=labels.ui,
            style=style,
            style_hash=page.digest(style),
            name=names[key],
            period=_period(dates, language),
            sentence=sentence,
            good=_good(own, language),
            ask=[labels.quality[item] for item in lacking[:_ASK]],
            drawing=bars(compared[:_COMPARED], page.say(lang, "sheet.lacking_heading"), most=1.0),
            dialogue=_dialogue(own, tally.rows, language),
            small=language.say("small_cells", n=LIMIT),
        )
    )


def _period(dates: Sequence[dt.date], language: Language) -> str:
    if not dates:
        return ""
    first, last = language.day(min(dates)), language.day(max(dates))
    return first if first == last else f"{first}–{last}"


def _share(rows: Sequence[Row], item: str) -> tuple[int, int]:
    """How many of the letters where an item belongs do not mention it, and how many those are."""
    lacking = sum(item in row.missing for row in rows)
    return lacking, lacking + sum(item in row.denied or item in row.stated for row in rows)


def _lacking(own: Sequence[Row], every: Sequence[Row], language: Language) -> tuple[list[str], list[Bar]]:
    """What the practice's letters lack, most often first, beside those of all."""
    found: list[tuple[float, str, Bar]] = []
    for item, name in language.labels.quality.items():
        here, total = _share(own, item)
        there, whole = _share(every, item)
        if total < LIMIT or share_is_small(here, total) or whole < LIMIT:
            continue
        share, usual = here / total, there / whole
        note = page.say(language.lang, "sheet.compared", own=language.percent(share), all=language.percent(usual))
        found.append((share, item, Bar(name, ((share, "lacking"),), note)))
    found.sort(key=lambda one: (-one[0], one[1]))
    return [item for share, item, _ in found if share > 0], [bar for *_, bar in found]


def _good(own: Sequence[Row], language: Language) -> list[str]:
    """What nearly all letters of the practice mention."""
    shares = []
    for item in language.labels.quality:
        here, total = _share(own, item)
        if total >= LIMIT and 1 - here / total >= _GOOD_FROM:
            shares.append((here / total, item))
    return [language.labels.quality[item] for _, item in sorted(shares)[:_GOOD]]


def _dialogue(own: Sequence[Row], every: Sequence[Row], language: Language) -> list[tuple[str, str, str]]:
    """Each reason for dialogue with its share, here and for all."""
    here = Counter(label for row in own for label in row.dialogue)
    there = Counter(label for row in every for label in row.dialogue)
    rows = []
    for label, name in language.labels.dialogue.items():
        if not there[label]:
            continue
        few = share_is_small(here[label], len(own))
        shown = language.say("not_shown") if few else language.percent(here[label] / len(own))
        rows.append((name, shown, language.percent(there[label] / len(every))))
    return rows
