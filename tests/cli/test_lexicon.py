"""``analyser lexicon``."""

from __future__ import annotations

from tests.cli.program import run


def test_show_gives_terms_and_codes() -> None:
    shown = run("lexicon", "show", "copd", "--lang", "en").stdout
    assert "COPD" in shown
    assert "kols" in shown
    assert "diseases.toml" in shown


def test_show_of_a_number_says_how_it_is_read() -> None:
    assert "classes of words" in run("lexicon", "show", "t_score_spine", "--lang", "en").stdout


def test_show_of_no_concept_is_one_sentence() -> None:
    result = run("lexicon", "show", "kols", "--lang", "en")
    assert result.exit_code == 2
    assert "'kols' is no concept of the codebook" in result.stderr


def test_check_finds_nothing_to_mend() -> None:
    result = run("lexicon", "check", "--lang", "en")
    assert result.exit_code == 0, result.stdout
    assert "mend in the lexicon: 0" in result.stdout


def test_show_says_where_the_words_come_from_and_whether_a_clinician_has_seen_them() -> None:
    shown = run("lexicon", "show", "copd", "--lang", "en").stdout
    assert "source: the authors' knowledge of clinical Norwegian" in shown
    assert "reviewed by a clinician: not yet" in shown
