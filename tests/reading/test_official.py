"""The official example messages, where they are at hand: every one is read, and no word of it is lost."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from analyser.letter import Letter
from analyser.reading import Failure, Finder, Options, Reader, Source
from analyser.reading.messages import superseded
from tests.reading.message_files import (
    attachment_2,
    diagnosis,
    henvisning_1,
    henvisning_2,
    medicine,
    observation,
    reason,
    result,
)

# Not ours to hand on: whoever has them names the folder that holds formats/examples and tools.
SHARED = Path(os.environ.get("ANALYSER_OFFICIAL", "official"))
EXAMPLES = SHARED / "formats" / "examples"
CHECK = SHARED / "tools" / "check_message.py"
WORDS = {"TextResultValue", "Description", "Comment", "ReqComment", "DosageText", "Precaution", "Merknad"}
NAMED = {"DrugId", "Concept", "NumResultValue"}

pytestmark = pytest.mark.skipif(
    not EXAMPLES.is_dir(), reason="the official examples are not at hand; name their folder in ANALYSER_OFFICIAL"
)


def read(*paths: Path) -> list[Letter | Failure]:
    reader = Reader(Options(lang="en"))
    return [
        item
        for source in Finder(lang="en").find(paths)
        for item in (reader.read(source) if isinstance(source, Source) else [source])
    ]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" .")


def pieces(path: Path) -> list[str]:
    """Every piece of text in a message, and the names and values of its codes."""
    found: list[str] = []
    for element in ElementTree.parse(path).iter():  # noqa: S314
        name = element.tag.rpartition("}")[2]
        if name in WORDS and not len(element):
            found.append(element.text or "")
        if name in NAMED or (name == "Id" and "DN" in element.attrib):
            found += [element.get("DN", ""), element.get("V", "") if name == "NumResultValue" else ""]
    return [piece for piece in map(squeezed, found) if piece]


def referrals() -> list[Path]:
    return sorted(path for path in EXAMPLES.glob("*.xml") if "envisning_" in path.name and "Status" not in path.name)


@pytest.mark.parametrize("path", referrals(), ids=lambda path: path.stem)
def test_no_word_of_an_official_referral_is_lost(path: Path) -> None:
    (item,) = read(path)
    cancelled = path.stem.endswith(("_c", "Kansellering"))
    changed = path.stem.endswith(("_m", "Endring"))
    assert item.message.kind == ("cancel" if cancelled else "change" if changed else "new")
    assert item.message.id
    assert item.message.referral
    if cancelled:
        assert isinstance(item, Failure)
        assert item.code == "cancellation"
        return
    assert isinstance(item, Letter)
    text = squeezed(item.text)
    wanted = pieces(path)
    assert len(wanted) >= 2
    assert [piece for piece in wanted if piece not in text] == []
    assert item.date is not None
    assert item.sender
    assert item.message.sex is not None
    assert item.message.birth_date is not None
    for entry in item.message.entries:
        assert entry.name in item.text[entry.start : entry.end]
    for name in item.message.names:
        assert len(name) > 1


def test_there_are_enough_examples() -> None:
    assert len(referrals()) == 21


def test_other_messages_are_told_apart() -> None:
    others = [path for path in sorted(EXAMPLES.glob("*.xml")) if path not in referrals()]
    assert len(others) > 4
    assert {item.code if isinstance(item, Failure) else "" for item in read(*others)} == {"no_referral"}


def test_the_examples_replace_and_withdraw_each_other() -> None:
    items = read(EXAMPLES)
    gone = superseded(items)
    assert gone["henvisning_v1.0_n"] == gone["henvisning_v1.1_m"] == "withdrawn"
    assert gone["Viderehenvisning_v2-0_Uten_rettighetsvurdering_Ny"] == "withdrawn"
    assert "henvisning_strukturert_v1.1_n" not in gone


def test_the_forwarded_referral_brings_its_attachment() -> None:
    (letter,) = read(EXAMPLES / "Viderehenvisning_v2-0_Uten_rettighetsvurdering_Ny.xml")
    assert isinstance(letter, Letter)
    assert "Vedlegg 1 (Opprinnelig henvisning):\n" in letter.text
    assert len(letter.text.partition("Vedlegg 1")[2]) > 200


def test_our_own_messages_follow_the_schemas(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    items = observation("ANAM", "Sykehistorie", "Frisk") + medicine(
        "H02AB06", "Prednisolon", "5", "mg", "1x1", ("6", "x")
    )
    reasons = reason("PROB", "Aktuell problemstilling", "Falt")
    for version in ("1.0", "1.1"):
        value = result("NPU01443", "P-Kalsium", "2.3", "mmol/L", "2026-03-01", version=version)
        data = henvisning_1(version=version, items=items + value, reasons=reasons, diagnoses=diagnosis("L95", "x"))
        (tmp_path / f"{version}.xml").write_bytes(data)
    value = result("NPU01443", "P-Kalsium", "2.3", "mmol/L", "2026-03-01", version="2.0")
    data = henvisning_2(
        items=items + value,
        reasons=reasons,
        diagnoses=diagnosis("L95", "x"),
        documents=attachment_2(b"x", "text/plain", "Epikrise"),
        parent="m-0",
        kind="M",
    )
    (tmp_path / "2.0.xml").write_bytes(data)
    files = sorted(map(str, tmp_path.glob("*.xml")))
    done = subprocess.run([sys.executable, str(CHECK), *files], capture_output=True, text=True, check=False)
    assert done.stdout.count(": valid") == len(files) == 3, done.stdout + done.stderr
