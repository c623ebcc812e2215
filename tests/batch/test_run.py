"""A run over many letters: nothing lost, nothing half done, the same bytes for the same input."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import analyser
from analyser.analysis import Analysis
from analyser.assessment import Assessment, Reason
from analyser.batch import OUTPUTS, STORE, UNFINISHED, Store, Summary, Watch, run
from analyser.errors import UserError
from analyser.fact import Fact
from analyser.letter import Letter
from analyser.reading import Finder, Options
from analyser.reading import Reader as RoomReader


@dataclasses.dataclass
class Reader:
    """Finds the word DXA in a letter, and what the test wants it to do besides."""

    also: Callable[[Letter], object] = lambda _: None
    versions: dict[str, str | int] = dataclasses.field(
        default_factory=lambda: dict.fromkeys(("analyser", "pack", "pack_version", "codebook"), "1")
    )
    sources: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def analyse(self, letter: Letter) -> Analysis:
        self.also(letter)
        start = letter.text.find("DXA")
        if start < 0:
            return Analysis(letter, "nb", (), Assessment("no_dxa_question", "D3", (), (), (), (), 0))
        facts = (Fact("dxa_request", "planned", start=start, end=start + 3, quote="DXA"),)
        reasons = (Reason("dxa", "indicated", "D6", "NRF", "Fordi."),)
        dental, dialogue = ("do_not_pause", "infection_vigilance"), ("dental_advice",)
        return Analysis(letter, "nn", facts, Assessment("indicated", "D6", dental, dialogue, reasons, ("age",), 50))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inn"
    folder.mkdir()
    lines = [{"id": "a", "text": "Ber om DXA", "date": "2026-03-14"}, {"id": "b", "text": "Takk for sist"}, {"id": "c"}]
    (folder / "1.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (folder / "2.txt").write_text("DXA?", encoding="utf-8")
    (folder / "3.bin").write_bytes(b"\x00\x01")
    return folder


def score(inbox: Path, out: Path, **rest: Any) -> Summary:
    return run([inbox], out, **{"make": Reader, **rest})


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_letter_is_a_line_and_everything_else_a_row(inbox: Path, tmp_path: Path) -> None:
    summary = score(inbox, tmp_path / "ut")
    assert set(contents(tmp_path / "ut")) == {*OUTPUTS, STORE}
    lines = (tmp_path / "ut" / "letters.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "b", "2"]
    assert json.loads(lines[0])["assessment"]["dxa"] == "indicated"
    assert [(row.source, row.place, row.code) for row in summary.failures] == [
        ("inn/1.jsonl", "linje 3", "missing_text"),
        ("inn/3.bin", "", "unknown_kind"),
    ]


def test_the_summary_counts_letters_by_what_was_concluded(inbox: Path, tmp_path: Path) -> None:
    summary = score(inbox, tmp_path / "ut")
    assert (summary.letters, summary.failed, summary.without_date) == (3, 2, 2)
    assert {name: count for name, count in summary.dxa.items() if count} == {"indicated": 2, "no_dxa_question": 1}
    assert (summary.with_dental, summary.with_dialogue) == (2, 2)
    assert summary.dental["do_not_pause"] == 2
    assert summary.language == {"nb": 1, "nn": 2, "mixed": 0}


def test_the_record_traces_a_result_to_what_it_was_made_of(inbox: Path, tmp_path: Path) -> None:
    versions: dict[str, str | int] = {
        "analyser": "1",
        "pack": "memo",
        "pack_version": "2",
        "codebook": 3,
        "lexicon_hash": "ab",
    }
    summary = score(inbox, tmp_path / "ut", make=lambda: Reader(versions=versions), options=Options(lang="nn"))
    record = json.loads((tmp_path / "ut" / "run.json").read_text(encoding="utf-8"))
    assert record["versions"] == versions
    assert record["lang"] == "nn"
    assert record["inputs"] == [
        {"source": f"inn/{name}", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(contents(inbox).items())
    ]
    assert {key: record[key] for key in summary.to_dict()} == summary.to_dict()
    assert record["failed_by_code"] == {"missing_text": 1, "unknown_kind": 1}


def test_the_same_input_gives_the_same_bytes(inbox: Path, tmp_path: Path) -> None:
    for name in ("1", "2"):
        score(inbox, tmp_path / name)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_a_letter_that_fails_is_a_row_and_its_words_stay_in_it(inbox: Path, tmp_path: Path) -> None:
    def fails(letter: Letter) -> None:
        if "Takk" in letter.text:
            raise ValueError(letter.text)

    summary = score(inbox, tmp_path / "ut", make=lambda: Reader(fails))
    assert summary.letters == 2
    assert (summary.failures[0].place, summary.failures[0].code) == ("linje 2", "not_analysed")
    assert "Takk for sist" not in (tmp_path / "ut" / "failed.csv").read_text(encoding="utf-8-sig")


def stopped(letter: Letter) -> None:
    """Ctrl-C at the second letter."""
    if "Takk" in letter.text:
        raise KeyboardInterrupt


def test_a_run_that_is_broken_off_leaves_the_results_as_they_were_and_keeps_what_it_has(
    inbox: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ut"
    score(inbox, out)
    (out / "eget.txt").write_text("mitt", encoding="utf-8")
    before = contents(out)
    with pytest.raises(KeyboardInterrupt):
        score(inbox, out, make=lambda: Reader(stopped), overwrite=True)
    after = contents(out)
    del after[UNFINISHED]
    assert after == before
    with Store.open(out / UNFINISHED) as store:
        assert store.results == 1


def test_a_run_that_is_broken_off_before_it_has_anything_leaves_nothing(inbox: Path, tmp_path: Path) -> None:
    def at_once(_: Letter) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score(inbox, tmp_path / "ut", make=lambda: Reader(at_once))
    assert not (tmp_path / "ut").exists()


def test_a_result_that_cannot_be_replaced_is_found_before_anything_is_read(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    score(inbox, out)
    (out / "facts.csv").unlink()
    (out / "facts.csv").mkdir()
    before = {path.name for path in out.iterdir()}

    def read(letter: Letter) -> None:
        pytest.fail(f"{letter.id} was read")

    with pytest.raises(UserError, match="Kan ikke skrive til"):
        score(inbox, out, make=lambda: Reader(read), overwrite=True)
    assert {path.name for path in out.iterdir()} == before


def test_letters_with_something_to_read_first_are_counted(inbox: Path, tmp_path: Path) -> None:
    @dataclasses.dataclass
    class Urgent(Reader):
        def analyse(self, letter: Letter) -> Analysis:
            one = super().analyse(letter)
            reasons = (Reason("remark", "denosumab_rebound", "S1", "ECTS", "Først."), *one.assessment.reasons)
            return dataclasses.replace(one, assessment=dataclasses.replace(one.assessment, reasons=reasons))

    assert score(inbox, tmp_path / "en").with_first == 0
    assert score(inbox, tmp_path / "to", make=lambda: Urgent()).with_first == 3


def test_a_folder_of_results_is_not_read_as_letters(inbox: Path, tmp_path: Path) -> None:
    out = inbox / "ut"
    score(inbox, out)
    first = contents(out)
    score(inbox, out, overwrite=True)
    assert contents(out) == first
    assert score(inbox, tmp_path / "annet").letters == 3


def test_progress_rises_to_the_whole(inbox: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int, int]] = []
    wrote: list[tuple[int, int]] = []

    class Told(Watch):
        def reading(self, *, done: int, total: int, letters: int) -> None:
            told.append((done, total, letters))

        def writing(self, *, done: int, total: int) -> None:
            wrote.append((done, total))

    score(inbox, tmp_path / "ut", watch=Told())
    assert wrote == [(1, 3), (2, 3), (3, 3)]
    size = sum(path.stat().st_size for path in inbox.iterdir())
    assert told == sorted(told)
    assert told[-1] == (size, size, 3)
    assert {total for _, total, _ in told} == {size}


def test_standard_input_is_read_after_the_files(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("DXA", encoding="utf-8")
    stdin = io.BytesIO("Kvinne på 70 år".encode("cp1252"))
    summary = run(["-", tmp_path / "b.txt"], tmp_path / "ut", make=Reader, stdin=stdin)
    record = json.loads((tmp_path / "ut" / "run.json").read_text(encoding="utf-8"))
    assert [one["source"] for one in record["inputs"]] == ["b.txt", "-"]
    assert summary.letters == 2


def test_a_disk_that_is_full_is_one_sentence_and_leaves_only_what_it_has(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("analyser.reporting.report.write_report", full)
    with pytest.raises(UserError, match="Cannot write to '.*ut'; check that there is room"):
        score(inbox, tmp_path / "ut", options=Options(lang="en"))
    assert list(contents(tmp_path / "ut")) == [UNFINISHED]
    monkeypatch.undo()
    assert score(inbox, tmp_path / "ut", resume=True, options=Options(lang="en")).reused == 3


def test_tables_hold_what_a_spreadsheet_would_run_as_text_and_numbers_as_numbers(tmp_path: Path) -> None:
    starts = ["=1+1", "+1", "-1", "@x", "\t=1", "＝1+1"]
    lines = [json.dumps({"id": f"{n}", "text": f"DXA {n}", "sender": start}) for n, start in enumerate(starts)]
    (tmp_path / "brev.jsonl").write_text("\n".join(lines), encoding="utf-8")

    @dataclasses.dataclass
    class Low(Reader):
        def analyse(self, letter: Letter) -> Analysis:
            facts = (Fact("t_score_total_hip", value=-2.5, start=0, end=3, quote="-2,5"),)
            return dataclasses.replace(super().analyse(letter), facts=facts)

    run([tmp_path / "brev.jsonl"], tmp_path / "ut", make=Low)
    for name in ("letters.csv", "facts.csv"):
        with (tmp_path / "ut" / name).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter=";"))
        if name == "letters.csv":
            assert [row["sender"] for row in rows] == [f"'{start.strip()}" for start in starts]
        else:
            assert {(row["value"], row["quote"]) for row in rows} == {("-2,5", "'-2,5")}


def test_a_letter_has_the_remarks_that_it_has_alone(tmp_path: Path) -> None:
    letters = [
        {"id": "1", "text": "Kvinne 72 år. Ber om DXA.", "date": "i fjor"},
        {"id": "1", "text": "Mann 80 år. Lårhalsbrudd i fjor."},
    ]
    (tmp_path / "brev.jsonl").write_text("\n".join(map(json.dumps, letters)), encoding="utf-8")
    run([tmp_path / "brev.jsonl"], tmp_path / "ut", second_reader=False)
    alone = [
        analyser.load().analyse(item)
        for source in Finder().find([tmp_path / "brev.jsonl"])
        for item in RoomReader().read(source)  # type: ignore[arg-type]
        if isinstance(item, Letter)
    ]
    with Store.open(tmp_path / "ut" / STORE) as store:
        assert list(store.analyses()) == alone
    assert [one.assessment.reasons[-1].outcome for one in alone] == ["bad_date", "same_id"]
