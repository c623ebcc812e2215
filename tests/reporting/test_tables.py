"""The tables of a run."""

from __future__ import annotations

from analyser.analysis import Analysis
from analyser.reporting.tables import letters_frame


def test_what_must_be_read_first_has_a_column_of_its_own(wrist: Analysis, urgent: Analysis) -> None:
    frame = letters_frame([wrist, urgent])
    assert frame["read_first"].to_list() == ["", "Dosen er forsinket."]
    assert frame["remarks"].to_list() == ["En antakelse ble gjort."] * 2
