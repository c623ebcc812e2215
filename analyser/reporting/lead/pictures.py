"""The pictures of the lead's half, each with a sentence that says what it shows and the numbers behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from analyser.reporting.lead.bars import Bar, bars, histogram
from analyser.reporting.lead.small import LIMIT, hidden, is_small
from analyser.reporting.lead.tally import Row
from analyser.reporting.lead.words import Language

_BIN = 10
_TOP_SCORE = 100
_POOR = 50


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture.

    Attributes
    ----------
    name
        Short id.
    heading, sentence
        What it is about, and what it shows.
    drawing
        The picture; empty where there is too little to draw.
    columns, rows
        The numbers behind it.
    notes
        How to read it, and what was left out.
    key
        Kinds of mark with their names, where there are several.
    """

    name: str
    heading: str
    sentence: str
    drawing: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    key: tuple[tuple[str, str], ...] = ()


def suggestions(rows: Sequence[Row], language: Language) -> Picture:
    """How many letters have each suggestion."""
    counts = Counter(row.dxa for row in rows)
    names = language.labels.dxa
    out_of_sight = hidden({name: counts[name] for name in names})
    most = _most(counts, names)
    sentence = language.say(
        "suggestions_say", n=len(rows), name=names[most], count=language.shown(counts[most]),
        share=language.percent(counts[most] / len(rows)),
    )  # fmt: skip
    return _counted("suggestions", names, counts, len(rows), language, sentence, out_of_sight)


def dialogue(rows: Sequence[Row], language: Language) -> Picture:
    """How many letters give a reason for dialogue, and which."""
    return _labelled("dialogue", rows, lambda row: row.dialogue, language.labels.dialogue, language)


def dental(rows: Sequence[Row], language: Language) -> Picture:
    """How many letters give advice on mouth and jaw, and which."""
    return _labelled("dental", rows, lambda row: row.dental, language.labels.dental, language)


def _labelled(
    name: str,
    rows: Sequence[Row],
    labels_of: Callable[[Row], Iterable[str]],
    names: Mapping[str, str],
    language: Language,
) -> Picture:
    counts = Counter(label for row in rows for label in labels_of(row))
    having = sum(bool(tuple(labels_of(row))) for row in rows)
    if not having:
        return Picture(name, language.say(f"{name}_heading"), language.say(f"{name}_none", n=len(rows)))
    most = _most(counts, names)
    sentence = language.say(
        f"{name}_say", n=len(rows), having=language.shown(having), share=language.percent(having / len(rows)),
        name=names[most], count=language.shown(counts[most]),
    )  # fmt: skip
    small = frozenset(label for label in names if is_small(counts[label]))
    return _counted(name, names, counts, len(rows), language, sentence, small, note=language.say("several"))


def _counted(
    name: str,
    names: Mapping[str, str],
    counts: Counter[str],
    total: int,
    language: Language,
    sentence: str,
    out_of_sight: frozenset[str],
    note: str = "",
) -> Picture:
    rows, table = [], []
    for label, text in names.items():
        count = counts[label]
        if label in out_of_sight:
            shown = language.shown(count) if is_small(count) else language.say("not_shown")
            rows.append(Bar(text, ((LIMIT - 1, "small"),), shown))
            table.append((text, shown, "–"))
        else:
            share = language.percent(count / total)
            rows.append(Bar(text, ((count, "whole"),), f"{count} ({share})"))
            table.append((text, str(count), share))
    heading = language.say(f"{name}_heading")
    most = max([LIMIT, *(counts[label] for label in names)])
    columns = (heading, language.say("letters"), language.say("share"))
    notes = (note,) if note else ()
    return Picture(name, heading, sentence, bars(rows, sentence, most=most), columns, tuple(table), notes)


def missing(rows: Sequence[Row], language: Language) -> Picture | None:
    """Of the letters that ought to say a thing: how many do, how many deny it, and how many do not mention it."""
    names = language.labels.quality
    lacking = Counter(item for row in rows for item in row.missing)
    denied = Counter(item for row in rows for item in row.denied)
    stated = Counter(item for row in rows for item in row.stated)
    applies = {item: lacking[item] + denied[item] + stated[item] for item in names}
    order = [item for item in names if applies[item] >= LIMIT]
    if not order:
        return None
    order.sort(key=lambda item: (-lacking[item] / applies[item], names[item]))
    drawn, table = [], []
    for item in order:
        total = applies[item]
        parts = ((lacking[item] / total, "lacking"), (denied[item] / total, "denied"), (stated[item] / total, "stated"))
        few = is_small(lacking[item])
        note = language.shown(lacking[item]) if few else language.percent(lacking[item] / total)
        drawn.append(Bar(names[item], () if few else parts, note))
        shown = [language.shown(count[item]) for count in (lacking, denied, stated)]
        table.append((names[item], str(total), *shown, "–" if few else language.percent(lacking[item] / total)))
    first = order[0]
    say = language.say(
        "missing_say", name=names[first], share=language.percent(lacking[first] / applies[first]), n=applies[first]
    )
    most_denied = max(order, key=lambda item: denied[item] / applies[item])
    if denied[most_denied] >= LIMIT:
        share = language.percent(denied[most_denied] / applies[most_denied])
        say += " " + language.say("missing_denied", name=names[most_denied], share=share)
    kinds = ("lacking", "denied", "stated")
    columns = (
        language.say("item"), language.say("applies"), *(language.say(kind) for kind in kinds),
        language.say("share_lacking"),
    )  # fmt: skip
    key = tuple((f"bar {kind}", language.say(kind)) for kind in kinds)
    notes = (language.say("missing_note"),)
    return Picture(
        "missing", language.say("missing_heading"), say, bars(drawn, say, most=1.0), columns, tuple(table), notes, key
    )


def scores(rows: Sequence[Row], language: Language) -> Picture:
    """How the score of letter quality is spread."""
    counts = Counter(min(row.score, _TOP_SCORE - 1) // _BIN for row in rows)
    names = [f"{low * _BIN}–{low * _BIN + _BIN - 1 + (low == 9)}" for low in range(_TOP_SCORE // _BIN)]
    by_name = {name: counts[low] for low, name in enumerate(names)}
    out_of_sight = hidden(by_name)

    def note(name: str) -> str:
        return language.say("few_short", n=LIMIT) if name in out_of_sight else str(by_name[name])

    drawn = [(name, 0.0 if name in out_of_sight else float(by_name[name]), note(name)) for name in names]
    poor = sum(row.score < _POOR for row in rows)
    middle = language.number(median(row.score for row in rows))
    say = language.say("scores_say", median=middle, poor=language.shown(poor), limit=_POOR)
    return Picture(
        "scores",
        language.say("scores_heading"),
        say,
        histogram(drawn, say, axis=language.labels.ui["score"], side=language.say("letters")),
        (language.labels.ui["score"], language.say("letters")),
        tuple((name, note(name)) for name in names),
        (language.labels.ui["score_help"],),
    )


def _most(counts: Counter[str], names: Iterable[str]) -> str:
    return max(names, key=lambda name: counts[name])
