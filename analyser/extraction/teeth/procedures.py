"""What a dentist does: invasive and minor procedures, each with the words that say whether it is to come or done.

An anchor names the procedure ("trukket" beside "36", "implantat", "ny krone"); see ``procedure_status.py``
for what its status is.
"""

from __future__ import annotations

from analyser.extraction.finding import Finding
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.teeth.procedure_status import status_of
from analyser.extraction.teeth.tooth_work import Anchor, anchors
from analyser.extraction.teeth.visits import advises


def find_procedures(mouth: Mouth) -> None:
    """Add a finding for each procedure and status."""
    state = mouth.state
    found: list[tuple[Finding, bool]] = []
    for anchor in anchors(mouth):
        if (
            advises(mouth, mouth.clause(anchor.first))
            or _only_imagined(mouth, anchor)
            or state.section(anchor.first) == "family"
            or state.context.relative(anchor.first, anchor.last) is not None
        ):
            continue
        status = status_of(mouth, anchor)
        if status is None or (status.status == "past" and _only_asked(mouth, anchor)):
            continue
        finding = Finding(anchor.concept, status.status, anchor.first, anchor.last, cue=status.cue, anchor=anchor.first)
        finding.widen(anchor.object)
        finding.widen(status.cue)
        found.append((finding, status.weak))
    done = {finding.concept for finding, _ in found if finding.status == "past"}
    gone = _teeth(mouth, [f for f, _ in found if f.status == "past"])
    state.findings += [
        f
        for f, weak in found
        if not (f.status == "planned" and (weak and f.concept in done or _teeth(mouth, [f]) & gone))
    ]


def _only_imagined(mouth: Mouth, anchor: Anchor) -> bool:
    """As in "dersom det en gang skulle bli aktuelt å trekke tenner"."""
    clause = mouth.clause(anchor.first)
    if mouth.has("imagined_by", (max(clause[0], anchor.first - 3), anchor.first)):
        return True  # "ved eventuell senere kjevekirurgi"
    condition = mouth.first(("conditional",), (clause[0], anchor.first))
    if mouth.state.forms[clause[0] : clause[0] + 2] in (["skulle", "det"], ["skulle", "hun"], ["skulle", "han"]):
        return True  # "skulle det bli aktuelt å trekke"
    return condition is not None and mouth.has("imagined", (condition[1], anchor.first))


def _only_asked(mouth: Mouth, anchor: Anchor) -> bool:
    """As in "Implantater først og tabletter siden?", "skal implantatene være ferdige før infusjonen?"."""
    topic = anchor.form == "has" and mouth.state.forms[anchor.first - 1] == ":"
    if topic and mouth.state.section(anchor.first) == "request":
        return True  # "Problemstilling: Implantat og alendronat"
    if not mouth.asks(anchor.first) or anchor.form not in ("has", "noun"):
        return False
    first = mouth.clause(anchor.first)[0]
    if mouth.state.forms[anchor.first - 1] == ":":
        first = anchor.first  # "Problemstilling: implantat og alendronat, hva først?"
    return first == anchor.first or mouth.has("bare_question", (first, first + 2))


def _teeth(mouth: Mouth, found: list[Finding]) -> set[tuple[str, str]]:
    """The numbers of the teeth of some procedures."""
    forms = mouth.state.forms
    return {
        (finding.concept, forms[at])
        for finding in found
        for at in range(finding.first, finding.last)
        if mouth.is_tooth_number(at)
    }
