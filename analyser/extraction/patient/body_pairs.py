"""Height and weight that stand together without a label, and which of several measures is today's."""

from __future__ import annotations

from analyser.extraction.finding import Finding
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number, tidy
from analyser.extraction.text.transcript import COLUMN

_STRETCH = 12  # words before a number
HEIGHT_M = (1.2, 2.15)
JOINTS = frozenset(["/", "og", ","])
"""What stands between a height and a weight."""

_UNITS = ("kilogram", "centimetre", "metre")


def freshness(state: State, begin: int, end: int, at: int) -> float:
    """A number said to be today's goes before the others, an earlier one behind."""
    if any(state.in_class(k, "now") for k in [*range(max(begin, at - 3), at), *range(at + 1, min(end, at + 3))]):
        return 2.0
    if state.forms[at + 1 : at + 4] == ["(", "i", "dag"]:
        return 2.0
    if state.older[state.transcript.sentence[at]]:
        return -2.0
    if any(state.forms[k] in ("var", "tidligere", "fra", "da") for k in range(max(begin, at - 2), at)):
        return -1.0
    return -1.0 if on_paper(state, begin, at) else 0.0


def on_paper(state: State, begin: int, at: int) -> bool:
    """Whether a number is what some old paper says: "i passet fra gamle dager står det 168 cm"."""
    first = at
    while first > max(begin, at - _STRETCH) and state.forms[first - 1] not in (",", "og", "mot", COLUMN):
        first -= 1
    return state.has("size_on_paper", first, at)


def pairs(state: State, begin: int, end: int, joints: list[int], *, said: bool) -> list[Finding]:
    """As in "167/58", "1,67 / 58 kg", "58 kg / 167": height and weight without a label, but not a blood pressure."""
    forms = state.forms
    out: list[Finding] = []
    for at in joints:
        if at <= begin:
            continue
        left = at - 2 if at - 2 >= begin and not forms[at - 1][0].isdigit() else at - 1
        if left == at - 2 and not any(state.in_class(at - 1, unit) for unit in _UNITS):
            continue  # "Kvinne, 64 år, 162 cm"
        pair = _sorted_pair(number(forms[left]), number(forms[at + 1]))
        if any(f.first <= left < f.last for f in state.of("age")):
            continue  # "hun er 69, 158 cm og 51 kg"
        if pair is None or _is_pressure(state, begin, left):
            continue
        units = [
            k
            for k in (left + 1, at + 2)
            if k < end and (state.in_class(k, "kilogram") or state.in_class(k, "centimetre"))
        ]
        alone = left == begin or forms[left - 1] in (",", ":", ".", COLUMN, "(")
        if not (units or (forms[at] == "/" and (said or alone))):
            continue
        height, weight, swapped = pair
        first, second = (at + 1, left) if swapped else (left, at + 1)
        fresh = freshness(state, begin, end, at)
        out.append(Finding("height", "present", first, first + 1, value=tidy(height), weight=fresh))
        out.append(Finding("weight", "present", second, second + 1, value=tidy(weight), weight=fresh))
    return out


def _is_pressure(state: State, begin: int, at: int) -> bool:
    """Whether a pair of numbers is a blood pressure, or one more of a row of them: "BT 152/94, 148/90"."""
    k = at
    while k > begin and (state.forms[k - 1][0].isdigit() or state.forms[k - 1] in ("/", ",", "og")):
        k -= 1
    return state.has("pressure_label", max(begin, min(at, k) - 3), at)


def _sorted_pair(left: float | None, right: float | None) -> tuple[float, float, bool] | None:
    """Height in cm, weight, and whether the weight came first."""
    if left is None or right is None:
        return None
    for height, weight, swapped in ((left, right, False), (right, left, True)):
        if HEIGHT_M[0] <= height <= HEIGHT_M[1]:
            height = round(height * 100, 1)
        if 135 <= height <= 205 and 32 <= weight <= 130 and height - weight > 30:
            return height, weight, swapped
    return None
