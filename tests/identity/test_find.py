"""What identifies is found, what is clinical is not; nothing that is written makes it fail."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.identity import find, kinds
from analyser.identity.marked import figures, parse_marked, read_listed

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data/identity"
TUNING = parse_marked((DATA / "tuning.txt").read_text(encoding="utf-8"))

NUMBERS = [
    *("12834512345", "128345 12345", "128345-12345", "128345.12345", "12.83.45 12345", "12 83 45 12345"),
    *("128345 123 45", "528345 12345", "125145 12345", "128345\n12345", "12 83 45 - 12 345", "128345  12345"),
]
PHONES = [
    "22000017", "22 00 00 17", "220 00 017", "2200 0017", "+47 22 00 00 17", "004722000017", "+4722000017",
    "22.00.00.17", "40 000 017", "4 00 00 017", "(+47) 22000017",
]  # fmt: skip


def kinds_in(text: str) -> set[tuple[str, str]]:
    return {(text[one.start : one.end], one.kind) for one in find(text)}


@pytest.mark.parametrize("number", NUMBERS)
def test_identity_numbers_by_shape(number: str) -> None:
    assert (number, "id_number") in kinds_in(f"Kvinne 72 år, {number}, ber om DXA.")


@pytest.mark.parametrize("number", ["32834512345", "99834512345", "12334512345", "1283451234", "128345123456"])
def test_what_has_another_shape_is_no_identity_number(number: str) -> None:
    assert "id_number" not in {kind for _, kind in kinds_in(f"Referansen var {number} i brevet.")}


@pytest.mark.parametrize("phone", PHONES)
def test_telephone_numbers_in_every_grouping(phone: str) -> None:
    text = f"Hun kan nås på {phone} etter kl 15."
    masked = {at for one in find(text) for at in range(one.start, one.end)}
    start = text.index(phone)
    assert [text[at] for at in range(start, start + len(phone)) if text[at].isdigit() and at not in masked] == []


@pytest.mark.parametrize(
    ("text", "piece", "kind"),
    [
        ("Hei Kari, takk for sist.", "Kari", "name"),
        ("Ber om DXA.\nMvh\nOla Nordmann, fastlege", "Ola Nordmann", "name"),
        ("Pas. Kari Nordmann f. 120345 har falt.", "Kari Nordmann", "name"),
        ("Pas. Kari Nordmann f. 120345 har falt.", "120345", "birth_date"),
        ("Hennes datter Anne Lise ringte.", "Anne Lise", "name"),
        ("Operert av Dr. Hansen i fjor.", "Hansen", "name"),
        ("Navn: åsne bøe\nDXA ønskes.", "åsne bøe", "name"),
        ("Henvist fra Fjellbygda legekontor i går.", "Fjellbygda legekontor", "organisation"),
        ("Bor på Solbakken sykehjem.", "Solbakken sykehjem", "place"),
        ("Bor i Bjørkeveien 12, 1234 Skogbygda.", "Bjørkeveien 12, 1234 Skogbygda", "address"),
        ("Post til Postboks 12, 7001 Fjordheim.", "Postboks 12, 7001 Fjordheim", "address"),
        ("Skriv til kari@post.example i dag.", "kari@post.example", "email"),
        ("Se www.kontoret.example/kari for mer.", "www.kontoret.example/kari", "url"),
        ("Lege med HPR 9900012 skriver.", "9900012", "hpr_number"),
        ("Journalnr. 2024-00123 gjelder.", "2024-00123", "record_number"),
        ("Egenandel til konto 1234.05.00012 takk.", "1234.05.00012", "account"),
        ("Parkerer DN 00123 utenfor.", "DN 00123", "plate"),
        ("Hun heter PEDERSEN, ASTRID JOHANNE.", "ASTRID JOHANNE", "name"),
    ],
)
def test_each_kind(text: str, piece: str, kind: str) -> None:
    found = kinds_in(text)
    assert any(piece in words and kind == got for words, got in found), found


CLINICAL = [
    "Colles' fraktur i 2019. Mb. Crohn, Cushing og Bechterew. Dupuytrens kontraktur, Pagets sykdom, Addison og Graves.",
    "FRAX 24 %, Schober 4 cm, T-skår -2,7 / -1,9. Bruker Prolia, Fosamax, Calcigran Forte 500 mg x 2 og Levaxin.",
    "Hashimoto og Sjøgrens. Vit D 48, PTH 7,1, kreat 72, Ca 2,31, ALP 94, Hb 12,8.",
    "Falt 12.03.2025, operert 14.03.2025, kontroll 02.01.26. Prolia sist 10.10.2025.",
    "BT 140/80, puls 72, høyde 168, vekt 61. Hemiprotese v. side. Tok Xgeva 120 mg hver 4. uke.",
    "Prednisolon 5 mg 1+0+1 i 3 mnd, deretter 7,5 mg. Alendronat 70 mg ukentlig siden 2019-2024.",
]


@pytest.mark.parametrize("text", CLINICAL)
def test_clinical_words_and_numbers_are_left(text: str) -> None:
    assert kinds_in(text) == set()


def test_names_of_other_fields_are_found_wherever_they_stand() -> None:
    text = "hun heter visst Zqaanta Wrobelsdottir. Zqaanta 77 år. Nr er 12 34 56 78 901."
    found = find(text, known=("Zqaanta Wrobelsdottir",), identities=("12345678901",))
    assert {text[one.start : one.end] for one in found} >= {"Zqaanta Wrobelsdottir", "Zqaanta", "12 34 56 78 901"}


@pytest.mark.parametrize("name", ["tuning", "kept-apart", "fresh", "other-hands"])
def test_marked_letters_are_found(name: str) -> None:
    """Floors, not figures: these letters have been seen (see docs/identity.md)."""
    listed = DATA / f"{name}.toml"
    source = DATA / f"{name}.txt"
    letters = (
        read_listed(listed, ROOT / "data/synthetic") if listed.exists() else parse_marked(source.read_text("utf-8"))
    )
    result = figures(letters)
    assert result.gold.total() > 100
    assert result.recall >= 0.98, [(number, one.kind) for number, one in result.missed]
    assert result.precision >= 0.98, [(number, one.kind) for number, one in result.wrong]


WORDS = (
    "Kari nordmann OLSEN, Dr. f. Navn: sykehus legekontor på i og Storgata 12 1234 Oslo A. B XXXX Xxxx "
    "\N{FULL BLOCK} @ post@x.no mg 70 . - født"
)
PIECES = st.sampled_from([*NUMBERS, *PHONES, *WORDS.split(), "Mvh\n", "\n", "\t"])
LETTERS = st.one_of(
    st.lists(PIECES, max_size=25).map(" ".join), st.text(max_size=200), st.lists(PIECES, max_size=20).map("".join)
)


@given(LETTERS)
@settings(deadline=None)
def test_spans_are_ordered_apart_and_inside_the_text(text: str) -> None:
    found = find(text)
    assert all(0 <= one.start < one.end <= len(text) and one.kind in kinds() for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["Kari ", "12 ", "Dr. A. ", "1234 ", "a@", "X" * 50, "Lund, ", "f. 12.03.45 ", "AB\n", "www."]
)
def test_the_scan_takes_no_more_than_its_share_of_steps(piece: str) -> None:
    """A long text of one piece is read at all: an expression that backtracks would not come back."""
    text = (piece * (60_000 // len(piece)))[:60_000]
    assert all(re.search(r"\S", text[one.start : one.end]) for one in find(text))


@pytest.mark.parametrize("word", ["a", "Aa", "A-"])
def test_one_endless_word_is_looked_up_in_pieces_that_may_be_known(word: str) -> None:
    """A word of a million letters, of which no end and no beginning is known, comes back."""
    assert find(word * (1_000_000 // len(word))) == ()
