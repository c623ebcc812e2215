"""Worker processes: a letter that hangs or kills its worker is given up, and the rest goes on.

Plain rows cross between processes, never an object.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import wait
from types import TracebackType
from typing import NamedTuple, Protocol

from analyser.batch.process import SPAWN, ctrl_c_ignored, end
from analyser.batch.worker import FAILED, FOUND, NOT_READY, READY, LetterAnalyser, answer, work

# Bytes of letters on their way to one worker. What a pipe holds is sent without waiting; a worker that hangs must
# never make the parent wait.
_AHEAD = 32_000 if sys.platform == "linux" else 4_000
# So that Ctrl-C is noticed where waiting cannot be interrupted (Windows), and no result waits long to be kept.
_LOOK_UP = 0.05
# Seconds until a worker must have loaded what it needs, which takes one or two; never to be waited for in vain.
_START = 300.0
_ATTEMPTS = 3


class Outcome(NamedTuple):
    """What became of the letters of one content.

    ``row`` is the result (:func:`analyser.batch.rows.result_row`); where it is ``None``, ``code`` says why
    (``not_analysed``, ``letter_too_slow``, ``crashed``), and ``error`` is the kind of error if there was one.
    """

    key: str
    row: str | None
    code: str = ""
    error: str = ""


class Workers(Protocol):
    """Analyses letters, here or elsewhere."""

    @property
    def versions(self) -> Mapping[str, str | int]:
        """What the results depend on besides the letters."""

    @property
    def full(self) -> bool:
        """Whether results must be collected before more letters are handed in."""

    def submit(self, key: str, content: bytes) -> None:
        """Hand in a letter's content (:func:`analyser.batch.rows.content_of`)."""

    def collect(self) -> list[Outcome]:
        """Outcomes of what was handed in, in the order in which they come about; waits a moment for the first."""

    def close(self) -> None:
        """Nothing more will be handed in: let go of the memory that it takes."""


class WorkerError(Exception):
    """Workers do not start; the message is the kind of error, where one is known."""


class Here:
    """Analyses in this process: no time limit, and no protection from a crash."""

    def __init__(self, analyser: LetterAnalyser) -> None:
        self._analyser = analyser
        self._done: list[Outcome] = []

    @property
    def versions(self) -> Mapping[str, str | int]:
        """As for :class:`Workers`."""
        return self._analyser.versions

    @property
    def full(self) -> bool:
        """As for :class:`Workers`."""
        return bool(self._done)

    def submit(self, key: str, content: bytes) -> None:
        """As for :class:`Workers`; the letter is analysed at once."""
        self._done.append(_outcome(key, answer(self._analyser, content)))

    def collect(self) -> list[Outcome]:
        """As for :class:`Workers`."""
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        """As for :class:`Workers`."""


class _Job(NamedTuple):
    key: str
    data: bytes


class _Worker:
    """One process with its two pipes and the letters it has not answered yet."""

    def __init__(self, make: Callable[[], LetterAnalyser]) -> None:
        theirs_in, self.to = SPAWN.Pipe(duplex=False)
        self.answers, theirs_out = SPAWN.Pipe(duplex=False)
        self.process = SPAWN.Process(target=work, args=(theirs_in, theirs_out, make), daemon=True)
        with ctrl_c_ignored():
            self.process.start()
        # When the process is gone, nothing holds these ends any more, and reading says so.
        theirs_in.close()
        theirs_out.close()
        self.ready = False
        self.jobs: deque[_Job] = deque()
        self.under_way = 0
        self.since = time.monotonic()

    def room_for(self, job: _Job) -> bool:
        return self.ready and (not self.jobs or self.under_way + len(job.data) <= _AHEAD)

    def send(self, job: _Job) -> None:
        if not self.jobs:
            self.since = time.monotonic()
        self.jobs.append(job)
        self.under_way += len(job.data)
        with contextlib.suppress(OSError):  # it has died; reading says so
            self.to.send_bytes(job.data)

    def read(self) -> Iterator[bytes]:
        """What has come, which is something; raises ``EOFError`` when there is no more and the process is gone."""
        while True:
            try:
                yield self.answers.recv_bytes()
                more = self.answers.poll()
            except OSError:
                raise EOFError from None
            if not more:
                return

    def done(self) -> _Job:
        """The letter that it was at, which it has answered or will not answer."""
        job = self.jobs.popleft()
        self.under_way -= len(job.data)
        self.since = time.monotonic()
        return job

    def late(self, seconds: float) -> bool:
        """Whether it has taken too long over a letter, or over its start."""
        if self.ready and not self.jobs:
            return False
        return time.monotonic() - self.since > (seconds if self.ready else _START)

    def end(self) -> None:
        """It has nothing to put in order: what it has answered has been read, or is not wanted."""
        end(self.process)
        self.to.close()
        self.answers.close()


class Pool:
    """Analyses in several processes; a context manager.

    Parameters
    ----------
    count
        How many.
    make
        Makes the analyser; is called in each process, and must be importable there.
    seconds
        How long one letter may take.

    Raises
    ------
    WorkerError
        From any method: processes do not start, or fail before they have read a letter.
    """

    def __init__(self, count: int, *, make: Callable[[], LetterAnalyser], seconds: float) -> None:
        self._make = make
        self._seconds = seconds
        self._waiting: deque[_Job] = deque()
        self._versions: Mapping[str, str | int] | None = None
        self._failed_starts = 0
        self._workers: list[_Worker] = []
        try:
            for _ in range(count):
                self._workers.append(_Worker(make))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """As for :class:`Workers`."""
        while self._workers:
            self._workers.pop().end()

    @property
    def versions(self) -> Mapping[str, str | int]:
        """As for :class:`Workers`; waits until a process has started."""
        while self._versions is None:
            self._step()
        return self._versions

    @property
    def full(self) -> bool:
        """As for :class:`Workers`."""
        return bool(self._waiting)

    def submit(self, key: str, content: bytes) -> None:
        """As for :class:`Workers`."""
        self._waiting.append(_Job(key, content))
        self._feed()

    def collect(self) -> list[Outcome]:
        """As for :class:`Workers`."""
        return self._step()

    def _feed(self) -> None:
        """Hand out what waits, to whoever has least to do."""
        while self._waiting:
            free = [worker for worker in self._workers if worker.room_for(self._waiting[0])]
            if not free:
                return
            min(free, key=lambda worker: len(worker.jobs)).send(self._waiting.popleft())

    def _step(self) -> list[Outcome]:
        """Wait a little, and see what has come."""
        now = time.monotonic()
        left = [worker.since + self._seconds - now for worker in self._workers if worker.jobs]
        ready = wait([worker.answers for worker in self._workers], timeout=max(0, min([_LOOK_UP, *left])))
        outcomes: list[Outcome] = []
        for place, worker in enumerate(self._workers):
            if worker.answers in ready:
                try:
                    for data in worker.read():
                        outcomes += self._heard(worker, data)
                except EOFError:
                    outcomes += self._replace(place, code="crashed")
        for place, worker in enumerate(self._workers):
            if worker.late(self._seconds) and not worker.answers.poll():
                outcomes += self._replace(place, code="letter_too_slow")
        self._feed()
        return outcomes

    def _heard(self, worker: _Worker, data: bytes) -> list[Outcome]:
        if data[:1] == READY:
            worker.ready, self._failed_starts = True, 0
            self._versions = json.loads(data[1:])
            return []
        if data[:1] == NOT_READY:
            raise WorkerError(data[1:].decode("utf-8"))
        return [_outcome(worker.done().key, data)]

    def _replace(self, place: int, *, code: str) -> list[Outcome]:
        """Another process in the place of one that died or hangs; the letter it was at is given up."""
        worker = self._workers[place]
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts == _ATTEMPTS:
                raise WorkerError
        worker.end()
        self._workers[place] = _Worker(self._make)
        if not worker.jobs:
            return []
        guilty = worker.done()
        self._waiting.extendleft(reversed(worker.jobs))
        return [Outcome(guilty.key, None, code)]


def _outcome(key: str, data: bytes) -> Outcome:
    text = data[1:].decode("utf-8")
    if data[:1] == FOUND:
        return Outcome(key, text)
    assert data[:1] == FAILED
    return Outcome(key, None, "not_analysed", text)
