"""A clinic's own words beside the lexicon that comes with the program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from analyser.extraction.data import WORDS_VARIABLE

TEXT = "Kvinne 71 år. Kjent grisneskjørhet. Bruker Knokkelvern. Ikke kjent bleikhovsyke."
SHOW = (
    "import json, sys, analyser\n"
    "one = analyser.analyse(sys.argv[1])\n"
    "print(json.dumps([[f.concept, f.status] for f in one.facts]))\n"
    "print(analyser.load().versions['lexicon_hash'])\n"
)
WORDS = """
[osteoporosis]
nb = ["grisneskjørhet"]

[oral_bisphosphonate]
brands = ["knokkelvern"]

[coeliac_disease]
nb = ["bleikhovsyke"]
"""


def show(words: Path | None) -> subprocess.CompletedProcess[str]:
    given = {key: value for key, value in os.environ.items() if key != WORDS_VARIABLE}
    if words is not None:
        given[WORDS_VARIABLE] = str(words)
    command = [sys.executable, "-c", SHOW, TEXT]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=given, check=False)


def test_own_words_are_read_and_counted_in_the_hash(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text(WORDS, encoding="utf-8")
    without, with_ = show(None).stdout.splitlines(), show(path).stdout.splitlines()
    before, after = ({(concept, status) for concept, status in json.loads(lines[0])} for lines in (without, with_))
    assert after - before == {
        ("osteoporosis", "present"),
        ("oral_bisphosphonate", "present"),
        ("coeliac_disease", "absent"),
    }
    assert before <= after
    assert without[1] != with_[1]


def test_a_mistake_in_own_words_names_the_file_and_what_may_stand_there(tmp_path: Path) -> None:
    for text, words in (
        ("[osteoporosis]\nnorsk = ['x']", "'norsk' is not one of the lists nb, nn"),
        ("[no_such_concept]\nnb = ['x']", "is no concept of the codebook"),
        ("nb = ['x']", "must be a block"),
        ("[osteoporosis\n", "line 1"),
    ):
        path = tmp_path / "words.toml"
        path.write_text(text, encoding="utf-8")
        said = show(path).stderr.splitlines()[-1]
        assert "words.toml" in said
        assert words in said
