"""``analyser score --share``: planted identifiers of every kind are in no byte of what is written."""

from __future__ import annotations

import base64
import contextlib
import csv
import json
import re
import zipfile
import zlib
from pathlib import Path

import pytest
from typer.testing import Result

from analyser.batch.folder import AUDIT, OUTPUTS
from tests.cli.program import ids, rows
from tests.cli.program import run as program
from tests.identity.canaries import CANARIES, SENDER, TEXT

FILE = "Finnmarksvidde Hildeborg"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "Kvitskarv sine brev"
    folder.mkdir()
    (folder / f"{FILE}.txt").write_text(TEXT, encoding="utf-8")
    line = {"id": "Hildeborg-brev", "text": TEXT, "sender": SENDER, "date": "2026-03-14"}
    again = {**line, "id": "128345 12345"}
    broken = '{"id": "Torbrand", "text": "Hildeborg'
    (folder / "Snøfjelldal.jsonl").write_text(
        "\n".join([json.dumps(line), json.dumps(again), broken]), encoding="utf-8"
    )
    with (folder / "Vidarskog.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["id", "text", "avsender"], ["Kvitskarv", TEXT, SENDER.upper()]])
    (folder / "Måltrostvegen.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    return folder


def share(inbox: Path, out: Path, *options: str | Path) -> Result:
    return program("score", inbox, "--out", out, "--workers", "0", "--share", *options)


def opened(path: Path) -> bytes:
    """Every byte of a file, what is packed in it beside."""
    data = path.read_bytes()
    for packed in re.findall(rb"[A-Za-z0-9+/]{40,}={0,2}", data):
        with contextlib.suppress(ValueError, zlib.error):
            data += zlib.decompress(base64.b64decode(packed))
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            data += b"".join(archive.read(name) for name in archive.namelist())
    return data


_BY_CHANCE = 6  # digits


def leaks(out: Path) -> list[tuple[str, str]]:
    """Canaries in every byte of every file, however it is encoded; JSON may have escaped what is no ASCII."""
    found = []
    for path in out.rglob("*"):
        data = path.name.encode() + opened(path)
        for canary in (*CANARIES, FILE):
            forms = {canary.encode(), canary.encode("utf-16-le"), json.dumps(canary)[1:-1].encode()}
            found += [(path.name, canary) for form in forms if _is_in(form, data)]
    return found


def _is_in(form: bytes, data: bytes) -> bool:
    """Whether a canary stands there; four digits that stand within a hash or a pseudonym are there by chance."""
    if not (form.isdigit() and len(form) < _BY_CHANCE):
        return form in data
    return re.search(rb"(?<![0-9a-z])" + form + rb"(?![0-9a-z])", data) is not None


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_no_canary_is_in_any_file(inbox: Path, tmp_path: Path, lang: str) -> None:
    out = tmp_path / "ut"
    result = share(inbox, out, "--lang", lang)
    assert result.exit_code == 1, result.output
    assert set(OUTPUTS) <= {path.name for path in out.iterdir()}
    assert leaks(out) == []
    assert not (out / AUDIT).exists()
    assert (tmp_path / "ut.audit.jsonl").exists()
    assert len(ids(out)) == 4
    assert len(rows(out / "failed.csv")) == 2


def test_without_the_option_they_are_there(inbox: Path, tmp_path: Path) -> None:
    """That the test above can fail."""
    program("score", inbox, "--out", tmp_path / "ut", "--workers", "0")
    names = {name for name, _ in leaks(tmp_path / "ut")}
    assert {"report.html", "letters.csv", "facts.csv", "failed.csv", "letters.jsonl", "run.json"} & names >= {
        "report.html", "letters.csv", "failed.csv", "letters.jsonl", "run.json",
    }  # fmt: skip
    assert any(name.endswith(".sqlite") for name in names)


def test_what_is_said_of_a_letter_is_the_same(inbox: Path, tmp_path: Path) -> None:
    program("score", inbox, "--out", tmp_path / "all", "--workers", "0")
    share(inbox, tmp_path / "ut")
    columns = ("date", "language", "dxa", "rule", "dental", "dialogue", "missing", "score", "facts", "dxa_reason")
    whole, told = rows(tmp_path / "all" / "letters.csv"), rows(tmp_path / "ut" / "letters.csv")
    assert [[row[name] for name in columns] for row in whole] == [[row[name] for name in columns] for row in told]
    senders = [row["sender"] for row in told]
    assert len(set(senders)) == 2
    assert "" in senders
    assert len({row["source"] for row in told}) == len(told)


def test_the_key_lies_outside_and_gives_the_same_pseudonyms_again(inbox: Path, tmp_path: Path) -> None:
    first = share(inbox, tmp_path / "ut")
    key = tmp_path / "ut.key"
    assert str(key) in first.stdout
    assert len(bytes.fromhex(key.read_text().strip())) == 32
    share(inbox, tmp_path / "ut2", "--key", key)
    share(inbox, tmp_path / "ut3", "--key", tmp_path / "another.key")
    assert ids(tmp_path / "ut") == ids(tmp_path / "ut2")
    assert set(ids(tmp_path / "ut")).isdisjoint(ids(tmp_path / "ut3"))
    assert key.read_text().strip() not in "".join(
        path.read_text(encoding="utf-8", errors="replace") for path in (tmp_path / "ut").iterdir()
    )


def test_a_key_in_the_folder_and_a_key_for_nothing_are_refused(inbox: Path, tmp_path: Path) -> None:
    inside = share(inbox, tmp_path / "ut", "--key", tmp_path / "ut" / "k")
    assert inside.exit_code == 2
    assert not (tmp_path / "ut").exists()
    alone = program("score", inbox, "--out", tmp_path / "ut", "--key", tmp_path / "k")
    assert alone.exit_code == 2
    assert not (tmp_path / "k").exists()


def test_a_run_goes_on_only_as_it_began(inbox: Path, tmp_path: Path) -> None:
    share(inbox, tmp_path / "ut")
    assert share(inbox, tmp_path / "ut", "--resume").exit_code == 1
    assert leaks(tmp_path / "ut") == []
    assert share(inbox, tmp_path / "ut", "--resume", "--key", tmp_path / "other.key").exit_code == 2
    assert program("score", inbox, "--out", tmp_path / "ut", "--workers", "0", "--resume").exit_code == 2
    program("score", inbox, "--out", tmp_path / "whole", "--workers", "0")
    assert share(inbox, tmp_path / "whole", "--resume").exit_code == 2
