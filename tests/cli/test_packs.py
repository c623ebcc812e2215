"""``analyser packs``, ``compare-packs`` and ``draft``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyser.guideline.packaged import pack_content
from tests.cli.program import LETTER, SECRET, run

LETTERS = [
    {"id": "f-1", "facts": [{"concept": "dxa_request", "status": "planned"}, {"concept": "family_osteoporosis"}]},
    {"id": "f-2", "facts": [{"concept": "dxa_request", "status": "planned"}, {"concept": "early_menopause"}]},
    {"id": "f-3", "facts": [{"concept": "dxa_request", "status": "planned"}]},
    {
        "id": "f-4",
        "facts": [
            {"concept": "age", "value": 68},
            {"concept": "hip_fracture", "attributes": {"mechanism": "low_energy"}},
        ],
    },
]


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.jsonl"
    path.write_text("\n".join(map(json.dumps, LETTERS)), encoding="utf-8")
    return path


def test_list_names_every_pack() -> None:
    shown = run("packs", "list", "--lang", "en").stdout
    assert [line.split()[0] for line in shown.splitlines()] == ["Name", "memo", "national"]


def test_show_gives_rules_numbers_and_sources() -> None:
    shown = run("packs", "show", "memo", "--lang", "en").stdout
    for words in (
        "age_old (high age)",
        "to be confirmed",
        "D6  indicated  [NRF, HDIR]",
        "D5  may_lack_indication + repeat_too_soon  [HDIR]",
        "present(prior_dxa, years_ago < repeat_min_years) and not",
        "M4  do_not_pause  [seed c, ECTS]",
        "S1  denosumab_rebound  [ECTS]",
        "metodebok.no",
    ):
        assert words in shown, words
    assert run("packs", "show", "nowhere").exit_code == 2


def test_check_names_every_mistake_of_every_file(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_bytes(pack_content("memo").replace(b"present(kyphosis) or", b"present(kyphosys) or"))
    result = run("packs", "check", wrong, "national", tmp_path / "none.toml", "--lang", "en")
    assert result.exit_code == 2
    assert "national: all right" in result.stdout
    assert "wrong.toml, line " in result.stderr
    assert "unknown concept, group or set 'kyphosys'" in result.stderr
    assert "'none.toml' cannot be read" in result.stderr
    assert run("packs", "check", "memo").exit_code == 0


def test_packs_alone_shows_its_commands() -> None:
    shown = run("packs", "--help").stdout
    assert [name for name in ("list", "show", "check") if f"  {name} " not in shown] == []


def test_two_packs_are_compared_letter_by_letter(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = run("compare-packs", "memo", "national", facts, "--lang", "en", "--json", out)
    assert result.exit_code == 0
    assert "2 of 4 letters get other advice (memo → national); 2 of them another suggestion on DXA." in result.stdout
    assert "D16 May lack an indication" in result.stdout
    rows = json.loads(out.read_text(encoding="utf-8"))
    assert [(row["id"], row["before"]["rule"], row["after"]["rule"]) for row in rows["differences"]] == [
        ("f-1", "D16", "D15"),
        ("f-2", "D15", "N1"),
    ]


def test_one_number_is_tried(facts: Path) -> None:
    shown = run("compare-packs", "memo", "memo", facts, "--set", "age_old=70", "--lang", "en").stdout
    assert "1 of 4 letters get other advice (memo → memo, age_old=70)" in shown
    assert "f-4" in shown
    assert "0 of 4" in run("compare-packs", "memo", "memo", facts, "--lang", "en").stdout


@pytest.mark.parametrize(
    ("setting", "says"),
    [("age_odl=70", "no parameter 'age_odl'"), ("age_old", "write it as name=number"), ("age_old=x", "name=number")],
)
def test_a_number_that_cannot_be_set_is_said(facts: Path, setting: str, says: str) -> None:
    result = run("compare-packs", "memo", "memo", facts, "--set", setting, "--lang", "en")
    assert result.exit_code == 2
    assert says in result.stderr


def test_letters_are_read_and_what_is_not_is_listed(letter: Path, facts: Path) -> None:
    facts.write_text(facts.read_text(encoding="utf-8") + '\n{"id": "f-5"}\n', encoding="utf-8")
    result = run("compare-packs", "memo", "memo", letter, facts, "--lang", "en")
    assert result.exit_code == 1
    assert "0 of 5 letters" in result.stdout
    assert "facts.jsonl, line 5" in result.stdout
    assert run("compare-packs", "memo", "memo", facts.parent / "none.txt").exit_code == 2


def test_a_draft_is_in_the_letters_form_and_names_no_patient(letter: Path, tmp_path: Path) -> None:
    shown = run("draft", letter).stdout
    assert shown.startswith("[KLADD")
    assert "Henvisningen gjelder en kvinne på 72 år." in shown
    assert SECRET not in shown
    out = tmp_path / "draft.txt"
    assert run("draft", letter, "--out", out).exit_code == 0
    assert out.read_text(encoding="utf-8") == shown


def test_a_draft_of_one_of_several_letters_as_a_message(tmp_path: Path) -> None:
    path = tmp_path / "brev.jsonl"
    lines = [LETTER, {**LETTER, "id": "k-2", "text": "Ei kvinne på 81 år. Ho ønskjer DXA, og ho røykjer ikkje."}]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    shown = run("draft", path, "--id", "k-2", "--xml").stdout_bytes.decode("utf-8")
    assert shown.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<!-- KLADD')
    assert "Tilvisinga gjeld ei kvinne på 81 år." in shown
    assert run("draft", path).exit_code == 2
    assert run("draft", tmp_path / "none.txt").exit_code == 2
    assert run("draft", path, "--id", "k-1", "--clinic", tmp_path / "none.toml").exit_code == 2


def test_a_file_of_facts_in_a_folder_is_taken_for_facts_too(facts: Path, letter: Path) -> None:
    folder = facts.parent / "mappe"
    folder.mkdir()
    for path in (facts, letter):
        path.rename(folder / path.name)
    result = run("compare-packs", "memo", "national", folder, "--lang", "en")
    assert result.exit_code == 0
    assert "2 of 5 letters get other advice" in result.stdout


def test_letters_of_a_table_are_compared_by_the_columns_given(tmp_path: Path) -> None:
    (tmp_path / "brev.csv").write_text("saksnr;merknad\n7;Kvinne 72 år. Ber om DXA.\n", encoding="utf-8")
    result = run("compare-packs", "memo", "memo", tmp_path / "brev.csv", "--text-column", "merknad", "--lang", "en")
    assert (result.exit_code, "0 of 1 letters" in result.stdout) == (0, True)
