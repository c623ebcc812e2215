"""Masked copies: of every format, without names in files' names, and with their annotations in step."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from analyser.errors import UserError
from analyser.identity.redact import MAP, redact
from tests.cli.program import run
from tests.identity.canaries import CANARIES, PHRASE, SENDER, TEXT

KEPT = (PHRASE, "sjiraffhals")  # words that identify nobody stay in a masked copy


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inn"
    folder.mkdir()
    (folder / "Hildeborg Finnmarksvidde.txt").write_text(TEXT, encoding="utf-8", newline="\r\n")
    quote = "Håndleddsbrudd etter fall på isen"
    start = TEXT.index(quote)
    line = {
        "id": "12834512345", "lang": "nb", "date": "2026-03-14", "text": TEXT, "sender": SENDER,
        "doctor": "Eysteinn",
        "facts": [
            {"concept": "wrist_fracture", "quote": quote, "start": start, "end": start + len(quote)},
            {"concept": "hip_fracture", "status": "past", "quote": "Hildeborg hadde hoftebrudd"},
        ],
        "assessment": {"dxa": "indicated", "dental": [], "dialogue": []},
    }  # fmt: skip
    lines = [json.dumps(line), "{", json.dumps({"text": "Kvinne 72 år."})]
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with (folder / "b.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["id", "text", "lege"], ["7", TEXT, "Kvitskarv"], ["8", "Mann 80 år.", ""]])
    return folder


def leaks(folder: Path) -> list[tuple[str, str]]:
    texts = [(path.name, path.name + path.read_text(encoding="utf-8")) for path in folder.iterdir()]
    return [(name, canary) for name, text in texts for canary in CANARIES if canary in text and canary not in KEPT]


@pytest.mark.parametrize("tags", [False, True])
def test_nothing_that_identifies_is_left_in_any_copy(inbox: Path, tmp_path: Path, tags: bool) -> None:
    done = redact([inbox], tmp_path / "out", tags=tags)
    assert leaks(tmp_path / "out") == []
    assert (done.letters, [row.code for row in done.failures]) == (5, ["bad_json"])
    assert len(done.identifiers) == 13


def test_masks_keep_every_offset_and_the_annotations_in_step(inbox: Path, tmp_path: Path) -> None:
    redact([inbox], tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["0001.txt", "0002.jsonl", "0003.csv"]
    text = (tmp_path / "out" / "0001.txt").read_bytes().decode()
    assert len(text) == len(TEXT.replace("\n", "\r\n"))
    lines = [json.loads(line) for line in (tmp_path / "out" / "0002.jsonl").read_text(encoding="utf-8").splitlines()]
    row = lines[0]
    assert set(row) == {"id", "date", "text", "lang", "facts", "assessment"}
    first, second = row["facts"]
    assert row["text"][first["start"] : first["end"]] == first["quote"] == "Håndleddsbrudd etter fall på isen"
    assert second["quote"] == "Xxxxxxxxx hadde hoftebrudd"
    assert second["quote"] in row["text"]
    with (tmp_path / "out" / "0003.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert [line["id"] for line in csv.DictReader(stream, delimiter=";")] == ["7", "8"]


def test_the_map_of_tags_holds_offsets_and_kinds_only(inbox: Path, tmp_path: Path) -> None:
    redact([inbox], tmp_path / "out", tags=True)
    places = json.loads((tmp_path / "out" / MAP).read_text(encoding="utf-8"))
    original = (inbox / "Hildeborg Finnmarksvidde.txt").read_bytes().decode()
    text = (tmp_path / "out" / "0001.txt").read_bytes().decode()
    assert set(places) == {"0001.txt", "0002.jsonl", "0003.csv"}
    (of_text,) = places["0001.txt"]
    assert {"Hildeborg Finnmarksvidde", "128345 12345"} <= {original[one["start"] : one["end"]] for one in of_text}
    assert {text[one["tag_start"]] + text[one["tag_end"] - 1] for one in of_text} == {"[]"}


def test_a_folder_in_use_and_an_input_that_is_not_there_are_said(inbox: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="inn"):
        redact([inbox], inbox)
    with pytest.raises(UserError, match="borte"):
        redact([tmp_path / "borte"], tmp_path / "out")


def test_the_command(inbox: Path, tmp_path: Path) -> None:
    result = run("redact", inbox, "--out", tmp_path / "ut", "--keep", "place")
    assert result.exit_code == 1
    assert "5 brev maskert, 1 ikke lest" in result.stdout
    assert "fødselsnummer" in result.stdout
    assert "Maskering er ikke anonymisering" in result.stdout
    assert "Bjørkeheimen sykehjem" in (tmp_path / "ut" / "0001.txt").read_text(encoding="utf-8")
    wrong = run("redact", inbox, "--out", tmp_path / "ut2", "--keep", "navn", "--lang", "en")
    assert wrong.exit_code == 2
    assert "id_number" in wrong.stderr


@pytest.mark.parametrize(
    ("own", "kept"),
    [
        ("kari_nordmann", False),
        ("nordmannk1950", False),
        ("NORDMANN-kari.2", False),
        ("dev-nb-001", True),
        ("brev_7", True),
    ],
)
def test_an_id_that_names_somebody_as_file_names_do_becomes_a_number(own: str, kept: bool, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": own, "text": "Kvinne 72 år."}), encoding="utf-8")
    redact([tmp_path / "a.jsonl"], tmp_path / "out")
    assert json.loads((tmp_path / "out" / "0001.jsonl").read_text(encoding="utf-8"))["id"] == (
        own if kept else "letter-1"
    )
