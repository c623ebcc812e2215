"""From the facts of a letter to what the guideline suggests, and why.

>>> from analyser.guideline import load_pack
>>> load_pack("memo").assess([]).dxa
'no_dxa_question'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from analyser.errors import UserError
from analyser.guideline.grammar import unknown
from analyser.guideline.load import read_pack
from analyser.guideline.pack import Pack
from analyser.guideline.pack_file import PackError
from analyser.guideline.rules import Parameter, Rule, Source

__all__ = ["Pack", "PackError", "Parameter", "Rule", "Source", "load_pack", "pack_names"]

_SUFFIX = ".toml"


def pack_names() -> tuple[str, ...]:
    """Names of the packs that come with the program, sorted."""
    files = resources.files("analyser.guideline").joinpath("packs").iterdir()
    return tuple(sorted(file.name.removesuffix(_SUFFIX) for file in files if file.name.endswith(_SUFFIX)))


def load_pack(name_or_path: str | Path, *, overrides: Mapping[str, float] | None = None) -> Pack:
    """Read a pack and check all of it; packs that come with the program are read once.

    Parameters
    ----------
    name_or_path
        A name of :func:`pack_names`, or a file that ends in ``.toml``.
    overrides
        Numbers to use in place of the pack's own, by the parameter's name, such as ``{"age_old": 70}``.

    Raises
    ------
    PackError
        The file has mistakes; it names each with file, line and reason.
    UserError
        There is no such pack or parameter.
    """
    changed = tuple(sorted((overrides or {}).items()))
    if isinstance(name_or_path, str) and not name_or_path.endswith(_SUFFIX):
        return _packaged(name_or_path, changed)
    path = Path(name_or_path)
    try:
        content = path.read_bytes()
    except OSError as error:
        msg = f"The rule pack {path.name!r} cannot be read ({error.strerror}); check its name."
        raise UserError(msg) from None
    return _read(path.name, content, changed)


@cache
def _packaged(name: str, changed: tuple[tuple[str, float], ...]) -> Pack:
    names = pack_names()
    if name not in names:
        msg = f"There is no rule pack {name!r}; choose one of {', '.join(names)}, or name a file that ends in .toml."
        raise UserError(msg)
    file = resources.files("analyser.guideline").joinpath("packs", f"{name}{_SUFFIX}")
    return _read(file.name, file.read_bytes(), changed)


def _read(name: str, content: bytes, changed: tuple[tuple[str, float], ...]) -> Pack:
    pack = read_pack(name, content, overrides=dict(changed))
    for parameter, _ in changed:
        if parameter not in pack.parameters:
            known = ", ".join(pack.parameters)
            msg = f"{unknown('parameter', parameter, pack.parameters).capitalize()} Pack {pack.name!r} has {known}."
            raise UserError(msg)
    return pack
