"""Whole evaluations, worked by hand."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from analyser.codebook import load_codebook
from analyser.evaluation import Evaluation, GoldError, GoldLetter, evaluate, evaluate_file, read_gold, render
from analyser.evaluation.strata import By
from analyser.fact import Fact
from analyser.letter import Letter

CODEBOOK = load_codebook()
DATA = Path(__file__).parents[2] / "data" / "synthetic"


@dataclasses.dataclass(frozen=True)
class Labels:
    dxa: str
    dental: Sequence[str] = ()
    dialogue: Sequence[str] = ()


@dataclasses.dataclass(frozen=True)
class Reading:
    """What a program made of a letter."""

    language: str
    facts: Sequence[Fact]
    assessment: Labels


def gold(name: str, *facts: Fact, dxa: str = "indicated", **rest: Any) -> GoldLetter:
    parts: dict[str, Any] = {
        "letter": Letter(name, "Tekst"),
        "file": "a.jsonl",
        "language": "nb",
        "dental": (),
        "dialogue": (),
    } | rest
    return GoldLetter(facts=facts, dxa=dxa, **parts)


def same(letter: GoldLetter) -> Reading:
    return Reading(letter.language, letter.facts, Labels(letter.dxa, letter.dental, letter.dialogue))


def told(letter: GoldLetter, *facts: Fact, **labels: Any) -> Reading:
    """The gold assessment, but other facts; or other labels too."""
    parts = {"dxa": letter.dxa, "dental": letter.dental, "dialogue": letter.dialogue} | labels
    return Reading(letter.language, facts, Labels(**parts))


def one(letter: GoldLetter, *facts: Fact, **labels: Any) -> Evaluation:
    return evaluate([letter], {letter.letter.id: told(letter, *facts, **labels)})


def kinds(evaluation: Evaluation) -> list[tuple[str, str]]:
    return [(error.kind, error.concept) for error in evaluation.errors]


AGE = Fact("age", value=72)
SMOKES = Fact("smoking", quote="Røyker")
SMOKES_NOT = Fact("smoking", "absent", quote="Ikke røyker")
WRIST = Fact("wrist_fracture", attributes={"mechanism": "low_energy"}, quote="Handleddsbrot etter fall på isen")


def test_a_letter_with_two_of_three_facts_right_and_one_made_up() -> None:
    result = one(gold("g", AGE, SMOKES_NOT, WRIST), AGE, WRIST, SMOKES, Fact("falls")).overall.facts
    assert (result.gold, result.predicted, result.correct) == (3, 4, 2)
    assert result.precision == pytest.approx(1 / 2)
    assert result.recall == pytest.approx(2 / 3)
    assert result.f1 == pytest.approx(4 / 7)


@pytest.mark.parametrize(
    ("right", "found", "matches"),
    [
        (Fact("t_score_spine", value=-2.7), Fact("t_score_spine", value=-2.68), True),
        (Fact("t_score_spine", value=-2.7), Fact("t_score_spine", value=-2.8), False),
        (Fact("age", value=72), Fact("age", value=72.0), True),
        (Fact("sex", value="female"), Fact("sex", value="male"), False),
        (Fact("smoking", "past"), Fact("smoking", "absent"), False),
        (Fact("kyphosis"), Fact("height_loss"), False),
    ],
)
def test_when_a_fact_is_the_same(right: Fact, found: Fact, matches: bool) -> None:
    assert one(gold("g", right), found).overall.facts.correct == matches


def test_attributes_are_scored_apart_from_the_fact() -> None:
    back = Fact("vertebral_fracture", attributes={"mechanism": "low_energy", "imaging_confirmed": True})
    found = Fact("vertebral_fracture", attributes={"mechanism": "unknown", "imaging_confirmed": True})
    evaluation = one(gold("g", back, WRIST), found)
    assert evaluation.overall.facts.correct == 1
    assert (evaluation.overall.attributes.total, evaluation.overall.attributes.right) == (2, 1)
    assert evaluation.by_attribute["vertebral_fracture.mechanism"].share == 0
    assert "wrist_fracture.mechanism" not in evaluation.by_attribute, "only facts that match count"


@pytest.mark.parametrize(
    ("attributes", "right"),
    [({"dose_mg": 7.54}, 1), ({"dose_mg": 7.6}, 0), ({}, 0), ({"dose_mg": 7.5, "months": 3}, 1)],
)
def test_an_attribute_that_is_a_number_is_right_to_one_decimal(attributes: dict[str, float], right: int) -> None:
    evaluation = one(
        gold("g", Fact("glucocorticoid", attributes={"dose_mg": 7.5})), Fact("glucocorticoid", attributes=attributes)
    )
    assert evaluation.overall.attributes.right == right
    assert evaluation.overall.extra_attributes == ("months" in attributes)


def test_false_is_not_the_number_nought() -> None:
    suspected = Fact("vertebral_fracture", "uncertain", attributes={"imaging_confirmed": False})
    evaluation = one(gold("g", suspected), Fact("vertebral_fracture", "uncertain", attributes={"imaging_confirmed": 0}))
    assert evaluation.overall.attributes.right == 0


def test_a_fact_said_twice_counts_once_with_its_first_attributes() -> None:
    again = Fact("wrist_fracture", attributes={"mechanism": "high_energy"})
    overall = one(gold("g", WRIST), WRIST, again).overall
    assert (overall.facts.predicted, overall.attributes.right) == (1, 1)


def test_numbers_are_counted_apart_and_choices_are_not_numbers() -> None:
    female = Fact("sex", value="female")
    numbers = one(
        gold("g", AGE, female, Fact("weight", value=58)), AGE, female, Fact("weight", value=68)
    ).overall.numbers
    assert (numbers.gold, numbers.predicted, numbers.correct) == (2, 2, 1)


def test_macro_f1_is_the_mean_over_concepts_with_five_gold_facts() -> None:
    letters = [gold(str(n), AGE, SMOKES, *([WRIST] if n < 4 else [])) for n in range(5)]
    # Age right in all five; smoking in three of five: F1 of 3 of 5 gold and 3 predicted is 0.75; wrist has four only.
    predicted = {
        letter.letter.id: told(letter, *([AGE, SMOKES] if int(letter.letter.id) < 3 else [AGE])) for letter in letters
    }
    overall = evaluate(letters, predicted).overall
    assert overall.macro_concepts == 2
    assert overall.macro_f1 == pytest.approx((1 + 0.75) / 2)


def test_without_five_facts_of_anything_there_is_no_macro_f1() -> None:
    assert one(gold("g", AGE), AGE).overall.macro_f1 is None


def test_the_same_counts_by_concept_group_and_status() -> None:
    evaluation = one(gold("g", WRIST, SMOKES_NOT), WRIST, SMOKES)
    assert evaluation.scores["concept"]["wrist_fracture"].f1 == 1
    assert (evaluation.scores["concept"]["smoking"].gold, evaluation.scores["concept"]["smoking"].correct) == (1, 0)
    assert evaluation.scores["group"]["fracture"].f1 == 1
    assert evaluation.scores["group"]["lifestyle"].f1 == 0
    assert evaluation.scores["status"]["present"].precision == pytest.approx(1 / 2)
    assert evaluation.scores["status"]["absent"].recall == 0


def test_dxa_over_letters() -> None:
    given_for = ["indicated", "indicated", "borderline", "no_dxa_question"]
    letters = [
        gold(str(n), dxa=dxa) for n, dxa in enumerate(["indicated", "indicated", "indicated", "no_dxa_question"])
    ]
    dxa = evaluate(
        letters, {letter.letter.id: told(letter, dxa=given_for[n]) for n, letter in enumerate(letters)}
    ).overall.dxa
    assert dxa.accuracy == pytest.approx(3 / 4)
    assert dxa.macro_f1 == pytest.approx((0.8 + 0 + 1) / 3)
    # Seen 12 of 16, by chance 3 x 2 + 1 x 1 = 7 of 16.
    assert dxa.kappa == pytest.approx((12 - 7) / (16 - 7))
    assert dxa.counts[1] == (0, 2, 1, 0, 0, 0)


def test_dental_and_dialogue_are_scored_over_labels() -> None:
    letter = gold("g", dental=("do_not_pause",), dialogue=("dental_advice", "start_treatment_now"))
    evaluation = one(letter, dental=("do_not_pause", "infection_vigilance"), dialogue=("dental_advice",))
    assert evaluation.overall.dental.f1 == pytest.approx(2 / 3)
    assert (evaluation.overall.dialogue.precision, evaluation.overall.dialogue.recall) == (1, 1 / 2)
    assert evaluation.scores["dialogue"]["start_treatment_now"].f1 == 0
    assert kinds(evaluation) == [("dental", "dental"), ("dialogue", "dialogue")]


@pytest.mark.parametrize("right", CODEBOOK.dxa)
@pytest.mark.parametrize("found", CODEBOOK.dxa)
def test_a_dangerous_miss_is_someone_who_needs_it_taken_for_someone_who_does_not(right: str, found: str) -> None:
    evaluation = one(gold("g", dxa=right), dxa=found)
    dangerous = right in {"treat_without_waiting", "indicated"} and found in {"may_lack_indication", "no_dxa_question"}
    assert [(miss.letter, miss.gold, miss.predicted) for miss in evaluation.dangerous] == (
        [("g", right, found)] if dangerous else []
    )
    assert evaluation.overall.dangerous_misses == dangerous


def test_languages_and_files_have_their_own_measures() -> None:
    letters = [
        gold("1", AGE, file="nb.jsonl"),
        gold("2", AGE, file="nn.jsonl", language="nn"),
        gold("3", AGE, file="nn.jsonl", language="mixed"),
    ]
    predicted = {
        "1": same(letters[0]),
        "2": told(letters[1]),
        "3": dataclasses.replace(same(letters[2]), language="nn"),
    }
    evaluation = evaluate(letters, predicted)
    assert {name: result.facts.f1 for name, result in evaluation.parts["language"].items()} == {
        "nb": 1,
        "nn": 0,
        "mixed": 1,
    }
    assert {name: result.letters for name, result in evaluation.parts["file"].items()} == {"nb.jsonl": 1, "nn.jsonl": 2}
    assert evaluation.overall.language.share == pytest.approx(2 / 3)
    assert evaluation.parts["language"]["mixed"].language.share == 0
    sets = [(by, name) for by, name, _ in evaluation.results() if by in {"all", "language", "file"}]
    assert [name for _, name in sets] == ["all", "nb", "nn", "mixed", "nb.jsonl", "nn.jsonl"]
    assert len(evaluation.to_frame()) == len(list(evaluation.results()))


def test_sex_age_and_length_have_their_own_measures() -> None:
    woman, man = Fact("sex", value="female"), Fact("sex", value="male")
    letters = [
        gold("1", AGE, woman),
        gold("2", Fact("age", value=80), man, letter=Letter("2", "ord " * 120)),
        gold("3", letter=Letter("3", "ord " * 59)),
    ]
    found = {"1": same(letters[0]), "2": told(letters[1], man), "3": same(letters[2])}
    evaluation = evaluate(letters, found)

    def recall(by: By) -> dict[str, tuple[int, float]]:
        return {name: (part.letters, part.facts.recall) for name, part in evaluation.parts[by].items()}

    assert recall("sex") == {"female": (1, 1), "male": (1, 0.5), "not said": (1, 1)}
    assert recall("age") == {"65 to 79": (1, 1), "80 and over": (1, 0.5), "not said": (1, 1)}
    assert recall("length") == {"under 60 words": (2, 1), "120 to 249 words": (1, 0.5)}


def test_the_worst_class_is_the_one_with_the_lowest_f1_of_those_there_are_enough_of() -> None:
    letters = [
        gold(str(n), dxa="indicated" if n < 6 else "borderline" if n < 11 else "no_dxa_question") for n in range(12)
    ]
    found = {
        letter.letter.id: told(letter, dxa="indicated" if n in {9, 10, 11} else letter.dxa)
        for n, letter in enumerate(letters)
    }
    evaluation = evaluate(letters, found)
    assert evaluation.scores["dxa"]["no_dxa_question"].f1 == 0, "only one in the gold"
    assert evaluation.worst("dxa") == "borderline"
    assert evaluation.worst("dxa", minimum=7) is None
    low, high = evaluation.f1_intervals["dxa"]["borderline"]
    assert low < evaluation.scores["dxa"]["borderline"].f1 == 0.75 < high


def test_letter_quality_is_compared_where_it_is_known_of_all_letters() -> None:
    letters = [gold(str(n)) for n in range(4)]
    found = {letter.letter.id: same(letter) for letter in letters}
    scores = {"0": (10.0, 12.0), "1": (30.0, 30.0), "2": (50.0, 40.0), "3": (90.0, 90.0)}
    assert evaluate(letters, found).overall.score_icc is None
    whole = evaluate(letters, found, scores=scores)
    assert 0.9 < (whole.overall.score_icc or 0) < 1
    assert "score_icc" in whole.intervals
    del scores["2"]
    assert evaluate(letters, found, scores=scores).overall.score_icc is None


def test_errors_name_the_letter_the_fact_both_sides_and_the_words() -> None:
    tablets = Fact("glucocorticoid", attributes={"dose_mg": 5}, quote="Prednisolon 5 mg")
    found = Fact("glucocorticoid", attributes={"dose_mg": 10, "months": 3}, quote="Prednisolon 5 mg x 2")
    letter = gold("g", AGE, SMOKES_NOT, tablets, dialogue=("dental_advice",))
    evaluation = evaluate(
        [letter], {"g": Reading("nn", (SMOKES_NOT, found, Fact("bmi", value=19.4, quote="19,4")), Labels("borderline"))}
    )
    assert [dataclasses.astuple(error)[1:] for error in evaluation.errors] == [
        ("g", "missed", "age", "present", 72, None, ""),
        ("g", "spurious", "bmi", "present", None, 19.4, "19,4"),
        ("g", "attribute", "glucocorticoid.dose_mg", "present", 5, 10, "Prednisolon 5 mg"),
        ("g", "extra_attribute", "glucocorticoid.months", "present", None, 3, "Prednisolon 5 mg"),
        ("g", "dxa", "dxa", "", "indicated", "borderline", ""),
        ("g", "dialogue", "dialogue", "", "dental_advice", None, ""),
        ("g", "language", "language", "", "nb", "nn", ""),
    ]
    assert evaluation.errors_frame()["letter"].tolist() == ["g"] * 7


def development() -> list[GoldLetter]:
    return [letter for path in sorted(DATA.glob("dev-*.jsonl")) for letter in read_gold(path)]


def test_the_gold_itself_scores_one_everywhere() -> None:
    letters = development()
    assert len(letters) == 150
    scores = {letter.letter.id: (float(n), float(n)) for n, letter in enumerate(letters)}
    evaluation = evaluate(letters, {letter.letter.id: same(letter) for letter in letters}, scores=scores)
    assert set(evaluation.overall.headline().values()) == {1.0}
    for _, name, result in evaluation.results():
        assert set(result.headline().values()) <= {1.0, None}, name
        assert (result.dangerous_misses, result.extra_attributes) == (0, 0)
    for by in evaluation.scores:
        frame = evaluation.scores_frame(by)
        assert len(frame) > 0
        assert (frame[["precision", "recall", "f1"]] == 1).all(axis=None), by
    assert (evaluation.attributes_frame()["share"] == 1).all()
    assert evaluation.errors == ()
    assert set(evaluation.intervals.values()) == {(1.0, 1.0)}
    assert evaluation.confusion_frame().to_numpy().sum() == 150


def test_intervals_hold_the_measure_and_are_the_same_each_time() -> None:
    letters = [gold(str(n), AGE, SMOKES) for n in range(40)]
    predicted = {letter.letter.id: told(letter, AGE, *([SMOKES] if n % 2 else [])) for n, letter in enumerate(letters)}
    first, second = evaluate(letters, predicted), evaluate(letters, predicted)
    low, high = first.intervals["facts_recall"]
    assert low < first.overall.facts.recall == 0.75 < high
    # Half of the letters have 1 and half 1/2: the standard error of their mean is 0.25 / sqrt(40).
    assert high - low == pytest.approx(2 * 1.96 * 0.25 / 40**0.5, rel=0.15)
    assert first.intervals == second.intervals


findings = st.builds(
    Fact,
    concept=st.sampled_from(["smoking", "falls", "wrist_fracture", "copd"]),
    status=st.sampled_from(["present", "absent", "uncertain"]),
    attributes=st.just({}) | st.fixed_dictionaries({"mechanism": st.sampled_from(["low_energy", "unknown"])}),
)
numbers = st.builds(Fact, concept=st.sampled_from(["age", "weight"]), value=st.floats(-5, 120, width=16))
readings = st.builds(
    Reading,
    language=st.sampled_from(["nb", "nn", "mixed"]),
    facts=st.lists(findings | numbers, max_size=6),
    assessment=st.builds(
        Labels,
        dxa=st.sampled_from(CODEBOOK.dxa),
        dental=st.lists(st.sampled_from(CODEBOOK.dental), unique=True),
        dialogue=st.lists(st.sampled_from(CODEBOOK.dialogue), unique=True),
    ),
)


def as_gold(name: str, reading: Reading) -> GoldLetter:
    labels = reading.assessment
    return gold(
        name,
        *reading.facts,
        dxa=labels.dxa,
        language=reading.language,
        dental=tuple(labels.dental),
        dialogue=tuple(labels.dialogue),
    )


@given(st.lists(st.tuples(readings, readings), min_size=1, max_size=6))
def test_measures_stay_within_their_bounds(pairs: list[tuple[Reading, Reading]]) -> None:
    letters = [as_gold(str(n), right) for n, (right, _) in enumerate(pairs)]
    evaluation = evaluate(letters, {str(n): found for n, (_, found) in enumerate(pairs)})
    for name, number in evaluation.overall.headline().items():
        assert number is None or (-1 if name == "dxa_kappa" else 0) <= number <= 1
    for name, (low, high) in evaluation.intervals.items():
        assert (-1 if name == "dxa_kappa" else 0) <= low <= high <= 1
    overall = evaluation.overall
    assert sum(score.correct for score in evaluation.scores["concept"].values()) == overall.facts.correct
    assert sum(part.total for part in evaluation.by_attribute.values()) == overall.attributes.total
    listed = [error.kind for error in evaluation.errors]
    assert listed.count("missed") == overall.facts.gold - overall.facts.correct
    assert listed.count("spurious") == overall.facts.predicted - overall.facts.correct
    assert listed.count("attribute") == overall.attributes.total - overall.attributes.right
    assert listed.count("extra_attribute") == overall.extra_attributes


@given(st.lists(readings, min_size=1, max_size=4))
def test_a_perfect_reading_is_one_and_exchanging_the_sides_exchanges_precision_and_recall(found: list[Reading]) -> None:
    letters = [as_gold(str(n), reading) for n, reading in enumerate(found)]
    perfect = evaluate(letters, {str(n): reading for n, reading in enumerate(found)})
    assert {number for number in perfect.overall.headline().values() if number is not None} == {1.0}
    empty = [as_gold(str(n), dataclasses.replace(reading, facts=[SMOKES])) for n, reading in enumerate(found)]
    there = evaluate(letters, {letter.letter.id: same(letter) for letter in empty}).overall.facts
    back = evaluate(empty, {letter.letter.id: same(letter) for letter in letters}).overall.facts
    assert (there.precision, there.recall, there.f1) == (back.recall, back.precision, back.f1)


@pytest.mark.parametrize(
    ("letters", "predicted", "words"),
    [
        ([], {}, "no gold letter"),
        ([gold("g"), gold("g")], {"g": same(gold("g"))}, "2 gold letters have the id 'g'"),
        ([gold("g")], {}, "'g' has no prediction"),
        ([gold("g")], {"g": told(gold("g"), dxa="perhaps")}, "dxa 'perhaps'"),
        ([gold("g")], {"g": told(gold("g"), dental=("pull",))}, "dental 'pull'"),
        ([gold("g")], {"g": told(gold("g"), Fact("shoe_size"))}, "concept 'shoe_size'"),
        ([gold("g")], {"g": told(gold("g"), Fact("copd", "perhaps"))}, "status 'perhaps'"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_sentence(
    letters: list[GoldLetter], predicted: dict[str, Reading], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        evaluate(letters, predicted)


def printed(evaluation: Evaluation, *, errors: bool, width: int = 120) -> str:
    console = Console(file=StringIO(), width=width, color_system=None)
    render(evaluation, console, errors=errors)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_the_words_of_a_letter_are_shown_on_request_only_and_as_they_stand() -> None:
    letter = gold("g", Fact("falls", quote="[red]faller ofte[/red]"), dxa="indicated")
    evaluation = one(letter, dxa="no_dxa_question")
    assert "faller" not in printed(evaluation, errors=False)
    assert "[red]faller ofte[/red]" in printed(evaluation, errors=True)
    assert "faller" not in json.dumps(evaluation.to_dict())
    assert "faller" in json.dumps(evaluation.to_dict(errors=True))


def test_the_terminal_shows_every_measure_and_the_dangerous_misses() -> None:
    text = printed(one(gold("letter-7", AGE, dxa="indicated"), dxa="no_dxa_question"), errors=False)
    for words in ("numbers, F1", "Cohen's kappa", "language right", "Dangerous misses", "letter-7", "a.jsonl", "age"):
        assert words in text
    assert "No dangerous misses" in printed(one(gold("g")), errors=False)


def test_a_gold_file_through_the_program_gives_the_same_json_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    evaluation = evaluate_file([DATA / "dev-nn.jsonl"], json_path=first)
    evaluate_file([DATA / "dev-nn.jsonl"], json_path=second)
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text(encoding="utf-8")) == json.loads(json.dumps(evaluation.to_dict()))
    assert evaluation.overall.letters == 50


def test_the_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n[]\n", encoding="utf-8")
    with pytest.raises(GoldError) as raised:
        evaluate_file([bad, tmp_path / "none.jsonl"])
    assert len(raised.value.problems) == 3


def test_one_file_named_twice_is_said_with_both_places() -> None:
    with pytest.raises(GoldError, match=r"^dev-nn.jsonl, line 1: the id '[^']+' is also that of dev-nn.jsonl, line 1;"):
        evaluate_file([DATA / "dev-nn.jsonl"] * 2)
