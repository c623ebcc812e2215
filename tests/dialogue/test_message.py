"""The draft as a Helsefaglig dialog message."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

from analyser.dialogue import Clinic, draft, draft_message, load_clinic
from tests.dialogue.golden import LETTERS
from tests.dialogue.test_letter import analysed

# A module whose main() takes files and gives True when one breaks the official schemas, which are not ours to carry.
CHECK = os.environ.get("MESSAGE_CHECK", "")
HEAD = "{http://www.kith.no/xmlstds/msghead/2006-05-24}"
DIALOG = "{http://www.kith.no/xmlstds/dialog/2013-01-23}"
WRITTEN = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)


def message(line: str, language: str = "nb", clinic: Clinic | None = None) -> str:
    return draft_message(analysed(line, language), clinic=clinic, written=WRITTEN, message_id="m-1", referral_id="r-1")


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_message_holds_the_draft_and_says_that_it_is_one(language: str) -> None:
    line = LETTERS["start_without_waiting"]
    text = message(line, language)
    assert text.splitlines()[0] == '<?xml version="1.0" encoding="UTF-8"?>'
    assert text.splitlines()[1].startswith("<!-- KLADD")
    root = ET.fromstring(text)
    note = root.find(f".//{DIALOG}Notat")
    assert note is not None
    assert note.findtext(f"{DIALOG}TekstNotatInnhold") == draft(analysed(line, language))
    assert str(note.findtext(f"{DIALOG}Tema")).startswith("KLADD")
    assert str(root.findtext(f".//{HEAD}Description")).startswith("[KLADD")
    kind = root.find(f"{HEAD}MsgInfo/{HEAD}Type")
    assert kind is not None
    assert kind.get("V") == "DIALOG_HELSEFAGLIG"


def test_a_message_names_no_patient_and_no_receiver() -> None:
    root = ET.fromstring(message("ask; age 70; hip_fracture low_energy"))
    assert root.find(f".//{HEAD}Patient") is None
    receiver = root.find(f"{HEAD}MsgInfo/{HEAD}Receiver/{HEAD}Organisation")
    assert receiver is not None
    assert str(receiver.findtext(f"{HEAD}OrganisationName")).startswith("[")
    references = root.findall(f"{HEAD}MsgInfo/{HEAD}ConversationRef/*")
    assert [reference.text for reference in references] == ["r-1", "r-1"]


def test_each_message_has_an_id_of_its_own() -> None:
    one = analysed("ask", "nb")
    ids = {ET.fromstring(draft_message(one)).findtext(f".//{HEAD}MsgId") for _ in range(2)}
    assert len(ids) == 2


def test_what_xml_cannot_hold_is_replaced() -> None:
    odd = Clinic("A & B <\x00>", "x", "x", "x", "1 2", load_clinic().closing, load_clinic().regards)
    root = ET.fromstring(message("ask", clinic=odd))
    sender = root.findtext(f"{HEAD}MsgInfo/{HEAD}Sender/{HEAD}Organisation/{HEAD}OrganisationName")
    assert sender == "A & B <\N{REPLACEMENT CHARACTER}>"


def checker() -> ModuleType:
    pytest.importorskip("lxml", reason="the official schemas need lxml")
    if not CHECK:
        pytest.skip("MESSAGE_CHECK names no module that checks against the official schemas")
    spec = importlib.util.spec_from_file_location("check_message", CHECK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_messages_follow_the_official_schemas(language: str, tmp_path: Path) -> None:
    check = checker()
    paths = []
    for name, line in LETTERS.items():
        path = tmp_path / f"{name}.xml"
        path.write_text(message(line, language), encoding="utf-8")
        paths.append(str(path))
    assert check.main(paths) is False
