"""The words about teeth, mouth and dentist that a letter holds, by their kind (see ``teeth_words.toml``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from analyser.extraction.finding import Range
from analyser.extraction.matching.lexicon import Lexicon
from analyser.extraction.matching.matcher import PhraseMatcher, phrase_forms
from analyser.extraction.state import State

_STATUSES = ("good", "bad", "toothless")
_CHOICES = {"god": 1, "gode": 1, "bra": 1, "fin": 1, "fine": 1, "ok": 1, "dårlig": 2, "dårlige": 2, "tannløs": 3}
"""What a form lists of how teeth may be; two of one kind are no choice."""
_BETWEEN = 3  # words between a verb and its "ikke"
_INNER = frozenset(
    ["hun", "han", "jeg", "vi", "de", "pasienten", "tannlege", "tannpleier", "kjevekirurg", "absolutt", "heller", "nå",
     "foreløpig", "rett", "og", "slett", "helst", "bare", "da", "derfor", "nok", "selv", "lenger", "likevel"]
)  # fmt: skip


def mouth_words(state: State, telling: frozenset[str]) -> dict[str, list[Range]]:
    """The places of every kind, in order; none where no word is of a telling kind and no heading is of teeth."""
    if "dental" not in state.sections and not _matcher(state.lexicon, telling).find_in(state.transcript):
        return {}
    kinds: defaultdict[str, list[Range]] = defaultdict(list)
    for first, last, kind in _matcher(state.lexicon).find_in(state.transcript):
        kinds[kind].append((first, last))
    masked = {at for hit in kinds.get("masked", ()) for at in range(*hit)}
    masked |= {hit[0] for kind in _STATUSES for hit in kinds.get(kind, ()) if _is_choice(state, *hit)}
    if masked:
        for kind, hits in [*kinds.items()]:
            kinds[kind] = [hit for hit in hits if hit[0] not in masked]
    for span, names in _turned(state):
        if span[0] not in masked:
            for kind in names:
                kinds[kind] = sorted([*kinds[kind], span])
    _name_again(state, kinds)
    return {kind: hits for kind, hits in kinds.items() if hits}


def _name_again(state: State, kinds: dict[str, list[Range]]) -> None:
    """Take "kirurgen" for the surgeon of the jaw who was named before."""
    named = kinds.get("surgeon", ())
    again = [(at, at + 1) for at in state.named("kirurgen") if named and named[0][0] < at]
    if again:
        kinds["dentist"] = sorted([*kinds.get("dentist", ()), *again])


def _turned(state: State) -> list[tuple[Range, Sequence[str]]]:
    """Phrases with "ikke" that hold their subject or an adverb: "tør hun ikke", "vil absolutt ikke"."""
    forms = state.forms
    denied = _denied_verbs(state.lexicon)
    found: list[tuple[Range, Sequence[str]]] = []
    for at in state.named("ikke"):
        first = at - 1
        while first > 0 and at - first <= _BETWEEN and forms[first] not in denied:
            if forms[first] not in _INNER and state.context.kin.get(first) is None:
                break
            first -= 1
        if 0 <= first < at - 1 and forms[first] in denied:
            found.append(((first, at + 1), denied[forms[first]]))
    return found


def _is_choice(state: State, first: int, last: int) -> bool:
    """Whether a word is one of those to choose from: "Tannstatus (god/dårlig/tannløs)"."""
    forms = state.forms
    beside = [at + step for at, step in ((first - 1, -1), (last, 1)) if forms[at : at + 1] == ["/"]]
    own = _CHOICES.get(forms[first])
    return own is not None and any(_CHOICES.get(forms[at], own) != own for at in beside if 0 <= at < len(forms))


@cache
def _matcher(lexicon: Lexicon, only: frozenset[str] | None = None) -> PhraseMatcher[str]:
    matcher: PhraseMatcher[str] = PhraseMatcher()
    for kind, words in lexicon.teeth.items():
        if only is not None and kind not in only:
            continue
        for forms in dict.fromkeys(phrase_forms(word, lexicon.forms) for word in words):
            matcher.add(forms, kind)
    return matcher


@cache
def _denied_verbs(lexicon: Lexicon) -> dict[str, list[str]]:
    """Verbs that stand before "ikke" in a phrase of a kind, each with those kinds."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for kind, words in lexicon.teeth.items():
        for forms in {phrase_forms(word, lexicon.forms) for word in words}:
            if len(forms) == 2 and forms[1] == "ikke":
                found[forms[0]].append(kind)
    return dict(found)
