"""The audit log: who ran what, when, with which versions; counts and hashes only, never a name or a word of a letter.

One JSON object a line, only ever appended. Each line holds the hash of the one before and its own, so that a line that
was changed, removed, put in or moved shows. Whoever may write the file can write all of it anew, and lines that lack at
the end do not show: a note of the last hash, kept elsewhere, shows both.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from analyser.errors import user_error

BEGINNING = "0" * 64
"""The hash before the first line."""
# A line takes milliseconds, or as long as a busy disk makes it.
_LOCK_SECONDS = 60.0


class Audit:
    """Appends to a log what becomes of one command.

    Parameters
    ----------
    path
        The log; made when it is not there.
    command
        Name of the command (``score``).
    lang
        Language in which to say that the log cannot be written.
    """

    def __init__(self, path: Path, *, command: str, lang: str = "nb") -> None:
        self._path = path
        self._lang = lang
        # Ties the lines of one command together.
        self._head = {"command": command, "run": secrets.token_hex(8), "user": user()}

    def add(self, event: str, facts: Mapping[str, Any]) -> None:
        """Append a line, which is on disk when this returns.

        Parameters
        ----------
        event
            ``start``, ``end``, ``broken_off`` or ``failed``.
        facts
            Counts, versions, hashes and options; never the name of a file or a letter.

        Raises
        ------
        UserError
            The file cannot be written.
        """
        try:
            self._append(event, facts)
        except OSError as error:
            raise user_error(self._lang, "cannot_write", out=self._path) from error

    def _append(self, event: str, facts: Mapping[str, Any]) -> None:
        now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
        entry = {"time": now, **self._head, "event": event, **facts}
        with self._path.open("a+b") as stream, _alone(stream):
            end, last = _last_line(stream)
            entry["previous"] = _mark(last) if last else BEGINNING
            entry["hash"] = _hash_of(entry)
            stream.write((b"" if end else b"\n") + _canonical(entry) + b"\n")
            stream.flush()
            os.fsync(stream.fileno())


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a log.

    Attributes
    ----------
    number
        From 1.
    entry
        What it says; empty when it cannot be read.
    problem
        ``""``, ``unreadable``, ``changed`` (it does not have its own hash) or ``chain`` (lines before it were
        removed, put in or moved).
    mark
        Its hash, as the next line should hold it.
    """

    number: int
    entry: Mapping[str, Any]
    problem: str
    mark: str


def read_audit(path: Path) -> Iterator[Line]:
    """The lines of a log, each with what is wrong with it.

    Raises
    ------
    OSError
        The file cannot be read.
    """
    before = BEGINNING
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            entry = _entry(line)
            if not entry or not line.endswith(b"\n"):
                problem = "unreadable"
            elif _hash_of(entry) != entry.get("hash"):
                problem = "changed"
            else:
                problem = "" if entry.get("previous") == before else "chain"
            before = _mark(line)
            yield Line(number, entry, problem, before)


def user() -> str:
    """Name of the operating system's user; not what the environment says, where the system knows better."""
    try:
        import pwd  # not on Windows

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        pass
    try:
        return getpass.getuser()
    except (OSError, ImportError, KeyError):
        return "?"


def _entry(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _canonical(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")


def _hash_of(entry: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical({name: value for name, value in entry.items() if name != "hash"})).hexdigest()


def _mark(line: bytes) -> str:
    """The hash of a line: its own, or that of its bytes where it holds none, as after a power cut."""
    own = _entry(line).get("hash")
    return own if isinstance(own, str) else hashlib.sha256(line.rstrip(b"\n")).hexdigest()


def _last_line(stream: BinaryIO) -> tuple[bool, bytes]:
    """Whether the file ends with a line's end, and its last line."""
    size = stream.seek(0, os.SEEK_END)
    if not size:
        return True, b""
    step, data = 1 << 14, b""
    while size and b"\n" not in data[:-1]:
        size = max(0, size - step)
        stream.seek(size)
        data = stream.read()
    return data.endswith(b"\n"), data.rstrip(b"\n").rpartition(b"\n")[2]


def _lock(file: int) -> None:
    """Hold the file alone; not to be waited for for ever, as it would be behind a process that was stopped."""
    import fcntl

    end = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise
        time.sleep(0.01)


@contextlib.contextmanager
def _alone(stream: BinaryIO) -> Iterator[None]:
    """No other process appends meanwhile."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        try:
            yield
        finally:
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]
        return
    _lock(stream.fileno())
    try:
        yield
    finally:
        fcntl.flock(stream, fcntl.LOCK_UN)
