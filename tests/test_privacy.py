"""What must never happen with the letters: a network connection, or their words where results are not."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analyser.batch import AUDIT, OUTPUTS, STORE
from analyser.reporting.compact import unpacked
from tests.reading.document_files import archive, docx, mail, pdf
from tests.reading.message_files import attachment_2, henvisning_1, henvisning_2, reason

ROOT = Path(__file__).parents[1]
# Each stands in a letter or beside one, and nowhere in the program.
NAME, NUMBER, PHRASE = "Hildeborg Finnmarksvidde", "01018512345", "raudflekka sjiraffhals"
CANARIES = (NAME, NUMBER, PHRASE, "Finnmarksvidde", "sjiraffhals")

# In every Python process of the program, workers too: ends it at once when it is about to use a network, start another
# program, or write outside the folder; and lets every library log whatever it can.
_WATCH = """
import logging, os, sys
folder = os.environ["WATCHED_FOLDER"]
banned = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "urllib.", "ftplib.")
def stop(what):
    os.write(2, f"EVENT {what}".encode())
    with open(os.path.join(folder, "event"), "a") as told:
        told.write(what)
    os._exit(99)
def asked_by(name):
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code.co_name == name:
            return True
        frame = frame.f_back
    return False
def watch(event, args):
    # While spaCy is imported, a library it brings binds to this computer's own address, to learn whether IPv6 is there.
    probe = (event == "socket.__new__" or (event == "socket.bind" and args[1][0] == "::1")) and asked_by("_has_ipv6")
    # PDF and RTF are parsed in a process of the program's own, by its own script.
    parser = event == "subprocess.Popen" and list(args[1])[1:2] == ["-I"] and args[1][2].endswith("worker.py")
    if event.startswith(banned) and not probe and not parser:
        stop(event)
    if event == "open" and isinstance(args[0], str) and isinstance(args[2], int) and args[2] & 3:
        path = os.path.realpath(args[0])
        if not path.startswith((folder, "/dev/")) and "__pycache__" not in path:
            stop(f"write {path}")
sys.addaudithook(watch)
logging.basicConfig(level=1)
"""


def environment(tmp_path: Path) -> dict[str, str]:
    guard = tmp_path / "vakt"
    guard.mkdir(exist_ok=True)
    (guard / "sitecustomize.py").write_text(_WATCH, encoding="utf-8")
    (tmp_path / "midlertidig").mkdir(exist_ok=True)
    return {
        **os.environ,
        "PYTHONPATH": str(guard),
        "WATCHED_FOLDER": str(tmp_path.resolve()),
        "TMPDIR": str(tmp_path / "midlertidig"),
    }


def watched(tmp_path: Path, *args: str | Path, code: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(("-c", code) if code else ("-m", "analyser")), *map(str, args)]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path, env=environment(tmp_path)
    )
    assert list((tmp_path / "midlertidig").iterdir()) == []
    return done


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Good letters, and letters that fail in every way that quotes them would be tempting."""
    text = f"{NAME} {NUMBER}: kvinne 72 år, {PHRASE}. Håndleddsbrudd etter fall. Ber om DXA."
    folder = tmp_path / "inn"
    folder.mkdir()
    lines = [
        json.dumps({"id": "1", "text": text, "date": f"{PHRASE} i fjor", "sender": "Hovden"}),
        json.dumps({"id": "2", "text": [text]}),
        json.dumps({"id": "3", "tekst": text}),
        json.dumps(text),
        '{"id": "4", "text": "' + text,
    ]
    (folder / "brev.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "tabell.csv").write_text(f'id,text\n1,{text}\n2,"{text}" x\n', encoding="utf-8")
    (folder / "liste.json").write_text(json.dumps([{"text": text}]), encoding="utf-8")
    (folder / "binær.txt").write_bytes(text.encode() + bytes(4000))
    (folder / "ukjent.xml").write_text(text, encoding="utf-8")
    (folder / "dobbel.txt").write_text(text, encoding="utf-8")
    _documents(folder, text)
    return folder


def _documents(folder: Path, text: str) -> None:
    """Messages, documents and what they are packed in; the names inside are the canaries too."""
    broken = {f"{NAME}.docx": docx(text)[:-30], f"{NUMBER}.pdf": pdf(text)[:60], f"{PHRASE}.exe": b"MZ"}
    message = henvisning_1(number=NUMBER, reasons=reason("PROB", "Aktuell problemstilling", text))
    message = message.replace(b"Fjellrev, Hildeborg", NAME.encode())
    files = {
        "melding.xml": message,
        "kansellert.xml": message.replace(b'<ServType V="N"/><IssueDate', b'<ServType V="C"/><IssueDate'),
        "type.xml": message.replace(b"?>", f"?><!DOCTYPE x [<!ENTITY y '{text}'>]>".encode(), 1),
        "kuttet.xml": message[:-40],
        "vedlegg.xml": henvisning_2(
            documents="".join(attachment_2(data, "application/pdf", name) for name, data in broken.items()),
            reasons=reason("PROB", "Aktuell problemstilling", text),
        ),
        "post.eml": mail(text, attachments=broken),
        "brev.pdf": pdf(text),
        "brev.rtf": f"{{\\rtf1 {text}}}".encode("cp1252"),
        "kuttet.docx": docx(text)[:-30],
        "brev.zip": archive({"a.txt": text.encode(), "b.jsonl": b'{"text": "' + text.encode(), "c.xml": message[:-40]}),
        "fhir.json": json.dumps({"resourceType": "Bundle", "entry": text}).encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_opens_no_network_and_writes_only_its_results(workers: str, inbox: Path, tmp_path: Path) -> None:
    done = watched(tmp_path, "score", inbox, "--out", tmp_path / "ut", "--workers", workers)
    assert done.stderr == ""
    assert done.returncode == 1
    assert {path.name for path in (tmp_path / "ut").iterdir()} == {*OUTPUTS, STORE, AUDIT}
    assert {path.name for path in tmp_path.iterdir()} == {"inn", "ut", "vakt", "midlertidig"}


_IN_A_WORKER = """
import multiprocessing
from tests.batch.readers import connects, writes_elsewhere
process = multiprocessing.get_context("spawn").Process(target={action})
process.start()
process.join()
"""


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "open('/tmp/../tmp/analyser-canary', 'w')",
        f"import sys; sys.path.insert(0, {str(ROOT)!r})" + _IN_A_WORKER.format(action="connects"),
        f"import sys; sys.path.insert(0, {str(ROOT)!r})" + _IN_A_WORKER.format(action="writes_elsewhere"),
    ],
    ids=["network", "file", "network in a worker", "file in a worker"],
)
def test_the_watch_sees_what_it_is_to_see(code: str, tmp_path: Path) -> None:
    assert "EVENT" in watched(tmp_path, code=code).stderr
    assert (tmp_path / "event").exists()


# Where each of them may be; docs/privacy.md says so too. A letter's words, its id, its sender, the name of its file.
IDENTITY, SENDER, FILE = "idkanari", "Sendarkanari", "filkanari"
MAY_HOLD = {
    **dict.fromkeys(CANARIES, {"report.html", "run.sqlite"}),
    IDENTITY: {"report.html", "run.sqlite", "letters.csv", "facts.csv", "letters.jsonl"},
    SENDER: {"report.html", "run.sqlite", "letters.csv"},
    FILE: {"report.html", "run.sqlite", "letters.csv", "failed.csv", "run.json", "screen"},
}


@pytest.mark.parametrize(("lang", "workers"), [("nb", "0"), ("nn", "2"), ("en", "0")])
def test_no_word_of_a_letter_is_where_no_result_is(lang: str, workers: str, inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    text = f"{NAME} {NUMBER}: kvinne 72 år, {PHRASE}. Håndleddsbrudd etter fall. Ber om DXA."
    lines = [
        {"id": f"{IDENTITY}-{number}", "text": text + " " * number, "sender": f"{SENDER} {NAME}"}
        for number in (1, 2, 2)
    ]
    broken = {"id": f"{IDENTITY}-3", "text": {"sender": SENDER}}
    (inbox / f"{FILE}.jsonl").write_text("\n".join(map(json.dumps, [*lines, broken])), encoding="utf-8")
    done = watched(tmp_path, "score", inbox, "--out", out, "--lang", lang, "--workers", workers)
    assert done.returncode == 1
    shown = {path.name: path.read_bytes().decode("utf-8", "replace") for path in out.iterdir()}
    shown["screen"] = done.stdout + done.stderr
    allowed = {**MAY_HOLD, NAME: MAY_HOLD[NAME] | {"letters.csv"}, "Finnmarksvidde": MAY_HOLD[NAME] | {"letters.csv"}}
    for canary, places in allowed.items():
        assert {name for name, content in shown.items() if canary in content} <= places, canary
        assert canary in shown["run.sqlite"], "it was in the letters"
    assert FILE in shown["failed.csv"]
    assert [path.name for path in out.iterdir() if IDENTITY in path.name or NAME in path.name] == []
    blocks = re.findall(r'data-block="\d+">([^<]+)<', shown["report.html"])
    assert PHRASE in str([unpacked(block) for block in blocks]), "the canary was in the letters"


def test_no_terminal_obeys_an_id(tmp_path: Path) -> None:
    facts = [
        {"concept": "dxa_request", "status": "planned"},
        {"concept": "age", "value": 68},
        {"concept": "hip_fracture", "attributes": {"mechanism": "low_energy"}},
    ]
    line = {"id": "\x1b]0;tatt\x07\x1b[31mrød", "facts": facts}
    (tmp_path / "funn.jsonl").write_text(json.dumps(line), encoding="utf-8")
    done = watched(tmp_path, "compare-packs", "memo", "memo", "funn.jsonl", "--set", "age_old=70")
    assert "␛]0;tatt␛[31mrød" in done.stdout.replace("\n", "")
    assert "\x1b" not in done.stdout


def test_no_word_of_a_letter_is_in_what_other_commands_complain_of(inbox: Path, tmp_path: Path) -> None:
    commands: tuple[list[str | Path], ...] = (
        ["explain", inbox / "binær.txt"],
        ["explain", inbox / "tabell.csv", "--id", "9"],
        ["assess", inbox / "brev.jsonl", "--out", tmp_path / "ut.jsonl"],
        ["evaluate", inbox / "brev.jsonl"],
    )
    for command in commands:
        done = watched(tmp_path, *command)
        assert done.returncode in {1, 2}
        assert done.stderr or done.stdout
        assert [word for word in CANARIES if word in done.stdout + done.stderr] == []
