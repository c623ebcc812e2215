"""What an answer would change, told in words."""

from __future__ import annotations

import pytest

from analyser.assessment import Assessment, Change
from analyser.codebook.labels import load_labels
from analyser.reporting.questions import told

NOW = Assessment("borderline", "D15", ("dentist_check_before_start",), (), (), (), 50)


@pytest.mark.parametrize(
    ("dxa", "dental", "words"),
    [
        ("indicated", ("dentist_check_before_start",), "DXA er indisert"),
        ("borderline", (), "faller bort: Tannlegekontroll før oppstart"),
        (
            "indicated",
            ("do_not_pause",),
            "DXA er indisert; Fortsett behandlingen uten pause; faller bort: Tannlegekontroll før oppstart",
        ),  # noqa: E501
    ],
)
def test_only_what_changes_is_told(dxa: str, dental: tuple[str, ...], words: str) -> None:
    assert told(Change("ja", dxa, dental), NOW, load_labels("nb")) == words
