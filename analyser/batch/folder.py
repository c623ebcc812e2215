"""The folder of results: what may be in it before a run, and how its files appear."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from analyser.batch.store import STORE, UNFINISHED, Store, StoreInUseError
from analyser.errors import UserError, user_error
from analyser.reading import STANDARD_INPUT
from analyser.reporting.sheets import sheets_of
from analyser.reporting.workbook import WORKBOOK

OUTPUTS = ("report.html", WORKBOOK, "letters.csv", "facts.csv", "failed.csv", "letters.jsonl", "run.json")
"""The files of a run that people and programs read, in the order in which people open them."""
AUDIT = "audit.jsonl"
"""The log of who ran what; it outlives the results beside it."""
# What SQLite keeps beside a file that is being written.
_BESIDE = ("", "-wal", "-journal", "-shm")


def part_of(path: Path) -> Path:
    """What a file is called until it is whole."""
    return path.with_name(f".{path.name}.part")


class Folder:
    """Where one run writes.

    Parameters
    ----------
    path
        The folder; need not be there.
    lang
        Language of what is said when it will not do.
    """

    def __init__(self, path: Path, *, lang: str) -> None:
        self.path = path
        self._lang = lang
        self._made = False

    def check(self, inputs: Sequence[str | Path], *, overwrite: bool, resume: bool) -> None:
        """Refuse a folder that would mix letters and results, before anything is read or written.

        Raises
        ------
        UserError
            The folder is a file, is read from, holds something and neither ``overwrite`` nor ``resume`` says what
            to do with it, or cannot be written to.
        """
        out = self.path
        if out.is_file():
            raise user_error(self._lang, "out_is_file", out=out)
        real = Path(os.path.realpath(out))
        for path in inputs:
            if str(path) != STANDARD_INPUT:
                given = Path(os.path.realpath(path))
                if given == real or real in given.parents:
                    raise user_error(self._lang, "out_is_input", out=out)
        try:
            if out.exists() and not out.is_dir():
                raise user_error(self._lang, "out_is_file", out=out)
            if not overwrite and out.is_dir():
                self._check_contents(resume=resume)
            # A result that is open in Excel is found now: when all has been read, the others would be replaced already.
            for path in (out / name for name in (*OUTPUTS, STORE)):
                if path.exists():
                    path.open("r+b").close()
        except OSError as error:
            raise user_error(self._lang, "cannot_write", out=out) from error

    def _check_contents(self, *, resume: bool) -> None:
        names = {path.name for path in self.path.iterdir()} - {AUDIT}
        if resume and names & {STORE, UNFINISHED}:
            return
        if UNFINISHED in names:
            raise user_error(self._lang, "out_unfinished", out=self.path)
        if names:
            raise user_error(self._lang, "out_not_empty", out=self.path)

    def check_shared(self, key: str | None) -> None:
        """Refuse to go on with a run whose store holds what this one may not keep, or pseudonyms of another key.

        Raises
        ------
        UserError
            The run in the folder was shared with another key than ``key``, or one of the two is not shared.
        """
        for name in (UNFINISHED, STORE):
            if (self.path / name).is_file():
                # Opened to write, an unfinished store leaves nothing beside it when it is closed.
                with Store.open(self.path / name, lang=self._lang, write=name == UNFINISHED) as store:
                    if store.about and store.about.get("share") != key:
                        raise user_error(self._lang, "shared_otherwise", out=self.path)
                return

    def store(self, *, resume: bool) -> Store:
        """The store of this run: with ``resume`` that of the run before it, finished or not, otherwise a new one.

        Raises
        ------
        OSError
            The folder cannot be written to.
        UserError
            Another run is using the store, or the file of its name is none.
        """
        self._made = not self.path.exists()
        self.path.mkdir(parents=True, exist_ok=True)
        unfinished, finished = self.path / UNFINISHED, self.path / STORE
        if resume and unfinished.exists():
            store = Store.open(unfinished, lang=self._lang, write=True)
        elif resume and finished.exists():
            # A copy: the results stay together with their store until all of the new ones are whole.
            shutil.copyfile(finished, part_of(finished))
            part_of(finished).replace(unfinished)
            store = Store.open(unfinished, lang=self._lang, write=True)
        else:
            self._refuse_if_in_use(unfinished)
            self._remove_unfinished()
            store = Store.create(unfinished, lang=self._lang)
        self._remove_parts()
        return store

    def _refuse_if_in_use(self, store: Path) -> None:
        try:
            Store.open(store, lang=self._lang, write=True).close()
        except StoreInUseError:
            raise
        except UserError:
            return  # there is none, or it is damaged: it is to go

    def leave(self) -> None:
        """Take away a store in which nothing is kept, and the folder if it was made for it."""
        self._remove_unfinished()
        if self._made and not any(self.path.iterdir()):
            self.path.rmdir()

    @contextmanager
    def outputs(self) -> Iterator[dict[str, Path]]:
        """Where to write each file; they take their names when the block ends well, and are gone when it does not."""
        try:
            yield {name: part_of(self.path / name) for name in OUTPUTS}
            for name in OUTPUTS:
                with part_of(self.path / name).open("rb+") as stream:
                    os.fsync(stream.fileno())
            for name in OUTPUTS:
                part_of(self.path / name).replace(self.path / name)
        finally:
            self._remove_parts()

    def finish(self) -> None:
        """Give the store, which is closed, its name: last of all, so that a run cut off before is gone on with."""
        (self.path / UNFINISHED).replace(self.path / STORE)

    def hashes(self) -> dict[str, str]:
        """SHA-256 of every output."""
        found = {}
        for name in OUTPUTS:
            with (self.path / name).open("rb") as stream:
                found[name] = hashlib.file_digest(stream, "sha256").hexdigest()
        return found

    def _remove_parts(self) -> None:
        for name in (*OUTPUTS, STORE, UNFINISHED):
            part_of(self.path / name).unlink(missing_ok=True)
            # Sheets of a workbook that a run was killed over.
            shutil.rmtree(sheets_of(part_of(self.path / name)), ignore_errors=True)

    def _remove_unfinished(self) -> None:
        for end in _BESIDE:
            (self.path / f"{UNFINISHED}{end}").unlink(missing_ok=True)
