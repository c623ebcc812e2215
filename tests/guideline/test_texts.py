"""What the reasons say: in every language, in the right words, and about the right words of the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from analyser.assessment import Assessment
from analyser.codebook.labels import LANGUAGES
from analyser.fact import Fact
from analyser.guideline import Pack, load_pack
from analyser.guideline.wording import Sentence, Wording
from tests.guideline.notation import facts
from tests.guideline.random_facts import letter

PACK = load_pack("memo")
FORBIDDEN = re.compile(
    r"\b(avvis\w*|avslå\w*|avslag|prioritet\w*|prioriter\w*|hast\w*|unødvendig\w*|unødig|rødt?|gult?|grønt?|"
    r"ingen risiko|inga risiko|risikofri\w*|reject\w*|refuse\w*|priorit\w*|urgen\w*|unnecessary|no risk|risk-free|"
    r"red|yellow|green)\b",
    re.IGNORECASE,
)
NORMS = {
    "nb": re.compile(r"\b(ikkje|frå|eit|ein|brot\w*|sjukdom\w*|behandlinga|seier|fortel|nemner|meir|dei|dette blir)\b"),
    "nn": re.compile(r"\b(ikke|fra|en|et|brudd\w*|sykdom\w*|behandlingen|sier|forteller|nevner|mer|de|hva|hvordan)\b"),
}


def sentences(pack: Pack = PACK) -> Iterator[tuple[str, Sentence]]:
    wordings: list[tuple[str, Wording]] = [
        (rule.id, rule.wording) for rules in pack.rules.values() for rule in rules if rule.kind != "dialogue"
    ]
    wordings += list(pack.dialogue.items())
    wordings += [(label, text.wording) for label, text in pack.to_gp.items()]
    for name, wording in wordings:
        for sentence in (*wording.variants, *wording.additions, *wording.entries):
            yield name, sentence
    for item in pack.items:
        if item.ask is not None:
            yield item.name, item.ask
        for answer in item.answers:
            yield item.name, answer.said


def fixed(sentence: Sentence, lang: str) -> str:
    return " ".join(part for part in sentence.texts[lang] if isinstance(part, str))


def assess(line: str, lang: str = "en") -> Assessment:
    return PACK.assess(facts(line), lang=lang)


def said(line: str, outcome: str, lang: str = "en") -> str:
    return next(reason.message for reason in assess(line, lang).reasons if reason.outcome == outcome)


def test_there_is_a_text_in_every_language() -> None:
    some = list(sentences())
    assert len(some) > 80
    for name, sentence in some:
        assert set(sentence.texts) == set(LANGUAGES), name
        assert all(fixed(sentence, lang).strip() for lang in LANGUAGES), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_rejects_ranks_or_promises(lang: str) -> None:
    assert [(name, text) for name, one in sentences() if FORBIDDEN.search(text := fixed(one, lang))] == []


@pytest.mark.parametrize("lang", ["nb", "nn"])
def test_the_two_norms_do_not_slip_into_each_other(lang: str) -> None:
    assert [(name, text) for name, one in sentences() if NORMS[lang].search(text := fixed(one, lang).lower())] == []


@settings(max_examples=200, deadline=None)
@given(letter)
def test_messages_are_whole(some: list[Fact]) -> None:
    assessments = [PACK.assess(some, lang=lang) for lang in LANGUAGES]
    first = assessments[0]
    for assessment in assessments:
        assert [(reason.rule, reason.outcome) for reason in assessment.reasons] == [
            (reason.rule, reason.outcome) for reason in first.reasons
        ]
        for reason in assessment.reasons:
            assert reason.message.endswith((".", ")."))
            assert not re.search(r"[{}]|\(\)|\?|  |: \.", reason.message), reason.message


@pytest.mark.parametrize(
    ("line", "outcome", "phrases"),
    [
        (
            "age 70; hip_fracture low_energy",
            "start_treatment_now",
            ["Start treatment", "do not wait for DXA", "calcium, vitamin D and kidney function", "eGFR of 35"],
        ),
        (
            "age 70; hip_fracture low_energy; oral_bisphosphonate; treatment_withheld",
            "start_treatment_now",
            ["Resume treatment", "do not wait for DXA"],
        ),
        (
            "age 70; hip_fracture low_energy; dental_status poor",
            "start_treatment_now",
            ["dental step comes first, and soon", "then start"],
        ),
        (
            "age 70; hip_fracture low_energy; invasive_dental_procedure planned; treatment_withheld",
            "start_treatment_now",
            ["dental step comes first, and soon", "then resume"],
        ),
        (
            "age 70; hip_fracture low_energy; jaw_osteonecrosis uncertain; dental_status poor",
            "start_treatment_now",
            ["Treatment is indicated", "must wait until an oral surgeon"],
        ),
        (
            "age 70; hip_fracture low_energy; jaw_osteonecrosis; treatment_withheld",
            "start_treatment_now",
            ["should be resumed", "must wait until an oral surgeon"],
        ),
        (
            "ask; age 70; hip_fracture low_energy; lab_egfr_creatinine value=34",
            "start_treatment_now",
            ["kidney function of 34", "may ask for DXA all the same"],
        ),
        (
            "ask; age 70; hip_fracture low_energy",
            "treat_without_waiting",
            ["DXA is optional", "should not wait for it"],
        ),
        (
            "age 70; hip_fracture low_energy; osteopenia",
            "treat_without_waiting",
            ["osteopenia does not remove the indication"],
        ),
        (
            "age 70; hip_fracture low_energy; t_score_spine -1.2",
            "treat_without_waiting",
            ["does not remove the indication"],
        ),
        (
            "age 70; hip_fracture low_energy; lab_calcium; lab_vitamin_d; lab_egfr_creatinine; waiting_for_dxa",
            "start_treatment_now",
            ["stand in the letter; see that they are in order first", "the start awaits DXA; it need not"],
        ),
        (
            "age 70; hip_fracture low_energy; treatment_intolerance",
            "start_treatment_now",
            ["a contraindication to a bone drug; choose another"],
        ),
        ("age 70; vertebral_fracture confirmed", "treat_without_waiting", ["no other disease suspected"]),
        ("ask; age 70; hip_fracture low_energy", "dxa_optional", ["DXA is optional, but do not wait for it", "−2.5"]),
        (
            "denosumab; invasive_dental_procedure planned",
            "do_not_pause",
            ["Do not stop or pause", "Be attentive", "low threshold for antibiotics", "rebound with new vertebral"],
        ),
        ("zoledronate; dentist_concern; malignancy", "do_not_pause", ["ask the oncologist"]),
        ("zoledronate; treatment_withheld", "do_not_pause", ["no known benefit: resume it"]),
        ("dentist_concern", "reassure_low_risk", ["very rare", "The risk is not zero"]),
        ("dentist_concern; minor_dental_procedure planned", "reassure_low_risk", ["need not delay a start"]),
        ("jaw_osteonecrosis; denosumab", "suspected_jaw_osteonecrosis", ["oral surgeon", "before the next dose"]),
        ("dental_status poor; zoledronate planned", "dentist_check_before_start", ["before an antiresorptive", "soon"]),
        (
            "dental_status poor; zoledronate planned; dental_check planned",
            "dentist_check_before_start",
            ["the dentist's appointment should come before"],
        ),
        (
            "ask; age 70; hip_fracture low_energy; treatment_declined",
            "no_treatment_consequence",
            ["wants treatment after all", "start without waiting for DXA"],
        ),
        ("ask; age 60; treatment_declined", "no_treatment_consequence", ["change of mind", "ask for DXA again"]),
        ("ask; limited_life_expectancy", "no_treatment_consequence", ["get in touch again"]),
        ("ask; treatment_consequence absent", "no_treatment_consequence", ["may change treatment after all"]),
        ("ask; family_osteoporosis", "family_history_unclear", ["parent's hip", "does not count"]),
        ("ask; family_osteoporosis", "family_osteoporosis_weight", ["Norwegian Society of Rheumatology", "FRAX"]),
        ("ask; female; age 66", "age_screening", ["ISCD and USPSTF"]),
        ("ask; patient_request", "lacks_indication", ["Ask whether more speaks for DXA", "doubtful cases too"]),
        ("ask; rib_fracture", "missing_information", ["how the fracture happened"]),
        ("ask; glucocorticoid", "missing_information", ["dose and duration of the glucocorticoid"]),
        ("ask; rib_fracture; glucocorticoid", "missing_information", ["how the fracture happened, and for the dose"]),
        ("ask; rib_fracture; underlying_disease_suspected", "indicated", ["rib fracture"]),
        ("ask; smoking; copd", "indicated", ["(smoking and COPD)"]),
        ("ask; frax_major 20.5", "indicated", ["20.5%"]),
        ("age 70; hip_fracture", "assumed_low_energy", ["assumed here"]),
        ("ask; frax_major 12; age 60; smoking absent", "frax_inputs", ["sex, height and weight", "takes for no"]),
        ("denosumab past", "denosumab_rebound", ["new vertebral fractures", "no other antiresorptive"]),
        ("denosumab past; zoledronate past", "denosumab_rebound", ["not whether it was given afterwards"]),
        ("denosumab; treatment_withheld uncertain", "denosumab_rebound", ["is or may become late", "given on time"]),
        ("denosumab past; treatment_withheld", "denosumab_rebound", ["is or may become late"]),
        ("denosumab; treatment_withheld; jaw_osteonecrosis", "denosumab_rebound", ["with an oral surgeon before it"]),
        ("rib_fracture; other_fracture absent", "fracture_and_none", ["a fracture and also says that there is none"]),
        ("smoking; smoking absent", "contradiction", ["(smoking)"]),
        ("age 60; age 61", "several_values", ["(age)"]),
        ("height 170; weight 80; bmi 20", "bmi_differs", ["20"]),
        ("male; postmenopausal", "sex_differs", ["postmenopausal"]),
    ],
)
def test_what_the_texts_must_say(line: str, outcome: str, phrases: list[str]) -> None:
    message = said(line, outcome)
    assert [phrase for phrase in phrases if phrase not in message] == []


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("age 70; hip_fracture low_energy", "assumed_low_energy"),
        ("age 64; hip_fracture", "assumed_low_energy"),
        ("denosumab past; zoledronate", "denosumab_rebound"),
        ("denosumab past; oral_bisphosphonate planned", "denosumab_rebound"),
        ("denosumab", "denosumab_rebound"),
        ("denosumab planned; treatment_withheld", "denosumab_rebound"),
        ("denosumab; treatment_withheld absent", "denosumab_rebound"),
        ("zoledronate; treatment_withheld", "denosumab_rebound"),
        ("rib_fracture uncertain; other_fracture absent", "fracture_and_none"),
        ("other_fracture; other_fracture absent", "contradiction"),
        ("smoking past; smoking absent", "contradiction"),
        ("age 60; age 60", "several_values"),
        ("height 170; weight 80; bmi 27.7", "bmi_differs"),
        ("ask; male; age 66", "age_screening"),
        ("ask; female; age 64", "age_screening"),
        ("age 70; hip_fracture low_energy", "dxa_optional"),
        ("female; postmenopausal", "sex_differs"),
    ],
)
def test_remarks_that_must_not_be_made(line: str, outcome: str) -> None:
    assert outcome not in [reason.outcome for reason in assess(line).reasons]


def course(quote: str, **attributes: float) -> Fact:
    return Fact("glucocorticoid", attributes=attributes, start=0, end=len(quote), quote=quote)


@pytest.mark.parametrize(
    ("quote", "dose", "phrases"),
    [
        ("Medrol 8 mg", 8, ["methylprednisolone 8 mg", "10 mg prednisolone"]),
        ("metylprednisolon 4 mg", 4, ["5 mg prednisolone"]),
        ("Hydrokortison 30 mg", 30, ["hydrocortisone 30 mg", "7.5 mg prednisolone"]),
        ("Deksametason 8 mg", 8, ["53.3 mg prednisolone"]),
        ("Betapred", None, ["without a dose", "0.75 mg equals about 5 mg"]),
    ],
)
def test_another_glucocorticoid_is_named_with_its_equivalent(
    quote: str, dose: float | None, phrases: list[str]
) -> None:
    fact = course(quote) if dose is None else course(quote, dose_mg=dose)
    (reason,) = [one for one in PACK.assess([fact], lang="en").reasons if one.outcome == "other_glucocorticoid"]
    assert [phrase for phrase in phrases if phrase not in reason.message] == []
    assert reason.evidence == ((0, len(quote)),)


@pytest.mark.parametrize(
    ("concept", "status", "quote", "outcome"),
    [
        ("other_fracture", "absent", "Ingen brudd", "fracture_and_none"),
        ("other_fracture", "absent", "Ingen tidligere brudd", ""),
        ("other_fracture", "absent", "ikkje andre brot", ""),
        ("denosumab", "present", "Prolia er forsinket", "denosumab_rebound"),
        ("denosumab", "uncertain", "Prolia utsett til hausten", "denosumab_rebound"),
        ("denosumab", "present", "Prolia hver 6. måned", ""),
    ],
)
def test_the_words_of_the_letter_tell_a_contradiction_and_a_late_dose(
    concept: str, status: str, quote: str, outcome: str
) -> None:
    fact = Fact(concept, status, start=0, end=len(quote), quote=quote)
    found = {reason.outcome for reason in PACK.assess([*facts("rib_fracture"), fact]).reasons}
    assert found & {"fracture_and_none", "denosumab_rebound"} == ({outcome} if outcome else set())


def test_safety_is_read_first_and_changes_no_suggestion() -> None:
    letter = "ask; age 70; hip_fracture low_energy; denosumab; treatment_withheld"
    assessment = assess(letter)
    assert (assessment.reasons[0].outcome, assessment.reasons[0].kind) == ("denosumab_rebound", "remark")
    assert assessment.dxa == assess(letter.replace("denosumab", "zoledronate")).dxa == "treat_without_waiting"


def test_prednisolone_and_prednisone_need_no_equivalent() -> None:
    for quote in ("Prednisolon 5 mg x 1", "prednison", "kortison 10 mg"):
        assert "other_glucocorticoid" not in [one.outcome for one in PACK.assess([course(quote, dose_mg=5)]).reasons]


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert "20,5 %" in said("ask; frax_major 20.5", "indicated", "nb")
    assert "−2,5" in said("ask; age 70; hip_fracture low_energy", "dxa_optional", "nn")


def at(fact: Fact, start: int, end: int) -> Fact:
    return Fact(fact.concept, fact.status, fact.value, fact.attributes, start, end)


def test_evidence_is_where_the_facts_stand() -> None:
    line = "ask; age 70; hip_fracture low_energy; wrist_fracture low_energy; smoking; copd; dentist_concern"
    ask, age, hip, wrist, *rest = facts(line)
    some = [at(ask, 90, 99), at(age, 20, 25), at(hip, 0, 9), wrist, *rest, at(hip, 0, 9)]
    reasons = {reason.outcome: reason for reason in PACK.assess(some).reasons}
    assert reasons["treat_without_waiting"].evidence == ((0, 9), (20, 25))
    assert reasons["start_treatment_now"].evidence == ((0, 9), (20, 25))
    # A fact that was not read from a text has no place.
    assert reasons["reassure_low_risk"].evidence == ()
    assert reasons["dental_advice"].evidence == ()


@pytest.mark.parametrize(
    ("line", "outcome", "rests_on"),
    [
        ("age 60; ask; smoking; copd", "indicated", "smoking copd"),
        ("ask; menopause_age 40; bmi 20; smoking absent", "indicated", "menopause_age bmi"),
        ("ask; height 170; weight 50; falls", "indicated", "height weight falls"),
        ("ask; height 170; weight 50; bmi 20; falls", "indicated", "bmi falls"),
        ("ask; age 60", "insufficient_information", ""),
        ("age 60", "no_dxa_question", ""),
        ("ask; treatment_declined", "may_lack_indication", "dxa_request treatment_declined"),
        ("ask; wrist_fracture low_energy; rib_fracture high_energy", "indicated", "wrist_fracture"),
        ("age 70; hip_fracture; hip_fracture high_energy", "assumed_low_energy", "age hip_fracture"),
        ("ask; family_osteoporosis; smoking absent", "family_history_unclear", "family_osteoporosis"),
        ("denosumab; dentist_concern; oral_infection", "dental_advice", "denosumab dentist_concern oral_infection"),
        ("ask; age 80", "borderline", "age"),
        ("smoking; copd; smoking absent", "contradiction", "smoking smoking"),
    ],
)
def test_evidence_is_what_the_condition_rests_on(line: str, outcome: str, rests_on: str) -> None:
    some = [at(fact, number, number + 1) for number, fact in enumerate(facts(line))]
    (reason,) = [one for one in PACK.assess(some).reasons if one.outcome == outcome]
    assert " ".join(some[start].concept for start, _ in reason.evidence) == rests_on


def test_reasons_stand_in_the_order_they_should_be_read() -> None:
    line = "ask; age 70; hip_fracture; dental_status poor; family_osteoporosis; oral_infection; frax_major 30"
    assert [reason.outcome for reason in assess(line).reasons] == [
        "treat_without_waiting",
        "start_treatment_now",
        "dentist_check_before_start",
        "dental_advice",
        "assumed_low_energy",
        "frax_inputs",
        "dxa_optional",
    ]
    # A letter that only asks about teeth: the advice comes before the remark that DXA was not asked for.
    assert [reason.outcome for reason in assess("zoledronate; dentist_concern").reasons] == [
        "do_not_pause",
        "dental_advice",
        "no_dxa_question",
    ]


def test_a_language_without_texts_is_refused() -> None:
    with pytest.raises(ValueError, match="no texts in 'sv'; choose one of nb, nn, en"):
        PACK.assess([], lang="sv")


def test_a_fact_outside_the_codebook_is_refused() -> None:
    with pytest.raises(ValueError, match="no concept 'leprosy' with status 'present'"):
        PACK.assess([Fact("leprosy")])
