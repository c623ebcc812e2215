"""What the body shows, falls, and the thought of another disease: phrases, with the status their context gives."""

from __future__ import annotations

from functools import cache

from analyser.extraction.context.owner import owner_of
from analyser.extraction.data import load_toml
from analyser.extraction.finding import Finding
from analyser.extraction.fractures.fracture_status import status_of
from analyser.extraction.matching.lexicon import load_lexicon
from analyser.extraction.matching.pattern_index import PatternIndex
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number, tidy

Entry = tuple[str, str]
_MASK = "mask"
_HEIGHT_LOSS_CM = (0.5, 20.0)
_CM_REACH = 9


@cache
def _index() -> PatternIndex[Entry]:
    lexicon = load_lexicon()
    return PatternIndex(
        [
            (lexicon.pattern(source, "signs.toml"), (concept, role))
            for concept, block in load_toml("signs.toml").items()
            for role, sources in block.items()
            for source in sources
        ]
    )


def find_signs(state: State) -> None:
    """Add kyphosis, lost height, a tendency to fall and a suspected underlying disease."""
    transcript = state.transcript
    spread_explains = not (state.where("metastasis") and _has_cancer_alone(state))
    for index, candidates in _index().candidates_in(transcript):
        found: dict[str, list[tuple[int, int, str]]] = {}
        for pattern, (concept, role) in candidates:
            for match in pattern.find(transcript, index):
                found.setdefault(concept, []).append((match.first, match.last, role))
        for concept, matches in found.items():
            state.findings += _of_concept(state, concept, matches, spread_explains=spread_explains)


def _of_concept(
    state: State, concept: str, matches: list[tuple[int, int, str]], *, spread_explains: bool
) -> list[Finding]:
    """The findings of a sentence: the longest phrases; a mask takes away what it overlaps."""
    masks = [match for match in matches if match[2] == _MASK]
    chosen: list[tuple[int, int, str]] = []
    for match in sorted(matches, key=lambda m: (_ORDER[m[2]], m[0] - m[1], m[0])):
        first, last, role = match
        if role == _MASK or any(first < m[1] and last > m[0] for m in [*masks, *chosen]):
            continue
        chosen.append(match)
    return [
        finding
        for match in chosen
        if (finding := _finding(state, concept, *match, spread_explains=spread_explains)) is not None
    ]


_ORDER = {"contrary": 0, "said": 1, "doubted": 2, "denied": 3, "needs_bone": 3, _MASK: 4}


def _finding(state: State, concept: str, first: int, last: int, role: str, *, spread_explains: bool) -> Finding | None:
    if state.section(first) in ("family", "allergy") or owner_of(state, first, last) is not None:
        return None
    if role == "contrary":
        status, cue = status_of(state, first, last)
        denied = status == "absent" and cue is not None and cue[1] >= first - 1
        return None if denied else Finding(concept, "absent", first, last, cue=(first, last), anchor=first)
    if concept == "height_loss" and _is_vertebral(state, first, last):
        return None
    status, cue = status_of(state, first, last)
    inner = state.where("fx_harm_denied", first, last) if status == "present" else []
    if inner and concept != "underlying_disease_suspected":
        status, cue = "absent", (inner[0], inner[0] + 1)  # "høyden er ikke mindre"
    if role == "denied" and status != "absent":
        return None
    if role in ("doubted", "needs_bone"):
        if status == "present" or (status == "absent" and role == "needs_bone"):
            return None
        if status == "absent" and not _is_ruled_out(state, first, last, spread_explains=spread_explains):
            return None
    if concept == "underlying_disease_suspected":
        status = "present" if status == "uncertain" else status
    finding = Finding(concept, status, first, last, cue=cue, anchor=first)
    finding.widen(cue)
    if concept == "height_loss" and status == "present":
        _measure(state, finding)
    return finding


def _has_cancer_alone(state: State) -> bool:
    """Whether a cancer is known and no fracture: that it has not spread explains nothing."""
    broken = any(f.concept.endswith("_fracture") and f.status != "absent" for f in state.findings)
    return not broken and bool(state.of("malignancy", "present"))


def _is_ruled_out(state: State, first: int, last: int, *, spread_explains: bool) -> bool:
    """Whether a denial speaks of signs, a suspicion or a cause, and not of a known disease: "ingen spredning"."""
    begin, end = state.sentence(first)
    if not spread_explains and state.has("metastasis", first, last):
        return False
    if state.has("sign_of", begin, end) or state.has("sign_cause", first, last):
        return True
    index = state.transcript.sentence[first]
    near = range(state.transcript.bounds[max(0, index - 1)][0], end)
    return any(state.forms[at].endswith("brudd") or state.forms[at] == "osteoporose" for at in near)


def _is_vertebral(state: State, first: int, last: int) -> bool:
    """Whether the height that is lost is a vertebra's, as under a picture of the spine."""
    if not (state.has("fx_vertebral_shape", first, last) or state.has("fx_lowered", first, last)):
        return False
    begin, end = state.sentence(first)
    if state.has("fx_imaging", begin, end) or any(form in ("%", "prosent") for form in state.forms[begin:end]):
        return True
    return any(
        state.forms[at] != "rygg" and "," not in state.forms[min(at, last) : max(at, first)]
        for at in state.where("site_vertebral", begin, end)
    )


def _measure(state: State, finding: Finding) -> None:
    """How many centimetres: the number before the nearest "cm"."""
    begin, end = state.sentence(finding.first)
    places = state.where("centimetre", max(begin, finding.first - _CM_REACH), min(end, finding.last + _CM_REACH))
    for at in sorted(places, key=lambda at: max(finding.first - at, at - finding.last, 0)):
        value = _number_before(state, at, begin)
        if value is not None and _HEIGHT_LOSS_CM[0] <= value <= _HEIGHT_LOSS_CM[1]:
            finding.attributes["cm"] = tidy(value)
            finding.widen((at - 1, at + 1))
            return
    if (following := _next_sentence(state, finding)) is not None:
        finding.attributes["cm"] = tidy(following)
        return
    if finding.last + 1 < end and "cm" not in finding.attributes:
        value = number(state.forms[finding.last + 1]) if state.forms[finding.last] in (":", "på", "cirka") else None
        if value is not None and _HEIGHT_LOSS_CM[0] <= value <= _HEIGHT_LOSS_CM[1]:
            finding.attributes["cm"] = tidy(value)


def _next_sentence(state: State, finding: Finding) -> float | None:
    """As in "Hun har krympet. Det blir seks centimeter."."""
    bounds = state.transcript.bounds
    index = state.transcript.sentence[finding.first] + 1
    if index >= len(bounds) or state.forms[bounds[index][0]] not in ("det", "dette", "altså", "dvs", "totalt", "ja"):
        return None
    begin, end = bounds[index]
    for at in state.where("centimetre", begin, min(end, begin + _CM_REACH)):
        value = _number_before(state, at, begin)
        if value is not None and _HEIGHT_LOSS_CM[0] <= value <= _HEIGHT_LOSS_CM[1]:
            return value
    return None


def _number_before(state: State, at: int, begin: int) -> float | None:
    forms = state.forms
    if at - 1 < begin:
        return None
    if forms[at - 1] == "halv" and at - 4 >= begin and forms[at - 3] == "og":
        whole = number(forms[at - 4])
        return None if whole is None else whole + 0.5
    if forms[at - 1].startswith("-") and forms[at - 2][:1].isdigit() and at - 2 >= begin:
        return number(forms[at - 2])  # "5-6 cm": the smaller
    if forms[at - 2] == "-" and at - 3 >= begin and forms[at - 3][:1].isdigit():
        return number(forms[at - 3])
    if forms[at - 1] == "halvannen":
        return 1.5
    value = number(forms[at - 1])
    return None if value is None else abs(value)  # "-5 cm"
