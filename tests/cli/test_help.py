"""Help, and that the documentation follows it."""

from __future__ import annotations

import re
from typing import Any

import pytest

import analyser
from analyser.batch import OUTPUTS
from analyser.reporting.tables import FACT_COLUMNS, FAILURE_COLUMNS, LETTER_COLUMNS, Column
from tests.cli.program import ROOT, run

COMMANDS = [
    "score",
    "report",
    "explain",
    "draft",
    "assess",
    "evaluate",
    "agreement",
    "redact",
    "synthesise",
    "train",
    "compare-packs",
    "audit",
    "validate",
    "packs",
    "lexicon",
]


def test_help_lists_every_command_in_a_line_that_is_whole() -> None:
    shown = run("--help").stdout
    listed = shown[shown.index("Commands:") :].splitlines()[1:]
    assert [line.split()[0] for line in listed if line.strip()] == COMMANDS
    assert all(line.endswith(".") and not line.endswith("..") for line in listed if line.strip())


def test_without_a_command_help_is_shown() -> None:
    assert run().exit_code == 2
    assert run().stdout == run("-h").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_section_in_the_docs(command: str) -> None:
    shown = run(command, "--help").stdout
    assert "Exit states: 0 " in shown
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = page.split(f"## analyser {command}\n")[1].split("\n## ")[0]
    options = re.findall(r"^  (?:-h, )?(--[a-z-]+)", shown, re.MULTILINE)
    assert "--help" in options
    assert [option for option in options if option != "--help" and f"`{option}" not in section] == []


def test_version() -> None:
    assert run("--version").stdout == f"analyser {analyser.__version__}\n"


@pytest.mark.parametrize("columns", [LETTER_COLUMNS, FACT_COLUMNS, FAILURE_COLUMNS], ids=["letters", "facts", "failed"])
def test_every_column_and_file_is_in_the_docs(columns: tuple[Column[Any], ...]) -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert [column.name for column in columns if f"`{column.name}`" not in page] == []
    assert [name for name in OUTPUTS if f"`{name}`" not in page] == []
