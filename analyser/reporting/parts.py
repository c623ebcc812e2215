"""The conclusions of a letter as the parts in which people read them."""

from __future__ import annotations

from collections.abc import Sequence

from analyser.assessment import Reason

FIRST, REMARK = "first", "remark"
_KINDS = ("dxa", "dialogue", "dental")


def first_of(reasons: Sequence[Reason]) -> Sequence[Reason]:
    """The remarks that stand before all else, such as a dose that must not be late; mostly none."""
    lead = next((number for number, reason in enumerate(reasons) if reason.kind != REMARK), len(reasons))
    return reasons[:lead]


def parts_of(reasons: Sequence[Reason]) -> list[tuple[str, list[int]]]:
    """Kind and numbers of the reasons of each part, in reading order.

    The guideline hands the reasons over in the order in which they should be read. Remarks that stand before
    all else (such as a dose that must not be late) are a part of their own, ``first``. The kinds follow in the
    order in which each first comes up, then those that have no reason, then the other remarks if there are any.
    """
    lead = len(first_of(reasons))
    numbers: dict[str, list[int]] = {FIRST: list(range(lead))} if lead else {}
    for number, reason in enumerate(reasons[lead:], start=lead):
        if reason.kind != REMARK:
            numbers.setdefault(reason.kind, []).append(number)
    for kind in _KINDS:
        numbers.setdefault(kind, [])
    remarks = [number for number, reason in enumerate(reasons) if number >= lead and reason.kind == REMARK]
    if remarks:
        numbers[REMARK] = remarks
    return list(numbers.items())
