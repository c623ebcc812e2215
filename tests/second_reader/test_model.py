"""The model, its store, and what follows from its beliefs."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.assessment import Assessment
from analyser.guideline import load_pack
from analyser.second import Second, ranked
from analyser.second_reader.belief import DRAWS, Calibration, _numbers, believed
from analyser.second_reader.features import sentences, transcript_of
from analyser.second_reader.labels import facts_of
from analyser.second_reader.linear import Linear
from analyser.second_reader.reader import SecondReader, load_second_reader, opinion
from analyser.second_reader.store import ABOUT, ARRAYS, ModelError, Stored, load, save

PACK = load_pack("memo")
LABELS = (
    "age",
    "age>=65",
    "dxa_request planned",
    "hip_fracture present",
    "hip_fracture.mechanism=low_energy",
    "sex=female",
)


def linear() -> Linear:
    weights = np.random.default_rng(1).normal(size=(3, 6)).astype(np.float16).astype(np.float32)
    weights[1, 2:] = 0  # what is nought is not stored
    bias = np.array([0, -1, -2, 1, 0.5, -3], dtype=np.float32)
    return Linear({"w dxa": 0, "w kvinne": 1, "w å": 2}, LABELS, weights, bias)


def stored() -> Stored:
    return Stored(linear(), Calibration(0.8, 0.5, 0.1), [{"file": "a.jsonl", "letters": 2}], {"numpy": "2"})


def test_a_denial_and_a_heading_reach_the_words_behind_them() -> None:
    (_, _, first), (start, end, second) = sentences(transcript_of("Ikke hoftebrudd, men kortison.\nTenner: fine"))
    assert [feature for feature in first if feature.startswith("n ") and "brudd" in feature]
    assert "n kortison" not in first
    assert "Ikke hoftebrudd, men kortison.\nTenner: fine"[start:end] == "Tenner: fine"
    assert second & {"w tenner", "w tann"}


@given(st.text(max_size=200))
def test_features_come_of_any_text(text: str) -> None:
    for start, end, found in sentences(transcript_of(text)):
        assert 0 <= start < end <= len(text)
        assert all("\n" not in feature for feature in found)


def test_log_odds_of_a_sentence_do_not_hang_on_its_neighbours() -> None:
    one = linear().logits([["w dxa", "w kvinne", "unknown"]])
    two = linear().logits([["w å"], ["unknown"], ["w dxa", "w kvinne"], []])
    assert np.array_equal(one[0], two[2])
    assert np.array_equal(two[1], linear().bias)
    assert np.array_equal(two[3], linear().bias)
    assert linear().logits([]).shape == (0, 6)


def test_log_odds_are_the_weights_of_the_words_over_the_root_of_their_number() -> None:
    model = linear()
    wanted = (model.weights[0] + model.weights[2]) / np.sqrt(2) + model.bias
    assert model.logits([["w å", "w dxa", "unknown"]])[0] == pytest.approx(wanted, abs=1e-6)


def test_a_model_comes_back_as_it_was_stored_and_the_same_bytes_are_written_twice(tmp_path: Path) -> None:
    digest = save(stored(), tmp_path / "a")
    assert digest == save(stored(), tmp_path / "b")
    assert (tmp_path / "a" / ARRAYS).read_bytes() == (tmp_path / "b" / ARRAYS).read_bytes()
    again = load(tmp_path / "a")
    assert again is not None
    assert again.sha256 == digest
    assert again.calibration == stored().calibration
    assert again.model.features == linear().features
    assert np.array_equal(again.model.weights, linear().weights)
    assert np.array_equal(again.model.bias, linear().bias)


def test_no_model_is_none(tmp_path: Path) -> None:
    assert load(tmp_path) is None
    assert load_second_reader(tmp_path) is None


def _change(folder: Path, **values: object) -> None:
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    (folder / ABOUT).write_text(json.dumps(about | values), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / ARRAYS).write_bytes(b"PK"), "is not the file"),
        (lambda folder: (folder / ARRAYS).unlink(), "missing"),
        (lambda folder: (folder / ABOUT).write_text("[1]", encoding="utf-8"), "does not hold"),
        (lambda folder: _change(folder, format=99), "format is 99"),
        (lambda folder: _change(folder, codebook=99), "codebook"),
        (lambda folder: _change(folder, calibration={"slope": "x"}), "not those"),
    ],
)
def test_a_model_that_is_not_what_it_should_be_is_refused(tmp_path: Path, spoil: object, said: str) -> None:
    save(stored(), tmp_path)
    assert callable(spoil)
    spoil(tmp_path)
    with pytest.raises(ModelError, match=said):
        load(tmp_path)


def test_pickled_arrays_are_refused(tmp_path: Path) -> None:
    save(stored(), tmp_path)
    buffer = io.BytesIO()
    np.savez(buffer, features=np.array([{"a": 1}], dtype=object))
    (tmp_path / ARRAYS).write_bytes(buffer.getvalue())
    import hashlib

    _change(tmp_path, sha256=hashlib.sha256(buffer.getvalue()).hexdigest())
    with pytest.raises(ModelError):
        load(tmp_path)


def test_what_is_believed_follows_the_guideline() -> None:
    sure, never = 20.0, -20.0
    logits = np.array([sure] * 6, dtype=np.float32)
    dxa, dental = believed(logits, LABELS, PACK, Calibration(share=0.06))
    assert dxa["treat_without_waiting"] == pytest.approx(0.95)
    assert sum(dxa.values()) == pytest.approx(1)
    assert all(0 < share < 0.5 for share in dental.values())
    dxa, _ = believed(np.array([never] * 6, dtype=np.float32), LABELS, PACK, Calibration(share=0.06))
    assert dxa["no_dxa_question"] == pytest.approx(0.95)


def test_doubt_of_a_fact_is_doubt_of_the_suggestion() -> None:
    logits = np.array([20, 20, 20, 0, 20, 20], dtype=np.float32)
    dxa, _ = believed(logits, LABELS, PACK, Calibration(share=0.0))
    assert dxa["treat_without_waiting"] == pytest.approx(0.5)
    assert believed(logits, LABELS, PACK, Calibration(share=0.0))[0] == dxa


def test_each_set_of_facts_is_put_to_the_rules_as_the_facts_themselves() -> None:
    odds = np.array([2, 0, 1, 0, -1, 0], dtype=np.float32)
    dxa, dental = believed(odds, LABELS, PACK, Calibration(share=0.0))
    shares = 1 / (1 + np.exp(-odds))
    counted = dict.fromkeys(dxa, 0.0)
    for row in _numbers(LABELS) < shares:
        said = {label for label, on in zip(LABELS, row, strict=True) if on}
        counted[PACK.outcome(facts_of(said))[0]] += 1 / DRAWS
    assert dxa == pytest.approx(counted)
    assert len([share for share in counted.values() if share]) >= 3
    assert dental == dict.fromkeys(dental, 0.0)


def said(dxa: str, *dental: str) -> Assessment:
    return Assessment(dxa=dxa, rule="D6", dental=dental, dialogue=(), reasons=(), missing=(), score=0, questions=())


def test_an_opinion_is_held_against_the_rules() -> None:
    dxa, dental = {"indicated": 0.7, "borderline": 0.3}, {"do_not_pause": 0.9, "infection_vigilance": 0.2}
    same = opinion(dxa, dental, said("indicated", "do_not_pause"), "v")
    assert same.agrees
    assert same.suggestion == "indicated"
    assert same.probability == pytest.approx(0.7 * 0.9 * 0.8)
    assert not opinion(dxa, dental, said("borderline", "do_not_pause"), "v").agrees
    assert not opinion(dxa, dental, said("indicated"), "v").agrees
    assert Second.from_dict(json.loads(json.dumps(same.to_dict()))).to_dict() == same.to_dict()


def test_where_the_readers_disagree_comes_first_then_where_the_least_is_certain() -> None:
    assert ranked([(True, 0.9), (False, 0.4), (True, 0.2), (False, 0.1), (True, 0.9)]) == [4, 2, 3, 1, 5]
    assert ranked([]) == []


def test_the_packaged_model_reads_a_letter_and_the_same_twice() -> None:
    reader = load_second_reader()
    assert isinstance(reader, SecondReader)
    text = transcript_of("Kvinne 81 år. Lårhalsbrudd etter fall på kjøkkengulvet i mai. Ber om DXA.")
    dxa, dental = reader.probabilities(text, PACK)
    assert max(dxa, key=lambda label: dxa[label]) == "treat_without_waiting"
    assert (dxa, dental) == reader.probabilities(text, PACK)
    assert sum(dxa.values()) == pytest.approx(1)
    empty, _ = reader.probabilities(transcript_of(""), PACK)
    assert max(empty, key=lambda label: empty[label]) == "no_dxa_question"


def test_the_second_reader_knows_only_the_text() -> None:
    reader = load_second_reader()
    assert reader is not None
    text = transcript_of("Mann 70 år. Ber om DXA.")
    assert reader.read(text, said("indicated"), PACK).dxa == reader.probabilities(text, PACK)[0]


def test_the_packaged_model_is_small() -> None:
    from analyser.second_reader.store import MODEL

    assert sum(path.stat().st_size for path in MODEL.iterdir()) < 5_000_000
