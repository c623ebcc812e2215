"""The report of a run, made again from its store."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

import analyser
from analyser.analysis import Analysis
from analyser.batch.rows import content_of, fingerprint_of, key_of, result_row
from analyser.batch.store import STORE, Store
from analyser.reporting.compact import unpacked
from benchmarks.spread import spread, synthetic
from tests.cli.program import run


@pytest.fixture(scope="module")
def letters() -> list[Analysis]:
    return list(spread(synthetic()[:60], 60))


@pytest.fixture
def out(tmp_path: Path, letters: list[Analysis]) -> Path:
    """A folder with the store of a run."""
    versions = analyser.load().versions
    folder = tmp_path / "out"
    folder.mkdir()
    with Store.create(folder / STORE) as store:
        store.begin({"versions": versions, "lang": "nb"}, [])
        for position, one in enumerate(letters):
            key = key_of(content_of(one.letter), fingerprint_of(versions, "nb"))
            store.add_letter(position, one.letter, key)
            store.add_result(key, one.letter.text, result_row(one))
        store.finish()
    return folder


def texts(html: str) -> list[str]:
    blocks = [unpacked(block) for block in re.findall(r'data-block="\d+">([^<]+)<', html)]
    return ["".join(x if isinstance(x, str) else x[0] for x in one["segments"]) for block in blocks for one in block]


def test_report_and_workbook_hold_every_letter(out: Path, letters: list[Analysis]) -> None:
    done = run("report", out, "--lang", "en", "--step", "2025-03-01=New <form>")
    assert done.exit_code == 0, done.output
    html = (out / "report.html").read_text(encoding="utf-8")
    assert texts(html) == [one.letter.text for one in letters]
    assert '<html lang="en"' in html
    assert "New &lt;form&gt;" in html and "New <form>" not in html
    book = openpyxl.load_workbook(out / "workbook.xlsx")
    assert book["letters"].max_row == len(letters) + 1
    assert {path.name for path in out.iterdir()} == {STORE, "report.html", "workbook.xlsx"}


def test_a_run_s_report_is_written_again_as_the_run_wrote_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("score", "data/synthetic/dev-nb.jsonl", "--out", out).exit_code == 0
    written = (out / "report.html").read_bytes()
    (out / "report.html").unlink()
    done = run("report", out)
    assert (done.exit_code, done.stderr) == (0, "")
    assert (out / "report.html").read_bytes() == written


def test_the_drafts_are_signed_by_the_clinic_named(out: Path, tmp_path: Path) -> None:
    packaged = Path(analyser.__file__).parent / "dialogue" / "clinic.toml"
    own = tmp_path / "clinic.toml"
    text = packaged.read_text(encoding="utf-8")
    own.write_text(re.sub(r"^given_name = .*$", 'given_name = "Hildeborg"', text, flags=re.MULTILINE), encoding="utf-8")
    assert run("report", out, "--clinic", own).exit_code == 0
    html = (out / "report.html").read_text(encoding="utf-8")
    [block, *_] = re.findall(r'data-block="\d+">([^<]+)<', html)
    assert all("Hildeborg" in one["draft"] for one in unpacked(block))


def test_rules_that_have_changed_give_no_drafts_and_say_so(out: Path) -> None:
    with Store.open(out / STORE, write=True) as store:
        about = store.about
        other = json.dumps({**about["versions"], "pack_hash": "other"})
        store._db.execute(
            "UPDATE about SET value = ? WHERE name = 'versions'",
            (other,),
        )
        store.commit()
    done = run("report", out)
    assert done.exit_code == 0
    assert "ikke lenger slik de var" in done.stderr
    [block, *_] = re.findall(r'data-block="\d+">([^<]+)<', (out / "report.html").read_text(encoding="utf-8"))
    assert {one["draft"] for one in unpacked(block)} == {""}


def test_a_sheet_for_one_practice(out: Path, tmp_path: Path, letters: list[Analysis]) -> None:
    senders = [str(one.letter.sender) for one in letters]
    most = max(set(senders), key=senders.count)
    file = tmp_path / "ark.html"
    done = run("report", out, "--practice", most.upper(), "--out", file)
    assert done.exit_code == 0, done.output
    html = file.read_text(encoding="utf-8")
    assert most in html and f"lest {senders.count(most)} brev" in html
    assert "<script" not in html and "beslutningsstøtte" in html
    assert not (out / "report.html").exists()


def test_a_practice_with_few_letters_gets_no_sheet(out: Path, tmp_path: Path, letters: list[Analysis]) -> None:
    senders = [str(one.letter.sender) for one in letters]
    few = next(one for one in senders if senders.count(one) < 5)
    done = run("report", out, "--practice", few, "--out", tmp_path / "ark.html")
    assert done.exit_code == 2
    assert "færre enn 5 brev" in done.stderr
    assert not (tmp_path / "ark.html").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--practice", "Hovden"], "--out"),
        (["--practice", "Finnes ikke", "--out", "ark.html"], "«Finnes ikke»"),
        (["--share"], "--out"),
        (["--step", "i fjor"], "--step"),
        (["--step", "2026-13-45=x"], "--step"),
        (["--step", "2026-03-01="], "--step"),
    ],
)
def test_mistakes_are_said_in_a_sentence(out: Path, arguments: list[str], words: str) -> None:
    done = run("report", out, *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_shared_does_not_go_beside_the_whole_letters(out: Path) -> None:
    before = sorted(path.name for path in out.iterdir())
    done = run("report", out, "--share", "--out", out)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--out" in done.stderr
    assert sorted(path.name for path in out.iterdir()) == before


def test_what_is_shared_has_neither_names_nor_the_text(out: Path, tmp_path: Path, letters: list[Analysis]) -> None:
    done = run("report", out, "--share", "--key", tmp_path / "key", "--out", tmp_path / "shared")
    assert done.exit_code == 0, done.output
    html = (tmp_path / "shared" / "report.html").read_text(encoding="utf-8")
    assert [len(text) for text in texts(html)] == [len(one.letter.text) for one in letters]
    assert not any(str(one.letter.sender) in html for one in letters)
    words = " ".join(texts(html))
    assert sum(not character.isspace() for character in words) < 0.8 * sum(len(one.letter.text) for one in letters)
    cells = {
        cell for row in openpyxl.load_workbook(tmp_path / "shared" / "workbook.xlsx")["brev"].values for cell in row
    }
    assert not cells & {str(one.letter.sender) for one in letters}
    assert not (out / "report.html").exists()


def test_a_folder_without_a_run_is_said(tmp_path: Path) -> None:
    assert run("report", tmp_path).exit_code == 2
