"""Height, weight and body mass index: which number is which, and which of several is today's."""

from __future__ import annotations

import re

from analyser.extraction.finding import Finding
from analyser.extraction.patient.body_pairs import HEIGHT_M, JOINTS, freshness, on_paper, pairs
from analyser.extraction.state import State
from analyser.extraction.text.form_index import Computed
from analyser.extraction.text.numbers import number, tidy
from analyser.extraction.text.transcript import COLUMN

_HEIGHT_CM = (120.0, 215.0)
_WEIGHT_KG = (25.0, 220.0)
_PAIR = 8  # tokens from the label of a body mass index to the one of today behind an earlier one
_BMI = (10.0, 60.0)
_UNDERWEIGHT = 20.0  # the codebook counts a written BMI under this as low body weight
_LABEL_REACH = 6
_KIN_REACH = 2  # words between a relative and a measure that is theirs: "mor hennes veide 48"
_GLUED = Computed(re.compile(r"(høyde|høgd|h|vekt|v)(\d{2,3}(?:\.\d)?)$").match)
_SIGNS = frozenset([COLUMN, ":", "=", "-", "(", ")", ",", "/", "<", ">"])
"""Signs that may stand between a label and its number."""


def find_body(state: State) -> None:
    """Height in cm, weight in kg and BMI as written; a BMI under 20 is low body weight too."""
    transcript = state.transcript
    found: list[Finding] = []
    said = {transcript.sentence[at] for at in state.any_of("body_word", "earlier_size")}
    paired: dict[int, list[int]] = {}
    for at in state.numbered():
        if at and state.forms[at - 1] in JOINTS:
            paired.setdefault(transcript.sentence[at], []).append(at - 1)
    for index in sorted({*said, *paired}):
        begin, end = transcript.bounds[index]
        here = pairs(state, begin, end, paired[index], said=index in said) if index in paired else []
        if index not in said:
            found += here
            continue
        for at in state.numbered(begin, end):
            value = _spoken(state.forms, begin, at, end)
            if value is not None:
                finding = _role(state, begin, end, at, value)
                if finding is not None and not any(f.first <= at < f.last for f in here):
                    here.append(finding)
        found += here
    found += _glued(state)
    for concept in ("height", "weight", "bmi"):
        candidates = [f for f in found if f.concept == concept and _is_patients(state, f)]
        if candidates:
            best = min(candidates, key=lambda f: (-f.weight, f.first))
            best.weight = 0
            state.findings.append(best)
            _change(state, best)
            if concept == "bmi" and isinstance(best.value, int | float) and best.value < _UNDERWEIGHT:
                state.findings.append(Finding("low_body_weight", "present", best.first, best.last, anchor=best.first))


def _glued(state: State) -> list[Finding]:
    """As in "H162 V58", "Vekt87": a label and its number without a blank between them, as two in a row or in full."""
    hits = state.transcript.hits.of(_GLUED)
    out: list[Finding] = []
    for at, match in hits:
        label, value = match.group(1), float(match.group(2))
        paired = any(other is not match and abs(k - at) <= 2 and other.group(1)[0] != label[0] for k, other in hits)
        concept, (low, high) = ("height", _HEIGHT_CM) if label[0] == "h" else ("weight", _WEIGHT_KG)
        if low <= value <= high and (len(label) > 1 or paired):
            out.append(Finding(concept, "present", at, at + 1, value=tidy(value)))
    return out


def _change(state: State, finding: Finding) -> None:
    """What a letter says by giving an earlier height or weight beside today's, or by calling it steady."""
    concept = {"height": "height_loss", "weight": "weight_loss"}.get(finding.concept)
    if concept is None:
        return
    begin, end = state.sentence(finding.first)
    lead = (
        finding.first - 1
        if finding.first > begin and state.forms[finding.first - 1] not in (",", COLUMN)
        else finding.first
    )
    behind = range(lead, min(end, finding.last + 3))
    steady = next((at for at in behind if state.in_class(at, "steady")), None)
    if steady is not None:
        change = Finding(concept, "absent", finding.first, finding.last, cue=(steady, steady + 1), weight=-1)
        change.widen(change.cue)
        state.findings.append(change)
        return
    low, high = _HEIGHT_CM if concept == "height_loss" else _WEIGHT_KG
    today = float(finding.value or 0)
    least, most = (1.0, 20.0) if concept == "height_loss" else (0.06 * today, 0.5 * today)
    for at in range(max(begin, finding.first - 12), min(end, finding.last + 9)):
        value = number(state.forms[at]) if state.forms[at][0].isdigit() else None
        if value is None or finding.first <= at < finding.last or not low <= value <= high:
            continue
        earlier = state.has("earlier_size", max(begin, at - 4), min(end, at + 4)) or on_paper(state, begin, at)
        wanted = state.has("wanted_loss", begin, end)
        if earlier and not wanted and least <= value - today <= most:
            span = min(at, finding.first), max(at + 1, finding.last)
            state.findings.append(Finding(concept, "present", *span, weight=-1))
            return


def _spoken(forms: list[str], begin: int, at: int, end: int) -> float | None:
    """The number of a token: digits, or as it is dictated: "en hundre og sekstisju", "femtito komma fire"."""
    value = number(forms[at])
    if value is None:
        return None
    if forms[at][0].isdigit():
        return value
    if value < 20:
        return None
    if at - 2 >= begin and forms[at - 2] in ("hundre", "meter") and forms[at - 1] == "og":
        value += 100
    if at + 2 < end and forms[at + 1] == "komma":
        value += (number(forms[at + 2]) or 0) / 10
    return value


def _is_patients(state: State, finding: Finding) -> bool:
    relative = state.context.relative(finding.first, finding.last, commas=False)
    # in a letter without points the relative before may be of another thing: "far brakk hofta veg 95 kg"
    return relative is None or finding.first - relative[1] > _KIN_REACH


def _role(state: State, begin: int, end: int, at: int, value: float) -> Finding | None:
    """What one number is, by the unit behind it and the label before it."""
    unit = at + 1 < end
    label = _label(state, begin, at)
    if value == 1 and at + 2 < end and state.in_class(at + 1, "metre") and state.forms[at + 2].isdecimal():
        rest = state.forms[at + 2]
        if len(rest) == 2 and not (at + 3 < end and state.in_class(at + 3, "kilogram")):
            return Finding("height", "present", at, at + 3, value=100 + int(rest))  # "1 m 59"
    if unit and state.in_class(at + 1, "kilogram"):
        if label is not None and label[0] == "height" and not all(_may_fill(state, k) for k in range(label[1] + 1, at)):
            label = None
        return _weight(state, begin, end, at, value, label)
    if unit and state.in_class(at + 1, "centimetre"):
        return _height(state, begin, end, at, value, label)
    if label is None and state.forms[at + 1 : at + 4] == ["(", "i", "dag"]:
        behind = range(max(begin, at - 8), at)
        if any(state.in_class(k, "weight_label") for k in behind):
            return _weight(state, begin, end, at, value, ("weight", at))  # "Vekt 57 (2023), 55 (i dag)"
    closes = state.forms[at + 1 : at + 2] in ([], [","], ["."], ["kg"])
    if (
        label is None
        and closes
        and at > begin
        and state.forms[at - 1] == "nå"
        and (
            state.has("weight_label", begin, at)
            or (state.has("kilogram", begin, at) and "ned" in state.forms[begin:at])
        )
        and not (state.has("height_label", begin, at) or "(" in state.forms[begin:at])
    ):
        return _weight(state, begin, end, at, value, ("weight", at))  # "Vekt 0,9 kg ned, nå 61,4"
    if label is None and closes and state.forms[at - 1] == "nå" and _BMI[0] <= value <= _BMI[1]:
        where = next(iter(state.where("bmi_label", max(begin, at - _PAIR), at)), None)
        if where is not None:
            return Finding("bmi", "present", where, at + 1, value=tidy(value))  # "BMI da 44, nå 29"
    if label is None and _is_now(state, at) and state.has("kilogram", begin, at):
        return _weight(state, begin, end, at, value, ("weight", at))  # "gått ned åtte kilo, 54 er hun nå"
    if label is None:
        if _today(state, begin, end, at, value) or _measured(state, begin, end, at, value):
            return _height(state, begin, end, at, value, label)
        if unit and state.in_class(at + 1, "metre") and "." in state.forms[at]:
            return _height(state, begin, end, at, value, label)
        tall = next(iter(state.where("height_label", max(begin, at - _PAIR), at)), None)
        if tall is not None and state.forms[at - 1] == "til" and "fra" in state.forms[max(begin, at - 4) : at - 1]:
            return _height(state, begin, end, at, value, None)  # "høyden har gått fra 161 til 156"
        return None
    name, where = label
    if name == "bmi" and _BMI[0] <= value <= _BMI[1]:
        return Finding("bmi", "present", where, at + 1, value=tidy(value), weight=freshness(state, begin, end, at))
    if name == "height":
        return _height(state, begin, end, at, value, label)
    if name == "weight" and not (unit and state.in_class(at + 1, "no_score_unit")):
        return _weight(state, begin, end, at, value, label)
    return None


def _is_now(state: State, at: int) -> bool:
    """As in "54 er hun nå"."""
    behind = state.forms[at + 1 : at + 4]
    return behind in (["er", "hun", "nå"], ["er", "han", "nå"], ["veier", "hun", "nå"], ["veier", "han", "nå"])


def _today(state: State, begin: int, end: int, at: int, value: float) -> bool:
    """As in "167 i passet, nå 161": a height without a label beside an earlier one."""
    forms = state.forms
    if at == begin or forms[at - 1] != "nå" or not 130 <= value <= 205:
        return False
    if forms[at - 2 : at - 1] == ["er"] and forms[at + 1 : at + 2] in ([","], ["."], ["og"], []):
        return state.has("weight_label", begin, end) or state.has("shrunk", begin, at)  # "krympet og er nå 164"
    if not state.has("earlier_size", begin, at):
        return False
    others = [number(form) or 0.0 for form in forms[begin:at] if form[0].isdigit()]
    return any(0 < other - value <= 20 for other in others)


def _measured(state: State, begin: int, end: int, at: int, value: float) -> bool:
    """As in "jeg målte henne til 159,5", "66 kilo på 170"."""
    forms = state.forms
    if 1.35 <= value <= 2.05 and at > begin and forms[at - 1] == "er" and state.has("weight_label", at, at + 5):
        return True  # "hun er 1,58 og veier 49"
    if not _is_tall(value):
        return False
    if forms[at + 1 : at + 2] == ["høy"] and (at == begin or forms[at - 1] in ("er", "og", ",", "nå", ".")):
        return True  # "er 156 høy"
    if at - 2 < begin:
        return False
    if forms[at + 1 : at + 2] == ["på"] and forms[at + 2 : at + 3] in (["målebånd"], ["staven"], ["måleband"]):
        return True
    if forms[at - 1] == "på":
        return state.in_class(at - 2, "kilogram")
    return (
        forms[at - 1] == "til"
        and "målt" in forms[max(begin, at - 4) : at - 1]
        and not (at + 1 < end and state.in_class(at + 1, "no_score_unit") and not state.in_class(at + 1, "centimetre"))
    )


def _is_tall(value: float | None) -> bool:
    """Whether a number without a label may be somebody's height."""
    return value is not None and 135 <= value <= 205


def _label(state: State, begin: int, at: int) -> tuple[str, int] | None:
    """The nearest label before a number, with nothing between but what may stand there."""
    for k in range(at - 1, max(begin, at - _LABEL_REACH) - 1, -1):
        classes = state.classes[k]
        if "bmi_label" in classes:
            return "bmi", k
        short = state.forms[k] in ("h", "v", "ved")
        if "height_label" in classes and (not short or _is_label(state, begin, k, at)):
            return "height", k
        if "weight_label" in classes and (not short or _is_label(state, begin, k, at)):
            return "weight", k
        if not (_may_fill(state, k) or "kilogram" in classes or "centimetre" in classes):
            return None
    return None


def _may_fill(state: State, at: int) -> bool:
    """Whether a token may stand between a label and its number."""
    return state.in_class(at, "body_fill") or state.forms[at] in _SIGNS


def _is_label(state: State, begin: int, at: int, number_at: int) -> bool:
    """As in "H 167 cm, V 74 kg", "h 169, v 74": a letter is a label as a capital, before a colon, or as one of two."""
    written = state.transcript.text[state.transcript.starts[at]]
    if written.isupper() or state.forms[at + 1 : at + 2] in ([":"], ["="]):
        return True
    if number_at - at > 1:
        return False
    tall = _HEIGHT_CM[0] + 15 <= (number(state.forms[number_at]) or 0)
    return tall if state.forms[at] == "h" else "h" in state.forms[begin:at]


def _height(state: State, begin: int, end: int, at: int, value: float, label: tuple[str, int] | None) -> Finding | None:
    if HEIGHT_M[0] <= value <= HEIGHT_M[1] and "." in state.forms[at]:
        value = round(value * 100, 1)
    if not _HEIGHT_CM[0] <= value <= _HEIGHT_CM[1]:
        return None
    weight = freshness(state, begin, end, at)
    if state.has("no_height_before", max(begin, at - 3), at):
        weight -= 3
    first = label[1] if label is not None and label[0] == "height" else at
    last = (
        at + 2 if at + 1 < end and (state.in_class(at + 1, "centimetre") or state.in_class(at + 1, "metre")) else at + 1
    )
    return Finding("height", "present", first, last, value=tidy(value), weight=weight)


def _weight(state: State, begin: int, end: int, at: int, value: float, label: tuple[str, int] | None) -> Finding | None:
    if not _WEIGHT_KG[0] <= value <= _WEIGHT_KG[1]:
        return None
    named = label is not None and label[0] == "weight"
    unit = at + 1 < end and state.in_class(at + 1, "kilogram")
    behind = at + 2 if unit else at + 1
    weight = freshness(state, begin, end, at) + named
    moved = state.has("no_weight_before", max(begin, at - 2), at)
    if not named and moved and "til" not in state.forms[max(begin, at - 1) : at]:
        return None
    reached = "til" in state.forms[max(begin, at - 1) : at] and "fra" in state.forms[max(begin, at - 4) : at]
    on_scales = state.forms[behind : behind + 2] == ["på", "vekt"]
    if state.forms[behind : behind + 1] == ["på"] and behind + 1 < end:
        on_scales = on_scales or _is_tall(number(state.forms[behind + 1]))  # "58 kg på 178 cm"
    if not named and not reached and not on_scales and behind < end and state.in_class(behind, "no_weight_after"):
        return None
    first = label[1] if label is not None and named else at
    if state.has("extreme_size", max(begin, first - 2), at):
        weight -= 3  # "laveste vekt 38 kg"
    return Finding("weight", "present", first, behind, value=tidy(value), weight=weight)
