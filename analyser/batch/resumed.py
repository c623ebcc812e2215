"""How a run that is gone on with differs from the one before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Resumed:
    """What a run found when it went on with another.

    Attributes
    ----------
    known
        Results in the store.
    differs
        What the results depend on and is no longer the same: names of versions and ``lang``; while there are
        any, no result can be used again.
    columns
        Tables are read by other columns than before.
    new, changed, gone
        Files that were not there before, hold something else, or are no longer read.
    """

    known: int
    differs: tuple[str, ...] = ()
    columns: bool = False
    new: int = 0
    changed: int = 0
    gone: int = 0

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.differs or self.columns or self.new or self.changed or self.gone)


def resumed(
    known: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    inputs_before: Iterable[Mapping[str, Any]],
    inputs_after: Iterable[Mapping[str, Any]],
) -> Resumed:
    """Compare two runs by what they tell of themselves (:attr:`Store.about`) and by their files."""
    versions = [{**about.get("versions", {}), "lang": about.get("lang")} for about in (before, after)]
    differs = tuple(name for name in versions[1] if versions[0].get(name) != versions[1][name])
    hashes = [{one["source"]: one["sha256"] for one in inputs} for inputs in (inputs_before, inputs_after)]
    shared = hashes[0].keys() & hashes[1].keys()
    return Resumed(
        known=known,
        differs=differs,
        columns=before.get("columns") != after.get("columns"),
        new=len(hashes[1].keys() - shared),
        changed=sum(hashes[0][name] != hashes[1][name] for name in shared),
        gone=len(hashes[0].keys() - shared),
    )
