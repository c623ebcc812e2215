"""What the clinic understood of a letter, in a few sentences, so that the GP can correct it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyser.codebook import load_codebook
from analyser.codebook.labels import load_labels
from analyser.fact import Fact
from analyser.guideline.wording import listed
from analyser.texts import Texts

# What is told, the most important first. The rest (why DXA is asked for, blood tests) the GP knows to have written;
# the reasons name it where it counts.
_CONTRADICTORY = "contradictory"
_GROUPS = ("fracture", "patient", "treatment", "dental", "drug", "disease", "family", "measurement", "lifestyle")
_STATUSES = ("present", "uncertain", "planned", "past", "absent", _CONTRADICTORY)
# As many as can be read at a glance.
_AT_MOST = {"present": 6, "uncertain": 4, "planned": 4, "past": 3, "absent": 4, _CONTRADICTORY: 4}
_NOT_TOLD = {
    *("age", "sex", "height", "weight", "bmi", "menopause_age", "postmenopausal"),
    *("dxa_request", "calcium_vitamin_d", "frax_hip"),
}


def understood(facts: Sequence[Fact], frame: Texts, lang: str) -> str:
    """The paragraph; never empty."""
    sentences = [frame.say(lang, "understood.patient", who=_who(facts, frame, lang))]
    both = _contradicted(facts)
    for status in _STATUSES:
        chosen = [fact for fact in facts if status == (_CONTRADICTORY if fact in both else fact.status)]
        told = _told(chosen, frame, lang)
        if told:
            phrase = listed(told[: _AT_MOST[status]], lang)
            if len(told) > _AT_MOST[status]:
                phrase = frame.say(lang, "understood.and_more", facts=", ".join(told[: _AT_MOST[status]]))
            sentences.append(frame.say(lang, f"understood.{status}", facts=phrase))
    asked = [fact for fact in facts if fact.concept == "dxa_request" and fact.status == "planned"]
    if asked:
        follow_up = any(fact.attributes.get("purpose") == "follow_up" for fact in asked)
        sentences.append(frame.say(lang, "understood.asks_follow_up" if follow_up else "understood.asks"))
    return " ".join(sentences)


def _contradicted(facts: Sequence[Fact]) -> list[Fact]:
    """The facts of what is said to be present and to be absent: which of them holds is for the GP to say."""
    present, absent = ({fact.concept for fact in facts if fact.status == status} for status in ("present", "absent"))
    # Of these one may be true of one thing and the other of another.
    both = (present & absent) - {"other_fracture", "family_fracture", "treatment_intolerance", "rib_fracture"}
    return [fact for fact in facts if fact.concept in both and fact.status in {"present", "absent"}]


def _who(facts: Sequence[Fact], frame: Texts, lang: str) -> str:
    sex = next((str(fact.value) for fact in facts if fact.concept == "sex"), "unknown")
    age = next((fact.value for fact in facts if fact.concept == "age"), None)
    who = frame.say(lang, f"who.{sex}")
    if not isinstance(age, int | float):
        return who
    return frame.say(lang, "who.aged", who=who, age=load_labels(lang).number(age))


def _told(facts: Sequence[Fact], frame: Texts, lang: str) -> list[str]:
    """The facts in words, each once, by group and then in the letter's order."""
    concepts = load_codebook().concepts
    chosen = [fact for fact in facts if fact.concept not in _NOT_TOLD and concepts[fact.concept].group in _GROUPS]
    chosen.sort(key=lambda fact: _GROUPS.index(concepts[fact.concept].group))
    return list(dict.fromkeys(_phrase(fact, frame, lang) for fact in chosen))


def _phrase(fact: Fact, frame: Texts, lang: str) -> str:
    labels = load_labels(lang)
    own = frame.entries.get(f"name.{fact.concept}")
    name = own[lang] if own else labels.concepts[fact.concept]
    if isinstance(fact.value, str):
        return frame.say(lang, f"choice.{fact.value}")
    if fact.value is not None:
        return f"{name}: {labels.value(fact)}"
    details = list(_details(fact, frame, lang))
    return f"{name} ({', '.join(details)})" if details else name


def _details(fact: Fact, frame: Texts, lang: str) -> Iterator[str]:
    for name, value in sorted(fact.attributes.items()):
        key = f"detail.{value}" if isinstance(value, str) else f"detail.{name}"
        if name == "years_ago" and isinstance(value, int | float) and value < 1:
            key = "detail.under_a_year_ago"
        if key in frame.entries and value is not False:
            number = "" if isinstance(value, bool | str) else load_labels(lang).number(value)
            yield frame.say(lang, key, number=number)
