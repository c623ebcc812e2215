"""What must never happen with the letters: a network connection, or their words where results are not."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analyser.batch import AUDIT, OUTPUTS, STORE
from analyser.reporting.compact import unpacked
from tests.reading.document_files import archive, docx, mail, pdf
from tests.reading.message_files import attachment_2, henvisning_1, henvisning_2, reason

# Each stands in a letter or beside one, and nowhere in the program.
NAME, NUMBER, PHRASE = "Hildeborg Finnmarksvidde", "01018512345", "raudflekka sjiraffhals"
CANARIES = (NAME, NUMBER, PHRASE, "Finnmarksvidde", "sjiraffhals")

# Ends the process at once when it is about to use a network, start another process, or write outside the folder.
_WATCH = """
import os, sys
folder = sys.argv.pop(1)
banned = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "urllib.", "ftplib.")
loaded = False
def stop(what):
    os.write(2, f"EVENT {what}".encode())
    os._exit(99)
def watch(event, args):
    # While spaCy is imported, a library it brings binds to this computer's own address, to learn whether IPv6 is there.
    probe = not loaded and (event == "socket.__new__" or (event == "socket.bind" and args[1][0] == "::1"))
    # PDF and RTF are parsed in a process of the program's own, by its own script.
    parser = event == "subprocess.Popen" and list(args[1])[1:2] == ["-I"] and args[1][2].endswith("worker.py")
    if event.startswith(banned) and not probe and not parser:
        stop(event)
    if event == "open" and isinstance(args[0], str) and isinstance(args[2], int) and args[2] & 3:
        path = os.path.realpath(args[0])
        if not path.startswith((folder, "/dev/")) and "__pycache__" not in path:
            stop(f"write {path}")
sys.addaudithook(watch)
from analyser.cli import main
import analyser.pipeline
loaded = True
main()
"""


def watched(tmp_path: Path, *args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _WATCH, str(tmp_path.resolve()), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path)


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


def test_a_run_opens_no_network_and_writes_only_its_results(inbox: Path, tmp_path: Path) -> None:
    done = watched(tmp_path, "score", inbox, "--out", tmp_path / "ut")
    assert done.stderr == ""
    assert done.returncode == 1
    assert {path.name for path in (tmp_path / "ut").iterdir()} == {*OUTPUTS, STORE, AUDIT}
    assert {path.name for path in tmp_path.iterdir()} == {"inn", "ut"}


def test_the_watch_sees_what_it_is_to_see(tmp_path: Path) -> None:
    for action in ("import socket; socket.socket()", "open('/tmp/../tmp/analyser-canary', 'w')"):
        code = _WATCH.replace("main()\n", f"{action}\n")
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "x")], capture_output=True, check=False)
        assert (done.returncode, done.stderr[:5]) == (99, b"EVENT")


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_no_word_of_a_letter_is_where_no_result_is(lang: str, inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "ut"
    done = watched(tmp_path, "score", inbox, "--out", out, "--lang", lang)
    assert done.returncode == 1
    public = done.stdout + done.stderr
    for name in ("failed.csv", "run.json"):
        public += (out / name).read_text(encoding="utf-8-sig")
    assert "inn/brev.jsonl" in public
    assert [word for word in CANARIES if word in public] == []
    blocks = re.findall(r'data-block="\d+">([^<]+)<', (out / "report.html").read_text(encoding="utf-8"))
    assert PHRASE in str([unpacked(block) for block in blocks]), "the canary was in the letters"


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
