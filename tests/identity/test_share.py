"""What is shared holds no identity, and says the same of the letter."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analyser
from analyser.assessment import Reason
from analyser.errors import UserError
from analyser.identity.share import pseudonym, read_key, shared, shared_failure
from analyser.letter import Letter, Message
from analyser.reading import failure
from tests.identity.canaries import CANARIES, LETTER

KEY = bytes(range(32))


def everything(analysis: analyser.Analysis) -> str:
    return repr(
        dataclasses.asdict(dataclasses.replace(analysis, facts=(), assessment=analysis.assessment))
    ) + json.dumps(analysis.to_dict(), ensure_ascii=False)


def test_no_canary_is_left_and_nothing_said_of_the_letter_changes() -> None:
    analysis = analyser.analyse(LETTER)
    out = shared(analysis, KEY)
    assert [canary for canary in CANARIES if canary in everything(out)] == []
    assert [canary for canary in CANARIES if canary not in repr(dataclasses.asdict(LETTER))] == []
    for before, after in zip(analysis.facts, out.facts, strict=True):
        assert dataclasses.replace(before, quote="", cue=None) == dataclasses.replace(after, quote="", cue=None)
    assert out.assessment == analysis.assessment
    assert len(out.facts) > 4
    assert any(fact.quote == "Håndleddsbrudd" for fact in out.facts)


def test_only_words_of_the_evidence_are_left() -> None:
    text = (
        "Kvinne 72 år. Raudflekka sjiraffhals er ikkje nemnd. Håndleddsbrudd etter fall på isen. Hilsen Kari Nordmann"
    )
    out = shared(analyser.analyse(text), KEY)
    assert len(out.letter.text) == len(text)
    assert "sjiraffhals" not in out.letter.text
    assert "Kari" not in out.letter.text
    assert "Håndleddsbrudd" in out.letter.text
    for fact in out.facts:
        assert fact.start is not None
        assert out.letter.text[fact.start : fact.end] == fact.quote


@given(st.text(alphabet="KariNordmann 12.03.45\nbrudd fall hofte datter Mvh", max_size=120))
@settings(deadline=None, max_examples=40)
def test_offsets_hold_in_any_text(text: str) -> None:
    out = shared(analyser.analyse(Letter("1", text)), KEY)
    assert len(out.letter.text) == len(text)
    assert all(fact.start is None or out.letter.text[fact.start : fact.end] == fact.quote for fact in out.facts)


def test_pseudonyms_hang_on_the_key_and_the_field_and_on_nothing_else() -> None:
    other = bytes(32)
    assert pseudonym("Fjellbygda legekontor", KEY, "sender") == pseudonym("Fjellbygda legekontor", KEY, "sender")
    assert pseudonym("Fjellbygda legekontor", KEY, "sender") != pseudonym("Fjellbygda legekontor", other, "sender")
    assert pseudonym("Fjellbygda legekontor", KEY, "sender") != pseudonym("Fjellbygda legekontor", KEY, "letter")
    assert pseudonym("Fjellbygda legekontor", KEY, "sender").isalnum()
    senders = {
        shared(analyser.analyse(Letter(str(number), "Kvinne 72 år.", sender=sender)), KEY).letter.sender
        for number, sender in enumerate(["Fjellbygda Legekontor", "fjellbygda  legekontor", "FJELLBYGDA LEGEKONTOR "])
    }
    assert len(senders) == 1


def test_a_sentence_that_holds_an_identifier_is_masked_there() -> None:
    analysis = analyser.analyse("Pas. Kari Nordmann. Kvinne 72 år.")
    reason = Reason("remark", "x", "R", "", "Brevet nevner Kari Nordmann.")
    told = dataclasses.replace(analysis, assessment=dataclasses.replace(analysis.assessment, reasons=(reason,)))
    assert shared(told, KEY).assessment.reasons[0].message == "Brevet nevner XXXXXXXXXXXXX."


def test_a_failure_tells_its_kind_and_its_row_only() -> None:
    row = failure("bad_json", "Kari Nordmann.jsonl", lang="nb", place="ark Kari, rad 7")
    out = shared_failure(row, KEY)
    assert (out.code, out.reason, out.place) == (row.code, row.reason, "7")
    assert "Kari" not in out.source


def test_a_structured_message_keeps_its_codes_and_loses_its_names() -> None:
    message = Message(kind="new", id="m-1", referral="r-1", names=("Kari Nordmann",), identities=("12834512345",))
    text = "Kvinne 72 år. kari nordmann 128345 12345 har brudd i håndleddet."
    out = shared(analyser.analyse(Letter("1", text, message=message)), KEY)
    assert (out.letter.message.kind, out.letter.message.names, out.letter.message.identities) == ("new", (), ())
    assert "r-1" not in everything(out)
    assert "nordmann" not in everything(out).lower()


def test_keys(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key, new = read_key(path)
    assert new
    assert (key, False) == read_key(path)
    assert path.stat().st_mode & 0o077 == 0 or path.drive
    for wrong in ("", "00", "not a key at all", "ø" * 64):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(UserError, match="key"):
            read_key(path)
