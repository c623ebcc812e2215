"""Whole drafts, as they were read by eye for grammar, tone and order."""

from __future__ import annotations

import pytest

from tests.dialogue.golden import FOLDER, LETTERS, NORMS, path, written


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("name", LETTERS)
def test_the_draft_is_the_one_that_was_read(name: str, norm: str) -> None:
    assert written(name, norm) == path(name, norm).read_text(encoding="utf-8")


def test_no_draft_lies_about() -> None:
    assert sorted(FOLDER.iterdir()) == sorted(path(name, norm) for name in LETTERS for norm in NORMS)
    assert len(LETTERS) >= 12
