"""An output that another process writes: the same bytes, and no harm where that process fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from analyser.batch.beside import Beside
from analyser.batch.outputs import about_of, workbook_beside
from analyser.batch.store import Store, StoreInUseError
from analyser.guideline import load_pack
from analyser.reporting.workbook import write_workbook
from tests.batch.readers import Unruly, dies, refuses, sleeps
from tests.batch.test_store import analysis, put

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
_WAITS = """
from pathlib import Path
import sys
from analyser.batch.beside import Beside
from tests.batch.readers import tells_and_sleeps
with Beside(tells_and_sleeps, Path(sys.argv[1])) as other:
    other.done()
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.create(tmp_path / "run.sqlite", lang="en")
    store.begin({"lang": "nb", "versions": dict(Unruly().versions)}, [])
    put(store, analysis("a", sender="Hovden"), analysis("b", "Takk"), analysis("c"))
    return store


def test_the_other_process_writes_what_this_one_would(store: Store, tmp_path: Path) -> None:
    pack = load_pack("memo", lang="nb")
    path, other_path = tmp_path / "her.xlsx", tmp_path / "der.xlsx"
    write_workbook(path, store.analyses(), about=about_of(store), lang="nb", sources=pack.sources, pack=pack)
    with store.read_by_others(), Beside(workbook_beside, store.path, other_path, "memo", "nb") as other:
        assert other.done()
    assert other_path.read_bytes() == path.read_bytes()
    store.finish()
    assert {one.name for one in tmp_path.iterdir()} == {"run.sqlite", "her.xlsx", "der.xlsx"}


def test_no_run_may_write_while_others_read(store: Store) -> None:
    for _ in range(2):
        with store.read_by_others():
            with Store.open(store.path) as read:
                assert [one.letter.id for one in read.analyses()] == ["a", "b", "c"]
            with pytest.raises(StoreInUseError):
                Store.open(store.path, write=True)
    store.finish()


@pytest.mark.parametrize("write", [refuses, dies])
def test_a_process_that_fails_says_nothing_and_has_not_done_it(
    write: Callable[[], Unruly], capfd: pytest.CaptureFixture[str]
) -> None:
    with Beside(write) as other:
        assert not other.done()
    assert capfd.readouterr() == ("", "")


def test_a_process_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyser.batch.beside._AT_LEAST", 0.1)
    start = time.monotonic()
    with Beside(sleeps) as other:
        assert not other.done()
    assert time.monotonic() - start < 100


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of Unix")
def test_it_ends_with_a_run_that_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    running = subprocess.Popen([sys.executable, "-c", _WAITS, str(told)], cwd=ROOT)
    while running.poll() is None and not told.exists():
        time.sleep(0.01)
    other = int(told.read_text(encoding="utf-8"))
    running.kill()
    running.wait()
    end = time.monotonic() + 60
    while time.monotonic() < end and _runs(other):
        time.sleep(0.01)
    assert not _runs(other)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # One that has ended and that nobody has asked about yet is none that runs.
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
