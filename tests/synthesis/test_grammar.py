"""The packaged grammar and population, as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyser.codebook import load_codebook
from analyser.synthesis import grammar as room
from analyser.synthesis.expand import nynorsk
from analyser.synthesis.grammar import Entry, GrammarError, load_grammar, parts
from analyser.synthesis.markup import Span, Symbol
from analyser.synthesis.patient import load_population

GRAMMAR = load_grammar()


def states() -> set[str]:
    """Every symbol that a patient can bring into a letter."""
    population = load_population()
    found = {state[0] for topic in population["topic"].values() for state in topic["states"]}
    for scenario in population["scenario"].values():
        found |= {name for entry in scenario["say"] for name in entry.partition("?")[0].split("|")}
        found |= {state[0] for states in scenario.get("set", {}).values() for state in states}
    return found - {""}


def test_everything_a_patient_can_bring_can_be_said_in_both_norms() -> None:
    brought = states()
    assert len(brought) > 120
    assert brought - GRAMMAR.entries.keys() == set()
    silent = [
        name for name in brought for lang in ("nb", "nn") if not GRAMMAR.entries[name].in_style("clause", lang)[1]
    ]
    assert silent == []


def test_every_symbol_is_reached() -> None:
    named = {
        node.name
        for entry in GRAMMAR.entries.values()
        for way in entry.ways
        for node in parts(way.nodes)
        if isinstance(node, Symbol)
    }
    source = "".join(path.read_text(encoding="utf-8") for path in Path(room.__file__).parent.glob("*.py"))
    unused = [name for name in GRAMMAR.entries if name not in named | states() and f'"{name}"' not in source]
    # Said by way of f"{section}.ignored".
    assert sorted(set(unused) - {"disease.ignored", "drug.ignored"}) == []


def test_most_concepts_are_said_and_in_several_ways() -> None:
    ways: dict[str, int] = {}
    for entry in GRAMMAR.entries.values():
        for way in entry.ways:
            for node in parts(way.nodes):
                if isinstance(node, Span):
                    for fact in node.facts:
                        ways[fact.concept] = ways.get(fact.concept, 0) + 1
    missing = set(load_codebook().concepts) - set(ways)
    assert missing <= {"raloxifene", "lab_electrophoresis", "lab_coeliac", "lab_testosterone", "t_score_other"}
    assert {concept for concept, count in ways.items() if count < 2} == set()


@pytest.mark.parametrize(
    ("bokmaal", "other"), [("Ikke", "Ikkje"), ("IKKE", "IKKJE"), ("brakk", "braut"), ("Prolia", "Prolia")]
)
def test_words_keep_their_case_in_nynorsk(bokmaal: str, other: str) -> None:
    assert nynorsk(bokmaal, GRAMMAR.words) == other


def test_mistakes_are_said_with_file_and_symbol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "grammar").mkdir()
    (tmp_path / "grammar" / "bad.toml").write_text(
        '["a"]\nany = ["[smokking: røyk]", "<nowhere>", "(x|"]\nlet = { n = "int 3" }\n["b"]\nloud = ["x"]\n',
        encoding="utf-8",
    )
    (tmp_path / "grammar" / "words.toml").write_text("[words]\n[phrases]\n", encoding="utf-8")
    monkeypatch.setattr("importlib.resources.files", lambda _: tmp_path)
    load_grammar.cache_clear()
    with pytest.raises(GrammarError) as caught:
        load_grammar()
    load_grammar.cache_clear()
    said = str(caught.value)
    for part in (
        "bad.toml: a",
        "unknown concept 'smokking'",
        "no symbol <nowhere>",
        "lacks its ')'",
        "let n",
        "'loud'",
        "b says nothing",
    ):
        assert part in said


def test_a_symbol_falls_back_to_its_nearest_style() -> None:
    entry: Entry = GRAMMAR.entries["how.low"]
    assert entry.in_style("clause", "nb")[0] == "any"
    assert entry.in_style("tele", "nb")[0] == "tele"
