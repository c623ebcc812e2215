"""A run that is killed at any moment loses nothing and repeats nothing."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from analyser.batch import OUTPUTS, STORE, UNFINISHED, Store
from tests.batch.readers import LOG

ROOT = Path(__file__).parents[2]
LETTERS, DIFFERENT = 400, 361
# Seconds until a process that does not end is a failure, on a machine however busy.
_PATIENCE = 600
_RUN = """
import sys
from pathlib import Path
from analyser.batch import run
from tests.batch.readers import Unruly
out, inbox, workers = sys.argv[1:]
run([inbox], Path(out), resume=True, workers=int(workers), make=Unruly)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of Unix")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Letters in three files, some of the same content, and some that fail."""
    folder = tmp_path / "inn"
    folder.mkdir()
    numbers = [number % DIFFERENT for number in range(LETTERS)]
    texts = [f"sov {number} DXA {'x' * number}" for number in numbers]
    texts[DIFFERENT - 1] = "feil 17"
    for part in range(3):
        lines = [json.dumps({"id": f"{part}-{n}", "text": text}) for n, text in enumerate(texts[part::3])]
        (folder / f"{part}.jsonl").write_text("\n".join([*lines, "{"]), encoding="utf-8")
    return folder


def finish(inbox: Path, out: Path, workers: int, log: Path) -> None:
    running = start(inbox, out, workers, log)
    assert running.communicate(timeout=_PATIENCE)[0] == b""
    assert running.returncode == 0


def start(inbox: Path, out: Path, workers: int, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _RUN, str(out), str(inbox), str(workers)]
    env = {**os.environ, LOG: str(log)}
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def read(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def new_lines(log: Path, count: int) -> int:
    return len(read(log)) - count


def known(out: Path) -> set[str]:
    """Texts of the letters whose results are on disk."""
    if not (out / UNFINISHED).exists():
        return set()
    with contextlib.closing(sqlite3.connect(out / UNFINISHED)) as db:
        return {text for (text,) in db.execute("SELECT text FROM result")}


def wait_for(
    moment: str, running: subprocess.Popen[bytes], chance: random.Random, out: Path, analysed: Callable[[], int]
) -> None:
    """Return at a moment of the run, which goes on."""
    if moment == "start":
        time.sleep(chance.uniform(0, 0.7))
        return
    wanted = chance.randint(1, 40)
    while running.poll() is None:
        if moment == "letters" and analysed() >= wanted:
            return
        if moment == "writing" and any(out.glob(".*.part")):
            time.sleep(chance.uniform(0, 0.03))
            return
        time.sleep(0.001)


def wait_for_no_writer(log: Path) -> None:
    """Workers whose parent was killed end by themselves, after the letter they are at."""
    size = -1
    while size != (size := log.stat().st_size if log.exists() else 0):
        time.sleep(0.2)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [0, 2])
def test_a_run_that_is_killed_again_and_again_ends_as_if_it_had_not_been(
    workers: int, inbox: Path, tmp_path: Path
) -> None:
    whole, broken, log = tmp_path / "hel", tmp_path / "brutt", tmp_path / "log"
    chance, before = random.Random(workers), set[str]()
    finish(inbox, whole, workers, tmp_path / "log0")
    # At its start, among the letters, and while results are written: each time at another moment.
    moments = ["start"] * 3 + ["letters"] * 8 + ["writing"] * 5
    for moment in moments:
        count = len(read(log))
        running = start(inbox, broken, workers, log)
        wait_for(moment, running, chance, broken, partial(new_lines, log, count))
        running.send_signal(signal.SIGKILL)
        assert running.communicate(timeout=_PATIENCE)[0] == b""
        assert running.returncode == -signal.SIGKILL, "it had ended before it was killed"
        wait_for_no_writer(log)
        again = [text for text in read(log)[count:] if text in before]
        assert again == []
        now = known(broken)
        assert before <= now
        before = now
    finish(inbox, broken, workers, log)
    for name in OUTPUTS:
        assert (broken / name).read_bytes() == (whole / name).read_bytes(), name
    assert {path.name for path in broken.iterdir()} == {*OUTPUTS, STORE}
    with Store.open(broken / STORE) as one, Store.open(whole / STORE) as other:
        assert list(one.analyses()) == list(other.analyses())
        assert one.results == other.results == DIFFERENT - 1


def test_what_a_killed_run_left_half_written_is_gone_after_the_next(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    out.mkdir()
    Store.create(out / UNFINISHED).close()
    for name in (".letters.csv.part", f".{STORE}.part", f".{UNFINISHED}.part"):
        (out / name).write_text("halv", encoding="utf-8")
    finish(inbox, out, 0, tmp_path / "log")
    assert {path.name for path in out.iterdir()} == {*OUTPUTS, STORE}


def test_ctrl_c_ends_with_one_sentence_that_says_how_to_go_on(tmp_path: Path) -> None:
    text = "Kvinne {} år. Håndleddsbrudd etter fall på isen i fjor. Røyker ikke. Ber om DXA."
    lines = [json.dumps({"id": str(number), "text": text.format(number)}) for number in range(4000)]
    (tmp_path / "brev.jsonl").write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "analyser", "score", str(tmp_path / "brev.jsonl"), "--out", str(tmp_path / "ut")]
    running = subprocess.Popen(
        [*command, "--workers", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    log = tmp_path / "ut" / f"{UNFINISHED}-wal"
    # More than all the letters' texts take: results are among it.
    while running.poll() is None and not (log.exists() and log.stat().st_size > 1_500_000):
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to the workers too
    out, errors = running.communicate(timeout=_PATIENCE)
    assert (running.returncode, out) == (130, b"")
    said = "Avbrutt; det som er ferdig, er tatt vare på: kjør samme kommando med --resume for å gå videre.\n"
    assert errors.decode("utf-8") == said
    assert {path.name for path in (tmp_path / "ut").iterdir()} == {UNFINISHED, "audit.jsonl"}
    done = subprocess.run([*command, "--resume"], capture_output=True, check=True, timeout=_PATIENCE)
    assert "resultater er der fra før.\n4000 brev lest" in done.stdout.decode("utf-8").replace("\r", "")
