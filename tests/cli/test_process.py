"""The command line as a process of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.program import SECRET


def process(*args: str | Path, given: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "analyser", *map(str, args)]
    return subprocess.run(command, input=given, capture_output=True, env={**os.environ, **env}, check=False)


def test_the_process_ends_with_the_state_and_speaks_utf_8(letter: Path, tmp_path: Path) -> None:
    done = process("score", letter, tmp_path / "borte.txt", "--out", tmp_path / "o", PYTHONUTF8="1")
    assert done.returncode == 1
    assert "Åpne" in done.stdout.decode("utf-8")
    assert done.stderr == b""
    assert process("explain", tmp_path / "borte.txt").returncode == 2


def test_a_terminal_without_our_letters_gets_question_marks_and_no_error(letter: Path) -> None:
    done = process("explain", letter, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_sees_a_bar_that_is_gone_at_the_end(letter: Path, tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    shown = io.BytesIO()

    def look() -> None:
        # A terminal that nobody reads makes the program wait.
        with contextlib.suppress(OSError):  # the other end is closed and all has been read
            while chunk := os.read(ours, 65536):
                shown.write(chunk)

    looking = threading.Thread(target=look)
    looking.start()
    command = [sys.executable, "-m", "analyser", "score", str(letter), "--out", str(tmp_path / "o")]
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=theirs, stdin=subprocess.DEVNULL, env=env, check=False, timeout=120
    )
    os.close(theirs)
    looking.join(timeout=5)
    os.close(ours)
    assert done.returncode == 0
    assert "Leser brev" in shown.getvalue().decode("utf-8")
    assert "Leser brev" not in done.stdout.decode("utf-8")
    assert SECRET not in shown.getvalue().decode("utf-8")


def test_what_a_clean_up_stumbles_over_shows_no_traceback() -> None:
    code = """
import sys
from analyser.cli import main
sys.argv = ["analyser", "--version"]
class Open:
    def __del__(self):
        raise ValueError("raudflekka")
try:
    main()
except SystemExit:
    Open()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.startswith("analyser ")
    assert done.stderr == ""
