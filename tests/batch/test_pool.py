"""Worker processes: same results whoever works, and a letter that hangs or kills its worker costs itself alone."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from analyser.batch import OUTPUTS, STORE, UNFINISHED, run
from analyser.batch.pool import Here, Outcome, Pool, WorkerError, Workers
from analyser.batch.rows import content_of
from analyser.errors import UserError
from analyser.letter import Letter
from analyser.reading import Options
from tests.batch.readers import Unruly, cannot_write, dies, refuses, sleeps

pytestmark = pytest.mark.slow


def outcomes(workers: Workers, texts: list[str]) -> dict[str, Outcome]:
    """What became of each text; its key is its place."""
    found: list[Outcome] = []
    for number, text in enumerate(texts):
        workers.submit(str(number), content_of(Letter("x", text)))
        while workers.full:
            found += workers.collect()
    while len(found) < len(texts):
        found += workers.collect()
    assert len({one.key for one in found}) == len(texts)
    return {one.key: one for one in found}


def test_a_letter_that_hangs_or_kills_costs_itself_alone(capfd: pytest.CaptureFixture[str]) -> None:
    texts = [f"god {number} DXA" for number in range(30)]
    texts[0], texts[3], texts[4], texts[20] = "dø raudflekka", "heng DXA", "feil sjiraffhals", "dø DXA"
    texts[7] = "stor DXA " + "ø" * 400_000
    with Pool(2, make=Unruly, seconds=1.5) as pool:
        assert pool.versions["pack"] == "1"
        found = outcomes(pool, texts)
    codes = {key: (one.code, one.error) for key, one in found.items() if one.row is None}
    assert codes == {
        "0": ("crashed", ""),
        "3": ("letter_too_slow", ""),
        "4": ("not_analysed", "ValueError"),
        "20": ("crashed", ""),
    }
    here = outcomes(Here(Unruly()), [text for text in texts if text.split()[0] in {"god", "stor"}])
    assert sorted(one.row or "" for one in here.values()) == sorted(one.row for one in found.values() if one.row)
    assert capfd.readouterr() == ("", "")


def test_letters_that_all_kill_their_worker_are_all_given_up() -> None:
    with Pool(2, make=Unruly, seconds=5) as pool:
        assert {one.code for one in outcomes(pool, ["dø"] * 8).values()} == {"crashed"}


@pytest.mark.parametrize("make", [refuses, dies])
def test_workers_that_do_not_start_are_one_sentence(make: Callable[[], Unruly], tmp_path: Path) -> None:
    with Pool(1, make=make, seconds=5) as pool, pytest.raises(WorkerError):
        _ = pool.versions
    (tmp_path / "a.txt").write_text("DXA", encoding="utf-8")
    with pytest.raises(UserError, match=r"do not start \((RuntimeError|-)\); try --workers 0"):
        run([tmp_path / "a.txt"], tmp_path / "ut", workers=1, make=make, options=Options(lang="en"))
    assert not (tmp_path / "ut").exists()


def test_a_worker_that_does_not_come_to_its_start_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyser.batch.pool._START", 0.1)
    with Pool(1, make=sleeps, seconds=1000) as pool, pytest.raises(WorkerError):
        _ = pool.versions


def test_a_run_whose_helper_fails_has_all_its_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("god DXA", encoding="utf-8")
    run([tmp_path / "a.txt"], tmp_path / "1", workers=0, make=Unruly)
    monkeypatch.setattr("analyser.batch.runner.workbook_beside", cannot_write)
    run([tmp_path / "a.txt"], tmp_path / "2", workers=2, make=Unruly)
    for name in OUTPUTS:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name
    assert {path.name for path in (tmp_path / "2").iterdir()} == {*OUTPUTS, STORE}


def test_a_workbook_that_cannot_be_written_is_one_sentence_with_workers_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("god DXA", encoding="utf-8")
    monkeypatch.setattr("analyser.batch.runner.workbook_beside", cannot_write)
    monkeypatch.setattr("analyser.batch.outputs.write_workbook", cannot_write)
    with pytest.raises(UserError, match="Cannot write to '.*ut'; check that there is room"):
        run([tmp_path / "a.txt"], tmp_path / "ut", workers=2, make=Unruly, options=Options(lang="en"))
    assert {path.name for path in (tmp_path / "ut").iterdir()} == {UNFINISHED}


def test_results_are_the_same_bytes_whatever_the_workers_do(tmp_path: Path) -> None:
    texts = [f"{'sov' if number % 3 else 'god'} {number} DXA {'x' * (number * 37 % 2000)}" for number in range(90)]
    texts[11], texts[12], texts[40] = "feil a", "dø b", texts[2]
    lines = [json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts)]
    (tmp_path / "brev.jsonl").write_text("\n".join([*lines, "{"]), encoding="utf-8")
    for workers in (1, 3):
        summary = run([tmp_path / "brev.jsonl"], tmp_path / str(workers), workers=workers, make=Unruly)
        assert (summary.letters, summary.failed, summary.duplicates) == (88, 3, 1)
    for name in OUTPUTS:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "3" / name).read_bytes(), name
    found = (tmp_path / "3" / "letters.jsonl").read_text(encoding="utf-8").splitlines()
    order = [json.loads(line)["id"] for line in found]
    assert order == [str(number) for number in range(90) if number not in {11, 12}]


def test_the_pool_ends_at_once_when_the_run_breaks_off() -> None:
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Pool(1, make=Unruly, seconds=1000) as pool:
        assert pool.versions
        pool.submit("a", content_of(Letter("a", "heng")))
        raise KeyboardInterrupt
    assert time.monotonic() - start < 60
