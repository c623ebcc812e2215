"""Parsing in a process of its own: a document that hangs, crashes or fills the memory of a parser costs itself only."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from analyser.reading.limits import RefusedError

_SCRIPT = Path(__file__).with_name("worker.py")
SECONDS = 30.0
# Parsers leak; a new process is cheap once in a while.
_DOCUMENTS_EACH = 500


class _Worker:
    """The process, started when it is first needed and again when it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._left = 0
        self._lock = threading.Lock()

    def ask(self, kind: str, data: bytes, seconds: float) -> dict[str, Any]:
        """The answer for one document; ``too_slow`` when there is none in time, ``damaged_document`` when it died."""
        with self._lock:
            process = self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            late = threading.Event()

            def end() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(seconds, end)
            try:
                timer.start()
                process.stdin.write(f"{kind} {len(data)}\n".encode("ascii"))
                process.stdin.write(data)
                process.stdin.flush()
                size = int(process.stdout.readline())
                answer = process.stdout.read(size)
                if len(answer) < size:
                    raise EOFError
                found: dict[str, Any] = json.loads(answer)
            except (OSError, EOFError, ValueError):
                self.close()
                return {"error": "too_slow" if late.is_set() else "damaged_document"}
            except BaseException:
                # Broken off, as by Ctrl-C in a notebook: an answer still to come must not be taken for the next one's.
                self.close()
                raise
            finally:
                timer.cancel()
            return found

    def _started(self) -> subprocess.Popen[bytes]:
        # A process that was forked from the one that started the worker must have its own.
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None or not self._left:
            self.close()
            # Isolated: nothing of the folder the user stands in, or of the environment, is imported.
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(_SCRIPT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            self._owner, self._left = os.getpid(), _DOCUMENTS_EACH
        self._left -= 1
        return self._process

    def close(self) -> None:
        """End the process, if this one started it."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was still to be written to a process that is gone


_WORKER = _Worker()
atexit.register(_WORKER.close)


def parse_apart(kind: str, data: bytes, *, seconds: float | None = None) -> tuple[list[str], int]:
    """Texts of the pages of a ``pdf``, ``rtf`` or ``html`` document, and how many pages hold pictures only.

    Raises
    ------
    RefusedError
        It is damaged, locked, or takes too long.
    """
    seconds = SECONDS if seconds is None else seconds
    answer = _WORKER.ask(kind, data, seconds)
    if "error" in answer:
        raise RefusedError(code=str(answer["error"]), limit=round(seconds))
    return answer["pages"], answer["pictures"]
