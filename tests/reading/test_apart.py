"""The process of its own in which documents are parsed: its limits, and that no answer is taken for another's."""

from __future__ import annotations

import gzip
import subprocess
import sys
import threading
import tracemalloc
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyser.reading.formats import apart, worker
from analyser.reading.formats.apart import parse_apart
from analyser.reading.formats.html_text import html_text
from analyser.reading.limits import RefusedError
from tests.reading.document_files import mail, pdf
from tests.reading.message_files import henvisning_1, reason
from tests.reading.reading import read, shown


@pytest.fixture
def no_worker() -> Iterator[None]:
    """A process that is started in the test, and ended."""
    apart._WORKER.close()
    yield
    apart._WORKER.close()


def test_what_was_broken_off_is_not_taken_for_the_next_document(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, seconds: float, end: object) -> None:
            """Ctrl-C comes when the document has been sent and its answer not read."""

        def start(self) -> None:
            stdin = apart._WORKER._process.stdin if apart._WORKER._process else None
            assert stdin is not None
            stdin.write(b"rtf 20\n{\\rtf1 another one}")
            stdin.flush()
            raise KeyboardInterrupt

        def cancel(self) -> None:
            """Nothing was begun."""

    assert parse_apart("rtf", b"{\\rtf1 first}")[0] == ["first"]
    with monkeypatch.context() as patch:
        patch.setattr(threading, "Timer", Broken)
        with pytest.raises(KeyboardInterrupt):
            parse_apart("rtf", b"{\\rtf1 second}")
    assert parse_apart("rtf", b"{\\rtf1 third}")[0] == ["third"]


@pytest.mark.skipif(sys.platform != "linux", reason="the shell's own limit of memory")
def test_a_lower_limit_of_memory_that_holds_already_is_kept() -> None:
    data = b"{\\rtf1 Kvinne 72}"
    command = f"ulimit -v 1500000; exec '{sys.executable}' -I '{worker.__file__}'"
    done = subprocess.run(
        ["sh", "-c", command], input=b"rtf %d\n" % len(data) + data, capture_output=True, check=True, timeout=60
    )
    assert b'"Kvinne 72"' in done.stdout


def test_what_a_library_prints_is_no_answer(tmp_path: Path) -> None:
    source = Path(worker.__file__).read_text(encoding="utf-8")
    chatty = tmp_path / "worker.py"
    chatty.write_text(source.replace("    words = _Words()\n", '    print("x", flush=True)\n    words = _Words()\n'))
    data = b"<p>Kvinne"
    done = subprocess.run(
        [sys.executable, "-I", str(chatty)], input=b"html 9\n" + data, capture_output=True, check=True, timeout=60
    )
    size, _, answer = done.stdout.partition(b"\n")
    assert int(size) == len(answer)
    assert b'"Kvinne"' in answer


@pytest.mark.usefixtures("no_worker")
@pytest.mark.parametrize("piece", ["<a ", "<!--"])
def test_a_page_that_would_take_for_ever_is_given_up(
    piece: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1.0)
    with pytest.raises(RefusedError) as caught:
        html_text(piece * 300_000)
    assert caught.value.code == "too_slow"
    (tmp_path / "a.eml").write_bytes(mail(html=f"<p>{piece * 300_000}"))
    assert shown(read(tmp_path / "a.eml")) in (["too_slow @ "], ["empty_text @ "])


def test_a_message_of_many_bombs_is_unpacked_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyser.reading.limits.MAX_UNPACKED_MB", 2)
    bomb = b64encode(gzip.compress(b"\x00" * 30_000_000)).decode()
    part = f"<RefDoc><MimeType V='text/plain'/><Content><Base64Container>{bomb}</Base64Container></Content></RefDoc>"
    data = henvisning_1(reasons=reason("PROB", "A", "Falt"))
    end = data.rindex(b"</Message>")
    (tmp_path / "a.xml").write_bytes(data[:end] + f"<Document>{part}</Document>".encode() * 20 + data[end:])
    tracemalloc.start()
    try:
        items = shown(read(tmp_path / "a.xml"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert items[0].startswith("a: ")
    assert len(items) == 21
    assert peak < 20 * 30_000_000 / 2


def test_a_pdf_is_read_after_one_that_was_given_up(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "b.pdf").write_bytes(pdf("Kvinne 72"))
    assert shown(read(tmp_path)) == ["damaged_document @ ", "b: Kvinne 72"]
