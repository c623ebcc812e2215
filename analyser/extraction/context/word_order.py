"""What stands first in its clause, with the verb before the subject: "Diabetes og leddgikt har hun ikke"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyser.extraction.finding import Range
from analyser.extraction.text.transcript import CLAUSE_ENDS

if TYPE_CHECKING:
    from analyser.extraction.context.context import Context

_AUXILIARIES = frozenset(["har", "hadde", "er", "fikk"])
_ENDS = frozenset(
    [",", "og", "men", "hatt", "fått", "vært", "brukt", "gjort", "villet", "før", "nå", ")", "påvist", "sett"]
)
"""What may follow the "ikke" that denies what begins its clause."""
_ASKERS = frozenset(["eller", "og", "men", "hvorfor", "hva", "hvor", "når", "om"])
"""Behind these a verb before its subject asks, or may."""
_MAY_BE = frozenset(["mulig", "mulighet", "muligheten", "tenkelig", "tenkbar", "tenkbart", "nærliggende", "sannsynlig"])
_MAY_BE_REACH = 5  # words behind the verb
_ROW = frozenset([",", "og", "eller", "/", "samt"])
_LAST_OF_ROW = frozenset(["og", "eller", "samt"])
_ROW_REACH = 14  # words of a row


def is_fronted(context: Context, last: int, at: int) -> bool:
    """Whether a lone "ikke" denies what begins its clause: "Diabetes har hun ikke"."""
    forms = context.transcript.forms
    if at != last + 2 or forms[last] not in _AUXILIARIES or forms[at] not in ("ikke", "aldri"):
        return False
    if forms[last + 1] not in ("hun", "han", "jeg", "vi") and context.kin.get(last + 1) != "patient":
        return False
    behind = forms[at + 1 : at + 2]
    return not behind or behind[0] in CLAUSE_ENDS or behind[0] in _ENDS


def said_possible(context: Context, last: int) -> Range | None:
    """The predicate that calls what begins its clause possible: "Osteoporose er naturligvis også en mulighet"."""
    forms = context.transcript.forms
    if forms[last : last + 1] != ["er"]:
        return None
    end = context.transcript.bounds[context.transcript.sentence[last]][1]
    for at in range(last + 1, min(end, last + 1 + _MAY_BE_REACH)):
        if forms[at] in _MAY_BE:
            return last, at + 1
        if not forms[at].isalpha() or forms[at] in ("ikke", "ingen", "lite", "at", "som", "om"):
            return None
    return None


def fronted_row(context: Context, first: int, last: int) -> Range | None:
    """The denial of a whole row that begins its clause: "Cøliaki, KOLS eller diabetes har hun ikke"."""
    transcript = context.transcript
    forms = transcript.forms
    begin, end = transcript.bounds[transcript.sentence[first]]
    if last >= end or forms[last] not in _ROW:
        return None
    for at in range(first - 1, begin - 1, -1):
        if forms[at] in CLAUSE_ENDS:
            break
        if context.has(at, "stop.breakers"):
            return None
    for at in range(last, min(end - 2, last + _ROW_REACH)):
        if forms[at] in _AUXILIARIES:
            row = not _LAST_OF_ROW.isdisjoint(forms[last:at])
            return (at, at + 3) if row and is_fronted(context, at, at + 2) else None
        if forms[at] in CLAUSE_ENDS or context.has(at, "stop.breakers") or context.has(at, "stop.words"):
            return None
    return None


def told_inverted(context: Context, start: int, last: int) -> bool:
    """Whether what looks like a question only tells: "nå har hun puss", "ti uker etter er det blottet bein"."""
    transcript = context.transcript
    forms = transcript.forms
    begin, end = transcript.bounds[transcript.sentence[start]]
    if last - start != 2 or forms[start] not in ("har", "er") or start == begin:
        return False
    leads = forms[start - 1].isalnum() and forms[start - 1] not in _ASKERS
    return leads and "?" not in forms[last:end]
