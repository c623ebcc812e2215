"""T-scores by site, in the notations that letters and DXA reports use; of several measurements the newest."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from analyser.extraction.context.times import time_at
from analyser.extraction.finding import Finding
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number, number_word, tidy
from analyser.extraction.text.tables import newest_column
from analyser.extraction.text.transcript import COLUMN

SITES = {
    "t_spine": "t_score_spine",
    "t_neck": "t_score_femoral_neck",
    "t_hip": "t_score_total_hip",
    "t_other": "t_score_other",
}
_LOWEST, _HIGHEST = -7.0, 5.0
_CARRIED = 6  # sentences for which a table goes on under one "T-score"
_FARTHEST_DATE = 400  # tokens before a value in which its date is looked for
_LONG_AGO = 1000.0


class Score(NamedTuple):
    """One value: its token, and the token of its site (``None`` where none is named)."""

    at: int
    value: float
    site: str
    site_at: int | None


def find_t_scores(state: State) -> None:
    """Add the newest score of each site."""
    transcript = state.transcript
    near = {transcript.sentence[at] for at in state.where("near_t")}
    words: dict[int, list[int]] = {}
    for at in state.where("t_word"):
        words.setdefault(transcript.sentence[at], []).append(at)
    if not near and not words:
        return
    signed = {transcript.sentence[at] for at in state.numbered() if _has_sign(state, at)}
    chosen: dict[str, tuple[float, int, Finding]] = {}
    said_at = dxa_at = -_CARRIED
    years = _LONG_AGO
    header: list[tuple[int, str]] = []
    for index, (begin, end) in enumerate(transcript.bounds):
        if index in near:
            dxa_at = index
        if index - dxa_at >= _CARRIED and index - said_at >= _CARRIED and index not in words:
            continue
        sites = _sites(state, begin, end)
        if len(sites) > 1 and min(index - said_at, index - dxa_at) < _CARRIED and index not in signed:
            header = sites  # the head of a table with a column for each site
        said = any(_says_t(state, at, end) for at in words.get(index, ()))
        if said:
            if index - said_at > 1:
                years = _LONG_AGO
            said_at = index
        if index - said_at >= _CARRIED:
            if index in signed and index - dxa_at < _CARRIED and (index == dxa_at or sites or header):
                said_at = index - 2
            else:
                continue
        if not said and not sites and not header:
            continue
        for score in _scores(state, begin, end, sites or header, said=said):
            when = _years_before(state, index, score.at)
            years = when if when is not None else years
            site_at = score.site_at if score.site_at is not None and score.site_at >= begin else score.at
            first, last = min(score.at, site_at), max(score.at, site_at) + 1
            known = chosen.get(score.site)
            if known is None or years < known[0]:
                finding = Finding(score.site, "present", first, last, value=tidy(score.value))
                chosen[score.site] = (years, score.at, finding)
    state.findings += [finding for _, _, finding in chosen.values()]


def _says_t(state: State, at: int, end: int) -> bool:
    if state.forms[at] != "t":
        return True
    return at + 1 < end and (
        state.in_class(at + 1, "t_follows")
        or _site(state, at + 1) is not None
        or _signed(state.forms[at + 1])
        or _glued_minus(state, at + 1)
    )


def _signed(form: str) -> bool:
    return form[0] == "-" and form[1:2].isdigit() and float(form) >= _LOWEST


def _has_sign(state: State, at: int) -> bool:
    """Whether a number has a sign: "-2,6", "minus 2,6"."""
    form = state.forms[at]
    return _signed(form) or (form[0].isdigit() and at > state.sentence(at)[0] and state.forms[at - 1] == "minus")


def _site(state: State, at: int) -> str | None:
    if number_word(state.forms[at]) is not None and state.forms[at + 1 : at + 2] in (["år"], ["måned"], ["uke"]):
        return None  # "for fem år siden", where "fem" is no femur
    for name, concept in SITES.items():
        if state.in_class(at, name):
            return concept
    return None


def _value(state: State, at: int, begin: int, end: int, *, said: bool) -> float | None:
    """The number of a token if it can be a score: with a sign, or unsigned right behind a site or "T-score"."""
    forms = state.forms
    form = forms[at]
    value: float | None = None
    if (spoken := _dictated(forms, at, begin, end)) is not None:
        value = spoken
    elif form[0].isdigit() and forms[at - 1] in ("t", "tscore") and at > begin and _glued_minus(state, at):
        value = -(number(form) or 0)
    elif _signed(form):
        value = float(form)
        if value < -6 and "." not in form:
            return None
    elif form[0].isdigit():
        plain = number(form)
        before = forms[at - 1] if at > begin else ""
        if plain is None or plain > 7:
            return None
        joins = at - 2 >= begin and forms[at - 2][-1].isdigit()  # the dash of "L1-4"
        if before == "minus" or (before == "-" and not joins and (said or "." in form)):
            value = -plain
        elif state.transcript.written(at).startswith("+"):
            value = plain if plain <= _HIGHEST and "." in form and _site(state, at - 1) is not None else None
        elif said and plain <= _HIGHEST and ("." in form or plain == 0):
            led = at > begin and (
                _site(state, at - 1) is not None
                or before in (":", "=", "+", "pluss")
                or state.in_class(at - 1, "t_follows")
            )
            value = plain if led else None
    if value is not None and value > 0 and (_is_density(state, at, begin)):
        return None
    if value is None or (at + 1 < end and state.in_class(at + 1, "no_score_unit") and forms[at + 1] != "sd"):
        return None
    lead = range(max(begin, at - 3), at)
    if any(state.in_class(k, "hypothetical") for k in lead) or _is_z(forms, begin, at):
        return None
    return value


def _dictated(forms: list[str], at: int, begin: int, end: int) -> float | None:
    """As in "minus to komma syv"."""
    if at == begin or at + 2 >= end or forms[at - 1] != "minus" or forms[at + 1] != "komma":
        return None
    whole, tenths = number(forms[at]), number(forms[at + 2])
    if whole is None or tenths is None or whole > -_LOWEST or tenths > 9:
        return None
    return -(whole + tenths / 10)


def _glued_minus(state: State, at: int) -> bool:
    """As in "T-2,6", where the dash is the sign."""
    if not state.forms[at][0].isdigit():
        return False
    between = state.transcript.text[state.transcript.ends[at - 1] : state.transcript.starts[at]].strip()
    return between in ("-", "\u2212", "\u2013")


def _is_density(state: State, at: int, begin: int) -> bool:
    """Whether an unsigned number is a density in g/cm²: "0,812 g/cm2", "BMD 0,97"."""
    forms = state.forms
    digits = forms[at].partition(".")[2]
    if len(digits) >= 3 or forms[at + 1 : at + 2] == ["g"]:
        return True
    return state.has("bone_density", max(begin, at - 2), at) and len(digits) == 2


def _is_z(forms: list[str], begin: int, at: int) -> bool:
    for k in range(at - 1, max(begin, at - 6) - 1, -1):
        if forms[k] in ("z", "zscore", "zskår"):
            return True
        if forms[k] in ("t", "tscore", "tskår") or forms[k][0] == "-":
            return False
    return False


def _scores(state: State, begin: int, end: int, sites: list[tuple[int, str]], *, said: bool) -> list[Score]:
    values = [
        (at, value)
        for at in state.numbered(begin, end)
        if (value := _value(state, at, begin, end, said=said)) is not None
    ]
    values = [v for n, v in enumerate(values) if not _is_earlier(state, values, n)]
    if not values:
        return []
    listed = _listed(values, sites)
    if listed is not None:
        return listed
    if len(sites) == 1 and len(values) > 1 and all(state.forms[at - 1] == COLUMN for at, _ in values):
        # a row of one site with a column for each date
        at, value = values[0 if newest_column(state, begin) == 0 else -1]
        return [Score(at, value, sites[0][1], sites[0][0])]
    sites = [site for site in sites if begin <= site[0] < end]
    out: list[Score] = []
    used: set[int] = set()
    for n, (at, value) in enumerate(values):
        following = values[n + 1][0] if n + 1 < len(values) else end
        previous = values[n - 1][0] if n else begin - 1
        ahead = [s for s in sites if previous < s[0] < at and s[0] not in used]
        behind = [s for s in sites if at < s[0] < min(following, at + 5) and not _parted(state, at + 1, s[0])]
        pick = ahead[-1] if ahead else None
        if behind and (pick is None or state.forms[at + 1] in ("i", "(", "på") and _parted(state, pick[0], at)):
            pick = behind[0]
        if pick is None:
            if said:
                out.append(Score(at, value, "t_score_other", None))
            continue
        used.add(pick[0])
        out.append(Score(at, value, pick[1], pick[0]))
    return out


def _is_earlier(state: State, values: list[tuple[int, float]], n: int) -> bool:
    """Whether a value is the former of two: "fra -1,9 til -2,3"."""
    forms = state.forms
    return n + 1 < len(values) and forms[values[n][0] - 1] == "fra" and forms[values[n + 1][0] - 1] == "til"


def _sites(state: State, begin: int, end: int) -> list[tuple[int, str]]:
    """Sites of a sentence; words that stand together ("total hofte", "L1-L4", "hofte lårhals") are one."""
    out: list[tuple[int, str]] = []
    last = -9
    for at in state.any_of(*SITES, begin=begin, end=end):
        concept = _site(state, at)
        if concept is None:
            continue
        joined = at - last <= 1 or (at - last == 2 and state.forms[at - 1] in ("-", "venstre", "høyre", "av"))
        last = at
        if joined and out:
            kept = out[-1]
            if {kept[1], concept} == {"t_score_total_hip", "t_score_femoral_neck"} and state.forms[kept[0]] != "total":
                out[-1] = (kept[0], "t_score_femoral_neck")
                continue
            if kept[1] == concept:
                continue
        out.append((at, concept))
    return out


def _listed(values: list[tuple[int, float]], sites: list[tuple[int, str]]) -> list[Score] | None:
    """As in "-2,7 / -1,9 / -2,2 (L/lårhals/hofte)": as many sites in a row as there are values in a row."""
    if len(values) < 2 or any(b[0] - a[0] > 2 for a, b in pairwise(values)):
        return None
    first, last = values[0][0], values[-1][0]
    if any(first < at < last for at, _ in sites):
        return None  # "håndleddet ..., T-score rygg -3,1 hofte -2,6": each value has its own
    ahead = [site for site in sites if site[0] < first]
    behind = [site for site in sites if site[0] > last]
    for row in (behind, ahead):
        if len(row) == len(values) or (row is ahead and len(row) > len(values) and row[-1][0] < first - 8):
            # a table's last columns may be empty
            return [Score(at, value, site[1], site[0]) for (at, value), site in zip(values, row, strict=False)]
    return None


def _parted(state: State, begin: int, end: int) -> bool:
    return any(state.forms[k] in (".", ";", ",", COLUMN, "og") for k in range(begin, end))


def _years_before(state: State, index: int, at: int) -> float | None:
    """How long ago the measurement was: the nearest date before the value, in its sentence or just before."""
    forms, today = state.forms, state.date
    begin, end = state.transcript.bounds[index]
    farthest = at - _FARTHEST_DATE
    for k in range(at - 1, max(begin, farthest) - 1, -1):
        time = time_at(forms, k, end, today)
        if time is not None and time.years >= 0:
            return time.years
    for k in range(at + 1, min(end, at + 6)):
        time = time_at(forms, k, end, today)
        if time is not None and time.years >= 0 and forms[k - 1] in ("i", "(", "fra", "for"):
            return time.years
    for back in range(index - 1, max(-1, index - 4), -1):
        begin, end = state.transcript.bounds[back]
        for k in range(end - 1, max(begin, farthest) - 1, -1):
            time = time_at(forms, k, end, today)
            if time is not None and time.years >= 0:
                return time.years
    return None
