"""Where rules come from, in words: a reason names its sources by their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyser.assessment import Reason
    from analyser.guideline import Source

Sources = Mapping[str, "Source"]
"""A rule pack's sources by id."""


def named(reason: Reason, sources: Sources, *, lang: str) -> str:
    """The sources of a reason by their short names; an id that is not among ``sources`` stays as it is."""
    ids = reason.source.split(", ") if reason.source else []
    return "; ".join(sources[one].name[lang] if one in sources else one for one in ids)
