"""Whatever the encoding, the letter's characters come through one for one."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.reading.characters import decode, decode_head, is_text, text_stream, writable

LETTER = "Kvinne 72 år – brudd på håndleddet,\r\nfalt på ærlig grus. «Lårhals» 5\N{DEGREE SIGN}.\rSlutt\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_every_usual_encoding_gives_the_same_text(encoding: str) -> None:
    data = LETTER.encode(encoding)
    assert decode(data) == LETTER
    assert text_stream(io.BytesIO(data)).read() == LETTER


def test_big_endian_utf_16_from_a_record_system() -> None:
    assert decode(b"\xfe\xff" + LETTER.encode("utf-16-be")) == LETTER


def test_an_export_that_joined_two_encodings_is_repaired_byte_by_byte() -> None:
    assert decode("mor hadde lårhalsbrudd".encode() + "; søster også".encode("latin-1")) == (
        "mor hadde lårhalsbrudd; søster også"
    )


def test_a_character_cut_at_the_end_of_the_sample_is_left_out() -> None:
    assert decode_head("år".encode()[:1] + b"") == ""
    assert decode_head("åå".encode()[:3]) == "å"


@given(st.binary())
def test_any_bytes_are_some_text(data: bytes) -> None:
    assert decode(data) == text_stream(io.BytesIO(data)).read()


@given(st.text())
def test_utf_8_is_never_mistaken(text: str) -> None:
    assert decode(("x" + text).encode()) == "x" + text


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_writable_text_keeps_its_length_and_can_be_saved(text: str) -> None:
    clean = writable(text)
    assert len(clean) == len(text)
    assert "\x00" not in clean
    assert clean.encode("utf-8").decode("utf-8") == clean


def test_form_feeds_of_old_exports_are_text_and_zeros_are_not() -> None:
    assert is_text("Side en av brevet, slik det ble skrevet ut\x0c\x1a")
    assert not is_text("\x00" * 40)
