"""The audit log: whatever is done to its lines shows."""

from __future__ import annotations

import json
import multiprocessing
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.batch.audit import BEGINNING, Audit, read_audit, user
from analyser.errors import UserError


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "audit.jsonl"
    for number in range(4):
        Audit(path, command="score").add("end", {"letters": number, "versions": {"pack": "memo"}})
    return path


def problems(path: Path) -> dict[int, str]:
    return {line.number: line.problem for line in read_audit(path) if line.problem}


def test_a_line_says_who_did_what_when(log: Path) -> None:
    lines = list(read_audit(log))
    assert [line.problem for line in lines] == [""] * 4
    entry = lines[0].entry
    assert (entry["user"], entry["command"], entry["event"]) == (user(), "score", "end")
    assert (entry["letters"], entry["versions"], entry["previous"]) == (0, {"pack": "memo"}, BEGINNING)
    assert lines[1].entry["previous"] == entry["hash"] == lines[0].mark
    assert entry["time"][10] == "T"


@given(data=st.data())
def test_every_change_shows(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("log") / "audit.jsonl"
    for number in range(5):
        Audit(path, command="score").add("end", {"letters": number})
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    what = data.draw(st.sampled_from(["byte", "remove", "move", "repeat"]))
    if what == "byte":
        place = data.draw(st.integers(0, len(whole) - 2))
        changed = bytearray(whole)
        changed[place] ^= data.draw(st.integers(1, 127))
        path.write_bytes(changed)
    else:
        at = data.draw(st.integers(0, 3))  # the last line can be cut off and nothing shows
        if what == "remove":
            del lines[at]
        elif what == "move":
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
        else:
            lines.insert(at, lines[at])
        path.write_bytes(b"".join(lines))
    assert problems(path)


def test_a_line_that_a_power_cut_cut_is_told_and_the_log_goes_on(log: Path) -> None:
    log.write_bytes(log.read_bytes()[:-30])
    Audit(log, command="score").add("start", {})
    assert problems(log) == {4: "unreadable"}
    assert len(list(read_audit(log))) == 5


def test_long_lines_are_chained_too(log: Path) -> None:
    Audit(log, command="score").add("end", {"versions": {"pack": "x" * 100_000}})
    Audit(log, command="score").add("end", {})
    assert problems(log) == {}
    assert json.loads(log.read_text(encoding="utf-8").splitlines()[-1])["previous"] != BEGINNING


def _append(path: Path) -> None:
    for _ in range(20):
        Audit(path, command="score").add("end", {})


@pytest.mark.slow
def test_processes_that_append_at_once_do_not_break_the_chain(log: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_append, args=(log,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
        process.close()
    assert problems(log) == {}
    assert len(list(read_audit(log))) == 64


def test_a_log_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Cannot write to"):
        Audit(tmp_path, command="score", lang="en").add("start", {})


@pytest.mark.skipif(sys.platform == "win32", reason="another lock there")
def test_a_log_that_another_process_holds_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    monkeypatch.setattr("analyser.batch.audit._LOCK_SECONDS", 0.1)
    log = tmp_path / "audit.jsonl"
    with log.open("ab") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        with pytest.raises(UserError, match="Cannot write to"):
            Audit(log, command="score", lang="en").add("start", {})
    Audit(log, command="score", lang="en").add("start", {})
    assert [line.problem for line in read_audit(log)] == [""]
