"""The national pack: where it differs from the memo, and how a pack builds on another."""

from __future__ import annotations

import hashlib
from importlib import resources

import pytest

from analyser.codebook.labels import LANGUAGES
from analyser.guideline import PackError, load_pack
from analyser.guideline.load import read_pack
from tests.guideline.notation import facts
from tests.guideline.test_texts import FORBIDDEN, NORMS, fixed, sentences

FILES = {
    name: resources.files("analyser.guideline").joinpath("packs", f"{name}.toml").read_text(encoding="utf-8")
    for name in ("memo", "national")
}
OWN = """
extends = "memo"
name = "own"
version = "1"
in_force = 2026-01-01
title = { nb = "x", nn = "x", en = "x" }
"""


@pytest.mark.parametrize(
    ("line", "memo", "national"),
    [
        # A relative with osteoporosis counts as a factor; heredity counts once.
        ("ask; family_osteoporosis", "D16 may_lack_indication", "D15 borderline"),
        ("ask; family_osteoporosis; smoking", "D15 borderline", "D13 indicated"),
        ("ask; family_osteoporosis; parental_hip_fracture", "D15 borderline", "D15 borderline"),
        # A premature menopause indicates alone.
        ("ask; menopause_age 44.9", "D15 borderline", "N1 indicated"),
        ("ask; menopause_age 45", "D18 insufficient_information", "D18 insufficient_information"),
        ("ask; early_menopause; smoking", "D13 indicated", "N1 indicated"),
        # A hip or vertebral fracture, or two low-energy fractures, mean treatment from 50.
        ("ask; age 50; hip_fracture low_energy", "D6 indicated", "D2 treat_without_waiting"),
        ("ask; age 49; hip_fracture low_energy", "D6 indicated", "D6 indicated"),
        ("ask; age 50; wrist_fracture low_energy; rib_fracture low_energy", "D6 indicated", "D2 treat_without_waiting"),
        ("ask; age 50; wrist_fracture low_energy; wrist_fracture low_energy", "D6 indicated", "D6 indicated"),
        ("ask; age 50; wrist_fracture low_energy; rib_fracture", "D6 indicated", "D6 indicated"),
        # How a hip fracture happened is taken for granted at the memo's age.
        ("ask; age 64; hip_fracture", "D14 borderline", "D14 borderline"),
        ("ask; age 65; hip_fracture", "D2 treat_without_waiting", "D2 treat_without_waiting"),
        # The rest is the memo's.
        ("ask; patient_request", "D16 may_lack_indication", "D16 may_lack_indication"),
        ("ask; prior_dxa years_ago=1", "D5 may_lack_indication", "D5 may_lack_indication"),
    ],
)
def test_where_the_packs_differ(line: str, memo: str, national: str) -> None:
    found = [load_pack(name).assess(facts(line)) for name in ("memo", "national")]
    assert [f"{one.rule} {one.dxa}" for one in found] == [memo, national]


def test_what_the_national_pack_says_is_not_the_memos_word() -> None:
    pack = load_pack("national")
    for line in ("ask; family_osteoporosis", "ask; patient_request", "ask; family_osteoporosis; early_menopause"):
        for lang in LANGUAGES:
            texts = [reason.message for part in pack.write(facts(line), lang=lang) for reason in part]
            assert texts
            assert [text for text in texts if "notat" in text or "memo" in text or "uten brudd" in text] == []
    rules = {rule.id: rule.source for rule in pack.rules["dxa"]}
    assert (rules["D2"], rules["N1"], rules["D15"]) == (("NRF", "NEF"), ("HDIR", "FRAX"), ("seed b",))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_texts_keep_to_what_holds_of_all_packs(lang: str) -> None:
    texts = [(name, fixed(one, lang)) for name, one in sentences(load_pack("national"))]
    assert [text for text in texts if FORBIDDEN.search(text[1])] == []
    assert lang == "en" or [text for text in texts if NORMS[lang].search(text[1].lower())] == []


def test_the_hash_covers_what_a_pack_builds_on() -> None:
    assert load_pack("national").hash == hashlib.sha256((FILES["national"] + FILES["memo"]).encode()).hexdigest()


def test_an_own_pack_may_build_on_any_other() -> None:
    own = read_pack("own.toml", (OWN.replace('"memo"', '"national"') + 'drop = ["R13", "R14"]\n').encode())
    assert [rule.id for rule in own.rules["dxa"]] == [rule.id for rule in load_pack("national").rules["dxa"]]
    remarks = [rule.id for rule in own.rules["remark"]]
    assert [*remarks, "R13", "R14"] == [rule.id for rule in load_pack("memo").rules["remark"]]


def test_a_rule_takes_its_place_or_the_one_it_asks_for() -> None:
    text = '[[{kind}.text]]\nnb = "x."\nnn = "x."\nen = "x."\n'
    remark = '[[remark]]\nid = "{id}"\n{before}outcome = "x"\nsource = ["NRF"]\nwhen = "present(copd)"\n'
    added = remark.format(id="X1", before='before = "R1"\n') + text.format(kind="remark")
    moved = remark.format(id="R14", before='before = "S1"\n') + text.format(kind="remark")
    own = read_pack("own.toml", f"{OWN}{added}{moved}".encode())
    ids = [rule.id for rule in own.rules["remark"]]
    assert ids[:4] == ["R14", "S1", "X1", "R1"]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("added", "says"),
    [
        ('drop = ["R99"]', "own.toml, line 7: there is no 'R99' to leave out."),
        ('drop = ["D18"]', "memo.toml, line {D17}: the last rule on DXA must have the condition 'True'."),
        ("[terms]\nrefuses = 'present(copdd)'", "own.toml, line 8: refuses: unknown concept, group or set 'copdd'; is"),
        # What a change breaks elsewhere is named where it stands.
        ("[sets]\ncancer = 1", "own.toml, line 8: sets.cancer must be a table."),
        ("[sets]\nspine_disease = ['copdd']", "own.toml, line 8: unknown concept 'copdd'; is 'copd' meant?"),
        ("[terms]\nspare = 'present(copd)'", "own.toml, line 8: 'spare' is never used."),
        ('[[dxa]]\nid = "X1"\nbefore = "D99"\noutcome = "indicated"\nsource = []\nwhen = "asked"',
         "own.toml, line 9: there is no 'D99' for this to stand before."),
        ('[[dxa]]\nid = "X1"\nbefore = "D13"\noutcome = "indicated"\nsource = []\nwhen = "asked"',
         "own.toml, line 7: dxa.1 has no 'text'."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_in_the_file_in_which_it_stands(added: str, says: str) -> None:
    table = FILES["memo"].split("\n").index('id = "D17"')  # the line before it, counted from 1
    with pytest.raises(PackError) as error:
        read_pack("own.toml", f"{OWN}{added}\n".encode())
    assert any(problem.startswith(says.replace("{D17}", str(table))) for problem in error.value.problems)


@pytest.mark.parametrize("other", ["memmo", "own"])
def test_a_pack_builds_on_one_that_is_there(other: str) -> None:
    with pytest.raises(PackError, match=f"own.toml, line 2: unknown pack to build on '{other}'"):
        read_pack("own.toml", OWN.replace('"memo"', f'"{other}"').encode())
