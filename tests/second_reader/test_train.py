"""Training, on a few letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyser.second import Second
from analyser.second_reader.report import Opinion, conformal, errors_kept, found_early, interval, measures, share
from analyser.second_reader.store import load
from analyser.second_reader.train import group_of, train
from analyser.synthesis.generate import write
from tests.cli.program import DATA, run


@pytest.mark.slow
def test_training_twice_gives_the_same_model_and_no_letter_is_read_by_a_model_of_its_group(tmp_path: Path) -> None:
    generated = tmp_path / "generated.jsonl"
    write(40, generated, seed=3)
    files = [DATA / "hand-f.jsonl", DATA / "hand-g.jsonl", generated]
    for name in ("a", "b"):
        done = run("train", *map(str, files), "--out", str(tmp_path / name), "--jobs", "1", "--lang", "en")
        assert done.exit_code == 0, done.stderr
        assert "Trained on 88 letters, calibrated on 48" in done.stdout
    assert (tmp_path / "a" / "model.npz").read_bytes() == (tmp_path / "b" / "model.npz").read_bytes()
    assert (tmp_path / "a" / "model.json").read_bytes() == (tmp_path / "b" / "model.json").read_bytes()
    stored = load(tmp_path / "a")
    assert stored is not None
    assert [one["letters"] for one in stored.trained_on] == [24, 24, 40]
    _, held = train(files, jobs=1)
    assert len(held) == 48
    assert {group_of(one.letter) for one in held} == {"hand-f.jsonl/", "hand-g.jsonl/"}
    assert {one.logits.shape for one in held} == {(len(stored.model.labels),)}


def test_train_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{}\n", encoding="utf-8")
    done = run("train", str(tmp_path / "bad.jsonl"), "--out", str(tmp_path / "model"))
    assert done.exit_code == 2
    assert "bad.jsonl, line 1" in done.stderr


def test_train_says_that_there_are_too_few_letters(tmp_path: Path) -> None:
    first = (DATA / "hand-f.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "one.jsonl").write_text(first + "\n", encoding="utf-8")
    done = run("train", str(tmp_path / "one.jsonl"), "--out", str(tmp_path / "model"), "--jobs", "1", "--lang", "en")
    assert done.exit_code == 2
    assert done.stderr.strip().endswith("too few letters to learn anything from (1); add more annotated letters.")
    assert not (tmp_path / "model").exists()


def opinion(truth: str, rules: str, *, sure: float) -> Opinion:
    dxa = {"indicated": sure, "borderline": 1 - sure}
    second = Second(dxa, {"do_not_pause": 0.1}, max(dxa, key=lambda label: dxa[label]) == rules, "v", dxa[rules])
    return Opinion(truth, frozenset(), rules, frozenset(), second)


LETTERS = [
    opinion("indicated", "indicated", sure=0.9),
    opinion("indicated", "borderline", sure=0.8),
    opinion("borderline", "borderline", sure=0.4),
    opinion("borderline", "borderline", sure=0.2),
]


def test_figures_of_agreement() -> None:
    assert measures(LETTERS)["rules"]["DXA, accuracy"] == 0.75
    assert measures(LETTERS)["second reader"]["DXA, accuracy"] == 1.0
    assert errors_kept(LETTERS)[1.0] == 0.25
    assert errors_kept(LETTERS)[0.5] == 0.0
    assert found_early([*LETTERS, *LETTERS[:1] * 6])[0.1] == 1.0
    low, high = interval(LETTERS, lambda part: share([one.rules_right for one in part]))
    assert 0 <= low <= 0.75 <= high <= 1


def test_sets_hold_the_right_suggestion_as_often_as_wanted_where_they_were_fitted() -> None:
    many = LETTERS * 10
    held, size = conformal(many, many, wanted=0.9)
    assert held >= 0.9
    assert 1 <= size <= 2
