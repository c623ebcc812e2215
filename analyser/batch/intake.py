"""The first half of a run: letters into the store, each with its result."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from analyser.batch.kept import Kept
from analyser.batch.pool import Outcome, Workers
from analyser.batch.resumed import Resumed, resumed
from analyser.batch.rows import NO_MESSAGE, content_of, fingerprint_of, key_of
from analyser.batch.store import Store
from analyser.letter import Letter, Message
from analyser.reading import Failure, Options, Reader, Source, failure
from analyser.reading.messages import superseded

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


class _Spot(NamedTuple):
    """Where a letter stands: its place in the run, and for people."""

    position: int
    source: str
    place: str


class Intake:
    """Reads letters into the store, each with its result.

    Parameters
    ----------
    store
        Where they go.
    workers
        What analyses them.
    options
        How to read.
    watch
        Is told how far it has come.
    seconds
        How long one letter may take, to be said of one that took longer.
    kept
        What is kept of them.

    Attributes
    ----------
    analysed
        Contents whose result was found now, and not known before.
    """

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
