"""What reads letters in the tests of whole processes: quick, and as unruly as a letter asks it to be."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from analyser.analysis import Analysis
from analyser.assessment import Assessment, Reason
from analyser.fact import Fact
from analyser.letter import Letter

LOG = "ANALYSER_TEST_LOG"


class Unruly:
    """Finds the word DXA; sleeps, hangs, fails or dies at the word, and notes every letter it is given."""

    @property
    def versions(self) -> Mapping[str, str | int]:
        return dict.fromkeys(("analyser", "pack", "pack_version", "codebook"), "1")

    def analyse(self, letter: Letter) -> Analysis:
        if LOG in os.environ:
            with Path(os.environ[LOG]).open("a", encoding="utf-8") as log:
                log.write(letter.text + "\n")
        word = letter.text.split()[0]
        if word == "sov":
            time.sleep(0.01)
        elif word == "heng":
            time.sleep(1000)
        elif word == "dø":
            sys.stderr.write(letter.text)
            sys.stderr.flush()
            os.abort()
        elif word == "feil":
            raise ValueError(letter.text)
        start = letter.text.find("DXA")
        facts = (Fact("dxa_request", "planned", start=start, end=start + 3, quote="DXA"),)
        reasons = (Reason("dxa", "indicated", "D6", "NRF", letter.text),)
        return Analysis(letter, "nb", facts, Assessment("indicated", "D6", (), (), reasons, (), 50))


def refuses() -> Unruly:
    """Cannot be made."""
    msg = "no lexicon"
    raise RuntimeError(msg)


def dies() -> Unruly:
    """Ends its process before it has read anything."""
    os._exit(3)


def connects() -> None:
    """What no worker may do."""
    socket.socket()


def writes_elsewhere() -> None:
    """What no worker may do."""
    Path("/tmp/../tmp/analyser-canary").write_text("", encoding="utf-8")


def cannot_write(*_: object, **__: object) -> None:
    """Finds the disk full."""
    raise OSError(28, "No space left on device")


def sleeps() -> Unruly:
    """Hangs."""
    time.sleep(1000)
    return Unruly()


def tells_and_sleeps(told: Path) -> None:
    """Says which process it is, and hangs."""
    part = told.with_suffix(".part")
    part.write_text(str(os.getpid()), encoding="utf-8")
    part.replace(told)
    time.sleep(1000)
