"""The lines of a plan of doses."""

from __future__ import annotations

import re

from analyser.extraction.state import State

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})$")


def begins_plan(state: State, begin: int, end: int) -> bool:
    """Whether a range begins with a time of its own, as the lines of a plan do: "uke 1-2: 25 mg", ", 15.04: 15 mg"."""
    at = begin + (state.forms[begin : begin + 1] == [","])
    return at < end and (state.in_class(at, "dose_period") or _DAY.match(state.forms[at]) is not None)
