"""What changes over time, as control charts; one common sentence says which changes are more than chance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from analyser.reporting.lead import spc
from analyser.reporting.lead.lines import Words, control
from analyser.reporting.lead.periods import Step, Timeline
from analyser.reporting.lead.pictures import Picture
from analyser.reporting.lead.words import Language

_FEWEST = 2
_TOLD = 4
"""So many special causes are told one by one."""


def trends(line: Timeline, language: Language, steps: Sequence[Step]) -> list[Picture]:
    """Charts of what is followed over time; none where there are no dates."""
    percent = language.percent
    made = [
        ("trend_dialogue", line.shares(lambda row: bool(row.dialogue), steps), percent),
        ("trend_missing", line.shares(lambda row: "missing_information" in row.dialogue, steps), percent),
        ("trend_score", line.means(lambda row: row.score, steps, within=(0.0, 100.0)), lambda v: language.number(v, 1)),
        ("trend_letters", line.numbers(steps), lambda v: language.number(v, 1)),
    ]
    return [_picture(name, chart, line, language, steps, write) for name, chart, write in made]


def _picture(
    name: str,
    chart: spc.Chart,
    line: Timeline,
    language: Language,
    steps: Sequence[Step],
    write: Callable[[float], str],
) -> Picture:
    heading = language.say(f"{name}_heading")
    if len(chart.points) < _FEWEST:
        return Picture(name, heading, language.say("trend_too_few"))
    starts = [dt.date.fromisoformat(point.label) for point in chart.points]
    names = [language.period(start, line.unit) for start in starts]
    told = _told(chart, names, language, write)
    words = Words(f"{heading}. {told}", language.say(f"axis_{line.unit}"), language.say(f"{name}_axis"), write)
    titles = [
        language.say("point", period=period, value=write(point.value), n=point.count)
        for period, point in zip(names, chart.points, strict=True)
    ]
    marked = _steps(chart, steps)
    drawing = control(chart, [language.period(start, line.unit, short=True) for start in starts], titles, words, marked)
    limits = chart.kind != "run"
    columns = [
        language.say(f"axis_{line.unit}"),
        language.say("letters"),
        language.say(f"{name}_axis"),
        language.say("centre"),
    ]
    columns += [language.say("lower"), language.say("upper")] if limits else []
    table = []
    for i, point in enumerate(chart.points):
        row = [names[i], str(point.count), write(point.value), write(chart.centre[i])]
        table.append((*row, *([write(chart.lower[i]), write(chart.upper[i])] if limits else [])))
    return Picture(
        name, heading, told, drawing, tuple(columns), tuple(table), tuple(_notes(chart, line, language, steps)),
        _key(chart, language),
    )  # fmt: skip


def _told(chart: spc.Chart, names: Sequence[str], language: Language, write: Callable[[float], str]) -> str:
    """What the chart shows, from its last centre line and its special causes."""
    first = language.say(f"trend_say_{chart.kind}", n=len(chart.points), centre=write(chart.centre[-1]))
    if len(chart.points) < spc.RUN_POINTS:
        return first
    if not chart.signals:
        return f"{first} {language.say('trend_quiet')}"
    rules = chart.signals[:_TOLD]
    told = [_signal(one, chart, names, language) for one in rules]
    if len(chart.signals) > _TOLD:
        told.append(language.say("trend_more", n=len(chart.signals) - _TOLD))
    return f"{first} {language.say('trend_special', what='; '.join(told))}"


def _signal(one: spc.Signal, chart: spc.Chart, names: Sequence[str], language: Language) -> str:
    value, centre = chart.points[one.start].value, chart.centre[one.start]
    up = chart.points[one.end - 1].value > value if one.rule == "trend" else value > centre
    when = names[one.start] if one.end - one.start == 1 else f"{names[one.start]}–{names[one.end - 1]}"
    return language.say(f"signal_{one.rule}_{'up' if up else 'down'}", when=when, n=one.end - one.start)


def _notes(chart: spc.Chart, line: Timeline, language: Language, steps: Sequence[Step]) -> list[str]:
    notes = []
    if chart.kind == "run":
        notes.append(language.say("rules_run", points=spc.CONTROL_POINTS, shift=spc.RUN_SHIFT, trend=spc.RUN_TREND))
    else:
        notes.append(language.say(f"rules_{chart.kind}"))
        notes.append(language.say("rules_control", shift=spc.SHIFT, trend=spc.TREND, near=spc.NEAR[0], of=spc.NEAR[1]))
    if steps and len(chart.steps) < len(_steps(chart, steps)):
        notes.append(language.say("step_not_reset", n=spc.PHASE_POINTS))
    if line.thin:
        notes.append(language.count("thin", line.thin))
    if line.left_out:
        notes.append(language.count("undated", line.left_out))
    return notes


def _steps(chart: spc.Chart, steps: Sequence[Step]) -> list[tuple[int, str]]:
    """The point before which each step stands, with its text."""
    found = []
    for step in steps:
        after = [i for i, point in enumerate(chart.points) if point.label >= step.date.isoformat()]
        if after and after[0] > 0:
            found.append((after[0], step.text))
    return found


def _key(chart: spc.Chart, language: Language) -> tuple[tuple[str, str], ...]:
    key = [("centre", language.say("key_median" if chart.kind == "run" else "key_mean"))]
    if chart.kind != "run":
        key.append(("limit", language.say("key_limits")))
    if chart.signals:
        key.append(("special", language.say("key_special")))
    return tuple(key)
