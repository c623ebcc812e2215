"""The table of docs/formats.md is that of the registry."""

from __future__ import annotations

import re
from pathlib import Path

from analyser.reading.formats import FORMATS
from analyser.reading.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_DOCUMENT_MB, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED_MB

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def test_the_table_names_every_format_with_its_ends_and_extra() -> None:
    rows = [line.strip("|").split("|") for line in PAGE.splitlines() if re.match(r"\| `\w+` \|", line)]
    told = {row[0].strip(" `"): (set(re.findall(r"`(\.\w+)`", row[1])), row[3]) for row in rows}
    assert {name: ends for name, (ends, _) in told.items()} == {form.name: set(form.suffixes) for form in FORMATS}
    for form in FORMATS:
        assert ("needs the extra" in told[form.name][1]) == bool(form.extra)


def test_no_two_formats_claim_one_end_of_a_name() -> None:
    ends = [suffix for form in FORMATS for suffix in form.suffixes]
    assert len(ends) == len(set(ends))
    assert all(suffix == suffix.lower() for suffix in ends)


def test_the_limits_that_are_told_are_those_that_hold() -> None:
    told = re.sub(r"\s+", " ", PAGE)
    assert f"at most {MAX_CHARACTERS:,} characters, a document {MAX_DOCUMENT_MB} MB" in told
    assert f"one file {MAX_UNPACKED_MB} MB and {MAX_MEMBERS:,} members" in told
    assert f"more than {MAX_RATIO} times" in told
    assert MAX_DEPTH == 4
    assert "four deep" in told
