"""The run store: every letter of a run with its result, on disk as soon as it is known.

A SQLite file. Results are kept by content (:func:`analyser.batch.rows.key_of`), as plain JSON, so that a run that was
cut off goes on where it stopped, and letters of the same content are analysed once.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from analyser.analysis import Analysis
from analyser.batch.rows import dumps, letter_row, read_letter
from analyser.errors import UserError, user_error
from analyser.letter import Letter, Message
from analyser.reading.failure import Failure
from analyser.remarks import with_notes

STORE = "run.sqlite"
"""Name of the store in a folder of results."""
UNFINISHED = "run.unfinished.sqlite"
"""Its name until all results are written."""

# So that another program's SQLite file, and a store of another layout, are known for what they are.
_APPLICATION, _LAYOUT = 0x616E6C79, 1
_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_LAYOUT};
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE input (position INTEGER PRIMARY KEY, row TEXT NOT NULL);
CREATE TABLE result (key TEXT NOT NULL UNIQUE, text TEXT NOT NULL, row TEXT NOT NULL);
CREATE TABLE item (position INTEGER PRIMARY KEY, key TEXT, id TEXT, letter TEXT, failure TEXT);
CREATE INDEX item_key ON item (key, position);
"""
_LETTERS = """
SELECT item.id, item.letter, result.text, result.row,
    (SELECT first.id FROM item AS first
     WHERE first.key = item.key AND first.failure IS NULL ORDER BY first.position LIMIT 1)
FROM item JOIN result ON result.key = item.key
WHERE item.failure IS NULL ORDER BY item.position
"""
_OPINIONS = """
SELECT json_extract(result.row, '$.second.agrees'), json_extract(result.row, '$.second.probability')
FROM item JOIN result ON result.key = item.key
WHERE item.failure IS NULL ORDER BY item.position
"""
_DUPLICATE = "same_content"


class StoreInUseError(UserError):
    """Another run has the store open."""


class Store:
    """Letters, results and failures of one run; made by :meth:`open` or :meth:`create`.

    Attributes
    ----------
    path
        Its file.
    """

    def __init__(self, connection: sqlite3.Connection, *, path: Path, lang: str) -> None:
        self.path = path
        self._db = connection
        self._lang = lang

    @classmethod
    def open(cls, path: Path, *, lang: str = "nb", write: bool = False) -> Store:
        """A store that is there; without ``write`` it is only read.

        Raises
        ------
        UserError
            There is none, it is no store of this program, or another run is using it.
        """
        try:
            if not path.is_file():
                raise user_error(lang, "no_store", name=path)
            mode = "rw" if write else "ro"
            db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=1)
            try:
                if write:
                    _claim(db)
                marks = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
            except BaseException:
                db.close()
                raise
        except sqlite3.OperationalError as error:
            raise _trouble(error, path, lang) from None
        except sqlite3.DatabaseError:
            raise user_error(lang, "no_store", name=path) from None
        if marks != [_APPLICATION, _LAYOUT]:
            db.close()
            raise user_error(lang, "no_store", name=path)
        return cls(db, path=path, lang=lang)

    @classmethod
    def create(cls, path: Path, *, lang: str = "nb") -> Store:
        """A new, empty store, in the place of a file of the name; half a store is never there."""
        part = path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        try:
            db = sqlite3.connect(part)
            try:
                db.executescript(f"BEGIN;{_SCHEMA}COMMIT;")
            finally:
                db.close()
        except sqlite3.OperationalError as error:
            raise _trouble(error, path, lang) from None
        part.replace(path)
        return cls.open(path, lang=lang, write=True)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Keep what has been committed."""
        self._db.close()

    # What is in it.

    @property
    def about(self) -> dict[str, Any]:
        """What the results were made with: ``versions``, ``lang`` and ``columns``."""
        return {
            name: json.loads(value) for name, value in self._db.execute("SELECT name, value FROM about ORDER BY name")
        }

    def analyses(self) -> Iterator[Analysis]:
        """Every analysed letter of the run, in reading order, with the remarks that a run adds.

        A letter with the content of an earlier one says so (:attr:`Letter.duplicate_of`, and a remark).
        """
        lang = self.about["lang"]
        for name, letter, text, row, first in self._db.execute(_LETTERS):
            read = read_letter(json.loads(letter), text=text)
            if first != name:
                read = dataclasses.replace(read, duplicate_of=first, notes=(*read.notes, _DUPLICATE))
            yield with_notes(Analysis.from_dict(json.loads(row), read), lang=lang)

    def opinions(self) -> list[tuple[bool, float]]:
        """Of every analysed letter, in reading order: whether the second reader agrees, and its probability.

        Empty where the second reader was not asked.
        """
        return [(bool(agrees), float(share)) for agrees, share in self._db.execute(_OPINIONS) if share is not None]

    def failures(self) -> Iterator[Failure]:
        """Everything that was not read or not analysed, in reading order."""
        for (row,) in self._db.execute("SELECT failure FROM item WHERE failure IS NOT NULL ORDER BY position"):
            yield Failure(**json.loads(row))

    def inputs(self) -> Iterator[dict[str, str | int]]:
        """Name, size in bytes and SHA-256 of every file that was opened, in reading order."""
        return (json.loads(row) for (row,) in self._db.execute("SELECT row FROM input ORDER BY position"))

    def knows(self, key: str) -> bool:
        """Whether there is a result for this content."""
        return self._db.execute("SELECT 1 FROM result WHERE key = ?", (key,)).fetchone() is not None

    @property
    def results(self) -> int:
        """How many results there are, of letters of this run or of an earlier one."""
        return self._count("SELECT count(*) FROM result")

    @property
    def letters(self) -> int:
        """How many letters :meth:`analyses` gives."""
        return self._count("SELECT count(*) FROM item JOIN result ON result.key = item.key WHERE item.failure IS NULL")

    @property
    def contents(self) -> int:
        """How many of them differ in content."""
        return self._count(
            "SELECT count(DISTINCT item.key) FROM item JOIN result ON result.key = item.key WHERE item.failure IS NULL"
        )

    @property
    def failed(self) -> int:
        """How many failures :meth:`failures` gives."""
        return self._count("SELECT count(*) FROM item WHERE failure IS NOT NULL")

    def _count(self, query: str) -> int:
        return int(self._db.execute(query).fetchone()[0])

    # What is put into it.

    def begin(self, about: Mapping[str, Any], inputs: Iterable[Mapping[str, str | int]]) -> None:
        """Start a run: its letters are added anew, results that are known stay."""
        for table in ("about", "input", "item"):
            self._db.execute(f"DELETE FROM {table}")
        self._db.executemany("INSERT INTO about VALUES (?, ?)", ((k, dumps(v)) for k, v in about.items()))
        self._db.executemany("INSERT INTO input (row) VALUES (?)", ((dumps(dict(one)),) for one in inputs))
        self.commit()

    def add_letter(self, position: int, letter: Letter, key: str) -> None:
        """A letter that was read; its result has the same key, and may be there already or come later."""
        row = dumps(letter_row(letter, text=False))
        self._db.execute(
            "INSERT INTO item (position, key, id, letter) VALUES (?, ?, ?, ?)", (position, key, letter.id, row)
        )

    def add_result(self, key: str, text: str, row: str) -> None:
        """What was found in letters of this content (see :func:`analyser.batch.rows.result_row`)."""
        self._db.execute("INSERT OR IGNORE INTO result VALUES (?, ?, ?)", (key, text, row))

    def add_failure(self, position: int, failure: Failure) -> None:
        """Something that was not read, or a letter that was and then could not be analysed."""
        values = dataclasses.asdict(dataclasses.replace(failure, message=Message()))
        del values["message"]
        self._db.execute("INSERT OR REPLACE INTO item (position, failure) VALUES (?, ?)", (position, dumps(values)))

    def commit(self) -> None:
        """Keep all changes so far, whatever comes; what was not committed is not kept."""
        self._db.commit()

    @contextmanager
    def read_by_others(self) -> Iterator[None]:
        """Let other processes read what is in the store while the block runs; still none of them may write."""
        self.commit()
        self._one_file()
        self._db.execute("PRAGMA locking_mode = NORMAL")
        # The lock on the whole file is let go when something has been read; one that lets others read takes its place.
        self._db.execute("SELECT count(*) FROM about").fetchall()
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            self.commit()

    def finish(self) -> None:
        """Forget the results of letters that are not of this run, make the store one file, and close it."""
        self._db.execute("DELETE FROM result WHERE key NOT IN (SELECT key FROM item WHERE key IS NOT NULL)")
        self.commit()
        self._one_file()
        self.close()

    def _one_file(self) -> None:
        """Leave nothing in a file beside the store."""
        self._db.execute("PRAGMA journal_mode = DELETE")


def _claim(db: sqlite3.Connection) -> None:
    """One run at a time, no half change after a power cut, and nothing of a deleted letter left in the file."""
    # Exclusive before the log is first used: no shared memory is needed then, which network drives do not give.
    for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON"):
        db.execute(f"PRAGMA {setting}").fetchall()
    db.execute("BEGIN IMMEDIATE")
    db.execute("COMMIT")


def _trouble(error: sqlite3.Error, path: Path, lang: str) -> UserError:
    if "locked" in str(error):
        return StoreInUseError(str(user_error(lang, "store_in_use", out=path.parent)))
    return user_error(lang, "cannot_write", out=path.parent)
