"""How the processes of a run start, keep quiet and end; all are spawned, so that all systems do alike."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from multiprocessing.context import SpawnContext, SpawnProcess

SPAWN: SpawnContext = multiprocessing.get_context("spawn")
# Seconds; the system ends a process at once, or is in such a state that waiting for it does not help.
_END = 10


@contextlib.contextmanager
def ctrl_c_ignored() -> Iterator[None]:
    """What is started here does not hear Ctrl-C, not even before its first line has run."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def be_quiet() -> None:
    """Leave Ctrl-C to the parent, and nothing of a letter anywhere should this process crash."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            os.dup2(nowhere, stream.fileno())
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end(process: SpawnProcess) -> None:
    """End a process that has nothing more to give; does not wait for ever."""
    process.kill()
    process.join(timeout=_END)
    with contextlib.suppress(ValueError):  # it is still there
        process.close()
