"""Which program this is, down to the last line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

_PARTS = (".py", ".toml")


@cache
def program_hash() -> str:
    """SHA-256 of the program's code and data: another hash, and results may be others."""
    digest = hashlib.sha256()
    for name, file in sorted(_files(resources.files("analyser"), ""), key=lambda one: one[0]):
        # Line ends do not count: a checkout may have changed them.
        content = file.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for one in folder.iterdir():
        name = f"{path}/{one.name}"
        if one.is_dir():
            yield from _files(one, name)
        elif one.name.endswith(_PARTS):
            yield name, one
