"""How much is done for a letter, counted rather than timed: what keeps the extraction fast stays so."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from analyser.evaluation import read_gold
from analyser.extraction import Extractor
from analyser.extraction.matching.lexicon import load_lexicon
from analyser.extraction.matching.patterns import Pattern
from analyser.extraction.pipeline import state_of
from analyser.extraction.text.form_index import FormIndex, FormTable, Hits
from analyser.extraction.text.starred import StarredWords
from analyser.extraction.text.tokenizer import LetterTokenizer, cut, kind_of
from analyser.letter import Letter

LETTERS = Path(__file__).resolve().parents[2] / "data" / "synthetic" / "dev-nb.jsonl"
TRIED = 50  # patterns that may be tried on a letter, on average; the lexicon has close to a thousand
TEXT = "Kvinne 72 år. Brakk håndleddet etter fall på isen. Røyker ikke. Bruker Prednisolon 5 mg. Ber om DXA."


@cache
def letters() -> list[Letter]:
    return [gold.letter for gold in read_gold(LETTERS)]


def test_few_patterns_are_tried_on_a_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    extractor, tried = Extractor(), 0
    original = Pattern.find

    def counted(self: Pattern, *args: object) -> object:
        nonlocal tried
        tried += 1
        return original(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Pattern, "find", counted)
    for letter in letters():
        extractor.extract(letter)
    assert len(letters()) < tried < TRIED * len(letters())


def test_a_form_that_has_been_met_is_not_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    extractor = Extractor()
    extractor.extract(Letter("1", TEXT))  # what is compiled when it is first needed
    extractor.extract(Letter("1", TEXT))
    asked: list[str] = []
    original = FormTable.__missing__

    def counted(self: FormTable, form: str) -> object:
        asked.append(form)
        return original(self, form)

    monkeypatch.setattr(FormTable, "__missing__", counted)
    extractor.extract(Letter("2", TEXT))
    assert asked == []
    extractor.extract(Letter("3", TEXT + " Qvxord qvxord."))
    assert asked == ["qvxord"]


def test_no_doc_is_made_unless_another_component_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    extractor, made = Extractor(), 0
    original = LetterTokenizer.__call__

    def counted(self: LetterTokenizer, text: str) -> Doc:
        nonlocal made
        made += 1
        return original(self, text)

    monkeypatch.setattr(LetterTokenizer, "__call__", counted)
    alone = extractor.extract(Letter("1", TEXT))
    assert made == 0
    seen: list[str] = []

    @Language.component("outside")
    def outside(doc: Doc) -> Doc:
        seen.append(doc.text)
        return doc

    extractor.nlp.add_pipe("outside")
    assert extractor.extract(Letter("1", TEXT)) == alone
    assert made == 1
    assert seen == [TEXT]


def test_the_pipeline_as_spacy_runs_it_finds_the_same() -> None:
    extractor = Extractor()
    for letter in letters()[:5]:
        doc = extractor.nlp(letter.text)
        found = {finding.concept for finding in state_of(doc).findings}
        assert found == {fact.concept for fact in extractor.extract(Letter(letter.id, letter.text))[1]}


@given(text=st.text(max_size=80) | st.text(alphabet="aå1. ,-\t\n\u00a0", max_size=80))
def test_pieces_cover_the_text_and_the_doc_keeps_it(text: str) -> None:
    pieces = cut(text)
    assert "".join(pieces) == text
    assert all(kind_of(piece) for piece in pieces)
    doc = LetterTokenizer(load_vocab())(text)
    assert doc.text == text
    assert "".join(token.text_with_ws for token in doc) == text


@cache
def load_vocab() -> Vocab:
    return Extractor().nlp.vocab


class Vowels(FormIndex[int]):
    """Knows how many vowels a form has."""

    def look_up(self, form: str) -> int | None:
        return sum(char in "aeiouyæøå" for char in form) or None


@given(forms=st.lists(st.sampled_from(["ja", "nei", "b", "c", "ok"]), max_size=12))
def test_an_index_that_comes_late_is_asked_all_the_same(forms: list[str]) -> None:
    early, late, table = Vowels(), Vowels(), FormTable()
    table.number(early)
    hits = Hits(table, forms)
    wanted = [(at, early.look_up(form)) for at, form in enumerate(forms) if early.look_up(form)]
    assert hits.of(early) == wanted
    assert hits.of(late) == wanted
    assert Hits(table, forms).of(late) == wanted


@given(
    words=st.lists(st.text(alphabet="ab", min_size=1, max_size=3), max_size=8),
    stars=st.lists(st.sampled_from([(0, 1), (1, 0), (1, 1)]), min_size=8, max_size=8),
    form=st.text(alphabet="ab", min_size=1, max_size=6),
)
def test_starred_words_are_found_as_if_tried_one_by_one(
    words: list[str], stars: list[tuple[int, int]], form: str
) -> None:
    starred: StarredWords[str] = StarredWords()
    wanted: list[str] = []
    for word, (before, behind) in zip(words, stars, strict=False):
        written = "*" * before + word + "*" * behind
        starred.add(written, written)
        fits = word in form if before and behind else form.startswith(word) if behind else form.endswith(word)
        wanted += [written] if fits else []
    assert sorted(starred.find(form)) == sorted(wanted)


def test_the_lexicon_s_own_words_are_remembered_within_bounds() -> None:
    normaliser = load_lexicon().normaliser
    extractor = Extractor()
    extractor.extract(Letter("long", "x" * 100_000 + " brudd"))
    assert max(map(len, normaliser.known)) < 100
