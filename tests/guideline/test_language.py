"""The language of conditions: what holds, what it rests on, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from analyser.codebook import load_codebook
from analyser.guideline.grammar import BrokenNameError, ExpressionError
from analyser.guideline.language import Definition, Language
from analyser.guideline.pieces import Piece, function, implies, impossible
from tests.guideline.notation import facts


def language(definitions: Mapping[str, Definition] | None = None) -> Language:
    return Language(
        codebook=load_codebook(),
        parameters={"limit": 5},
        sets={"pair": ("smoking", "copd")},
        defaults={"mechanism": "unknown", "imaging_confirmed": False},
        definitions=definitions
        or {"ill": Definition("present(disease)"), "double": Definition("age * 2", number=True)},
        rules=("D1", "D2"),
    )


def holds(source: str, line: str) -> bool:
    one = language()
    piece = one.condition(source)
    return bool(function(piece.code)(*one.encoder().encode(facts(line))))


def rests_on(source: str, line: str) -> list[str]:
    one = language()
    piece = one.condition(source)
    letter = one.encoder().encode(facts(line))
    found: int = function(piece.trace)(*letter)
    assert bool(found) is bool(function(piece.code)(*letter))
    return [fact.concept for number, fact in enumerate(letter[2].facts) if found & (2 << number)]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("present(smoking)", "smoking"),
        ("present_or_past(smoking)", "smoking past"),
        ("mentioned(pair)", "copd absent"),
        ("present(fracture)", "rib_fracture"),
        ("not present(smoking)", "smoking absent"),
        ("present(fracture, mechanism == 'unknown')", "rib_fracture"),
        ("present(fracture, mechanism != 'low_energy')", "rib_fracture"),
        ("present(fracture, mechanism in ('low_energy', 'unknown'))", "rib_fracture low_energy"),
        ("present(vertebral_fracture, not imaging_confirmed)", "vertebral_fracture"),
        ("present(t_score_spine, value <= -2.5)", "t_score_spine -2.5"),
        ("present(sex, value == 'male')", "female; male"),
        ("sex == 'female'", "female; male"),
        ("sex not in ('male',)", "female"),
        ("age >= limit * 10 - 1", "age 49"),
        ("40 <= age < 50", "age 40"),
        ("given(age) and age / 2 == 20", "age 40"),
        ("double == 80", "age 40"),
        ("first_given(bmi, weight) > 29", "weight 30"),
        ("first_given(bmi, weight) > 29", "bmi 30; weight 20"),
        ("count(present(smoking), present(copd), age > 3, ill) == 3", "copd; age 4"),
        ("count(ill, ill) == 2", "copd"),
        ("present(lab_egfr_creatinine, value < limit)", "lab_egfr_creatinine value=4"),
        ("months(present(denosumab)) == 6", "denosumab; denosumab months=6"),
        ("contradicted(pair)", "smoking; smoking absent"),
        ("differing(measurement)", "frax_hip 2; frax_hip 3"),
        ("True", ""),
    ],
)
def test_what_holds(source: str, line: str) -> None:
    assert holds(source, line)
    assert not holds(f"not ({source})", line)
    rests_on(source, line)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("age >= 0", ""),
        ("not age >= 0 and given(age)", ""),
        ("age != 3", ""),
        ("sex not in ('male', 'female')", ""),
        ("sex != 'male'", ""),
        ("sex not in ('male',)", "male"),
        ("present(height_loss, cm != 3)", "height_loss"),
        ("present(glucocorticoid, dose_mg > 1 and months > 1)", "glucocorticoid dose_mg=5; glucocorticoid months=5"),
        ("weight / height > 0", "weight 50; height 0"),
        ("age > 60", "age 50; age 70"),
        ("contradicted(pair)", "smoking past; smoking absent; copd"),
        ("False", "age 3"),
    ],
)
def test_what_does_not_hold(source: str, line: str) -> None:
    assert not holds(source, line)
    assert rests_on(source, line) == []


@pytest.mark.parametrize(
    ("source", "line", "found"),
    [
        ("present(smoking) or present(copd)", "copd; smoking", "copd smoking"),
        ("present(smoking) and not present(copd)", "smoking; copd absent", "smoking"),
        ("count(present(smoking), age > 1, present(copd)) >= 2", "age 5; copd; height 3", "age copd"),
        ("age > 1", "age 5; age 6", "age"),
        ("first_given(bmi, weight) > 1", "weight 5", "weight"),
        ("present(fracture, mechanism == 'low_energy')", "rib_fracture; hip_fracture low_energy", "hip_fracture"),
        ("not present(copd)", "smoking", ""),
    ],
)
def test_what_it_rests_on(source: str, line: str, found: str) -> None:
    assert " ".join(rests_on(source, line)) == found


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("present(smoking", "the expression cannot be read"),
        ("present(smoking) +", "the expression cannot be read"),
        ("(" * 500 + "ill" + ")" * 500, "the expression cannot be read"),
        ("__import__('os').system('true')", "is not part of the language of conditions"),
        ("(lambda: True)()", "is not part of the language of conditions"),
        ("[x for x in ()]", "is not part of the language of conditions"),
        ("age.real > 1", "is not part of the language of conditions"),
        ("present(concept=smoking)", "is not part of the language of conditions"),
        ("age is 3", "is not part of the language of conditions"),
        ("age ** 2 > 3", "is not part of the language of conditions"),
        ("None", "is not part of the language of conditions"),
        ("age", "'age' is a value where something that holds or not is meant; compare it"),
        ("present(smoking) > 2", "'present(smoking)' holds or not, where a value is meant"),
        ("sex > 2", "cannot be compared: one is a number, the other a word"),
        ("sex > 'male'", "'sex' is a word; compare it with == or !="),
        ("sex == sex", "'sex' is a word; compare it with == or != and a word in quotation marks"),
        ("sex * 2 > 3", "'sex' is a word, where a number is meant"),
        ("sex == 'man'", "unknown word 'man'"),
        ("dxa == 'maybe'", "unknown word 'maybe'"),
        ("rule == 'D3'", "unknown word 'D3' ('rule' is one of D1, D2)"),
        ("given(dxa)", "this is not how given is used"),
        ("sex in 'male'", "'in' needs a word before it and several words in brackets behind it"),
        ("age in (1, 2)", "'in' needs a word before it"),
        ("smoking", "smoking has no value; write what is meant of it, such as present(smoking)"),
        ("smokign", "unknown name 'smokign'; is 'smoking' meant?"),
        ("present()", "present needs the name of a concept, group or set in its brackets"),
        ("present(smoking, ill, ill)", "present needs the name"),
        ("present(age > 3)", "present needs the name"),
        ("present_or_soon(smoking)", "unknown status 'soon'"),
        ("past(copd)", "copd has no status 'past' in the codebook"),
        ("present(copd, value > 3)", "'value' can be asked of concepts that all have a number, or all a choice"),
        ("present(copd, present(smoking))", "cannot ask for others"),
        (
            "present(fracture, imaging_confirmed)",
            "unknown attribute of every one of these concepts 'imaging_confirmed'",
        ),
        ("given()", "this is not how given is used"),
        ("count() > 1", "this is not how count is used"),
        ("said('x')", "this is not how said is used"),
        ("present(copd, said(3))", "this is not how said is used"),
        ("mechanism(present(fracture)) > 1", "'mechanism' is a word, where a number is meant"),
    ],
)
def test_what_is_refused(source: str, says: str) -> None:
    with pytest.raises(ExpressionError) as error:
        language().condition(source)
    assert says in str(error.value)


def test_the_line_of_a_mistake_is_told() -> None:
    with pytest.raises(ExpressionError) as error:
        language().condition("\npresent(smoking)\nand present(smokign)")
    assert error.value.line == 3


def test_definitions_in_a_circle_are_refused() -> None:
    one = language({"a": Definition("b"), "b": Definition("not a")})
    with pytest.raises(BrokenNameError):
        one.condition("a")
    assert "these are defined by each other: a -> b -> a" in [str(error) for error in one.broken.values()]


def piece(source: str) -> Piece:
    return _LANGUAGE.condition(source)


_LANGUAGE = language()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ill", "ill"),
        ("ill and age > 3", "ill"),
        ("ill", "ill or age > 3"),
        ("age > 5", "age > 3"),
        ("age > 3", "age >= 3"),
        ("age < 3", "age <= 3"),
        ("age >= 4 and ill", "age >= 3 and ill"),
        ("(age > 5 or ill) and age < 9", "age > 5 or ill"),
        ("present(smoking)", "present(smoking) or present(copd)"),
        ("not (age > 3)", "not (age > 5)"),
        ("ill", "True"),
        ("False", "ill"),
    ],
)
def test_implies(one: str, other: str) -> None:
    assert implies(piece(one), piece(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ill", "age > 3"),
        ("ill", "ill and age > 3"),
        ("ill or age > 3", "ill"),
        ("age >= 3", "age > 3"),
        ("age > 3", "age > 5"),
        ("age > 3", "age < 5"),
        ("age > 3", "height > 3"),
        ("not (age > 5)", "not (age > 3)"),
        ("True", "ill"),
    ],
)
def test_does_not_imply(one: str, other: str) -> None:
    assert not implies(piece(one), piece(other))


@pytest.mark.parametrize(
    ("source", "never"),
    [
        ("ill and not ill", True),
        ("age > 5 and age < 3", True),
        ("age > 5 and age <= 5", True),
        ("(ill and not ill) or False", True),
        ("age > 3 and not (age > 1)", True),
        ("age > 3 and age < 5", False),
        ("ill or not ill", False),
        ("age > 3 and height < 3", False),
    ],
)
def test_impossible(source: str, never: bool) -> None:
    assert impossible(piece(source)) is never
