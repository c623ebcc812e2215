"""``analyser audit``: the log of who ran what."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from analyser.batch import AUDIT, OUTPUTS
from analyser.batch.audit import user
from tests.cli.program import NUMBER, SECRET, run


def test_every_run_is_logged_with_counts_and_hashes_only(letter: Path, out: Path) -> None:
    assert run("score", letter, "--out", out).exit_code == 0
    assert run("score", letter, letter.parent / "borte.txt", "--out", out, "--overwrite").exit_code == 1
    entries = [json.loads(line) for line in (out / AUDIT).read_text(encoding="utf-8").splitlines()]
    assert [(one["command"], one["event"], one["user"]) for one in entries] == [
        ("score", "start", user()),
        ("score", "end", user()),
    ] * 2
    assert [(one["letters"], one["failed"]) for one in entries[1::2]] == [(1, 0), (1, 1)]
    assert {"analyser", "pack_hash", "lexicon_hash", "program_hash"} <= entries[0]["versions"].keys()
    assert entries[3]["results"] == {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in OUTPUTS}
    logged = (out / AUDIT).read_text(encoding="utf-8")
    assert [word for word in (SECRET, NUMBER, "Kvinne", letter.name, str(out)) if word in logged] == []


def test_the_log_may_lie_elsewhere(letter: Path, out: Path, tmp_path: Path) -> None:
    log = tmp_path / "logg.jsonl"
    assert run("score", letter, "--out", out, "--audit", log).exit_code == 0
    assert not (out / AUDIT).exists()
    assert "Kjeden holder: 2 linjer" in run("audit", log).stdout


def test_a_log_is_checked(letter: Path, out: Path) -> None:
    assert run("score", letter, "--out", out).exit_code == 0
    shown = run("audit", out, "--lang", "en")
    assert (shown.exit_code, shown.stderr) == (0, "")
    last = json.loads((out / AUDIT).read_text(encoding="utf-8").splitlines()[-1])
    assert f"The chain holds: 2 lines, the last with SHA-256 {last['hash']}\n" in shown.stdout
    assert [word for word in (user(), "score", "start", "end") if word not in shown.stdout] == []
    log = (out / AUDIT).read_text(encoding="utf-8")
    (out / AUDIT).write_text(log.replace('"letters":1', '"letters":2'), encoding="utf-8")
    shown = run("audit", out / AUDIT, "--lang", "en")
    assert shown.exit_code == 1
    assert "Line 2 was changed after it was written.\nThe chain does not hold; 2 lines" in shown.stdout


def test_what_a_tampered_log_holds_is_shown_and_never_obeyed(tmp_path: Path) -> None:
    (tmp_path / AUDIT).write_text('{"user": "\\u001b[31mrød", "command": "[bold]"}\n', encoding="utf-8")
    shown = run("audit", tmp_path)
    assert shown.exit_code == 1
    assert "␛[31mrød" in shown.stdout
    assert "[bold]" in shown.stdout
    assert "\x1b" not in shown.stdout
