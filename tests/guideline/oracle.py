"""The guideline read a second time, in plain Python, one fact after another and with no thought of speed.

It shares nothing with the pack or its language, so that a slip in either shows as a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from analyser.codebook import load_codebook
from analyser.fact import Fact
from tests.guideline.notation import facts as read

FRACTURES = load_codebook().group("fracture")
BONE_DRUGS = ["oral_bisphosphonate", "zoledronate", "denosumab", "bone_anabolic", "raloxifene", "unspecified_bone_drug"]
ANTIRESORPTIVES = [drug for drug in BONE_DRUGS if drug not in {"bone_anabolic", "raloxifene"}]
SECONDARY = [
    "rheumatoid_arthritis", "type_1_diabetes", "hyperthyroidism", "hyperparathyroidism", "cushing_syndrome",
    "hypogonadism", "coeliac_disease", "inflammatory_bowel_disease", "malabsorption", "eating_disorder",
    "chronic_liver_disease", "chronic_kidney_disease", "osteogenesis_imperfecta", "organ_transplant",
]  # fmt: skip
SIMPLE_FACTORS = [
    "parental_hip_fracture", "smoking", "alcohol_excess", "type_2_diabetes", "copd", "other_rheumatic_disease",
    "neurological_disease", "immobility", "falls", "antiepileptic", "vitamin_d_deficiency", "mgus_or_myeloma",
]  # fmt: skip
DISEASES = [name for name in load_codebook().group("disease") if name not in {"osteoporosis", "osteopenia"}]
T_SCORES = [name for name in load_codebook().concepts if name.startswith("t_score_")]
LABS = ["lab_calcium", "lab_vitamin_d", "lab_egfr_creatinine", "lab_tsh", "lab_pth", "lab_alp"]
MENOPAUSE = ["postmenopausal", "menopause_age", "early_menopause"]


class Letter:
    """The facts of one letter, and what the guideline's words mean in it."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts

    def some(self, concepts: str | Iterable[str], *statuses: str) -> list[Fact]:
        wanted = concepts.split() if isinstance(concepts, str) else list(concepts)
        return [fact for fact in self.facts if fact.concept in wanted and fact.status in (statuses or ("present",))]

    def mentioned(self, concepts: str | Iterable[str]) -> bool:
        return bool(self.some(concepts, *load_codebook().statuses))

    def first(self, concept: str) -> Any:
        return next((fact.value for fact in self.facts if fact.concept == concept), None)

    def first_over(self, concept: str, limit: float) -> bool:
        value = self.first(concept)
        return value is not None and value >= limit

    def first_under(self, concept: str, limit: float) -> bool:
        value = self.first(concept)
        return value is not None and value < limit

    @property
    def old(self) -> bool:
        return self.first_over("age", 65)

    @property
    def low_energy_hip(self) -> bool:
        found = [mechanism(fact) for fact in self.some("hip_fracture")]
        return "low_energy" in found or (self.old and "unknown" in found)

    @property
    def strong_fracture(self) -> bool:
        spine = self.some("vertebral_fracture")
        proven = [fact for fact in spine if confirmed(fact) and mechanism(fact) != "high_energy"]
        return self.low_energy_hip or bool(proven)

    @property
    def low_energy_fracture(self) -> bool:
        return self.low_energy_hip or any(mechanism(fact) == "low_energy" for fact in self.some(FRACTURES))

    @property
    def red_flag(self) -> bool:
        if self.some("underlying_disease_suspected"):
            return True
        diseases = self.some("malignancy mgus_or_myeloma hyperparathyroidism", "present", "uncertain")
        if self.some("vertebral_fracture", "present", "uncertain") and (diseases or self.some("weight_loss")):
            return True
        return bool(self.some("hip_fracture") and self.some("malignancy mgus_or_myeloma", "uncertain"))

    @property
    def on_treatment(self) -> bool:
        return bool(self.some(BONE_DRUGS))

    @property
    def on_antiresorptive(self) -> bool:
        lost = self.some("denosumab", "past") and self.some("treatment_withheld")
        return bool(self.some(ANTIRESORPTIVES) or lost)

    @property
    def refuses(self) -> bool:
        return bool(self.some("treatment_declined") and not self.some("dentist_concern"))

    @property
    def asked(self) -> bool:
        return bool(self.some("dxa_request", "planned"))

    @property
    def follow_up(self) -> bool:
        return any(fact.attributes.get("purpose") == "follow_up" for fact in self.some("dxa_request", "planned"))

    @property
    def lowest_t(self) -> float:
        return min((float(fact.value or 0) for fact in self.some(T_SCORES)), default=99)

    @property
    def factors(self) -> int:
        number = len([name for name in SIMPLE_FACTORS if self.some(name)])
        number += bool(self.some("early_menopause") or self.first_under("menopause_age", 45))
        bmi, height, weight = self.first("bmi"), self.first("height"), self.first("weight")
        if bmi is None and height and weight is not None:
            bmi = weight * 10000 / (height * height)
        return number + bool((bmi is not None and bmi < 22) or self.some("low_body_weight weight_loss"))

    @property
    def courses(self) -> list[Fact]:
        return self.some("glucocorticoid", "present", "planned")


def mechanism(fact: Fact) -> Any:
    return fact.attributes.get("mechanism", "unknown")


def confirmed(fact: Fact) -> bool:
    return fact.attributes.get("imaging_confirmed") is True


def number(fact: Fact, name: str, otherwise: float) -> float:
    return float(fact.attributes.get(name, otherwise))


def treat_now(one: Letter) -> bool:
    if not one.old or not one.strong_fracture or one.red_flag:
        return False
    if one.on_treatment and not one.some("treatment_withheld"):
        return False
    if one.some("limited_life_expectancy") or one.refuses:
        return False
    return not (one.follow_up and one.some(BONE_DRUGS, "past"))


def back_or_height(one: Letter) -> bool:
    lost = [fact for fact in one.some("height_loss") if number(fact, "cm", 4) >= 4]
    return bool(one.some("kyphosis") or lost)


def over_limits(course: Fact) -> bool:
    return number(course, "dose_mg", 0) >= 5 and number(course, "months", 0) >= 3


def unclear(course: Fact) -> bool:
    if len({"dose_mg", "months"} & set(course.attributes)) == 2:
        return False
    return number(course, "dose_mg", 5) >= 5 and number(course, "months", 3) >= 3


def dxa_rule(one: Letter) -> str:
    """The rule that decides."""
    no_consequence = one.some("treatment_consequence", "absent") and not treat_now(one)
    if one.asked and (one.some("limited_life_expectancy") or one.refuses or no_consequence):
        return "D1"
    if treat_now(one):
        return "D2"
    if not one.asked:
        return "D3"
    fracture = one.some(FRACTURES, "present", "uncertain")
    if one.red_flag and fracture:
        return "D4"
    recent = any(number(fact, "years_ago", 99) < 2 for fact in one.some("prior_dxa"))
    losing = one.courses or one.some("aromatase_inhibitor androgen_deprivation", "present", "planned")
    if recent and not fracture and not losing and not one.some("denosumab", "past") and not back_or_height(one):
        return "D5"
    spine = [
        fact for fact in one.some("vertebral_fracture") if not confirmed(fact) and mechanism(fact) != "high_energy"
    ]
    if one.strong_fracture or one.low_energy_fracture or one.some("vertebral_fracture", "uncertain") or spine:
        return "D6"
    if back_or_height(one):
        return "D7"
    if any(map(over_limits, one.courses)):
        return "D8"
    if one.some("aromatase_inhibitor androgen_deprivation", "present", "planned"):
        return "D9"
    if one.some(SECONDARY):
        return "D10"
    if one.first_over("frax_major", 20):
        return "D11"
    had = one.on_treatment or one.some("osteoporosis") or one.lowest_t <= -2.5 or one.some(BONE_DRUGS, "past")
    if ((one.follow_up or one.on_treatment) and had) or one.some("denosumab", "past"):
        return "D12"
    if one.factors >= 2:
        return "D13"
    if any(mechanism(fact) == "unknown" for fact in one.some(FRACTURES)) or any(map(unclear, one.courses)):
        return "D14"
    if (
        one.factors == 1
        or one.some("family_fracture osteopenia osteoporosis")
        or one.first_over("frax_major", 10)
        or one.lowest_t <= -1
        or one.first_over("age", 80)
    ):
        return "D15"
    if one.some("routine_check patient_request family_osteoporosis") or one.first_under("frax_major", 10):
        return "D16"
    eight: list[str | Iterable[str]] = [
        FRACTURES, "parental_hip_fracture family_fracture", "glucocorticoid", MENOPAUSE,
        "weight bmi low_body_weight", "smoking", "alcohol_excess", DISEASES,
    ]  # fmt: skip
    return "D17" if sum(map(one.mentioned, eight)) >= 4 else "D18"


def dental_rules(one: Letter, start_wanted: bool) -> list[str]:
    """The rules on mouth and jaw that hold."""
    drug = one.on_antiresorptive
    start = start_wanted or bool(one.some(ANTIRESORPTIVES, "planned"))
    procedure = one.some("invasive_dental_procedure", "planned", "present", "uncertain")
    withheld = one.some("treatment_withheld", "present", "uncertain")
    infection = one.some("oral_infection", "present", "uncertain")
    jaw = one.some("jaw_osteonecrosis", "present", "uncertain")
    poor = one.first("dental_status") == "poor"
    worry = one.some("dentist_concern")
    cancer_dose = one.some("malignancy") and one.some("zoledronate denosumab", "planned")
    held = {
        "M1": jaw,
        "M2": poor and not drug and not one.some("dental_check") and start,
        "M3": procedure and not drug and start,
        "M4": drug and not jaw and (procedure or withheld or worry),
        "M5": drug and infection,
        "M6": not (drug or jaw or poor or procedure or infection or cancer_dose) and (worry or withheld),
    }
    return [rule for rule, holds in held.items() if holds]


def decide(facts: Sequence[Fact]) -> tuple[str, list[str]]:
    """Rule on DXA, rules on mouth and jaw."""
    one = Letter(facts)
    rule = dxa_rule(one)
    start = rule == "D2" or (rule[1:].isdigit() and 4 <= int(rule[1:]) <= 15 and rule != "D5")
    return rule, dental_rules(one, start)


def fill(fact: Fact, **attributes: Any) -> Fact:
    known = {name: value for name, value in fact.attributes.items() if value != "unknown"}
    return replace(fact, attributes={**attributes, **known})


def _complete(concepts: Iterable[str], *statuses: str, **attributes: Any) -> Callable[[Sequence[Fact]], list[Fact]]:
    def complete(facts: Sequence[Fact]) -> list[Fact]:
        meant = Letter(facts).some(concepts, *statuses)
        return [fill(fact, **attributes) if fact in meant else fact for fact in facts]

    return complete


def _add(line: str) -> Callable[[Sequence[Fact]], list[Fact]]:
    return lambda facts: [*facts, *read(line)]


ANSWERS: dict[str, list[Callable[[Sequence[Fact]], list[Fact]]]] = {
    "age": [_add("age 50"), _add("age 80")],
    "sex": [],
    "question": [_add("ask"), _add("unspecified_bone_drug planned"), _add("treatment_consequence absent")],
    "own fractures": [
        _add("other_fracture absent"),
        _add("wrist_fracture low_energy"),
        _add("hip_fracture low_energy"),
        _add("vertebral_fracture low_energy confirmed"),
    ],
    "fracture mechanism": [
        _complete(FRACTURES, "present", mechanism="low_energy"),
        _complete(FRACTURES, "present", mechanism="high_energy"),
    ],
    "parental hip fracture": [_add("parental_hip_fracture"), _add("parental_hip_fracture absent")],
    "glucocorticoids": [_add("glucocorticoid dose_mg=5 months=3"), _add("glucocorticoid absent")],
    "glucocorticoid dose and duration": [
        _complete(["glucocorticoid"], "present", "planned", dose_mg=5, months=3),
        _complete(["glucocorticoid"], "present", "planned", dose_mg=0, months=0),
    ],
    "menopause": [_add("early_menopause"), _add("postmenopausal")],
    "height and weight": [_add("bmi 18"), _add("bmi 25")],
    "smoking": [_add("smoking"), _add("smoking absent")],
    "alcohol": [_add("alcohol_excess"), _add("alcohol_excess absent")],
    "other disease": [_add("rheumatoid_arthritis"), _add("rheumatoid_arthritis absent")],
    "earlier DXA": [
        _add("prior_dxa absent"),
        _add("prior_dxa years_ago=1"),
        _add("prior_dxa years_ago=5; t_score_other -3"),
    ],
    "bone treatment": [_add("unspecified_bone_drug"), _add("unspecified_bone_drug absent")],
    "blood tests": [],
    "teeth": [_add("dental_status poor"), _add("dental_status good"), _add("invasive_dental_procedure planned")],
}
WEIGHTS = dict.fromkeys(ANSWERS, 1) | {
    "own fractures": 3,
    "parental hip fracture": 2,
    "glucocorticoids": 2,
    "height and weight": 2,
    "other disease": 2,
}


def quality(facts: Sequence[Fact], labels: Callable[[Sequence[Fact]], Any]) -> tuple[int, tuple[str, ...]]:
    """Score and missing items; ``labels`` gives where facts end."""
    one = Letter(facts)
    fractures, age = one.some(FRACTURES), one.first("age")
    applies = dict.fromkeys(ANSWERS, True) | {
        "fracture mechanism": bool(fractures),
        "glucocorticoid dose and duration": bool(one.courses),
        "menopause": one.first("sex") == "female" and (age is None or age < 60),
        "teeth": bool(one.some(BONE_DRUGS, "planned")),
    }
    mentioned = {
        "age": one.mentioned("age"),
        "sex": one.mentioned("sex"),
        "question": one.mentioned("dxa_request treatment_consequence") or bool(one.some(BONE_DRUGS, "planned")),
        "own fractures": one.mentioned(FRACTURES),
        "fracture mechanism": all(mechanism(fact) != "unknown" for fact in fractures),
        "parental hip fracture": one.mentioned("parental_hip_fracture family_fracture"),
        "glucocorticoids": one.mentioned("glucocorticoid"),
        "glucocorticoid dose and duration": any({"dose_mg", "months"} <= set(fact.attributes) for fact in one.courses),
        "menopause": one.mentioned(MENOPAUSE),
        "height and weight": one.mentioned("bmi") or (one.mentioned("height") and one.mentioned("weight")),
        "smoking": one.mentioned("smoking"),
        "alcohol": one.mentioned("alcohol_excess"),
        "other disease": one.mentioned(DISEASES),
        "earlier DXA": one.mentioned("prior_dxa"),
        "bone treatment": one.mentioned(load_codebook().group("treatment")),
        "blood tests": sum(map(one.mentioned, LABS)) >= 2,
        "teeth": one.mentioned(load_codebook().group("dental")),
    }
    items = [item for item in ANSWERS if applies[item]]
    lacking = [item for item in items if not mentioned[item]]
    deciding = [item for item in lacking if any(labels(add(facts)) != labels(facts) for add in ANSWERS[item])]
    total = sum(WEIGHTS[item] for item in items)
    has = total - sum(WEIGHTS[item] for item in lacking)
    order = sorted(lacking, key=lambda item: (item not in deciding, -WEIGHTS[item], list(ANSWERS).index(item)))
    return int(100 * has / total + 0.5), tuple(order)
