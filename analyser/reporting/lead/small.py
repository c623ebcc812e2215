"""Small cells: a count that few letters stand behind is not shown, nor what would give it away.

The limit is that of Norwegian health statistics: fewer than five.
"""

from __future__ import annotations

from collections.abc import Mapping

LIMIT = 5
"""Counts from 1 up to this are not shown."""


def is_small(count: int) -> bool:
    """Whether a count is too small to be shown; none at all is not."""
    return 0 < count < LIMIT


def share_is_small(count: int, total: int) -> bool:
    """Whether a share is not shown: few have it, few do not have it, or there are few letters in all."""
    return total < LIMIT or is_small(count) or is_small(total - count)


def hidden(counts: Mapping[str, int]) -> frozenset[str]:
    """The parts of a known total that are not shown.

    Where one part alone is small, the total would give it away: the smallest of the others goes with it.
    """
    small = {name for name, count in counts.items() if is_small(count)}
    others = [name for name, count in counts.items() if count >= LIMIT]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda name: (counts[name], name)))
    return frozenset(small)
