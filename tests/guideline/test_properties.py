"""What must hold of every letter; and how fast it goes."""

from __future__ import annotations

import json
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.codebook import load_codebook
from analyser.codebook.labels import LANGUAGES
from analyser.fact import Fact
from analyser.guideline import load_pack
from tests.guideline.notation import facts
from tests.guideline.random_facts import fact, letter

PACK = load_pack("memo")
NEEDS_ACTION = {"treat_without_waiting", "indicated"}


@settings(max_examples=300, deadline=None)
@given(letter, st.sampled_from(LANGUAGES))
def test_an_assessment_is_whole_and_the_same_every_time(some: list[Fact], lang: str) -> None:
    codebook, one = load_codebook(), PACK.assess(some, lang=lang)
    assert one == PACK.assess(tuple(some), lang=lang)
    assert json.loads(json.dumps(one.to_dict())) == one.to_dict()
    assert one.dxa in codebook.dxa
    assert set(one.dental) <= set(codebook.dental)
    assert set(one.dialogue) <= set(codebook.dialogue)
    assert 0 <= one.score <= 100
    assert (one.score == 100) is (not one.missing)
    for kind, labels in (("dxa", (one.dxa,)), ("dental", one.dental), ("dialogue", one.dialogue)):
        assert tuple(sorted(reason.outcome for reason in one.reasons if reason.kind == kind)) == labels
    assert bool(one.dental) is ("dental_advice" in one.dialogue)


@settings(max_examples=300, deadline=None)
@given(letter, st.integers(0, 14))
def test_a_letter_put_together_of_parts_ends_where_the_whole_does(some: list[Fact], at: int) -> None:
    parts = [PACK.part(some[:at]), PACK.part(some[at:])]
    assert PACK.outcome_of(parts) == PACK.outcome(some)


@settings(max_examples=300, deadline=None)
@given(letter)
def test_a_hip_fracture_at_80_never_lacks_indication_because_of_it(some: list[Fact]) -> None:
    hip = facts("age 80; hip_fracture low_energy")
    before, after = PACK.assess(some), PACK.assess([*hip, *some])
    if after.dxa == "may_lack_indication":
        # What speaks against a consequence did so before.
        assert (before.rule, after.rule) == ("D1", "D1")
    plain = [one for one in some if one.concept not in {"treatment_declined", "limited_life_expectancy"}]
    if all((one.concept, one.status) != ("treatment_consequence", "absent") for one in plain):
        assert PACK.assess([*hip, *plain]).dxa in NEEDS_ACTION | {"no_dxa_question"}


@settings(max_examples=300, deadline=None)
@given(letter)
def test_a_wrist_fracture_never_takes_an_indication_away(some: list[Fact]) -> None:
    if PACK.assess(some).dxa in NEEDS_ACTION:
        assert PACK.assess([*some, *facts("wrist_fracture low_energy")]).dxa in NEEDS_ACTION


@settings(max_examples=300, deadline=None)
@given(letter, fact)
def test_labs_and_what_no_rule_reads_change_nothing(some: list[Fact], added: Fact) -> None:
    one, silent = PACK.assess(some), facts("waiting_for_dxa; treatment_consequence present; lab_tsh; frax_hip 30")
    two = PACK.assess([*some, *silent])
    assert (one.dxa, one.dental, one.dialogue) == (two.dxa, two.dental, two.dialogue)
    assert PACK.assess([*some, added]).score >= 0


@settings(max_examples=200, deadline=None)
@given(letter)
def test_the_order_of_different_concepts_does_not_matter(some: list[Fact]) -> None:
    single = list({one.concept: one for one in some}.values())
    turned = single[::-1]
    one, two = PACK.assess(single), PACK.assess(turned)
    assert (one.dxa, one.rule, one.dental, one.dialogue, one.missing, one.score) == (
        two.dxa,
        two.rule,
        two.dental,
        two.dialogue,
        two.missing,
        two.score,
    )


def test_a_letter_of_25_facts_takes_well_under_half_a_millisecond() -> None:
    some = facts(
        "ask; age 71; female; height 164; weight 62; smoking past; alcohol_excess absent; other_fracture absent; "
        "family_osteoporosis; glucocorticoid dose_mg=5; copd; type_2_diabetes absent; menopause_age 52; osteopenia; "
        "prior_dxa years_ago=4; t_score_spine -1.8; t_score_total_hip -1.2; calcium_vitamin_d; dental_status good; "
        "zoledronate planned; lab_calcium; lab_tsh; lab_vitamin_d; proton_pump_inhibitor; falls absent"
    )
    assert len(some) == 25
    best = 1.0
    for _ in range(20):
        start = time.perf_counter()
        for _ in range(20):
            PACK.assess(some)
        best = min(best, (time.perf_counter() - start) / 20)
    assert best < 0.0004
