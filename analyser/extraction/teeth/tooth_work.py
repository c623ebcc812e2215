"""Where a letter names a dental procedure: verbs that pull with the tooth they pull, implants, crowns, fillings.

Words that mean other things too ("krone", "bro", "fjerne") count only beside a tooth, its number or a dentist.
"""

from __future__ import annotations

from typing import NamedTuple

from analyser.extraction.finding import Finding, Range
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.text.numbers import number

INVASIVE, MINOR = "invasive_dental_procedure", "minor_dental_procedure"
_PULLS = {"pull_infinitive": "coming", "pull_coming": "coming", "pull_past": "past", "pull_done": "done"}
_REACH = 8  # words between a verb and the tooth it pulls
_MODALS = frozenset(["skal", "må", "bør", "burde", "skulle", "måtte"])
_ADVERBS = frozenset(
    ["nok", "sannsynlig", "trolig", "sannsynligvis", "antagelig", "visst", "kanskje", "derfor", "snart", "også", "da",
     "etter", "hvert", "før", "eller", "siden", "på", "sikt", "vel", "muligens", "dessverre", "begge", "alle", "raskt"]
)  # fmt: skip
_IT = frozenset(["den", "han", "hun", "de", "dem", "dei", "disse", "dette"])
_TAKES = frozenset(["må", "skal", "bør", "ta", "tar", "dra", "trekke", "rykke", "få", "ha", "operere"])
_MOST_CROWNS = 28
_GUMS = frozenset(["tannkjøtt", "gom", "gommer", "gingiva"])


class Anchor(NamedTuple):
    """Words that name a procedure; ``form`` is what they say of its time by themselves."""

    first: int
    last: int
    concept: str
    form: str
    object: Range | None


def drop_tooth_ages(mouth: Mouth) -> None:
    """The number of a tooth is no age: "periapikal infeksjon på 46"."""
    state = mouth.state

    def of_tooth(finding: Finding) -> bool:
        last = finding.last - 1
        kinds = ("infection", "pus", "necrosis", "invasive", "minor", "minor_verb", "pull_sure", "implant", "weak_sign")
        beside = (max(state.sentence(last)[0], last - 4), last)
        return finding.concept == "age" and mouth.is_tooth_number(last) and mouth.first(kinds, beside) is not None

    state.findings = [finding for finding in state.findings if not of_tooth(finding)]


def anchors(mouth: Mouth) -> list[Anchor]:
    """Every procedure that a letter names, in the order of the text."""
    found: dict[int, Anchor] = {}

    def keep(anchor: Anchor | None) -> None:
        if anchor is not None:
            known = found.get(anchor.first)
            if known is None or anchor.last > known.last or (anchor.last == known.last and anchor.form == "done"):
                found[anchor.first] = anchor

    for kind, form in _PULLS.items():
        for hit in mouth.all(kind):
            keep(_pulled(mouth, hit, form))
    for hit in mouth.all("out"):
        keep(_goes_out(mouth, hit))
    for hit in mouth.all("pull_took"):
        keep(_took(mouth, hit))
    for hit in mouth.all("invasive"):
        keep(_named(mouth, hit))
    for hit in mouth.all("implant"):
        keep(_near_mouth(mouth, hit, INVASIVE, "has"))
    for hit in mouth.all("minor"):
        keep(_minor(mouth, hit))
    for hit in mouth.all("minor_verb"):
        keep(_filled(mouth, hit))
    for hit in mouth.all("generic"):
        keep(_near_mouth(mouth, hit, INVASIVE, "generic"))
    covered: set[int] = set()
    kept: list[Anchor] = []
    for anchor in sorted(found.values(), key=lambda a: (a.first, -a.last)):
        if anchor.first not in covered:
            kept.append(anchor)
            covered.update(range(anchor.first, anchor.last))
    return kept


def _pulled(mouth: Mouth, hit: Range, form: str) -> Anchor | None:
    """A verb that pulls, with the tooth it pulls."""
    state = mouth.state
    clause = mouth.clause(hit[0])
    tooth = mouth.nearest(("tooth",), hit, (max(clause[0], hit[0] - _REACH), min(clause[1], hit[1] + _REACH)))
    tooth = tooth or mouth.tooth_number(clause, hit, within=_REACH)
    if "tannstein" in state.forms[max(clause[0], hit[0] - 3) : hit[1] + 3]:
        return None
    if tooth is None:
        sure = mouth.is_a(hit, "pull_sure") and mouth.speaks(state.transcript.sentence[hit[0]], back=1)
        if not sure and not (form == "coming" and _spoken_of(mouth, hit)):
            return None
    if form == "past" and state.forms[hit[0]] == "dro" and tooth is None:
        return None
    return Anchor(*hit, INVASIVE, form, tooth)


def _spoken_of(mouth: Mouth, hit: Range) -> bool:
    """Whether the sentence, or the one before it, names a tooth."""
    sentence = mouth.state.transcript.sentence[hit[0]]
    bounds = mouth.state.transcript.bounds
    return mouth.has("tooth", (bounds[max(0, sentence - 1)][0], bounds[sentence][1]))


def _goes_out(mouth: Mouth, hit: Range) -> Anchor | None:
    """As in "da skal røttene ut", "må 26 ut": the tooth between the verb and where it goes."""
    forms = mouth.state.forms
    begin = max(mouth.clause(hit[0])[0], hit[0] - _REACH)
    takes = hit[0] - 2
    if takes >= begin and forms[takes + 1] in _IT and forms[takes] in _TAKES and _spoken_of(mouth, (begin, begin)):
        return Anchor(takes, hit[1], INVASIVE, "coming", None)  # "jekselen er sprukken, tannlegen vil ta den ut"
    modal = next((at for at in range(hit[0] - 2, begin - 1, -1) if mouth.state.forms[at] in _MODALS), None)
    if modal is None:
        return None
    between = (modal + 1, hit[0])
    tooth = mouth.first(("tooth",), between) or mouth.tooth_number(between, hit, within=4)
    if tooth is None and _ADVERBS.issuperset(mouth.state.forms[modal + 1 : hit[0]]):
        before = (max(begin, modal - 4), modal)  # "tannen må nok ut"
        tooth = mouth.nearest(("tooth",), (modal, hit[1]), before) or mouth.tooth_number(before, (modal, modal))
    return None if tooth is None else Anchor(modal, hit[1], INVASIVE, "coming", tooth)


def _took(mouth: Mouth, hit: Range) -> Anchor | None:
    """As in "Tok to jeksler", "visdomstennene er operert": plain verbs with one certain tooth right beside them."""
    forms = mouth.state.forms
    clause = mouth.clause(hit[0])
    operates = forms[hit[0]].startswith("oper") or forms[hit[0] - 1 : hit[0] + 1] in (["skal", "tas"], ["må", "tas"])
    near = (max(clause[0], hit[0] - 5) if operates else hit[1], min(clause[1], hit[1] + 5 if operates else hit[1] + 3))
    gums = [gum for gum in mouth.within("jaw", near) if forms[gum[0]] in _GUMS] if operates else []
    jaws = mouth.within("jaw_bone", near) if operates and not mouth.has("broken", clause) else []
    for tooth in [*mouth.within("tooth", near), *gums, *jaws]:
        if (
            forms[tooth[0]] != "tenner" or forms[tooth[0] - 1] in ("to", "tre", "fire", "fem", "noen", "flere")
        ) and not (mouth.first(("elsewhere",), clause)):
            form = {
                "tok": "past",
                "tas": "coming",
                "tar": "coming",
                "ta": "coming",
                "opererte": "past",
                "operasjon": "noun",
                "operasjonen": "noun",
            }.get(forms[hit[0]], "done")
            return Anchor(*hit, INVASIVE, form, tooth)
    return None


def _named(mouth: Mouth, hit: Range) -> Anchor | None:
    sentence = mouth.state.transcript.sentence[hit[0]]
    if mouth.is_a(hit, "vague"):
        clause = mouth.clause(hit[0])
        here = mouth.first(("tooth", "jaw", "dentist", "jaw_bone", "subject", "visit"), clause) or mouth.tooth_number(
            clause, hit
        )
        form = mouth.state.forms[hit[0]]
        sure = form.startswith(("ekstraksjon", "extraksjon", "trekking", "uttrekk"))
        if here is None and not sure and not (form.startswith("saner") and mouth.speaks(sentence, back=1, ahead=2)):
            return None
    if mouth.is_a(hit, "sanitation") and mouth.has("sanitation_need", mouth.clause(hit[0])):
        return None
    named = mouth.within("dentist", mouth.clause(hit[0]))
    if any(first <= hit[0] and hit[1] <= last and last - first > hit[1] - hit[0] for first, last in named):
        return None  # "Oral kirurgi og oral medisin" is a department
    if hit[0] == 0 and mouth.is_a(hit, "dentist"):
        return None  # "Kjevekirurgi, Nordalen sykehus"
    word = mouth.state.forms[hit[0]]
    if word == "sanert" and mouth.first(("subject", "tooth"), (hit[1], hit[1] + 1)) is not None:
        return None  # "sanert tannsett"
    form = "done" if word.endswith(("sanert", "operert")) else "noun"
    return Anchor(*hit, INVASIVE, form, mouth.tooth_number(mouth.clause(hit[0]), hit))


def _near_mouth(mouth: Mouth, hit: Range, concept: str, form: str) -> Anchor | None:
    """A word that is a procedure only where teeth are spoken of."""
    clause = mouth.clause(hit[0])
    tooth = mouth.tooth_number(clause, hit)
    if form != "has" and tooth is None and not mouth.speaks(mouth.state.transcript.sentence[hit[0]], back=1):
        return None
    return Anchor(*hit, concept, form, tooth)


def _minor(mouth: Mouth, hit: Range) -> Anchor | None:
    state = mouth.state
    forms = state.forms
    clause = mouth.clause(hit[0])
    sentence = state.transcript.sentence[hit[0]]
    tooth = mouth.tooth_number(clause, hit)
    if forms[hit[0] - 1] == "uten" and hit[0] > clause[0]:
        return None  # "røtter uten krone"
    if (
        forms[hit[0] : hit[0] + 2] == ["fylling", "av"]
        and mouth.first(("tooth", "weak_sign", "dentist"), clause) is None
    ):
        return None  # "fylling av galleblæren"
    if mouth.is_a(hit, "ambiguous"):
        if hit[0] - clause[0] >= 2 and forms[hit[0] - 2] == "brudd" and forms[hit[0] - 1] in ("av", "i"):
            return None
        if forms[hit[0]] == "krone" and _is_money(mouth, hit, clause):
            return None
        beside = (max(clause[0], hit[0] - 4), min(clause[1], hit[1] + 4))
        if mouth.has("new_work", beside) and forms[hit[0]] in ("krone", "bro"):
            return Anchor(*hit, MINOR, "has", tooth)
        if tooth is None and not mouth.speaks(sentence, back=1) and len(_kinds_of_work(mouth, clause)) < 2:
            return None
    return Anchor(*hit, MINOR, "noun" if mouth.is_a(hit, "work") else "has", tooth)


def _kinds_of_work(mouth: Mouth, clause: Range) -> set[str]:
    """Which of crown, bridge and filling a clause names; two of them make one another believable."""
    return {mouth.state.forms[first] for first, _ in mouth.within("minor", clause)}


def _is_money(mouth: Mouth, hit: Range, clause: Range) -> bool:
    before = mouth.state.forms[hit[0] - 1] if hit[0] > clause[0] else ""
    amount = number(before)
    if amount is not None and amount > _MOST_CROWNS and not mouth.is_tooth_number(hit[0] - 1):
        return True
    return mouth.has("money", clause)


def _filled(mouth: Mouth, hit: Range) -> Anchor | None:
    """A verb of minor treatment; those that other trades use need a tooth or a hole in their clause."""
    clause = mouth.clause(hit[0])
    tooth = mouth.nearest(("tooth", "weak_sign", "calculus"), hit, clause) or mouth.tooth_number(
        clause, hit, within=_REACH
    )
    if tooth is None and not mouth.has("minor", clause) and not mouth.state.forms[hit[0]].startswith("rot"):
        return None
    form = "done" if mouth.is_a(hit, "minor_done") else "coming"
    if (
        form == "done"
        and mouth.first(("tooth",), (hit[1], hit[1] + 1)) is not None
        and mouth.first(("pull_coming", "pull_infinitive", "pull_done", "pull_past", "out"), clause) is not None
    ):
        return None  # "en rotfylt jeksel" is a tooth
    return Anchor(*hit, MINOR, form, tooth)
