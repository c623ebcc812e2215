"""``analyser explain``: one letter."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import DATA, SECRET, TEXT, run


def test_explain_shows_findings_conclusions_and_what_lacks(letter: Path) -> None:
    result = run("explain", letter, "--date", "2026-03-14")
    assert result.exit_code == 0
    for words in (
        "Brev brev",
        SECRET,
        "håndleddsbrudd",
        "«Håndleddsbrudd",
        "Regel D",
        "Brevkvalitet",
    ):
        assert words in result.stdout
    assert "klinikkens notat" in result.stdout or "Norsk revmatologisk forening" in result.stdout


def test_explain_takes_a_letter_by_its_id_with_its_own_date() -> None:
    shown = run("explain", DATA / "dev-nn.jsonl", "--id", "d2-002", "--lang", "nn").stdout
    assert "Brev d2-002" in shown
    assert "Forslag om DXA" in shown


def test_explain_reads_standard_input() -> None:
    assert "kvinne" in run("explain", "-", given=TEXT.encode("latin-1")).stdout


def test_explain_of_what_cannot_be_read_says_why(inbox: Path) -> None:
    result = run("explain", inbox / "tom.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "tom.txt: Filen er tom. Eksporter brevet på nytt.\n"


def test_explain_has_no_colours_where_there_is_no_terminal(letter: Path) -> None:
    assert "\x1b" not in run("explain", letter).stdout
