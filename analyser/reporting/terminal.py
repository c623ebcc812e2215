"""One letter in the terminal: its findings, and each conclusion with rule, source and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import MappingProxyType

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from analyser.analysis import Analysis
from analyser.assessment import Assessment, Reason
from analyser.codebook.labels import Labels, load_labels
from analyser.fact import Fact
from analyser.reading.characters import visible
from analyser.reporting.highlight import fact_span, segments
from analyser.reporting.parts import FIRST, parts_of
from analyser.reporting.questions import told
from analyser.reporting.sources import Sources, named

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_STATUS_STYLE = {
    "present": "bold underline",
    "absent": "underline",
    "uncertain": "italic underline",
    "past": "dim underline",
    "planned": "bold italic underline",
}


def explain(analysis: Analysis, *, console: Console, lang: str = "nb", sources: Sources = MappingProxyType({})) -> None:
    """Show one letter with its findings, what they lead to and the words it rests on.

    Markup and control characters in a letter are shown, never obeyed. ``sources`` are those of the rule pack,
    by id; they are called by their names.

    Raises
    ------
    ValueError
        When there are no labels in ``lang``.
    """
    labels = load_labels(lang)
    source_of = partial(named, sources=sources, lang=lang)
    ui, assessment = labels.ui, analysis.assessment
    console.print(Text(f"{ui['letter']} ", style="bold").append_text(_shown(analysis.letter.id)))
    parts = dict(parts_of(assessment.reasons))
    headings = {
        "first": ("first_heading", ""),
        "dxa": ("suggestion_heading", labels.dxa[assessment.dxa]),
        "dialogue": ("dialogue_heading", ui["none_dialogue"]),
        "dental": ("dental_heading", ui["none_dental"]),
        "remark": ("remark_heading", ""),
    }

    def show(kind: str, numbers: Sequence[int]) -> None:
        heading, none = headings[kind]
        reasons = [assessment.reasons[number] for number in numbers]
        _section(console, ui[heading], _conclusions(analysis, reasons, labels, source_of) if reasons else Text(none))

    # What must be read before all else stands before the letter too.
    if FIRST in parts:
        show(FIRST, parts.pop(FIRST))
    marked = _marked(analysis)
    marked.rstrip()
    console.print(marked)
    console.print()
    _section(console, ui["findings"], _findings(analysis, labels) or Text(ui["no_findings"]))
    for kind, numbers in parts.items():
        show(kind, numbers)
    _section(console, ui["missing_heading"], _missing(assessment.missing, labels))
    if assessment.questions:
        _section(console, ui["questions_heading"], _questions(assessment, labels))
    _section(console, ui["score"], Text(ui["score_value"].replace("{n}", str(assessment.score))))
    console.print(Text(ui["decision_support"], style="bold"))


def _section(console: Console, heading: str, body: RenderableType) -> None:
    console.print(Text(heading, style="bold"))
    console.print(Padding(body, (0, 0, 1, 2), expand=False))


def _marked(analysis: Analysis) -> Text:
    """The letter; each finding between brackets with its small number, whatever colours there are."""
    text, facts = analysis.letter.text, analysis.facts
    spans = {number: span for number, fact in enumerate(facts) if (span := fact_span(fact, text)) is not None}
    marked = Text()
    for piece in segments(text, facts):
        for number in piece.facts:
            if spans[number][0] == piece.start:
                marked.append("‹", style="cyan")
        # The shortest finding decides the look, as in the report.
        inner = min(piece.facts, key=lambda number: spans[number][1] - spans[number][0], default=None)
        style = "" if inner is None else _STATUS_STYLE[facts[inner].status]
        marked.append_text(_shown(text[piece.start : piece.end], style))
        ending = (number for number in piece.facts if spans[number][1] == piece.end)
        for number in sorted(ending, key=lambda number: (-spans[number][0], number)):
            marked.append("›" + str(number + 1).translate(_SUPERSCRIPT), style="cyan")
    return marked


def _findings(analysis: Analysis, labels: Labels) -> Table | None:
    if not analysis.facts:
        return None
    ui = labels.ui
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(ui["number"], justify="right")
    for name in ("finding", "status", "detail", "cue"):
        table.add_column(ui[name], overflow="fold")
    for number, fact in enumerate(analysis.facts, start=1):
        table.add_row(
            Text(str(number)),
            Text(labels.concepts[fact.concept]),
            Text(labels.status(fact)),
            Text(labels.detail(fact)),
            _cue(fact),
        )
    return table


def _cue(fact: Fact) -> Text:
    return _quoted(fact.cue.quote) if fact.cue else Text()


def _conclusions(
    analysis: Analysis, reasons: Sequence[Reason], labels: Labels, source_of: Callable[[Reason], str]
) -> Group:
    names = {"dxa": labels.dxa, "dental": labels.dental, "dialogue": labels.dialogue}
    ui, parts = labels.ui, []
    for reason in reasons:
        # A remark has no name of its own; its message says it all.
        name = names.get(reason.kind, {}).get(reason.outcome)
        if name:
            parts.append(Text(name, style="bold"))
        parts.append(Text(reason.message))
        source = f" · {ui['source']}: {source_of(reason)}" if reason.source else ""
        parts.append(Text(f"{ui['rule']} {reason.rule}{source}", style="dim"))
        quotes = [_quoted(analysis.letter.text[start:end]) for start, end in reason.evidence]
        rests = Text(f"{ui['rests_on']}: ").append_text(Text(", ").join(quotes))
        parts.append(rests if quotes else Text(ui["rests_on_silence"]))
    return Group(*parts)


def _missing(items: Sequence[str], labels: Labels) -> Text:
    if not items:
        return Text(labels.ui["missing_none"])
    names = (labels.quality.get(item, item) for item in items)
    return Text("\n".join(f"{number}. {name}" for number, name in enumerate(names, start=1)))


def _questions(assessment: Assessment, labels: Labels) -> Group:
    parts: list[Text] = []
    for question in assessment.questions:
        parts.append(Text(question.text))
        parts += [Text(f"  {one.answer} → {told(one, assessment, labels)}", "dim") for one in question.changes]
    return Group(*parts)


def _quoted(words: str) -> Text:
    return Text("«").append_text(_shown(" ".join(words.split()))).append("»")


def _shown(text: str, style: str = "") -> Text:
    """Words of a letter as they stand; what a terminal would obey, or show as nothing, is made visible."""
    return Text(visible(text.replace("\r\n", "\n").replace("\r", "\n")), style=style)
