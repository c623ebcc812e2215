"""A run: letters are read and analysed into the store, and the results are written from it."""

from __future__ import annotations

import dataclasses
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from analyser import load
from analyser.batch.folder import Folder
from analyser.batch.kept import Kept, KeptToShare
from analyser.batch.outputs import facts_of, write_outputs
from analyser.batch.pool import Here, Outcome, Pool, WorkerError, Workers
from analyser.batch.resumed import Resumed, resumed
from analyser.batch.rows import NO_MESSAGE, content_of, fingerprint_of, key_of
from analyser.batch.store import Store
from analyser.batch.summary import Summary
from analyser.batch.worker import LetterAnalyser
from analyser.errors import UserError, user_error
from analyser.letter import Letter, Message
from analyser.reading import STANDARD_INPUT, Failure, Finder, Options, Reader, Source, failure, standard_input
from analyser.reading.messages import superseded

if TYPE_CHECKING:
    from analyser.guideline import Pack

LETTER_SECONDS = 60.0
"""How long one letter may take in a worker; the slowest real ones take a fraction of a second."""
# One worker for each so many bytes of input, up to the cores: a process takes seconds to start.
_BYTES_A_WORKER = 500_000
_TELL_EVERY = 0.1
# Seconds; a commit takes a tenth of what a letter takes.
_KEEP_EVERY = 0.02


class Watch:
    """Is told how a run goes; this one does nothing with it."""

    def resumed(self, what: Resumed) -> None:
        """The run goes on with another."""

    def reading(self, *, done: int, total: int, letters: int) -> None:
        """Bytes done, bytes in all (both of the input), letters read."""

    def writing(self, *, done: int, total: int) -> None:
        """Letters whose results have been written, of how many."""


def run(
    inputs: Sequence[str | Path],
    out: Path,
    *,
    options: Options | None = None,
    pack: str = "memo",
    overwrite: bool = False,
    resume: bool = False,
    workers: int | None = 0,
    letter_seconds: float = LETTER_SECONDS,
    share: bytes | None = None,
    make: Callable[[], LetterAnalyser] | None = None,
    watch: Watch | None = None,
    note: Callable[[str, Mapping[str, Any]], None] = lambda _event, _facts: None,
    stdin: BinaryIO | None = None,
) -> Summary:
    """Read letters, assess each, and write :data:`analyser.batch.OUTPUTS` and the run store to a folder.

    Every result is on disk as soon as it is known, and a run that is broken off can be gone on with. The files
    appear when all of them are whole; until then those of an earlier run stay. The same input gives the same
    bytes in all of them, however many workers there are and however often the run was broken off.

    Parameters
    ----------
    inputs
        Files, folders (read to the bottom) and ``-`` for standard input.
    out
        Folder for the results, which hold the text of letters; made when it is not there.
    options
        How to read, and the language of everything written for people.
    pack
        Name of the rule pack.
    overwrite
        Replace the results of an earlier run in ``out``; other files there are left alone.
    resume
        Go on with the run in ``out``, or start one where there is none: letters whose result is in its store are
        not analysed again. What failed is tried again.
    workers
        How many processes analyse letters; ``None`` for as many as the input is worth, up to the cores. With 0
        this process does, and then ``letter_seconds`` does not count and a crash ends the run. Processes
        are spawned, so a program that asks for them guards its start with ``if __name__ == "__main__":``.
    letter_seconds
        A letter that takes longer is given up.
    share
        Key of pseudonyms: nothing that identifies anybody is written then, not into the store either
        (see :mod:`analyser.identity.share`).
    make
        Makes what reads a letter, here or in each worker; made of ``pack`` and the language when not given.
    watch
        Is told how the run goes.
    note
        Is told what is to be logged (:meth:`analyser.batch.audit.Audit.add`): event and facts.
    stdin
        What ``-`` reads; standard input when not given.

    Raises
    ------
    UserError
        Nothing was given or found to read, ``out`` will not do, or it cannot be written to.
    """
    from analyser.guideline import load_pack

    options, watch = options or Options(), watch or Watch()
    kept = Kept() if share is None else KeptToShare(share)
    lang, folder = options.lang, Folder(out, lang=options.lang)
    folder.check(inputs, overwrite=overwrite, resume=resume)
    if resume:
        folder.check_shared(kept.about().get("share"))
    found = _find(inputs, out, lang=lang, stdin=stdin)
    rules = load_pack(pack, lang=lang)
    try:
        with ExitStack() as stack:
            analysing = _workers(workers, found, make or partial(load, pack, lang=lang), letter_seconds, stack)
            store = stack.enter_context(folder.store(resume=resume))
            try:
                one = _Run(store, analysing, options=options, watch=watch, seconds=letter_seconds, kept=kept)
                one.begin(found)
                note("start", {"resume": resume, "overwrite": overwrite, **facts_of(store)})
                one.read(found)
                summary = _write(store, folder, rules, watch)
                summary.reused = max(0, store.contents - one.analysed)
            except BaseException as error:
                store.commit()
                nothing = not store.results
                with suppress(UserError):
                    note("broken_off" if isinstance(error, KeyboardInterrupt) else "failed", {"kept": store.results})
                store.close()
                if nothing:
                    folder.leave()
                raise
            store.finish()
        folder.finish()
        note("end", summary.counts | {"results": folder.hashes()})
    except (OSError, sqlite3.Error) as error:
        raise user_error(lang, "cannot_write", out=out) from error
    except WorkerError as error:
        raise user_error(lang, "no_workers", name=str(error) or "-") from None
    return summary


def _write(store: Store, folder: Folder, pack: Pack, watch: Watch) -> Summary:
    letters = store.letters
    with folder.outputs() as paths:
        return write_outputs(store, paths, pack=pack, written=lambda done: watch.writing(done=done, total=letters))


def _find(inputs: Sequence[str | Path], out: Path, *, lang: str, stdin: BinaryIO | None) -> list[Source | Failure]:
    """Everything there is to read, in the order given."""
    if not inputs:
        raise user_error(lang, "no_input")
    paths = [Path(path) for path in inputs if str(path) != STANDARD_INPUT]
    piped = len(paths) < len(inputs)
    if not piped and not any(os.path.lexists(path) for path in paths):
        raise user_error(lang, "not_found", name=paths[0])
    found = list(Finder(leave_out=out, lang=lang).find(paths))
    if piped:
        found.append(standard_input(stdin or sys.stdin.buffer))
    if not found:
        raise user_error(lang, "nothing_to_do")
    return found


def _workers(
    count: int | None,
    found: Sequence[Source | Failure],
    make: Callable[[], LetterAnalyser],
    seconds: float,
    stack: ExitStack,
) -> Workers:
    if count is None:
        size = sum(one.size for one in found if isinstance(one, Source))
        count = max(1, min(cores(), size // _BYTES_A_WORKER))
    if not count:
        return Here(make())
    return stack.enter_context(Pool(count, make=make, seconds=seconds))


def cores() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Spot(NamedTuple):
    """Where a letter stands: its place in the run, and for people."""

    position: int
    source: str
    place: str


class _Run:
    """The first half of a run: letters into the store."""

    def __init__(
        self,
        store: Store,
        workers: Workers,
        *,
        options: Options,
        watch: Watch,
        seconds: float,
        kept: Kept,
    ) -> None:
        self.analysed = 0
        self._store = store
        self._workers = workers
        self._options = options
        self._watch = watch
        self._seconds = seconds
        self._kept = kept
        # Contents that are being analysed: the first letter, and where every letter that has it stands.
        self._under_way: dict[str, tuple[Letter, list[_Spot]]] = {}
        self._told = self._committed = 0.0

    def begin(self, found: Sequence[Source | Failure]) -> None:
        """Note what the run is made of, and say how it differs from the one that it goes on with."""
        versions = dict(self._workers.versions)
        self._fingerprint = fingerprint_of(versions, self._options.lang)
        about: dict[str, Any] = {
            "versions": versions,
            "lang": self._options.lang,
            "columns": dataclasses.asdict(self._options.columns),
            **self._kept.about(),
        }
        inputs = [dict(self._kept.file(row)) for row in _inputs(found)]
        before = self._store.about
        if before:
            self._watch.resumed(resumed(self._store.results, before, about, self._store.inputs(), inputs))
        self._store.begin(about, inputs)

    def read(self, found: Sequence[Source | Failure]) -> None:
        """Every letter into the store with its result, and in its place everything that failed."""
        messages: dict[str, _Spot] = {}
        for name, code in superseded(self._items(found, messages)).items():
            position, source, place = messages[name]
            self._store.add_failure(
                position, self._kept.failure(failure(code, source, lang=self._options.lang, place=place))
            )
        self._store.commit()

    def _items(self, found: Sequence[Source | Failure], messages: dict[str, _Spot]) -> Iterator[Letter | Failure]:
        """What was read, without what it says; all of it has been dealt with when this ends."""
        reader, position, letters, done = Reader(self._options), 0, 0, 0
        total = sum(one.size for one in found if isinstance(one, Source))
        for source in found:
            within = 0
            for item in reader.read(source) if isinstance(source, Source) else (source,):
                position += 1
                if isinstance(item, Failure):
                    self._store.add_failure(position, self._kept.failure(item))
                    yield dataclasses.replace(item, message=_slim(item.message))
                    continue
                assert isinstance(source, Source)
                letters += 1
                spot = _Spot(position, source.name, source.place_of(item))
                self._take(item, spot)
                if item.message.kind:
                    messages[item.id] = spot
                # Characters for bytes: near enough to move a bar.
                within = min(within + len(item.text), source.size)
                self._tell(done=done + within, total=total, letters=letters)
                yield Letter(id=item.id, text="", message=_slim(item.message))
            done += source.size if isinstance(source, Source) else 0
        while self._under_way:
            self._settle()
        self._told = 0.0
        self._tell(done=done, total=total, letters=letters)

    def _take(self, letter: Letter, spot: _Spot) -> None:
        """A letter into the store, and to the workers where nothing is known of its content."""
        content = content_of(letter)
        key = self._kept.key(key_of(content, self._fingerprint), letter)
        self._store.add_letter(spot.position, self._kept.letter(letter), key)
        if key in self._under_way:
            self._under_way[key][1].append(spot)
        elif not self._store.knows(key):
            self._under_way[key] = letter, [spot]
            self._workers.submit(key, content)
            while self._workers.full:
                self._settle()

    def _settle(self) -> None:
        """Take results, and keep them; those of a few hundredths of a second together."""
        for outcome in self._workers.collect():
            letter, spots = self._under_way.pop(outcome.key)
            if outcome.row is not None:
                self._store.add_result(outcome.key, *self._kept.result(letter, outcome.row))
                self.analysed += 1
                continue
            for spot in spots:
                self._store.add_failure(spot.position, self._kept.failure(self._failure(outcome, spot)))
        now = time.monotonic()
        if now - self._committed >= _KEEP_EVERY:
            self._committed = now
            self._store.commit()

    def _failure(self, outcome: Outcome, spot: _Spot) -> Failure:
        values = {"name": outcome.error, "limit": f"{self._seconds:g}"}
        return failure(outcome.code, spot.source, lang=self._options.lang, place=spot.place, **values)

    def _tell(self, *, done: int, total: int, letters: int) -> None:
        now = time.monotonic()
        if now - self._told >= _TELL_EVERY:
            self._told = now
            self._watch.reading(done=done, total=total, letters=letters)


def _inputs(found: Sequence[Source | Failure]) -> Iterator[dict[str, str | int]]:
    for one in found:
        if isinstance(one, Source):
            try:
                yield {"source": one.name, "bytes": one.size, "sha256": one.sha256()}
            except OSError:
                continue  # the reader meets the same error and says so


def _slim(message: Message) -> Message:
    """What tells which message replaces which, without what it holds of the patient's health."""
    return message if message is NO_MESSAGE else dataclasses.replace(message, entries=(), names=())
