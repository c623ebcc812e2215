"""The drugs of a letter with their status, dose and how long they have been taken."""

from __future__ import annotations

from analyser.codebook import load_codebook
from analyser.extraction.doses import daily_dose
from analyser.extraction.drug_cues import DRUG, Cue, load_drug_cues
from analyser.extraction.drug_names import Drug, drugs_of
from analyser.extraction.durations import months_of
from analyser.extraction.finding import Finding, Range
from analyser.extraction.state import State
from analyser.extraction.transcript import COLUMN
from analyser.extraction.vitamin_d import supplements

_HARD = frozenset([".", ";", "!", "?", COLUMN])
_SOFT = frozenset([",", "og", "-", "men"])
_WITH_MONTHS = frozenset(["glucocorticoid", "oral_bisphosphonate", "zoledronate", "denosumab"])


def find_drugs(state: State) -> None:
    """Add every drug that is not a relative's."""
    groups = drugs_of(state, supplements(state))
    inherited: Cue | None = None
    for index, group in enumerate(groups):
        before = groups[index - 1] if index else None
        after = groups[index + 1] if index + 1 < len(groups) else None
        inherited = _read(state, group, before, after, inherited)
    _reconcile(state)


def _read(
    state: State, group: list[Drug], before: list[Drug] | None, after: list[Drug] | None, inherited: Cue | None
) -> Cue | None:
    """Add the findings of one group; gives the cue that the next in a list shares with it."""
    first, last = group[0].first, max(drug.end for drug in group)
    if state.section(first) in ("family", "allergy"):
        return None
    if state.context.relative(first, group[-1].last, commas=False) is not None:
        return None
    scope = (_left(state, first, before), _right(state, last, after))
    cue = _decide(state, group, scope)
    if cue is None and before is not None and inherited is not None and _in_a_row(state, before, group):
        cue = inherited
    status = _status(state, group, cue)
    for drug in group:
        if drug.concept == "hormone_therapy" and _is_castration(state, drug):
            drug.concept = "androgen_deprivation"
        if drug.concept in state.lexicon.male_only and _is_female(state):
            continue
        _add(state, drug, status, cue, scope)
    return cue if cue is not None and cue.span[1] <= first else None


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
    if drug.concept in _WITH_MONTHS and status in ("present", "past"):
        months = months_of(state, (drug.first, drug.end), scope, status=status)
        if months is not None:
            finding.attributes["months"] = months.value
            finding.widen(months.span)
    finding.widen(finding.cue)
    state.findings.append(finding)


def _decide(state: State, group: list[Drug], scope: Range) -> Cue | None:
    """The words that decide, in the order: turning phrases, a denial, the nearest single cue, a question."""
    first, last = group[0].first, max(drug.end for drug in group)
    forms = state.forms
    line = [*forms[scope[0] : first], DRUG, *forms[last : scope[1]]]
    tokens = [*range(scope[0], first), first, *range(last, scope[1])]
    cues = load_drug_cues().find(line, tokens)
    if cues and cues[0].level == 1:
        return cues[0]
    denial = _denial(state, group, scope)
    if denial is not None:
        return denial
    if cues:
        return cues[0]
    return _question(state, group, scope)


def _denial(state: State, group: list[Drug], scope: Range) -> Cue | None:
    first, last = group[0].first, max(drug.end for drug in group)
    context = state.context
    after = context.after(last, "negation") or context.after(group[-1].last, "negation")
    answer = _form_answer(state, last, scope[1])
    denial = after or answer
    if denial is None:
        dosed = any(state.forms[at] == "mg" for at in range(first, last))
        denial = context.before(first, "negation")
        if denial is not None and (denial[0] < scope[0] - 12 or (dosed and denial[1] < first)):
            denial = None
    return None if denial is None else Cue("absent", 1, 0, denial)


def _form_answer(state: State, at: int, end: int) -> Range | None:
    """A form's "no" some words behind the drug: "Kortison > 3 mnd: nei"."""
    forms = state.forms
    for k in range(at, min(end, at + 8)):
        if forms[k] in (":", COLUMN) and k + 1 < state.sentence(at - 1)[1] and forms[k + 1] in ("nei", "n", "aldri", "0", "ingen", "-"):
            return k, k + 2
        if forms[k] in (",", ".", ";", "?"):
            return None
    return None


def _question(state: State, group: list[Drug], scope: Range) -> Cue | None:
    """A question about a drug for bone proposes it; about another drug it is doubt."""
    forms = state.forms
    treatment = load_codebook().concepts[group[0].concept].group == "treatment"
    end = state.sentence(group[0].first)[1]
    for at in range(max(drug.end for drug in group), end):
        if forms[at] == "?":
            if treatment:
                return Cue("planned", 2, at - scope[1], (at, at + 1))
            return Cue("uncertain", 2, 0, (at, at + 1)) if at <= scope[1] else None
        if forms[at] in (".", ";", "!", COLUMN):
            break
    doubt = state.context.before(group[0].first, "uncertain") or state.context.after(group[-1].end, "uncertain")
    if doubt is None:
        return None
    return Cue("planned" if treatment else "uncertain", 2, 0, doubt)


def _status(state: State, group: list[Drug], cue: Cue | None) -> str:
    if cue is not None:
        if cue.status == "present" and any(_is_kur(state, drug) for drug in group) and cue.level == 2:
            return "past"
        return cue.status
    section = state.section(group[0].first)
    if section == "negative":
        return "absent"
    if section == "past_drugs":
        return "past"
    if any(state.in_class(drug.first, "rx_past_default") or state.in_class(drug.last - 1, "rx_past_default") for drug in group):
        return "past"
    return "present"


def _is_kur(state: State, drug: Drug) -> bool:
    return drug.concept == "glucocorticoid" and state.forms[drug.last - 1].endswith(("kur", "kurer"))


def _left(state: State, first: int, before: list[Drug] | None) -> int:
    """Where the words before a drug that speak of it begin."""
    forms = state.forms
    begin = state.sentence(first)[0]
    floor = begin
    if before is not None and before[-1].end > begin:
        floor = _divider(state, max(drug.end for drug in before), first)[1]
    at, verb, colon = first, False, False
    while at > floor:
        form = forms[at - 1]
        if form in _HARD or form == "men":
            break
        if form in _SOFT and verb:
            break
        if form == ":":
            words = tuple(f for f in forms[begin : at - 1] if f not in (COLUMN, "-"))
            if colon or words in state.lexicon.headings:
                break
            colon = True
        verb = verb or state.in_class(at - 1, "rx_verb")
        at -= 1
    return at


def _right(state: State, last: int, after: list[Drug] | None) -> int:
    """Where the words behind a drug that speak of it end."""
    forms = state.forms
    end = state.sentence(last - 1)[1]
    if after is not None and after[0].first < end:
        end = _divider(state, last, after[0].first)[0]
    at = last
    while at < end:
        form = forms[at]
        if form == "?":
            return at + 1
        if form in (".", ";", "!"):
            return at
        if form == COLUMN:
            return min(end, at + 4) if at + 1 < end and state.in_class(at + 1, "rx_answer") else at
        if form in (",", "og") and not any(state.in_class(k, "rx_follow") for k in range(at + 1, min(end, at + 4))):
            return at
        at += 1
    return end


def _divider(state: State, first: int, last: int) -> Range:
    """Where the words between two drugs part: the end of what the first keeps, the beginning of the second's."""
    forms = state.forms
    for marks in (_HARD, frozenset([","]), frozenset(["men", "og", "-", "så", "deretter", "("])):
        for at in range(last - 1, first - 1, -1):
            if forms[at] in marks:
                return at, at if forms[at] in ("deretter", "så") else at + 1
    return last, first


def _in_a_row(state: State, before: list[Drug], group: list[Drug]) -> bool:
    """Whether a drug goes on a list that began under a cue: "Seponert: Somac, Cipralex"."""
    first = before[-1].end
    if state.transcript.sentence[before[-1].first] != state.transcript.sentence[group[0].first]:
        return False
    if any(state.forms[at] == "mg" for at in range(group[0].first, group[-1].end)):
        return False
    gap = range(first, group[0].first)
    return len(gap) <= 8 and not any(
        state.forms[at] in _HARD or state.forms[at] == "men" or state.in_class(at, "rx_verb") for at in gap
    )


def _is_female(state: State) -> bool:
    return any(finding.value == "female" for finding in state.of("sex"))


def _is_castration(state: State, drug: Drug) -> bool:
    """Hormone treatment in a man with cancer of the prostate."""
    if not any(finding.value == "male" for finding in state.of("sex")):
        return False
    return any("prostat" in form for form in state.forms)


def _reconcile(state: State) -> None:
    """ "Ingen kortison nå" beside a course that has ended says no more than the course."""
    ended = {finding.concept for finding in state.findings if finding.status == "past"}
    kept: list[Finding] = []
    for finding in state.findings:
        now = finding.status == "absent" and finding.concept in ended and finding.cue is not None and any(
            form in ("nå", "ellers") for form in state.forms[finding.first : min(finding.last + 3, len(state.forms))]
        )
        if not now:
            kept.append(finding)
    state.findings = kept
