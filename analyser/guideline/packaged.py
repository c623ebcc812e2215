"""The packs that come with the program."""

from __future__ import annotations

from importlib import resources

SUFFIX = ".toml"


def pack_names() -> tuple[str, ...]:
    """Names of the packs that come with the program, sorted."""
    files = resources.files("analyser.guideline").joinpath("packs").iterdir()
    return tuple(sorted(file.name.removesuffix(SUFFIX) for file in files if file.name.endswith(SUFFIX)))


def pack_content(name: str) -> bytes:
    """The file of a pack of :func:`pack_names`."""
    return resources.files("analyser.guideline").joinpath("packs", f"{name}{SUFFIX}").read_bytes()
