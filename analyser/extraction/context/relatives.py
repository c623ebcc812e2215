"""Relatives who share a finding, and those joined by "og", "eller" or a comma."""

from __future__ import annotations

from dataclasses import dataclass

from analyser.extraction.finding import Range
from analyser.extraction.state import State

JOINTS = frozenset([",", "og", "eller", "/", "+", "samt", "-", "&"])


@dataclass(frozen=True, slots=True)
class Owner:
    """Relatives who share a finding.

    Attributes
    ----------
    kinds
        ``parent``, ``relative``, ``family`` or ``other`` (no blood relation).
    both
        Whether both parents are meant.
    span
        The words that name them.
    """

    kinds: frozenset[str]
    both: bool
    span: Range


def joined(state: State, begin: int, at: int) -> Owner:
    """The owner at a token together with those joined to it before: "mor og far"."""
    kin, forms = state.context.kin, state.forms
    kinds, parents, span = {kin[at]}, {forms[at]} if kin[at] == "parent" else set(), (at, at + 1)
    k = at - 1
    while k >= begin and at - k <= 6:
        form = forms[k]
        if form in JOINTS or state.in_class(k, "kin_attribute") or form in ("av", "på", "i", "hos"):
            k -= 1
            continue
        if kin.get(k, "patient") == "patient":
            break
        kinds.add(kin[k])
        if kin[k] == "parent":
            parents.add(forms[k])
        span, at = (k, span[1]), k
        k -= 1
    return Owner(frozenset(kinds), both=len(parents) > 1 or "foreldre" in parents, span=span)
