"""A pack that builds on another: what it says itself, and what it takes over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analyser.guideline.toml_lines import Path

# Sections whose entries have a name of their own, and lists with what names an entry in them.
_NAMED = ("sources", "parameters", "defaults", "sets", "terms", "dialogue", "to_gp")
_LISTS = {"dxa": "id", "also": "id", "dental": "id", "remark": "id", "quality": "item"}
# What says how to build on the other pack is no part of the result.
_HOW = ("extends", "drop")


@dataclass(slots=True)
class Merged:
    """Two packs as one.

    Attributes
    ----------
    data
        As a pack that builds on nothing would have it.
    taken_over
        Place in ``data`` to place in the pack that was built on, for what comes from there.
    own
        Place in ``data`` to place in the pack itself, for entries of lists.
    problems
        What is wrong with how the pack builds on the other: place in the pack itself, and reason.
    """

    data: dict[str, Any] = field(default_factory=dict)
    taken_over: dict[Path, Path] = field(default_factory=dict)
    own: dict[Path, Path] = field(default_factory=dict)
    problems: list[tuple[Path, str]] = field(default_factory=list)


def merge(own: Mapping[str, Any], base: Mapping[str, Any]) -> Merged:
    """Build one pack on another.

    An entry with the name of one in ``base`` takes its place. A new entry of a list stands where its ``before``
    says, or last. ``drop`` names entries of lists that are left out.
    """
    merged = Merged()
    drop = own.get("drop", [])
    dropped = {name for name in drop if isinstance(name, str)} if isinstance(drop, list) else set()
    for name in [*base, *(name for name in own if name not in base)]:
        if name in _HOW:
            continue
        theirs, mine = base.get(name), own.get(name)
        if name in _LISTS and isinstance(theirs, list) and isinstance(mine, list | None):
            merged.data[name] = _list(merged, name, mine or [], theirs, dropped)
        elif name in _NAMED and isinstance(theirs, dict) and isinstance(mine, dict | None):
            merged.data[name] = {**theirs, **(mine or {})}
            merged.taken_over |= {(name, key): (name, key) for key in theirs if key not in (mine or {})}
        else:
            merged.data[name] = own.get(name, theirs)
            if name not in own:
                merged.taken_over[name,] = (name,)
    known = {entry.get(key) for name, key in _LISTS.items() for entry in _tables(base.get(name))}
    merged.problems += [(("drop",), f"there is no {name!r} to leave out") for name in sorted(dropped - known)]
    return merged


def _list(merged: Merged, section: str, mine: list[Any], theirs: list[Any], dropped: set[str]) -> list[Any]:
    key = _LISTS[section]
    entries = [(_name(entry, key), entry, (section, number), True) for number, entry in enumerate(theirs)]
    entries = [entry for entry in entries if entry[0] not in dropped]
    for number, given in enumerate(mine):
        before = given.get("before") if isinstance(given, dict) else None
        entry = {name: value for name, value in given.items() if name != "before"} if before is not None else given
        names = [name for name, *_ in entries]
        row = (_name(entry, key), entry, (section, number), False)
        if before is not None:
            if before not in names:
                merged.problems.append(
                    ((section, number, "before"), f"there is no {before!r} for this to stand before")
                )
                before = None
            elif row[0] in names:
                entries.pop(names.index(row[0]))
                names.remove(row[0])
        if before is not None:
            entries.insert(names.index(before), row)
        elif row[0] in names:
            entries[names.index(row[0])] = row
        else:
            entries.append(row)
    for number, (_, _, place, taken) in enumerate(entries):
        (merged.taken_over if taken else merged.own)[section, number] = place
    return [entry for _, entry, _, _ in entries]


def _name(entry: Any, key: str) -> Any:
    return entry.get(key) if isinstance(entry, dict) else None


def _tables(value: Any) -> Iterable[dict[str, Any]]:
    return (entry for entry in value if isinstance(entry, dict)) if isinstance(value, list) else ()
