"""What must not change what is read, and what may only change it one way."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from analyser.evaluation import read_gold
from analyser.extraction import Extractor
from analyser.guideline import load_pack
from analyser.letter import Letter

ROOT = Path(__file__).resolve().parents[2]
LETTERS = [gold.letter for path in sorted((ROOT / "data/synthetic").glob("dev-*.jsonl")) for gold in read_gold(path)]
Said = set[tuple[object, ...]]


@cache
def extractor() -> Extractor:
    return Extractor()


def said(letter: Letter, text: str) -> Said:
    facts = extractor().extract(Letter(id=letter.id, text=text, date=letter.date))[1]
    return {(fact.concept, fact.status, fact.value, *sorted(fact.attributes.items())) for fact in facts}


def ascii_letters(text: str) -> str:
    for written, lost in (("ø", "oe"), ("å", "aa"), ("æ", "ae"), ("Ø", "Oe"), ("Å", "Aa"), ("Æ", "Ae")):
        text = text.replace(written, lost)
    return text


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\n\n" + text,
        lambda text: text + "\n\n  ",
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: unicodedata.normalize("NFD", text),
    ],
    ids=["crlf", "cr", "lines before", "lines behind", "hard blanks", "decomposed"],
)
def test_characters_that_say_nothing_change_nothing(change: Callable[[str], str]) -> None:
    assert len(LETTERS) == 150
    changed = [letter.id for letter in LETTERS if said(letter, letter.text) != said(letter, change(letter.text))]
    assert changed == []


@pytest.mark.parametrize(
    ("change", "most"),
    [(str.upper, 0.02), (str.lower, 0.04), (ascii_letters, 0.02)],
    ids=["capitals", "no capitals", "letters lost"],
)
def test_what_carries_little_changes_little(change: Callable[[str], str], most: float) -> None:
    """Sentences and short labels are told by capitals, so a few facts may be read otherwise without them."""
    before = [said(letter, letter.text) for letter in LETTERS]
    after = [said(letter, change(letter.text)) for letter in LETTERS]
    differing = sum(len(one ^ other) for one, other in zip(before, after, strict=True))
    assert differing <= most * sum(map(len, before))


ORDER = [
    "no_dxa_question", "may_lack_indication", "insufficient_information", "borderline", "indicated",
    "treat_without_waiting",
]  # fmt: skip


@pytest.mark.parametrize("lang", ["nb", "nn"])
def test_a_hip_fracture_never_lowers_the_advice(lang: str) -> None:
    """Unless the letter speaks of life's end or of a wish for no treatment, where D1 comes before all."""
    sentence = {"nb": "Brakk lårhalsen i fjor, skled på isen.", "nn": "Braut lårhalsen i fjor, sklei på isen."}[lang]
    pack = load_pack("memo")
    held = {"limited_life_expectancy", "treatment_declined", "treatment_consequence", "hip_fracture"}
    lowered = []
    for letter in LETTERS:
        facts = extractor().extract(letter)[1]
        if held & {fact.concept for fact in facts}:
            continue
        more = Letter(id=letter.id, text=f"{letter.text}\n\n{sentence}", date=letter.date)
        before, after = pack.assess(facts).dxa, pack.assess(extractor().extract(more)[1]).dxa
        if ORDER.index(after) < ORDER.index(before):
            lowered.append((letter.id, before, after))
    assert lowered == []
