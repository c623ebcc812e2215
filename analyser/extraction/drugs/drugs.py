"""The drugs of a letter with their status, dose and how long they have been taken."""

from __future__ import annotations

from dataclasses import replace

from analyser.codebook import load_codebook
from analyser.extraction.context.answers import Answer
from analyser.extraction.context.answers import answer as form_answer
from analyser.extraction.context.mentions import mentions
from analyser.extraction.drugs.bone_remedies import CONCEPT, bone_remedies, is_definite, is_named
from analyser.extraction.drugs.doses import daily_dose, taken_on
from analyser.extraction.drugs.drug import Drug
from analyser.extraction.drugs.drug_cues import DRUG, Cue, load_drug_cues
from analyser.extraction.drugs.drug_names import drugs_of, is_stop, vague_of
from analyser.extraction.drugs.drug_reconcile import reconcile
from analyser.extraction.drugs.drug_scope import REACH, in_a_row, left_of, right_of
from analyser.extraction.drugs.drug_switch import switched
from analyser.extraction.drugs.drug_times import goes_on, hangs_on_condition, has_begun, has_lapsed, recurs
from analyser.extraction.drugs.durations import months_of
from analyser.extraction.drugs.intolerance import answer_refusals, find_tolerance, note_allergy, note_attitude
from analyser.extraction.drugs.local_steroids import deny_tablets, except_locally
from analyser.extraction.drugs.told_on import tell_on
from analyser.extraction.drugs.vitamin_d import supplements
from analyser.extraction.finding import Finding, Range
from analyser.extraction.state import State
from analyser.extraction.text.transcript import COLUMN

_ANSWERED = {"no": "absent", "yes": "present", "unknown": "uncertain"}
"""What the answer of a form says of a drug."""
_WITH_MONTHS = frozenset(["glucocorticoid", "oral_bisphosphonate", "zoledronate", "denosumab"])


def find_drugs(state: State) -> None:
    """Add every drug that is not a relative's, and what is said of tolerating or refusing it."""
    named = {term.concept for _, _, term in mentions(state)}
    remedies = [drug for drug in bone_remedies(state) if not drug.routed or drug.concept not in named]
    _spare_disease(state, remedies)
    groups = drugs_of(state, [*supplements(state), *remedies])
    inherited: Cue | None = None
    for index, group in enumerate(groups):
        before = groups[index - 1] if index else None
        after = groups[index + 1] if index + 1 < len(groups) else None
        inherited = _read(state, group, before, after, inherited)
    for drug in vague_of(state, remedies, groups):
        _read(state, [drug], None, None, None)
    _by_sex(state)
    answer_refusals(state)
    tell_on(state)
    find_tolerance(state)
    reconcile(state)


def _spare_disease(state: State, remedies: list[Drug]) -> None:
    """As in "ingen behandling mot osteoporose": it is the treatment that is denied."""
    covered = {at for drug in remedies if not drug.vague for at in range(drug.first, drug.end)}
    state.findings = [
        f for f in state.findings if f.concept != "osteoporosis" or f.status == "present" or f.anchor not in covered
    ]


def _read(
    state: State, group: list[Drug], before: list[Drug] | None, after: list[Drug] | None, inherited: Cue | None
) -> Cue | None:
    """Add the findings of one group; gives the cue that the next in a list shares with it."""
    first, last = group[0].first, max(drug.end for drug in group)
    section = state.section(first)
    if section == "allergy":
        note_allergy(state, group)
        return None
    if section != "drugs" and _is_relatives(state, first, group[-1].last):
        return None
    said = form_answer(state, first, group[-1].last)
    if said is not None and said.kind == "blank":
        return None
    scope = (left_of(state, first, before), right_of(state, last, after))
    if said is not None and said.kind == "yes":
        start = said.span[1] + (state.forms[said.span[1] : said.span[1] + 1] == [","])
        scope = (scope[0], max(scope[1], right_of(state, start, after)))  # "Prednisolon: ja, 5 mg"
    cue = switched(state, group, before, after) or _decide(state, group, scope, said)
    if cue is not None and (goes_on(state, cue) or has_begun(state, cue) or recurs(state, cue, first)):
        cue = replace(cue, status="present")
    elif cue is not None and has_lapsed(state, cue, group[0].concept, first, scope):
        cue = replace(cue, status="past")
    if _treats_bone(group) and hangs_on_condition(state, cue, first):
        cue = Cue("planned", 1, 0, (first, last)) if cue is None else replace(cue, status="planned")
    if cue is None and before is not None and inherited is not None and in_a_row(state, before, group, inherited):
        cue = inherited
    status = _status(state, group, cue, scope)
    if status == "past" and cue is not None and cue.level > 1 and _is_steroid(group) and taken_on(state, scope[1]):
        cue, status = None, "present"
    for drug in group:
        if drug.vague and not _says_enough(state, drug, cue):
            continue
        if drug.concept == "hormone_therapy" and _is_local_hormone(state, (first, scope[1])):
            continue
        if drug.routed and status not in ("present", "past", "planned"):
            continue  # no drug is named
        if drug.concept == CONCEPT and cue is not None and cue.also and not is_named(state, first):
            continue  # what is refused is "medicine for the bones", no drug
        _add(state, drug, status, cue, scope)
        if drug.concept == "inhaled_glucocorticoid":
            deny_tablets(state, drug)
        elif drug.concept == "glucocorticoid" and status == "absent":
            except_locally(state, drug)
    note_attitude(state, group, cue)
    return cue if cue is not None and cue.span[1] <= first else None


def _is_steroid(group: list[Drug]) -> bool:
    return all(drug.concept == "glucocorticoid" for drug in group)


def _is_relatives(state: State, first: int, last: int) -> bool:
    """Whether a relative takes the drug; in a letter without points one named before may be of another thing."""
    relative = state.context.relative(first, last, commas=False)
    return relative is not None and not state.has("own_topic", relative[1] + 1, first)


def _says_enough(state: State, drug: Drug, cue: Cue | None) -> bool:
    """Whether "behandling" or "medisin" is bone treatment that is to begin, and no more than talk of treatment."""
    if cue is None or cue.also is not None:
        return False
    if drug.routed:  # "infusjon" proposed, or "infusjonen" given
        if state.forms[cue.span[0]] == "før":
            return False
        return cue.status == "planned" or (cue.status in ("present", "past") and is_definite(state, drug.first))
    if cue.status != "planned" or state.has(
        "tc_decide", max(state.sentence(drug.first)[0], drug.first - REACH), drug.first
    ):
        return False  # "svaret avgjør om vi begynner med behandling" proposes none
    return any(state.in_class(at, "remedy_start") for at in range(cue.span[0], max(cue.span[1], drug.first)))


def _add(state: State, drug: Drug, status: str, cue: Cue | None, scope: Range) -> None:
    codebook = load_codebook().concepts[drug.concept]
    if status not in codebook.statuses:
        return
    finding = Finding(
        drug.concept, status, drug.first, drug.end, cue=None if cue is None else cue.span, anchor=drug.first
    )
    if "dose_mg" in codebook.attributes and status in ("present", "planned"):
        dose = daily_dose(state, drug.last, scope[1], planned=status == "planned")
        if dose is not None:
            finding.attributes["dose_mg"] = dose.value
            finding.widen(dose.span)
    lasts = status in ("present", "past") or (status == "planned" and "dose_mg" in codebook.attributes)
    if drug.concept in _WITH_MONTHS and lasts:
        months = months_of(state, (drug.first, drug.end), scope, status=status)
        if months is not None:
            finding.attributes["months"] = months.value
            finding.widen(months.span)
    finding.widen(finding.cue)
    finding.weight = 0 if cue is None else 0.1
    state.findings.append(finding)


def _decide(state: State, group: list[Drug], scope: Range, said: Answer | None) -> Cue | None:
    """The words that decide, in the order: turning phrases, a form's answer, a denial, the nearest cue, a question."""
    first, last = group[0].first, max(drug.end for drug in group)
    forms = state.forms
    behind = (at for at in range(last, scope[1]) if forms[at] != "." or is_stop(state, at))
    tokens = [*range(scope[0], first), first, *behind]
    line = [DRUG if at == first else forms[at] for at in tokens]
    cues = load_drug_cues().find(line, tokens, group[0].concept)
    if cues and cues[0].level == 1:
        return cues[0]
    if said is not None:
        return Cue(_ANSWERED[said.kind], 1, 0, said.span)
    denial = _denial(state, group, scope)
    if denial is not None:
        return denial
    if cues:
        return cues[0]
    return _question(state, group, scope)


def _denial(state: State, group: list[Drug], scope: Range) -> Cue | None:
    first, last = group[0].first, max(drug.end for drug in group)
    context = state.context
    after = context.after(last, "negation")
    if after is not None and state.forms[after[1] - 1] == "-" and not _ends(state, after[1]):
        after = None  # "Alendronat - skal jeg starte?"
    denial = after
    if denial is None:
        dosed = any(state.forms[at] == "mg" for at in range(first, last))
        denial = context.before(first, "negation")
        if denial is not None and (denial[0] < scope[0] or state.forms[denial[0]] == "0"):
            denial = None
        if denial is not None and (dosed and denial[1] < first or state.has("own_topic", denial[1], first)):
            denial = None
        if denial is not None and state.has("rx_side_effect", denial[1], first):
            denial = None  # "ingen bivirkninger av Prolia"
    return None if denial is None else Cue("absent", 1, 0, denial)


def _ends(state: State, at: int) -> bool:
    """Whether a sentence, a clause or a column ends before a token."""
    return at >= state.sentence(at - 1)[1] or state.forms[at] in (".", ",", ";", ":", COLUMN)


def _treats_bone(group: list[Drug]) -> bool:
    return load_codebook().concepts[group[0].concept].group == "treatment"


def _question(state: State, group: list[Drug], scope: Range) -> Cue | None:
    """A question about a drug for bone proposes it; about another drug it is doubt."""
    forms = state.forms
    treatment = _treats_bone(group)
    last = max(drug.end for drug in group)
    for at in range(last, min(state.sentence(group[0].first)[1], last + REACH)):
        if forms[at] == "?":
            if treatment:
                return Cue("planned", 2, at - scope[1], (at, at + 1))
            return Cue("uncertain", 2, 0, (at, at + 1)) if at <= scope[1] else None
        if forms[at] in (".", ";", "!", COLUMN):
            break
    doubt = state.context.before(group[0].first, "uncertain") or state.context.after(group[-1].end, "uncertain")
    if doubt is None or (treatment and forms[doubt[0]] in ("har", "er", "kan")):
        return None
    return Cue("planned" if treatment else "uncertain", 2, 0, doubt)


def _status(state: State, group: list[Drug], cue: Cue | None, scope: Range) -> str:
    if cue is not None:
        if (
            cue.status == "present"
            and not _lasts(state, cue)
            and any(_is_over_soon(state, drug) or _in_courses(state, drug, cue) for drug in group)
        ):
            return "present" if any(state.in_class(at, "rx_ongoing") for at in range(*scope)) else "past"
        return cue.status
    if any(drug.local is not None and _is_injection(state, drug.local) for drug in group):
        return "past"
    section = state.section(group[0].first)
    if section == "negative":
        return "absent"
    if section == "past_drugs":
        return "past"
    if any(
        state.in_class(drug.first, "rx_past_default") or state.in_class(drug.last - 1, "rx_past_default")
        for drug in group
    ):
        return "past"
    return "present"


def _lasts(state: State, cue: Cue) -> bool:
    """As in "så lenge kortisonkuren varer", "mens hun tar kuren": the course is not over."""
    return state.forms[cue.span[0]] == "mens" or state.forms[cue.span[0] : cue.span[0] + 2] == ["så", "lenge"]


def _is_over_soon(state: State, drug: Drug) -> bool:
    """A course, or an injection into a joint."""
    if drug.local is not None and _is_injection(state, drug.local):
        return True
    if drug.concept == "inhaled_glucocorticoid":
        return _is_injection(state, drug.first) or _is_injection(state, drug.last - 1)
    return drug.concept == "glucocorticoid" and state.forms[drug.last - 1].endswith(("kur", "kurer"))


def _in_courses(state: State, drug: Drug, cue: Cue) -> bool:
    """As in "Kortison: ja, kurer to ganger i året"."""
    end = state.sentence(drug.first)[1]
    answered = drug.concept == "glucocorticoid" and state.in_class(cue.span[1] - 1, "answer_yes")
    behind = (cue.span[1], min(end, cue.span[1] + 4))
    return answered and (state.has("rx_kur", *behind) or "tidligere" in state.forms[slice(*behind)])


def _is_injection(state: State, at: int) -> bool:
    return state.in_class(at, "rx_past_default") or state.in_class(at, "rx_joint")


def _is_local_hormone(state: State, part: Range) -> bool:
    return any(state.in_class(at, "local_hormone") for at in range(*part))


def _by_sex(state: State) -> None:
    """Hormone treatment of a man with cancer of the prostate is castration; a woman has none."""
    sexes = {finding.value for finding in state.of("sex")}
    if "female" in sexes:
        state.findings = [f for f in state.findings if f.concept not in state.lexicon.male_only]
    elif "male" in sexes and any("prostat" in form for form in state.forms):
        for finding in state.of("hormone_therapy"):
            finding.concept = "androgen_deprivation"
