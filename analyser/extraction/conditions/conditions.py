"""Diseases and what the body shows, by the words they are known by, with the status their context gives."""

from __future__ import annotations

from analyser.extraction.context.answers import answer
from analyser.extraction.context.mentions import mentions
from analyser.extraction.context.titles import names_clinic
from analyser.extraction.finding import Finding, Range
from analyser.extraction.state import State

_REACH = 7  # tokens behind a disease in which it is told what a search for it found
_ANSWERED = {"no": "absent", "yes": "present", "unknown": "uncertain"}

_PEOPLE_WITHIN = 6  # words from those of whom something is said in general to what is said
_ABOUT = 5  # words from "om" to what something is about


def find_conditions(state: State) -> None:
    """A disease is present unless denied, doubted, or a relative's."""
    for first, last, term in mentions(state):
        if term.kind != "disease" or state.section(first) in ("family", "allergy"):
            continue
        if (own := _not_own(state, last)) is not None and _is_relatives(state, first, last, term.concept):
            finding = Finding(term.concept, "absent", first, last, cue=own, anchor=first)
            finding.widen(own)
            state.findings.append(finding)
            continue
        if _is_relatives(state, first, last, term.concept) or _is_elsewhere(state, first, last, term.concept):
            continue
        status, cue = _status(state, first, last)
        if status is None:
            continue
        said = answer(state, first, last) if status == "present" else None
        if said is not None and said.kind == "blank":
            continue
        if status == "absent" and state.has("metastasis", first, last):
            continue  # no spread of a cancer that there is
        if said is not None:
            status, cue = _ANSWERED[said.kind], said.span
        if state.section(first) == "negative" and status == "present":
            status = "absent"
        finding = Finding(term.concept, status, first, last, cue=cue, anchor=first)
        finding.widen(cue)
        state.findings.append(finding)
    _drop_signs(state)
    _drop_ruled_out(state)


def _drop_ruled_out(state: State) -> None:
    """A question that the letter itself answers: "til oss mtp RA: RA avkreftet"."""
    denied = [f for f in state.findings if f.status == "absent" and f.cue is not None]
    out = {f.concept for f in denied if f.cue is not None and state.has("ruled_out", *f.cue)}
    state.findings = [f for f in state.findings if f.status != "uncertain" or f.concept not in out]
    sentence = state.transcript.sentence
    told = {(f.concept, sentence[f.first]) for f in state.findings if f.status == "present"}
    lesser = [
        f  # "leversykdom uten cirrhose"
        for f in denied
        if f.cue is not None and state.forms[f.cue[0]] == "uten" and (f.concept, sentence[f.first]) in told
    ]
    state.findings = [f for f in state.findings if f not in lesser]


def _drop_signs(state: State) -> None:
    """What only points to a disease, or names it with no type, adds nothing to the disease named in the letter."""
    for concept, sign, others in (
        ("mgus_or_myeloma", "disease_sign", ("mgus_or_myeloma",)),
        ("type_2_diabetes", "diabetes_untyped", ("type_1_diabetes",)),
    ):
        signs = [f for f in state.of(concept, "present") if f.anchor is not None and state.in_class(f.anchor, sign)]
        awaited = [f for f in signs if state.near(f.first, f.last, "sign_awaited") is not None]
        state.findings = [f for f in state.findings if f not in awaited]  # "M-komponent avventes"
        named = [f for other in others for f in state.of(other) if f not in signs and f.status != "absent"]
        if named:
            state.findings = [f for f in state.findings if f not in signs]


def _is_elsewhere(state: State, first: int, last: int, concept: str) -> bool:
    """Whether a disease names a department ("Revmatologisk, osteoporose"), or something read or seen about it."""
    begin, end = state.sentence(first)
    named = concept == "osteoporosis"
    if named and (names_clinic(state, first) or _is_surpassed(state, begin, first)):
        return True
    if named and first - 2 >= begin and state.forms[first - 1] == "for" and state.in_class(first - 2, "department"):
        return True  # "seksjon for osteoporose"
    found = state.has("known", begin, end) or state.has("found_something", begin, end)
    if named and state.has("department", max(begin, first - 3), min(end, last + 4)) and end - begin <= 8 and not found:
        return True
    if first - 2 >= begin and state.forms[first - 1] in ("for", "av") and state.has("screening", first - 2, first - 1):
        return True
    if last < end and state.transcript.written(last).lower() in ("pasienter", "pasientar", "pasientene"):
        return True  # "arbeider med MS-pasienter"
    if any(
        state.in_class(k, "causes") and (state.has("may", max(begin, k - 3), k) or state.has("media", begin, k))
        for k in range(max(begin, first - 3), first)
    ):
        return True  # "har lest at Tegretol kan gi beinskjørhet"
    if _is_of_people(state, begin, first):
        return True
    # "lest i et ukeblad om hvor vanlig beinskjørhet er", "det sto så mye om brystkreft i avisene"
    about = next((at for at in range(first - 1, max(begin, first - _ABOUT) - 1, -1) if state.forms[at] == "om"), None)
    if about is None:
        return False
    return state.has("media", max(begin, about - 6), about) or state.has("media", last, min(end, last + 4))


def _is_surpassed(state: State, begin: int, first: int) -> bool:
    """As in "at noe annet enn osteoporose ligger bak": it is not what is told of; "ikke noe annet enn" is."""
    return state.forms[first - 1] == "enn" and not state.has("rx_not", max(begin, first - 6), first)


def _is_of_people(state: State, begin: int, first: int) -> bool:
    """As in "menn får også beinskjørhet", not "som så mange kvinner har hun osteoporose"."""
    # the normal forms of these words are those of one patient
    people = state.lexicon.classes["people"]
    for at in range(first - 2, max(begin, first - _PEOPLE_WITHIN) - 1, -1):
        if state.forms[at] in ("hun", "han", "pasienten"):
            return False
        if state.transcript.written(at).lower() in people:
            return state.has("people_get", at + 1, first)
    return False


def _not_own(state: State, last: int) -> Range | None:
    """As in "Søster med cøliaki, ikke hun selv", "mor har diabetes, men ikke pasienten"."""
    forms = state.forms
    at = last + (forms[last : last + 1] == [","])
    at += forms[at : at + 1] == ["men"]
    patient = (
        at > last and forms[at : at + 1] == ["ikke"] and forms[at + 1 : at + 2] in (["hun"], ["han"], ["pasienten"])
    )
    if not patient or (forms[at + 1] != "pasienten" and forms[at + 2 : at + 3] != ["selv"]):
        return None
    return at, at + 2 + (forms[at + 2 : at + 3] == ["selv"])


def _is_relatives(state: State, first: int, last: int, concept: str) -> bool:
    """Whether it is a relative's: "hos mor", "Osteoporose slekt". What is agreed with them is the patient's."""
    if state.context.kin.get(last) == "family" and state.transcript.sentence[first] == state.transcript.sentence[last]:
        return True
    if _is_of_the_other_sex(state, first):
        return True
    return concept != "limited_life_expectancy" and state.context.relative(first, last) is not None


def _is_of_the_other_sex(state: State, first: int) -> bool:
    """As in "Han har forresten Parkinson" in a letter about a woman: her husband was spoken of."""
    settled = next(iter(state.of("sex")), None)
    if settled is None or not (state.in_class(settled.first, f"{settled.value}_noun") or _spouse_before(state, first)):
        return False
    own, other = ("hun", "han") if settled.value == "female" else ("han", "hun")
    for at in range(first - 1, state.sentence(first)[0] - 1, -1):
        patient = state.context.kin.get(at) == "patient" and state.forms[at] != "selv"
        if patient or state.forms[at] in (own, "jeg", "vi"):
            return False
        if state.forms[at] == other:
            return True
    return False


def _spouse_before(state: State, first: int) -> bool:
    """Whether the sentence before names one to whom "hun" or "han" may go back: "... for kona. Hun har selv"."""
    index = state.transcript.sentence[first]
    before = state.transcript.bounds[index - 1] if index else (0, 0)
    return any(state.context.kin.get(at) == "other" for at in range(*before))


def _found_nothing(state: State, cue: Range, last: int) -> Range | None:
    """As in "utredet for cøliaki uten funn": what became of a search that is over."""
    if not state.has("worked_up", *cue):
        return None
    end = min(state.sentence(last - 1)[1], last + _REACH)
    for at in state.any_of("found_nothing", "found_something", begin=last, end=end):
        if state.in_class(at, "found_nothing") or state.forms[at - 1] in ("uten", "ikke", "ingen"):
            return cue[0], at + 1
    return None


def _status(state: State, first: int, last: int) -> tuple[str | None, Range | None]:
    """The status by the context, where its cue is one: a heading or another's disease is none."""
    forms = state.forms
    status, cue = state.context.status(first, last)
    if cue is None:
        asked = _asked_together(state, first, last)
        return ("uncertain", asked) if asked is not None else (status, cue)
    if status == "absent" and cue[1] < first and forms[first - 1] in ("siden", "etter"):
        return "present", None  # "ikke vært hos tannlege siden slaget": it tells since when
    if status == "absent" and forms[cue[0] : cue[0] + 2] in (["ingen", "har"], ["ingen", "hadde"]):
        return None, cue  # "ingen har tatt opp beinskjørhet": who has not is somebody else
    if status == "absent" and cue[0] < first and forms[first - 1] == "for" and state.has("worked_up", cue[1], first):
        return None, cue  # "aldri utredet for osteoporose": what was not done is the work-up
    if status != "uncertain":
        return status, cue
    nothing = _found_nothing(state, cue, last)
    if nothing is not None:
        return "absent", nothing
    if state.has("fear", *cue) and not _is_judged(state, cue):
        return None, cue
    between = forms[cue[1] : first]
    if state.has("judged", *cue) and between[:1] == ["som"]:
        return "present", None  # "vurderes som osteonekrose": that is what it was found to be
    if forms[cue[0]] == "vurdere" and (":" in between or forms[cue[0] - 1] in ("min", "vår", "etter")):
        return "present", None
    if cue[0] < first and (
        ("hos" in between and "dere" not in between)
        or state.has("known", cue[1], first)
        or _known_patient(state, cue[1], first)
    ):
        return "present", None
    if forms[cue[0]] == "?" and forms[first - 1] == "ved":
        return "present", None
    return status, cue


def _is_judged(state: State, cue: Range) -> bool:
    """As in "er redd det er myelom": it is the doctor who suspects; "redd for å få slag" is no suspicion."""
    return any(form in ("det", "at") for form in state.forms[cue[0] : cue[1] + 1])


def _known_patient(state: State, begin: int, first: int) -> bool:
    """Whether the disease is what the patient has, of whom something else is asked: "kvinne med brystkreft"."""
    if "med" not in state.forms[max(begin, first - 2) : first]:  # "dame på 66 med nyoppdaget hyperparatyreoidisme"
        return False
    return any(state.has(name, begin, first) for name in ("female_noun", "male_noun")) or any(
        form in ("kvinne", "mann", "pasienten") for form in state.forms[begin:first]
    )


def _asked_together(state: State, first: int, last: int) -> Range | None:
    """What asks without a cue beside it: "Osteoporose/osteopeni?", "utredning osteoporose"."""
    forms = state.forms
    if first and forms[first - 1] in ("utredning", "utrede"):
        return first - 1, first
    if forms[last : last + 1] in (["/"], ["eller"]) and forms[last + 2 : last + 3] == ["?"]:
        return last + 2, last + 3
    return None
