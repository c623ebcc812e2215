"""Where letters come from: files, folders of them, standard input."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import BinaryIO

from analyser.letter import Letter
from analyser.reading.failure import Failure, failure

STANDARD_INPUT = "-"
# Files that systems and programs leave behind in folders, and files that tell of the folder; they never hold a letter.
_LEFT_BEHIND = {".ds_store", "thumbs.db", "desktop.ini", "readme", "readme.md", "readme.txt", "lesmeg.txt"}
_LEFT_BEHIND_PREFIXES = ("._", "~$", ".~lock.")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or what came on standard input.

    Attributes
    ----------
    name
        For people and for ``run.json``: the name the user gave without the folders above it, or the path
        inside the folder the user gave, with that folder's name in front.
    path
        ``None`` for standard input.
    size
        In bytes.
    named
        The user named it, so that it is read as text when nothing better is known;
        files that lie in a folder must have a name that tells what they are.
    data
        What came on standard input, or what lies inside another file.
    inside
        Where in the file ``name`` this lies (``brev/a.txt`` of an archive, ``attachment 2``); empty for the whole.
    file
        Name of what lies inside another file, where it has one.
    """

    name: str
    path: Path | None
    size: int
    named: bool
    data: bytes = b""
    inside: str = ""
    file: str = ""

    def open(self) -> BinaryIO:
        """The bytes from the start.

        Raises
        ------
        OSError
            The file cannot be opened.
        """
        return io.BytesIO(self.data) if self.path is None else self.path.open("rb")

    def sha256(self) -> str:
        """Hex digest of the bytes; raises as :meth:`open`."""
        digest = hashlib.sha256()
        with self.open() as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    def place_of(self, letter: Letter) -> str:
        """Where in the file ``name`` a letter stands (``line 3``); empty when it is the whole of it."""
        return (letter.source or "").removeprefix(self.name).removeprefix(", ")

    @property
    def suffix(self) -> str:
        """End of the name with its point, lower case; empty when there is none."""
        return self._called.suffix.lower()

    @property
    def stem(self) -> str:
        """Name without folders and suffix: what letters without an id are called after."""
        return printable(self._called.stem) or "stdin"

    @property
    def _called(self) -> PurePath:
        return self.path or PurePosixPath(self.file.replace("\\", "/"))


def is_left_behind(name: str) -> bool:
    """Whether a file's name is of those that systems leave behind, or that tell of the folder."""
    lower = name.lower()
    return lower in _LEFT_BEHIND or lower.startswith(_LEFT_BEHIND_PREFIXES)


def printable(name: str) -> str:
    """A name that can be written as UTF-8 on one line; each character that cannot is replaced by ``U+FFFD``."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)


def standard_input(stream: BinaryIO) -> Source:
    """Everything that comes on a stream."""
    data = stream.read()
    return Source(name=STANDARD_INPUT, path=None, size=len(data), named=True, data=data)


class Finder:
    """Goes through the inputs in the order given, and through folders in the order of the names.

    A file is handed out once, however many ways lead to it, so that links that go round in a circle end.

    Parameters
    ----------
    leave_out
        A folder not to look into: where the results will be written.
    lang
        Language of the failures.
    """

    def __init__(self, *, leave_out: Path | None = None, lang: str = "nb") -> None:
        self._lang = lang
        self._seen: set[str] = set()
        if leave_out is not None:
            self._seen.add(os.path.realpath(leave_out))

    def find(self, inputs: Sequence[Path]) -> Iterator[Source | Failure]:
        """Sources, and what could not be entered."""
        # The name of "." and ".." is that of the folder they stand for.
        paths = [path if path.name not in {"", ".."} else path.resolve() for path in inputs]
        often = Counter(path.name for path in paths)
        for path in paths:
            name = path.name if often[path.name] == 1 else f"{path.absolute().parent.name}/{path.name}"
            yield from self._enter(path, printable(name), named=True)

    def _enter(self, path: Path, name: str, *, named: bool) -> Iterator[Source | Failure]:
        try:
            real = os.path.realpath(path, strict=True)
            if real in self._seen:
                return
            self._seen.add(real)
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                if not _is_result(path):
                    yield from self._walk(path, name)
                elif named:
                    yield failure("result_folder", name, lang=self._lang)
            elif stat.S_ISREG(status.st_mode):
                yield Source(name=name, path=path, size=status.st_size, named=named)
            else:
                yield failure("not_a_file", name, lang=self._lang)
        except OSError as error:
            yield failure(code_of(error), name, lang=self._lang)

    def _walk(self, folder: Path, name: str) -> Iterator[Source | Failure]:
        for path in sorted(folder.iterdir(), key=lambda path: path.name):
            if not is_left_behind(path.name):
                yield from self._enter(path, f"{name}/{printable(path.name)}", named=False)


def _is_result(folder: Path) -> bool:
    """Whether an earlier run wrote the folder: its tables are no letters."""
    return (folder / "run.json").is_file() and (folder / "failed.csv").is_file()


def code_of(error: OSError) -> str:
    """The failure's code for what the operating system said."""
    # A link that leads to itself leads nowhere.
    if isinstance(error, FileNotFoundError) or error.errno == errno.ELOOP:
        return "not_found"
    return "locked" if isinstance(error, PermissionError) else "unreadable"
