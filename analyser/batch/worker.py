"""A process that analyses letters; all it takes and gives are bytes of JSON."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Protocol

from analyser.analysis import Analysis
from analyser.batch.process import be_quiet
from analyser.batch.rows import dumps, read_letter, result_row
from analyser.letter import Letter

FOUND, FAILED, READY, NOT_READY = b"+", b"-", b"!", b"?"
"""First byte of what a worker sends: a result, the name of an error, its versions, why it cannot work."""


class LetterAnalyser(Protocol):
    """What a run needs of :class:`analyser.pipeline.Analyser`."""

    @property
    def versions(self) -> Mapping[str, str | int]:
        """What the results depend on besides the letters."""

    def analyse(self, letter: Letter) -> Analysis:
        """One letter."""


def answer(analyser: LetterAnalyser, content: bytes) -> bytes:
    """The result of a letter's content; whatever goes wrong in it stays in it, and no words of it get out."""
    try:
        return FOUND + result_row(analyser.analyse(read_letter(json.loads(content)))).encode("utf-8")
    except Exception as error:
        return FAILED + type(error).__name__.encode("utf-8")


def work(jobs: Connection, results: Connection, make: Callable[[], LetterAnalyser]) -> None:
    """Analyse what comes until nothing more comes; the target of a process."""
    be_quiet()
    try:
        analyser = make()
        results.send_bytes(READY + dumps(dict(analyser.versions)).encode("utf-8"))
    except Exception as error:
        results.send_bytes(NOT_READY + type(error).__name__.encode("utf-8"))
        return
    # The other end is gone when the run has ended, well or not.
    with contextlib.suppress(EOFError, OSError):
        while job := jobs.recv_bytes():
            results.send_bytes(answer(analyser, job))
