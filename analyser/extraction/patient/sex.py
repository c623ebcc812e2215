"""The patient's sex."""

from __future__ import annotations

import re

from analyser.extraction.finding import Finding
from analyser.extraction.patient.menopause import is_while
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number
from analyser.extraction.text.transcript import COLUMN

_AGE = 2  # digits

SEX_AND_AGE = re.compile(r"([KM])(\d\d)")
"""As in "M72"."""
_OPENING = 30
"""Tokens of a letter in which "M72" stands for sex and age."""
_GIVEN_NAMES = frozenset(["Karen"])
"""What with a capital is a name, and else a man."""
_WIVES = ("kone", "kona")
"""Of the patient where it is nobody's: "en 48 år gammel kone fra Senja"."""
_PARENTS = {"mor": "female", "far": "male"}
_SEX_WORDS = (
    ("female", "female_noun", "female_only", "female_pronoun"),
    ("male", "male_noun", "male_only", "male_pronoun"),
)
_SEXED = [name for _, *names in _SEX_WORDS for name in names]


def find_sex(state: State) -> None:
    """The sex that the letter's words settle: nouns beside the age weigh most, pronouns least."""
    votes = {"female": 0.0, "male": 0.0}
    first_word: dict[str, int] = {}
    told = [at for word in _PARENTS for at in state.named(word) if _told_by_child(state, at)]
    for at in [at for at in told if not _introduced(state, at)]:
        state.context.kin[at] = "patient"
        votes[_PARENTS[state.forms[at]]] += 4.0
        first_word.setdefault(_PARENTS[state.forms[at]], at)
    opening = range(min(_OPENING, len(state.forms))) if SEX_AND_AGE.search(state.transcript.text) else ()
    coded = [at for at in opening if SEX_AND_AGE.fullmatch(state.transcript.written(at))]
    wives = [at for word in _WIVES for at in state.named(word) if at not in state.context.kin]
    for at in [*coded[:1], *wives, *state.any_of(*_SEXED, "sex_letter")]:
        sex, weight = _vote(state, at)
        if sex == "":
            continue
        bodily = state.in_class(at, "female_only") or state.in_class(at, "male_only")
        if state.context.relative(at, at + 1) is not None or (state.section(at) == "family" and not bodily):
            continue
        votes[sex] += weight
        if sex not in first_word or (weight > 2 and not _is_noun(state, first_word[sex])):
            first_word[sex] = at
    for word, sex in (("mor", "female"), ("bestemor", "female"), ("far", "male"), ("bestefar", "male")):
        for at in state.named(word):
            if state.forms[at + 1 : at + 2] == ["til"] and number("".join(state.forms[at + 2 : at + 3])) is not None:
                votes[sex] += 2.0  # "mor til fire"
                first_word.setdefault(sex, at)
    if votes["female"] != votes["male"]:
        sex = "female" if votes["female"] > votes["male"] else "male"
        at = first_word[sex]
        state.findings.append(Finding("sex", "present", at, at + 1, value=sex))
        if sex == "female":
            state.context.others(spouse for spouse in state.named("mann") if _begins(state, spouse))


def _told_by_child(state: State, at: int) -> bool:
    """As in "Datteren ringte og var bekymret. Mor, 91 år, har falt": the mother is the patient."""
    begin, end = state.sentence(at)
    index = state.transcript.sentence[at]
    if at != begin or at + 1 >= end or not index:
        return False
    first, last = state.transcript.bounds[index - 1]
    aged = state.forms[at + 1] == "," and at + 2 < end and number(state.forms[at + 2]) is not None
    return aged and state.has("kin_child", first, first + 2) and state.has("kin_says", first, last)


def _introduced(state: State, before: int) -> bool:
    """Whether a patient has been named by sex or age: then a parent is the patient's own."""
    sexed = state.any_of("female_noun", "male_noun", "sex_letter", end=before)
    coded = [at for at in range(min(before, _OPENING)) if SEX_AND_AGE.fullmatch(state.transcript.written(at))]
    aged = [at - 1 for at in state.where("years_word", 1, before) if state.forms[at - 1].isdigit()]
    named = [at for at in (*sexed, *coded) if _vote(state, at)[0]]
    return any(at not in state.context.kin and state.context.relative(at, at + 1) is None for at in (*named, *aged))


def _is_noun(state: State, at: int) -> bool:
    return state.in_class(at, "female_noun") or state.in_class(at, "male_noun")


def _vote(state: State, at: int) -> tuple[str, float]:
    forms, classes = state.forms, state.classes[at]
    form = forms[at]
    if is_while(state, at) or "no_man" in classes or state.transcript.written(at) in _GIVEN_NAMES:
        return "", 0
    if form != "mann" and form.endswith("mann") and _is_name(state, at):
        return "", 0
    if form in _WIVES:
        return "female", 4.0
    for sex, noun, only, pronoun in _SEX_WORDS:
        if noun in classes:
            if form == "mann" and _husband(state, at):
                return "", 0
            aged = any(f in ("år", "født") or f.isdigit() for f in forms[max(0, at - 4) : at + 5])
            return sex, 12.0 if aged else 4.0
        if only in classes:
            return sex, 2.0
        if pronoun in classes:
            return sex, 0.25 if _of_colleague(state, at) else 1.0
    if (coded := SEX_AND_AGE.fullmatch(state.transcript.written(at))) is not None:
        return ("female" if coded.group(1) == "K" else "male"), 6.0
    letter = sex_letter(state, at)
    if letter:
        said = "kjønn" in forms[max(0, at - 3) : at]
        aged = at + 1 < len(forms) and (forms[at + 1] in (",", "født", "/", "på") or forms[at + 1].isdigit())
        begins = at == state.sentence(at)[0] or forms[at - 1] in (":", COLUMN, ",", "pasienten", "(")
        if said or (aged and begins):
            return ("female" if letter == "K" else "male"), 12.0 if said else 6.0
    return "", 0


def _of_colleague(state: State, at: int) -> bool:
    """Whether a pronoun may be a dentist's or a colleague's: "Tannlegen skriver at han ikke tør"."""
    begin = state.sentence(at)[0]
    before = next((k for k in range(at - 1, begin - 1, -1) if state.in_class(k, "pr_others")), None)
    return before is not None and state.forms[before] not in ("jeg", "vi")


def _is_name(state: State, at: int) -> bool:
    """Whether it is written as a name is, as in "dr. Volkmann"."""
    written = state.transcript.written(at)
    return written[:1].isupper() and not written.isupper() and at > state.sentence(at)[0]


def sex_letter(state: State, at: int) -> str:
    """As in "K" or "M" where a capital stands for the sex, or "k 69" at the very beginning; "" otherwise."""
    if state.forms[at] not in ("k", "m", "med"):
        return ""
    written = state.transcript.written(at).rstrip(".")
    if _alone(state, at):
        written = written.upper()
    return written if written in ("K", "M") else ""


def _alone(state: State, at: int) -> bool:
    """As in "k 69" at the very beginning, "m 71" on a line of its own."""
    transcript, age = state.transcript, state.forms[at + 1 : at + 2]
    if at > _OPENING or len(age) == 0 or not age[0].isdigit() or len(age[0]) != _AGE:
        return False
    if at == 0:
        return True
    ends = at + 2 >= len(state.forms) or "\n" in transcript.text[transcript.ends[at + 1] : transcript.starts[at + 2]]
    return ends and "\n" in transcript.text[transcript.ends[at - 1] : transcript.starts[at]]


def married(state: State, at: int) -> bool:
    """Whether it is whom the patient is married to: "gift med en mann på 80"."""
    return "gift" in state.forms[max(0, at - 4) : at] and "med" in state.forms[max(0, at - 3) : at]


def _husband(state: State, at: int) -> bool:
    """As in "Mannen hennes", "gift med en mann", "bor med mannen": not the patient."""
    forms = state.forms
    after = forms[at + 1] if at + 1 < len(forms) else ""
    before = forms[at - 1] if at else ""
    if married(state, at):
        return True
    if after in ("hennes", "sin") or before in ("syk", "hennes", "sin"):
        return True
    if not _is_spouse(state, at):
        return False
    if before in ("fra", "etter", "mens", "når"):
        return True  # "passiv røyking fra mannen"
    return bool(state.where("female_pronoun")) or (
        bool(state.where("female_noun")) and all(_is_spouse(state, other) for other in state.named("mann"))
    )


def _begins(state: State, at: int) -> bool:
    """Whether the husband begins a sentence or a clause that tells of him."""
    begin, end = state.sentence(at)
    clause = at == begin or state.forms[at - 1] in ("da", "fordi", "siden", "mens", "når", "før", "etter", "at")
    return clause and at + 1 < end and _is_spouse(state, at) and state.in_class(at + 1, "spouse_verb")


def _is_spouse(state: State, at: int) -> bool:
    """Whether it is "Mannen", who in the letter of a woman is her husband."""
    return state.transcript.written(at).lower() in ("mannen", "mannens")
