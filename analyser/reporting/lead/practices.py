"""Practices side by side without a ranking: a funnel plot, and a table in the order of the alphabet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from analyser.reporting.lead.funnel import OVERDISPERSION_FROM, Z_998, Funnel, funnel
from analyser.reporting.lead.lines import Words, funnel_plot
from analyser.reporting.lead.pictures import Picture
from analyser.reporting.lead.small import LIMIT, is_small, share_is_small
from analyser.reporting.lead.tally import Row
from analyser.reporting.lead.words import Language

FEWEST = 3
"""With fewer practices than this there is nothing to compare."""
_TOP_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Practice:
    """What one practice sent.

    Attributes
    ----------
    name
        As most of its letters write it.
    count
        Letters.
    dialogue
        Those with a reason for dialogue; ``None`` where that is not shown.
    score
        Median of letter quality.
    missing
        What its letters lack most often, where several do.
    """

    name: str
    count: int
    dialogue: int | None
    score: float
    missing: tuple[str, ...]


def practices(rows: Sequence[Row], names: Mapping[str, str]) -> list[Practice]:
    """Every practice with letters enough, in the order of the alphabet."""
    by_key: dict[str, list[Row]] = {key: [] for key in names}
    for row in rows:
        if row.sender:
            by_key[row.sender].append(row)
    having = {key: sum(bool(row.dialogue) for row in own) for key, own in by_key.items()}
    small = {key for key, own in by_key.items() if share_is_small(having[key], len(own))}
    if len(small) == 1:
        # All but one, and the sum of them all, would give the one away.
        others = [key for key in by_key if key not in small]
        small |= set(sorted(others, key=lambda key: (len(by_key[key]), key))[:1])
    found = []
    for key, own in by_key.items():
        if len(own) < LIMIT:
            continue
        lacking = Counter(item for row in own for item in row.missing)
        items = tuple(item for item, count in lacking.most_common(_TOP_ITEMS) if not is_small(count))
        dialogue = None if key in small else having[key]
        found.append(Practice(names[key], len(own), dialogue, median(row.score for row in own), items))
    return found


def practice_picture(rows: Sequence[Row], names: Mapping[str, str], language: Language) -> Picture | None:
    """The share with a reason for dialogue, by practice; ``None`` where there are too few practices."""
    found = practices(rows, names)
    shown = [(one.name, one.dialogue, one.count) for one in found if one.dialogue is not None]
    if len(shown) < FEWEST:
        return None
    made = funnel([(events, count) for _, events, count in shown])
    say = _told(made, shown, language)
    words = Words(say, language.say("funnel_x"), language.say("trend_dialogue_axis"), language.percent)
    titled = [
        (language.say("practice_point", name=name, share=language.percent(events / count), n=count), events, count)
        for name, events, count in shown
    ]
    columns = tuple(
        language.say(key) for key in ("practice", "letters", "with_dialogue", "share", "median_score", "lacks_most")
    )
    return Picture(
        "practices", language.say("practices_heading"), say, funnel_plot(made, titled, words), columns,
        tuple(_row(one, language) for one in found), tuple(_notes(made, len(names), found, len(shown), language)),
        (("centre", language.say("key_all")), ("limit inner", language.say("key_95")),
         ("limit", language.say("key_998")), ("special", language.say("key_outside"))),
    )  # fmt: skip


def _told(made: Funnel, shown: Sequence[tuple[str, int, int]], language: Language) -> str:
    sides = Counter(made.outside(events, count, Z_998) for _, events, count in shown)
    share = language.percent(made.centre)
    if not sides[1] and not sides[-1]:
        return language.say("funnel_inside", n=len(shown), share=share)
    return language.say("funnel_outside", n=len(shown), share=share, over=sides[1], under=sides[-1])


def _notes(made: Funnel, total: int, found: Sequence[Practice], shown: int, language: Language) -> list[str]:
    notes = [language.say("funnel_read")]
    if made.tau:
        notes.append(language.say("funnel_wider", phi=language.number(made.dispersion, 1)))
    elif shown < OVERDISPERSION_FROM:
        notes.append(language.say("funnel_plain", n=OVERDISPERSION_FROM))
    if total > shown:
        notes.append(language.say("practices_hidden", n=total - shown, few=LIMIT, whole=total - len(found)))
    return notes


def _row(one: Practice, language: Language) -> tuple[str, ...]:
    few = one.dialogue is None
    items = ", ".join(language.labels.quality[item] for item in one.missing)
    return (
        one.name,
        str(one.count),
        language.say("not_shown") if few else str(one.dialogue),
        "–" if one.dialogue is None else language.percent(one.dialogue / one.count),
        language.number(one.score, 1),
        items or "–",
    )
