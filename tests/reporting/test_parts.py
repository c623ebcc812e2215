"""In which order conclusions are read."""

from __future__ import annotations

import pytest

from analyser.assessment import Reason
from analyser.reporting.parts import parts_of


@pytest.mark.parametrize(
    ("kinds", "parts"),
    [
        ("dxa dialogue remark", [("dxa", [0]), ("dialogue", [1]), ("dental", []), ("remark", [2])]),
        (
            "remark dental dialogue dental remark dxa",
            [("first", [0]), ("dental", [1, 3]), ("dialogue", [2]), ("dxa", [5]), ("remark", [4])],
        ),
        ("", [("dxa", []), ("dialogue", []), ("dental", [])]),
        ("remark", [("first", [0]), ("dxa", []), ("dialogue", []), ("dental", [])]),
    ],
)
def test_the_order_of_the_guideline_is_kept_and_each_reason_is_shown_once(
    kinds: str, parts: list[tuple[str, list[int]]]
) -> None:
    assert parts_of([Reason(kind, "", "", "", "") for kind in kinds.split()]) == parts
