"""One output written by another process while this one writes the others.

The other process is a help and no more: whatever goes wrong in it, this one does its work anew, and what goes wrong
then is said as if there had been no other.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any

from analyser.batch.process import SPAWN, be_quiet, ctrl_c_ignored, end

_WRITTEN = b"+"
# The outputs cost about the same; another process that takes so many times as long as this one is not waited for.
_PATIENCE, _AT_LEAST = 10, 60.0


class Beside:
    """Runs a function in a process of its own; a context manager, at whose end the process has ended.

    Parameters
    ----------
    write, args
        What to call; both must be importable, or plain values, in another process.
    """

    def __init__(self, write: Callable[..., object], *args: Any) -> None:
        self._told, theirs = SPAWN.Pipe(duplex=False)
        self._started = time.monotonic()
        self._process = SPAWN.Process(target=_work, args=(theirs, write, args), daemon=True)
        self._runs = False
        # No process to be had, for lack of memory for instance: this one has it all to do.
        with contextlib.suppress(OSError), ctrl_c_ignored():
            self._process.start()
            self._runs = True
        theirs.close()

    def __enter__(self) -> Beside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self._end()
        self._told.close()

    def _end(self) -> None:
        if self._runs:
            self._runs = False
            end(self._process)

    def done(self) -> bool:
        """Wait for the end of the other process, within reason; whether it has done all that it was to do."""
        own = time.monotonic() - self._started
        try:
            return self._told.poll(max(_AT_LEAST, _PATIENCE * own)) and self._told.recv_bytes() == _WRITTEN
        except (EOFError, OSError):
            return False
        finally:
            self._end()


def _work(told: Connection, write: Callable[..., object], args: tuple[Any, ...]) -> None:
    be_quiet()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Why not is for the parent to find; the words of an error may be words of a letter.
    with contextlib.suppress(Exception):
        write(*args)
        told.send_bytes(_WRITTEN)


def _end_with_parent() -> None:
    """A run that was killed is not to be written on, least of all while the next one writes."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
