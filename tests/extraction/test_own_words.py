"""A clinic's own words beside the lexicon that comes with the program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analyser.errors import UserError
from analyser.extraction.matching.lexicon import Lexicon
from analyser.words import WORDS_VARIABLE, own_words

TEXT = "Kvinne 71 år. Kjent grisneskjørhet. Bruker Knokkelvern. Ikke kjent bleikhovsyke."
WORDS = """
[osteoporosis]
nb = ["grisneskjørhet"]

[oral_bisphosphonate]
brands = ["knokkelvern"]

[coeliac_disease]
nb = ["bleikhovsyke"]
"""


def score(folder: Path, *options: str) -> tuple[set[tuple[str, str]], str]:
    """What the program reads in the letter, and the hash of the words it was read with."""
    (folder / "letter.txt").write_text(TEXT, encoding="utf-8")
    out = folder / "out"
    done = analyser(*options, "score", str(folder / "letter.txt"), "--out", str(out), "--overwrite")
    assert done.returncode == 0, done.stderr
    facts = json.loads((out / "letters.jsonl").read_text(encoding="utf-8"))["facts"]
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return {(fact["concept"], fact["status"]) for fact in facts}, record["versions"]["lexicon_hash"]


def analyser(*arguments: str) -> subprocess.CompletedProcess[str]:
    # A process of its own: the lexicon is compiled once.
    given = {key: value for key, value in os.environ.items() if key != WORDS_VARIABLE}
    command = [sys.executable, "-m", "analyser", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=given, check=False)


def test_own_words_are_read_and_counted_in_the_hash(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text(WORDS, encoding="utf-8")
    (before, plain), (after, own) = score(tmp_path), score(tmp_path, "--words", str(path))
    assert after - before == {
        ("osteoporosis", "present"),
        ("oral_bisphosphonate", "present"),
        ("coeliac_disease", "absent"),
    }
    assert before <= after
    assert plain != own


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[osteoporosis]\nnorsk = ['x']", "'norsk' is not one of the lists nb, nn"),
        ("[no_such_concept]\nnb = ['x']", "is no concept of the codebook"),
        ("nb = ['x']", "must be a block"),
        ("[osteoporosis\n", "line 1"),
        (None, "check its name"),
    ],
)
def test_a_mistake_in_own_words_is_one_sentence_with_the_file_and_what_may_stand_there(
    text: str | None, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "words.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv(WORDS_VARIABLE, str(path))
    own_words.cache_clear()
    try:
        with pytest.raises(UserError) as told:
            Lexicon()
    finally:
        own_words.cache_clear()
    assert "words.toml" in str(told.value)
    assert words in str(told.value)


def test_the_command_line_says_it_without_a_traceback(tmp_path: Path) -> None:
    done = analyser("--words", str(tmp_path / "none.toml"), "lexicon", "check")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "none.toml" in done.stderr
