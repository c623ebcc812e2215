"""Age, sex and T-scores; and which of several weights and heights is the patient's today."""

from __future__ import annotations

import datetime as dt

from analyser.extraction.finding import Finding
from analyser.extraction.numbers import date_of, number, number_word, tidy, year_of
from analyser.extraction.state import State
from analyser.extraction.transcript import COLUMN

_FEMALE = frozenset(["kvinne", "hun", "henne", "hennes", "enke", "frøken", "husmor", "pensjonistenke"])
_MALE = frozenset(["mann", "han", "ham", "hans", "enkemann", "gutt", "ungkar"])
_FEMALE_ONLY = ("menopause", "postmenopaus*", "livmor", "livmora", "hysterektomi", "mens", "eggstokker", "mammae", "brystkreft",
                "ammer", "gravid", "gravida", "mammografi", "letrozol", "anastrozol", "vagifem", "ovesterin", "klimakteriet",
                "endometriose", "fødsel", "svangerskap", "østrogen", "p piller", "cervix", "gynekolog", "tobarnsmor",
                "trebarnsmor", "småbarnsmor", "perimenopausal", "premenopausal")  # fmt: skip
_MALE_ONLY = frozenset(["prostata", "prostatakreft", "prostatae", "prostatacancer", "klinefelter", "testikkel", "psa",
                        "prostatahyperplasi", "bph"])  # fmt: skip
_SEXED = _FEMALE | _MALE
_NOT_AGE_BEFORE = frozenset(["i", "for", "siste", "over", "etter", "under", "første", "de", "på", "hver", "om", "ved", "til",
                             "siden", "gjennom", "innen", "annet", "fylte", "rundt", "som", "begge", "mellom", "fra", "cirka",
                             "minst", "ca"])  # fmt: skip


def find_age(state: State) -> None:
    """The patient's age: said, or from the date of birth and the letter's date."""
    transcript, context = state.transcript, state.context
    forms = transcript.forms
    best: tuple[int, Finding] | None = None

    def offer(rank: int, value: float, first: int, last: int) -> None:
        nonlocal best
        if not 10 <= value <= 112 or (best is not None and best[0] <= rank):
            return
        relative = context.relative(first, last, commas=True)
        if relative is not None:
            return
        best = (rank, Finding("age", "present", first, last, value=tidy(value)))

    for i, form in enumerate(forms):
        begin, end = state.sentence(i)
        before = forms[i - 1] if i > begin else "\n"
        if form == "år" and i > begin:
            value = number(forms[i - 1]) if forms[i - 1].isdigit() else _spelled(forms[i - 1])
            if value is None:
                continue
            start = i - 1
            lead = forms[start - 1] if start > begin else "\n"
            follow = forms[i + 1] if i + 1 < end else "\n"
            if follow in ("siden", "før", "etter", "siden.", "mellom", "kontroll", "alder") and follow != "\n":
                continue
            whole = transcript.text[transcript.starts[i] : transcript.ends[i]].lower()
            if whole.startswith(("åring", "årig")):
                sexed = True
            elif lead in ("på", "er", ",", "nå", "blitt", "snart", "nettopp") and start - 2 >= begin:
                sexed = any(
                    f in _SEXED or f in ("pasienten", "alder", "hun", "han", "dame")
                    for f in forms[max(begin, start - 4) : start]
                )
                if lead == "på" and not sexed:
                    continue
            else:
                sexed = (
                    any(f in _SEXED or f in ("pasienten", "gammel") for f in forms[i + 1 : min(end, i + 4)])
                    or lead in _SEXED
                )
            if lead in _NOT_AGE_BEFORE and not sexed:
                continue
            if lead in ("i", "for", "ved", "siste", "over", "som"):
                continue
            offer(
                1 if sexed else (3 if lead in ("\n", ",", ":", "(", ".", "-", "k", "kvinne", "mann") else 6),
                value,
                start,
                i + 1,
            )
        elif form in ("kvinne", "mann", "pasienten", "k", "dame") and i + 1 < end:
            k = i + 1
            while k < end and forms[k] in (",", "på", "(", ":", "er", COLUMN, "født"):
                k += 1
            if k < end and forms[k].isdigit() and len(forms[k]) in (2, 3) and k - i <= 3:
                follow = forms[k + 1] if k + 1 < end else "\n"
                if follow not in ("kg", "cm", "%", "år", "uke", "måned", "mg", "/", "dager", "x", "-"):
                    offer(2, float(forms[k]), k if forms[k - 1] != "på" else k - 1, k + 1)
        elif form == "alder":
            k = i + 1
            while k < end and forms[k] in (":", COLUMN, "er", "=", "-"):
                k += 1
            if k < end and forms[k].isdigit():
                offer(2, float(forms[k]), i, k + 1)
        elif form in ("hun", "han", "ho") and i + 3 < end and forms[i + 1] in ("(", "på") and forms[i + 2].isdigit():
            offer(4, float(forms[i + 2]), i + 2, i + 3)
        elif form == "født" and i + 1 < end:
            k = i + 1
            while k < end and forms[k] in (":", "dato", "i", ".", COLUMN):
                k += 1
            if k < end:
                _born(state, i, k, offer)
    if best is not None:
        state.findings.append(best[1])


def _spelled(form: str) -> float | None:
    value = number_word(form)
    return float(value) if value is not None and value >= 18 else None


def _born(state: State, first: int, at: int, offer: object) -> None:
    forms = state.transcript.forms
    today = state.date
    if today is None or not callable(offer):
        return
    date = date_of(forms[at], century_before=today.year - 5)
    if date is not None:
        offer(2, float(whole_years(date, today)), first, at + 1)
        return
    year = year_of(forms[at], today)
    if year is None and forms[at].isdigit() and len(forms[at]) == 2:
        year = 1900 + int(forms[at])
    if year is not None:
        offer(2, float(today.year - year), first, at + 1)


def whole_years(born: dt.date, today: dt.date) -> int:
    """Age in whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def find_sex(state: State) -> None:
    """The sex that the letter's words settle: nouns by the age weigh most, then pronouns."""
    forms = state.transcript.forms
    votes: dict[str, float] = {"female": 0.0, "male": 0.0}
    first_word: dict[str, int] = {}
    for i, form in enumerate(forms):
        sex = None
        weight = 0.0
        if form in _FEMALE:
            sex, weight = "female", 4.0 if form not in ("hun", "henne", "hennes") else 1.0
        elif form in _MALE:
            sex, weight = "male", 4.0 if form not in ("han", "ham", "hans") else 1.0
        elif form in _MALE_ONLY:
            sex, weight = "male", 2.0
        elif form in _FEMALE_ONLY or form.startswith("postmenopaus"):
            sex, weight = "female", 2.0
        elif form in ("k", "m") and i + 1 < len(forms) and (forms[i + 1] in (",", "født") or forms[i + 1].isdigit()):
            raw = state.transcript.text[state.transcript.starts[i]]
            if raw in "KM" and (i == state.sentence(i)[0] or forms[i - 1] in (":", COLUMN)):
                sex, weight = ("female" if raw == "K" else "male"), 4.0
        elif form.endswith("mann") and len(form) > 5 and form not in ("ektemann", "styremann"):
            sex, weight = "male", 2.0
        elif (
            form.endswith(("kvinne", "dame", "søster"))
            and len(form) > 6
            and form not in ("halvsøster", "storesøster", "lillesøster", "svigersøster", "tvillingsøster")
        ):
            sex, weight = "female", 2.0
        if sex is None:
            continue
        if form == "mann" and _husband(state, i):
            continue
        if form not in _FEMALE_ONLY and form not in _MALE_ONLY and state.context.relative(i, i + 1) is not None:
            continue
        near_age = any(f == "år" or f == "født" for f in forms[max(0, i - 4) : i + 5])
        if weight == 4.0 and near_age:
            weight = 12.0
        votes[sex] += weight
        first_word.setdefault(sex, i)
    if votes["female"] == votes["male"]:
        return
    sex = "female" if votes["female"] > votes["male"] else "male"
    at = first_word[sex]
    state.findings.append(Finding("sex", "present", at, at + 1, value=sex))


def _husband(state: State, at: int) -> bool:
    forms = state.transcript.forms
    raw = state.transcript.text[state.transcript.starts[at] : state.transcript.ends[at]].lower()
    after = forms[at + 1] if at + 1 < len(forms) else ""
    before = forms[at - 1] if at else ""
    return (
        after in ("hennes", "sin") or before in ("syk", "hennes", "sin", "med") or (raw == "mannen" and "hun" in forms)
    )


_SITES = {
    "t_score_spine": frozenset(["rygg", "l1", "l2", "l3", "l4", "l5", "lumbal", "lumbalt", "kolumna", "korsrygg", "virvelsøyle",
                                "virvelsøylen", "ls", "l", "spine", "lumbale", "ryggraden", "columnae", "ryggvirvler", "lumbalrygg",
                                "lumb", "lumbalkolumna", "korsryggen", "korsryggen", "virvel", "lend", "lumbalcol", "rygg/l1"]),
    "t_score_femoral_neck": frozenset(["lårhals", "femoral", "neck", "fn", "larhals", "femurhals", "femurcollum", "lårben",
                                       "femorishals", "hals"]),
    "t_score_total_hip": frozenset(["hofte", "hip", "totalhofte", "hoftetotal", "th", "total", "femur"]),
    "t_score_other": frozenset(["underarm", "radius", "håndledd", "1/3", "forearm"]),
}  # fmt: skip
_SITE_OF = {word: concept for concept, words in _SITES.items() for word in words}
_T_WORDS = frozenset(["t", "tscore", "tskår", "tskåre", "tverdi", "t-score"])
_NEAR_T = frozenset(["dxa", "bentetthet", "måling", "målt", "måle", "t", "tscore", "tskår", "densitometri", "svar"])
_HYPOTHETICAL = frozenset(
    ["under", "<", "lavere", "mindre", "over", ">", "dersom", "hvis", "≤", "skulle", "enn", "utover"]
)
_UNITS = frozenset(["cm", "kg", "%", "mg", "år", "mmol", "måned", "uke", "ganger", "x", "ie", "dager", "prosent", "m"])


def find_t_scores(state: State) -> None:
    """T-scores by site; of several measurements the newest."""
    transcript = state.transcript
    forms = transcript.forms
    chosen: dict[str, tuple[int, int, Finding]] = {}
    heat = -9
    for index, (begin, end) in enumerate(transcript.bounds):
        words = forms[begin:end]
        t_said = _says_t(words)
        if t_said:
            heat = index
        elif any(w in _NEAR_T for w in words) and index - heat > 3:
            heat = index - 2 if any(_signed(w) for w in words) else heat
        if index - heat > 6 or not (t_said or any(w in _SITE_OF for w in words)):
            continue
        year = _newest_year(state, index)
        for concept, value, first, last in _scores(forms, begin, end, t_said=t_said):
            at_year = _year_before(state, begin, first) or year
            known = chosen.get(concept)
            if known is None or at_year > known[0]:
                chosen[concept] = (at_year, first, Finding(concept, "present", first, last, value=tidy(value)))
    for _, _, finding in chosen.values():
        state.findings.append(finding)


def _says_t(words: list[str]) -> bool:
    for i, word in enumerate(words):
        if word in _T_WORDS and (
            word != "t"
            or (
                i + 1 < len(words)
                and (
                    words[i + 1]
                    in (
                        "score",
                        "skår",
                        "skåre",
                        "verdi",
                        "scorer",
                        ":",
                        "=",
                        "scores",
                        "skårar",
                        "skårer",
                        "rygg",
                        "lårhals",
                        "hofte",
                    )
                    or _signed(words[i + 1])
                )
            )
        ):
            return True
    return False


def _signed(form: str) -> bool:
    return form[0] == "-" and len(form) > 1 and form[1].isdigit() and abs(float(form)) <= 7


def _scores(forms: list[str], begin: int, end: int, *, t_said: bool) -> list[tuple[str, float, int, int]]:
    values: list[tuple[int, float]] = []
    for i in range(begin, end):
        form = forms[i]
        value: float | None = None
        if _signed(form):
            value = float(form)
        elif form[0].isdigit() and "." in form and form.count(".") == 1 and number(form) is not None:
            if i > begin and forms[i - 1] == "minus":
                value = -float(form)
            elif (
                t_said
                and float(form) <= 4
                and i > begin
                and (forms[i - 1] in _SITE_OF or forms[i - 1] in ("score", "skår", "t"))
            ):
                value = float(form)
        elif form == "0" and t_said and i > begin and forms[i - 1] in _SITE_OF:
            value = 0.0
        if value is None:
            continue
        if i + 1 < end and forms[i + 1] in _UNITS:
            continue
        lead = forms[max(begin, i - 5) : i]
        if any(w in _HYPOTHETICAL for w in lead[-3:]) or "z" in lead[-2:] or (len(lead) > 1 and lead[-2] == "z"):
            continue
        values.append((i, value))
    if not values or (not t_said and not any(forms[k] in _SITE_OF for k in range(begin, end))):
        return []
    out: list[tuple[str, float, int, int]] = []
    used: set[int] = set()
    positions = [i for i, _ in values]
    # "-2,7 / -1,9 / -2,2 (L/lårhals/hofte)": as many sites behind as there are values.
    behind = [
        k
        for k in range(positions[-1] + 1, end)
        if forms[k] in _SITE_OF
        and forms[k] not in ("l", "th")
        or (k > positions[-1] and k < end and forms[k] in ("l",))
    ]
    spread = all(b - a <= 2 for a, b in zip(positions, positions[1:], strict=False))
    ahead = [k for k in range(begin, positions[0]) if forms[k] in _SITE_OF]
    groups_behind = _groups(forms, behind)
    groups_ahead = _groups(forms, ahead)
    if (
        len(values) > 1
        and spread
        and len(groups_behind) == len(values)
        and positions[-1] + 1 < end
        and forms[positions[-1] + 1] in ("(", "i")
    ):
        for (i, value), k in zip(values, groups_behind, strict=True):
            out.append((_SITE_OF[forms[k]] if not _is_total(forms, k) else "t_score_total_hip", value, i, i + 1))
        return out
    if len(values) > 1 and spread and len(groups_ahead) == len(values):
        for (i, value), k in zip(values, groups_ahead, strict=True):
            out.append((_SITE_OF[forms[k]], value, i, i + 1))
        return out
    previous = begin - 1
    for n, (i, value) in enumerate(values):
        following = positions[n + 1] if n + 1 < len(values) else end
        site = _site_before(forms, previous + 1, i, used)
        after = _site_after(forms, i + 1, following, used)
        if after is not None and (site is None or (forms[i + 1] == "i" and i - site > 3)):
            site = after
        if site is None:
            if not t_said:
                continue
            out.append(("t_score_other", value, max(begin, i - 2), i + 1))
        else:
            used.add(site)
            concept = "t_score_total_hip" if _is_total(forms, site) else _SITE_OF[forms[site]]
            out.append((concept, value, min(site, i), max(site, i) + 1))
        previous = i
    return out


def _groups(forms: list[str], sites: list[int]) -> list[int]:
    """Sites that stand together ("total hofte", "L1-L4") count as one."""
    kept: list[int] = []
    for k in sites:
        if (
            kept
            and k - kept[-1] <= 1
            and (_SITE_OF[forms[k]] == _SITE_OF[forms[kept[-1]]] or forms[kept[-1]] == "total")
        ):
            continue
        kept.append(k)
    return kept


def _is_total(forms: list[str], k: int) -> bool:
    return forms[k] in ("total", "hofte") and ("total" in forms[max(0, k - 1) : k + 2])


def _site_before(forms: list[str], begin: int, at: int, used: set[int]) -> int | None:
    for k in range(at - 1, begin - 1, -1):
        if forms[k] in (";", "?", "!"):
            return None
        if forms[k] in _SITE_OF and k not in used:
            if forms[k] == "l" and k + 1 < at and forms[k + 1] == "l":
                continue
            return k
    return None


def _site_after(forms: list[str], begin: int, end: int, used: set[int]) -> int | None:
    for k in range(begin, min(end, begin + 4)):
        if forms[k] in (".", ";", ",", "/", COLUMN) and k > begin - 1 and forms[k] != "(":
            return None
        if forms[k] in _SITE_OF and k not in used:
            return k
    return None


def _year_before(state: State, begin: int, at: int) -> int:
    forms = state.transcript.forms
    for k in range(at - 1, begin - 1, -1):
        year = _year(state, forms[k])
        if year:
            return year
    return 0


def _year(state: State, form: str) -> int:
    year = year_of(form, state.date) if form[0].isdigit() else None
    if year is not None:
        return year
    date = date_of(form)
    return 0 if date is None else date.year


def _newest_year(state: State, index: int) -> int:
    forms = state.transcript.forms
    for back in range(index, max(-1, index - 4), -1):
        begin, end = state.transcript.bounds[back]
        for k in range(end - 1, begin - 1, -1):
            year = _year(state, forms[k])
            if year and (state.date is None or year <= state.date.year):
                return year
    return 0


def settle_body(state: State) -> None:
    """Drop weights that are a loss, a cure or an earlier state; keep the best label."""
    forms = state.transcript.forms
    lost = frozenset(["ned", "tapt", "mistet", "opp", "gått", "minus", "vekttap", "over", "løftet", "løfte"])
    kept: list[Finding] = []
    for finding in state.findings:
        if finding.concept in ("weight", "height"):
            begin = state.sentence(finding.first)[0]
            lead = forms[max(begin, finding.first - 3) : finding.first]
            follow = forms[finding.last : finding.last + 4]
            if finding.concept == "weight" and forms[finding.first] not in ("vekt", "veier", "h", "høyde"):
                if any(w in lost for w in lead) and "til" not in lead[-1:]:
                    continue
                if any(w in ("ned", "opp", "tapt", "mindre") for w in follow[:2]) or "fra" in lead[-1:]:
                    continue
                if lead[-1:] == ["("] or lead[-1:] == ["på"] and "veier" not in lead:
                    pass
            if (
                finding.concept == "height"
                and any(w in ("var", "tidligere", "før", "passet", "ung") for w in lead)
                and forms[finding.first] != "høyde"
            ):
                continue
        kept.append(finding)
    state.findings = kept
