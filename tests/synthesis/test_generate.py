"""Generated letters: their gold is exact whatever the seed."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.errors import UserError
from analyser.evaluation.gold import read_gold
from analyser.fact import Fact
from analyser.guideline import load_pack
from analyser.synthesis.diversity import diversity, shared
from analyser.synthesis.expand import Words
from analyser.synthesis.generate import problems, synthesise, write
from analyser.synthesis.typing import Keyboard

MANY = list(synthesise(400, seed=11))


@given(st.integers(0, 10**9))
def test_quotes_stand_at_their_offsets_and_the_codebook_knows_every_fact(seed: int) -> None:
    for letter in synthesise(2, seed=seed):
        assert problems(letter) == []
        assert len({(fact["concept"], fact["status"]) for fact in letter["facts"]}) == len(letter["facts"])


def test_the_assessment_is_the_guidelines() -> None:
    pack = load_pack("memo")
    for letter in MANY[:100]:
        said = pack.assess([Fact.from_dict(fact) for fact in letter["facts"]])
        assert letter["assessment"] == {"dxa": said.dxa, "dental": list(said.dental), "dialogue": list(said.dialogue)}


def test_the_same_seed_gives_the_same_letters_and_a_longer_run_begins_with_them() -> None:
    assert list(synthesise(20, seed=11)) == MANY[:20]
    assert [one["text"] for one in synthesise(5, seed=12)] != [one["text"] for one in MANY[:5]]


def test_a_number_stands_in_its_own_quote() -> None:
    numbers = 0
    for letter in MANY:
        for fact in letter["facts"]:
            if fact["concept"] in ("height", "weight", "bmi", "frax_major") or fact["concept"].startswith("t_score"):
                written = f"{fact['value']:g}".replace(".", ",")
                assert written in fact["quote"], (letter["id"], fact)
                numbers += 1
    assert numbers > 200


def test_every_layout_norm_and_suggestion_occurs() -> None:
    assert {one["made_by"]["layout"] for one in MANY} == {"prose", "tele", "lines", "form", "epr"}
    assert {one["lang"] for one in MANY} == {"nb", "nn", "mixed"}
    assert len({one["assessment"]["dxa"] for one in MANY}) == 6
    assert len({label for one in MANY for label in one["assessment"]["dental"]}) == 6


def test_no_marks_of_the_grammar_are_left_in_a_letter() -> None:
    assert [
        one["id"] for one in MANY if any(sign in one["text"] for sign in "{}[]\\\ue000") or " ," in one["text"]
    ] == []


def test_no_letter_is_like_another() -> None:
    figures = diversity([one["text"] for one in MANY])
    assert figures.near_duplicates == 0
    assert figures.openings < 0.2
    assert figures.words[0] > 30


def test_written_letters_are_a_gold_file(tmp_path: Path) -> None:
    file = tmp_path / "letters.jsonl"
    write(8, file, seed=11)
    assert [one.letter.text for one in read_gold(file)] == [one["text"] for one in MANY[:8]]
    assert json.loads(file.read_text(encoding="utf-8").split("\n")[0])["made_by"]["scenario"]
    with pytest.raises(UserError):
        write(1, tmp_path, seed=1)


@given(st.text(alphabet="abcæøåÆØÅ .,\n7", max_size=60), st.sampled_from(["", "ascii", "lower", "upper"]), st.data())
def test_fingers_move_offsets_with_the_words(text: str, layout: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    typed = Keyboard(0.5, layout, Random(3)).typed(Words(text, [Fact("smoking", start=start, end=end)]))
    (fact,) = typed.facts
    assert fact.start is not None
    assert fact.end is not None
    assert 0 <= fact.start <= fact.end <= len(typed.text)
    if layout == "ascii":
        assert not set("æøåÆØÅ") & set(typed.text)


def test_without_slips_a_quote_is_typed_as_it_was() -> None:
    typed = Keyboard(0.0, "ascii", Random(1)).typed(Words("hå på søvn", [Fact("smoking", start=3, end=5)]))
    assert typed.text == "haa paa soevn"
    assert typed.text[typed.facts[0].start : typed.facts[0].end] == "paa"


def test_diversity_tells_copies_from_others() -> None:
    first, second = (one["text"] for one in islice(MANY, 2))
    copies = diversity([first, first, second])
    assert copies.near_duplicates == 1
    assert copies.openings == pytest.approx(2 / 3)
    assert copies.nearest[1] == 1.0
    assert shared([first], [first]) == 1.0
    assert shared([first], [second]) < 0.5
