"""A mistake: state 2, one sentence on standard error, nothing on standard output."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import LETTER, NUMBER, TEXT, run

MISTAKES: dict[str, tuple[Callable[[Path], list[str | Path]], str]] = {
    "nothing given": (lambda _: ["score", "--out", "o"], "LETTERS mangler. Se analyser --help."),
    "no folder for the results": (lambda p: ["score", p / "brev.txt"], "--out mangler."),
    "no such option": (lambda p: ["score", p / "brev.txt", "--outt", "o"], "noe valg --outt; mente du --out"),
    "no such command": (lambda _: ["skår"], "ingen kommando «skår»."),
    "no such language": (lambda p: ["score", p / "brev.txt", "--out", p / "o", "--lang", "sv"], "'nb', 'nn', 'en'"),
    "no value": (lambda p: ["score", p / "brev.txt", "--out"], "--out skal ha en verdi"),
    "a value too many": (lambda p: ["score", p / "brev.txt", "--resume=1"], "--resume skal ikke ha"),
    "no number": (
        lambda p: ["score", p / "brev.txt", "--out", p / "o", "--workers", "to"],
        "--workers skal ha et tall",
    ),
    "a number too low": (
        lambda p: ["score", p / "brev.txt", "--out", p / "o", "--letter-seconds", "-1", "--lang", "en"],
        "--letter-seconds takes a number",
    ),
    "too much": (lambda p: ["explain", p / "brev.txt", "b", "--lang=nn"], "Det er oppgitt meir enn"),
    "no such pack": (lambda p: ["score", p / "brev.txt", "--out", p / "o", "--pack", "x"], "regelpakke «x»; velg"),
    "missing path": (lambda p: ["score", p / "borte", "--out", p / "o"], "borte» finnes ikke; se etter"),
    "empty folder": (lambda p: ["score", p / "tom", "--out", p / "o"], "Mappen inneholder ingen filer"),
    "results not empty": (lambda p: ["score", p / "brev.txt", "--out", p / "full"], "er ikke tom; velg en annen"),
    "a log that cannot be written": (
        lambda p: ["score", p / "brev.txt", "--out", p / "o", "--audit", p / "tom"],
        "tom»; se etter at det er plass",
    ),
    "audit a missing file": (lambda p: ["audit", p / "borte"], "borte» finnes ikke"),
    "audit a folder without a log": (lambda p: ["audit", p / "tom"], "audit.jsonl» finnes ikke"),
    "results is a file": (lambda p: ["score", p / "brev.txt", "--out", p / "brev.txt"], "er en fil; oppgi en mappe"),
    "results over the letters": (
        lambda p: ["score", p / "full", "--out", p / "full", "--overwrite"],
        "en mappe det leses fra",
    ),
    "explain a missing path": (lambda p: ["explain", p / "borte"], "finnes ikke"),
    "explain an empty folder": (lambda p: ["explain", p / "tom"], "ingen filer"),
    "explain one of several": (lambda p: ["explain", p / "to.jsonl"], "inneholder 2 brev; velg ett med --id"),
    "explain a wrong id": (lambda p: ["explain", p / "to.jsonl", "--id", NUMBER], "ikke noe brev med den id-en"),
    "explain with a bad date": (lambda p: ["explain", p / "brev.txt", "--date", "i fjor"], "2026-03-14"),
    "assess a missing file": (lambda p: ["assess", p / "borte", "--out", p / "o"], "finnes ikke"),
    "assess over itself": (lambda p: ["assess", p / "to.jsonl", "--out", p / "to.jsonl"], "filen det leses fra"),
    "evaluate a missing file": (lambda p: ["evaluate", p / "borte"], "cannot be read"),
    "evaluate what is no gold": (lambda p: ["evaluate", p / "en.jsonl"], '"lang" is missing'),
    "evaluate a letter": (lambda p: ["evaluate", p / "brev.txt"], "not JSON"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_clear_sentence(name: str, letter: Path, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "noe.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "en.jsonl").write_text(json.dumps(LETTER), encoding="utf-8")
    two = [LETTER, {**LETTER, "id": "k-2"}]
    (tmp_path / "to.jsonl").write_text("\n".join(map(json.dumps, two)), encoding="utf-8")
    command, words = MISTAKES[name]
    result = run(*command(tmp_path))
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stderr.rstrip().endswith((".", "'."))
    assert result.stdout == ""
    assert letter.read_text(encoding="utf-8") == TEXT


def test_an_error_in_the_program_itself_shows_no_words_of_a_letter(
    letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError(TEXT)

    monkeypatch.setattr("analyser.reporting.terminal.explain", fails)
    result = run("explain", letter, "--lang", "nn")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert re.fullmatch(
        r"Feil i sjølve programmet \(RuntimeError, test_mistakes.py:\d+\); meld han .*\n", result.stderr
    )


def test_a_run_that_is_broken_off_says_so(letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("analyser.reporting.report.write_report", interrupted)
    result = run("score", letter, "--out", tmp_path / "o", "--lang", "en")
    assert (result.exit_code, result.stdout, result.stderr) == (
        130,
        "",
        "Broken off; what is done has been kept: run the same command with --resume to go on.\n",
    )
    monkeypatch.undo()
    monkeypatch.setenv("ANALYSER_WORKERS", "0")
    assert run("score", letter, "--out", tmp_path / "o").exit_code == 2
    assert run("score", letter, "--out", tmp_path / "o", "--resume").exit_code == 0


def test_a_run_that_is_broken_off_before_anything_is_done_leaves_the_log_alone(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("analyser.batch.pool.answer", interrupted)
    result = run("score", letter, "--out", tmp_path / "o", "--lang", "en")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "Broken off.\n")
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["audit.jsonl"]
    monkeypatch.undo()
    monkeypatch.setenv("ANALYSER_WORKERS", "0")
    assert run("score", letter, "--out", tmp_path / "o").exit_code == 0
