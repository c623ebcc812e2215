"""From the facts of a letter to what the guideline suggests, and why.

>>> from analyser.guideline import load_pack
>>> load_pack("memo").assess([]).dxa
'no_dxa_question'
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from analyser.errors import UserError
from analyser.guideline.load import read_pack
from analyser.guideline.pack import Pack
from analyser.guideline.pack_file import PackError
from analyser.guideline.packaged import SUFFIX, pack_content, pack_names
from analyser.guideline.rules import Parameter, Rule, Source
from analyser.texts import load_texts

__all__ = ["Pack", "PackError", "Parameter", "Rule", "Source", "load_pack", "pack_names"]

_Changed = tuple[tuple[str, float], ...]


def load_pack(name_or_path: str | Path, *, overrides: Mapping[str, float] | None = None, lang: str = "nb") -> Pack:
    """Read a pack and check all of it; packs that come with the program are read once.

    Parameters
    ----------
    name_or_path
        A name of :func:`pack_names`, or a file that ends in ``.toml``.
    overrides
        Numbers to use in place of the pack's own, by the parameter's name, such as ``{"age_old": 70}``.
    lang
        Language in which to say that there is no such pack or parameter.

    Raises
    ------
    PackError
        The file has mistakes; each is named with file, line and reason.
    UserError
        There is no such pack or parameter, or a parameter is to be something other than a number.
    """
    changed = tuple(sorted((overrides or {}).items()))
    if isinstance(name_or_path, str) and not name_or_path.endswith(SUFFIX):
        if name_or_path not in pack_names():
            raise _error(lang, "no_such_pack", name=name_or_path, names=", ".join(pack_names()))
        pack = _packaged(name_or_path)
        return _packaged(name_or_path, _checked(pack, changed, lang)) if changed else pack
    path = Path(name_or_path)
    try:
        content = path.read_bytes()
    except OSError:
        raise _error(lang, "no_pack_file", name=path.name) from None
    pack = read_pack(path.name, content)
    return read_pack(path.name, content, overrides=dict(_checked(pack, changed, lang))) if changed else pack


@cache
def _packaged(name: str, changed: _Changed = ()) -> Pack:
    return read_pack(f"{name}{SUFFIX}", pack_content(name), overrides=dict(changed))


def _checked(pack: Pack, changed: _Changed, lang: str) -> _Changed:
    """The overrides, all of which the pack knows."""
    for name, value in changed:
        if name not in pack.parameters:
            raise _error(lang, "no_such_parameter", name=name, names=", ".join(pack.parameters))
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise _error(lang, "not_a_number", name=name)
    return changed


def _error(lang: str, key: str, **values: str) -> UserError:
    return UserError(load_texts("analyser.guideline", "messages.toml").say(lang, f"error.{key}", **values))
