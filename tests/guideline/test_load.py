"""A pack is checked whole when it is read: every mistake is named with file, line and reason."""

from __future__ import annotations

import hashlib
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from analyser.errors import UserError
from analyser.guideline import PackError, load_pack, pack_names
from analyser.guideline.load import read_pack
from analyser.guideline.toml_lines import find_lines, line_of
from tests.guideline.notation import facts

MEMO = resources.files("analyser.guideline").joinpath("packs", "memo.toml").read_text(encoding="utf-8")


def problems(text: str) -> list[str]:
    with pytest.raises(PackError) as error:
        read_pack("memo.toml", text.encode())
    assert str(error.value) == "\n".join(error.value.problems)
    return list(error.value.problems)


def test_a_pack_knows_itself() -> None:
    pack = load_pack("memo")
    data = tomllib.loads(MEMO)
    assert pack_names() == ("memo", "national")
    assert (pack.name, pack.version, pack.in_force) == ("memo", data["version"], data["in_force"])
    assert pack.hash == hashlib.sha256(MEMO.encode()).hexdigest()
    assert load_pack("memo") is pack
    assert pack.overrides == {}
    assert [rule.id for rule in pack.rules["dental"]] == ["M1", "M2", "M3", "M4", "M5", "M6"]
    assert pack.sources["seed a"].name["nb"] == "klinikkens notat, punkt a"
    cited = {name for rules in pack.rules.values() for rule in rules for name in rule.source}
    assert cited <= set(pack.sources)


def test_the_parameters_are_those_of_the_guideline() -> None:
    parameters = load_pack("memo").parameters
    assert {
        name: one.value for name, one in parameters.items() if not name.endswith("_mg") and name[:11] != "zoledronate"
    } == {
        "age_old": 65,
        "age_very_old": 80,
        "repeat_min_years": 2,
        "glucocorticoid_min_dose": 5,
        "glucocorticoid_min_months": 3,
        "low_bmi": 22,
        "height_loss_cm": 4,
        "t_osteoporosis": -2.5,
        "frax_high": 20,
        "frax_low": 10,
    }
    assert [name for name, one in parameters.items() if one.confirm][:3] == ["age_old", "age_very_old", "frax_low"]


def test_every_reason_has_the_source_of_its_rule() -> None:
    for line, rule, source in [
        ("age 70; hip_fracture low_energy", "D2", "seed a"),
        ("ask; smoking; copd", "D13", "HDIR"),
        ("ask; glucocorticoid dose_mg=5 months=3", "D8", "NEF, NRF, HDIR"),
        ("zoledronate; dentist_concern", "M4", "seed c, ECTS"),
        ("age 70", "D3", ""),
    ]:
        assert {one.source for one in load_pack("memo").assess(facts(line)).reasons if one.rule == rule} == {source}


def test_a_file_is_read_as_a_packaged_pack_is(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(MEMO.replace('name = "memo"', 'name = "own"'), encoding="utf-8", newline="\r\n")
    for given in (path, str(path)):
        pack = load_pack(given)
        assert pack.name == "own"
        assert pack.assess(facts("ask; age 65; hip_fracture low_energy")).rule == "D2"


def test_parameters_can_be_overridden() -> None:
    letter = facts("ask; age 69; hip_fracture low_energy")
    pack = load_pack("memo", overrides={"age_old": 70})
    assert (load_pack("memo").assess(letter).rule, pack.assess(letter).rule) == ("D2", "D6")
    assert pack.overrides == {"age_old": 70}
    assert (pack.parameters["age_old"].value, pack.parameters["age_old"].default) == (70, 65)
    assert pack.hash == load_pack("memo").hash
    assert load_pack("memo", overrides={"age_old": 70}) is pack
    assumed = pack.assess(facts("age 71; hip_fracture"), lang="en").reasons
    assert any("From 70 years" in reason.message for reason in assumed)


def test_overrides_reach_the_answers_that_are_tried(tmp_path: Path) -> None:
    letter = facts("ask; age 60; male; glucocorticoid months=12; coeliac_disease absent")
    for dose in (5, 7.5):
        assert (
            load_pack("memo", overrides={"glucocorticoid_min_dose": dose}).assess(letter).missing[0] == "own fractures"
        )
    path = tmp_path / "memo.toml"
    path.write_text(MEMO, encoding="utf-8")
    assert load_pack(path, overrides={"age_old": 70}).overrides == {"age_old": 70}


@pytest.mark.parametrize(
    ("name", "overrides", "says"),
    [
        (
            "nasjonal",
            {},
            "There is no rule pack 'nasjonal'; choose one of memo, national, or name a file that ends in .toml.",
        ),
        ("nowhere/x.toml", {}, "The rule pack 'x.toml' cannot be read; check that the name is spelled correctly."),
        ("memo", {"age_odl": 70}, "The rule pack has no parameter 'age_odl'; choose one of age_old, age_very_old"),
        ("memo", {"age_old": float("nan")}, "'age_old' must be set to a number."),
        ("memo", {"age_old": True}, "'age_old' must be set to a number."),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(name: str, overrides: dict[str, float], says: str) -> None:
    with pytest.raises(UserError) as error:
        load_pack(name, overrides=overrides, lang="en")
    assert str(error.value).startswith(says)


MISTAKES: list[tuple[str, str, int | str, str]] = [
    # Names.
    ("present(kyphosis) or", "present(kyphosys) or", 0, "unknown concept, group or set 'kyphosys'; is 'kyphosis' m"),
    ("present(kyphosis) or", "planned(kyphosis) or", 0, "kyphosis has no status 'planned' in the codebook"),
    ("present(kyphosis) or", "presnt(kyphosis) or", 0, "unknown function 'presnt'; is 'present' meant?"),
    ("not cm < height", "not centimetres < height", 0, "unknown attribute of height_loss 'centimetres'"),
    ('purpose == "follow_up"', 'purpose == "followup"', 0, "unknown word 'followup'; is 'follow_up' meant?"),
    ("frax_major >= frax_high'", "frax_major >= frax_hihg'", 0, "unknown name 'frax_hihg'; is 'frax_high' meant?"),
    ("\nand strong_fracture\n", "\nand strong_fractures\n", 0, "unknown name 'strong_fractures'"),
    ('"t_score_other"]\nbone', '"t_score_othr"]\nbone', 0, "unknown concept 't_score_othr'; is 't_score_other' meant?"),
    ('group = "disease"', 'group = "diseases"', 0, "unknown group 'diseases'; is 'disease' meant?"),
    ('mechanism = "unknown"\nimaging', 'mechanism = "unknow"\nimaging', 0, "mechanism must be one of low_energy"),
    ("\nimaging_confirmed = false", "\nimaging_sure = false", 0, "unknown attribute 'imaging_sure'"),
    # A list over several lines is named by its first line.
    ('concept = "early_menopause"', 'concept = "menopause"', -1, "unknown concept 'menopause'"),
    ('status = "planned" }], said = { nb = "DXA"', 'status = "wanted" }], said = { nb = "DXA"', -1,
     "dxa_request: status 'wanted' is not one of"),
    # Rules.
    ('source = ["NEF"]\nwhen', 'source = ["NFE"]\nwhen', 0, "unknown source 'NFE'; is 'NRF' meant?"),
    ('source = ["NEF"]\nwhen', "when", -3, "dxa.7 has no 'source'"),
    ('"D7"\noutcome = "indicated"', '"D7"\noutcome = "indicate"', 0, "unknown label 'indicate'; is 'indicated' meant?"),
    ('dialogue = "repeat_too_soon"', 'dialogue = "repeat_soon"', 0, "unknown label 'repeat_soon'"),
    ('id = "D7"\n', 'id = "D6"\n', 0, "'D6' is already a name of the pack; use each name once"),
    ('id = "D7"\n', 'id = "low_bmi"\n', 0, "'low_bmi' is already a name of the pack; use each name once"),
    ('id = "D7"\n', 'id = "D 7"\n', 0, "'D 7' cannot be a name; use letters, digits and _"),
    ("\nrefuses = ", "\nsmoking = ", 0, "'smoking' is already a concept of the codebook; use each name once"),
    ("\nrefuses = 'present", "\nrefuses = 'refuses and present", 0, "defined by each other: refuses -> refuses"),
    ("when = 'True'", "when = 'not refuses'", -5, "the last rule on DXA must have the condition 'True'"),
    ("'subjects_mentioned >= 4'", "'present(kyphosis) and present(copd)'", 0, "D17 never decides: D7 before it holds"),
    ("'subjects_mentioned >= 4'", "'frax_major > 25'", 0, "D17 never decides: D11 before it holds wherever it does"),
    ("'subjects_mentioned >= 4'", "'clinical_factors == 1 and asked'", 0, "D17 never decides: D15 before it holds"),
    ("'subjects_mentioned >= 4'", "'present(zoledronate) or copd_twice'", 0, "unknown name 'copd_twice'"),
    ("'subjects_mentioned >= 4'", "'asked and not asked'", 0, "D17 never holds"),
    ("'subjects_mentioned >= 4'", "'age > 80 and age <= 70'", 0, "D17 never holds"),
    ("'subjects_mentioned >= 4'", "'dxa == \"indicated\"'", 0, "it asks how DXA was decided, which is not known here"),
    ("'subjects_mentioned >= 4'", "'given(kidney_value)'", 0, "it asks for something that only texts and remarks can"),
    # Texts.
    ('nn = "Brevet ber ikkje om DXA."\n', "", -2, "dxa.3.text.1 has no 'nn'"),
    ('nn = "Brevet ber ikkje om DXA."', 'nn = " "', 0, "the text in nn is empty"),
    ('nn = "Brevet ber ikkje om DXA."', 'nynorsk = "Brevet ber ikkje om DXA."', 0, "unknown entry 'nynorsk'"),
    ('nn = "Brevet ber ikkje om DXA."', 'nn = "{frax_hihg}"', 0, "unknown name 'frax_hihg'"),
    ('nn = "Brevet ber ikkje om DXA."', 'nn = "{age}"', -2, "its languages do not have the same places"),
    ('nn = "Brevet ber ikkje om DXA."', 'nn = "{list}"', 0, "{list} stands for nothing: there is no list"),
    ('nn = "Brevet ber ikkje om DXA."', 'nn = "{concepts:bones}"', 0, "unknown concept, group or set 'bones'"),
    ('nn = "Brevet ber ikkje om DXA."', 'nn = "{a b}"', 0, "unknown place 'a b'"),
    ('nb = "Brevet ber ikke om DXA."', "when = 'asked'\nnb = \"Brevet.\"", -6, "its last text has a condition"),
    ("when = 'low_energy_hip and proven_vertebral'\n", "", 3, "this text is never used: an earlier one holds"),
    ("[dialogue.dental_advice.text]]", "[dialogue.dental_advice.add]]", 0, "dialogue.dental_advice has no 'text'"),
    ("[dialogue.dental_advice.text]]", "[dialogue.dental_advise.text]]", '[[also]]\nid = "A3"',
     "'dental_advice' has no text under dialogue"),
    # What is never used, or not named where it should be.
    ("[terms]\n", "[terms]\nspare = 'present(copd)'\n", 0, "'spare' is never used"),
    ("[sets]\n", '[sets]\nspare = ["copd"]\n', 0, "'spare' is never used"),
    ("[parameters.low_bmi]", '[parameters.spare]\nvalue = 1\nunit = ""\nsource = []\n'
     'label = { nb = "x", nn = "x", en = "x" }\n[parameters.low_bmi]', 0, "'spare' is never used"),
    ("[sources.NRF]", '[sources.spare]\nname = { nb = "x", nn = "x", en = "x" }\ntitle = ""\nwhere = ""\n[sources.NRF]',
     0, "'spare' is never used"),
    ('    "remark",\n]', '    "remark", "soon",\n]', "reading_order", "no rule leads to this: unknown label 'soon'"),
    ('    "no_dxa_question",\n    "remark"', '    "remark"', "reading_order",
     "'no_dxa_question' does not stand in the reading order"),
    # Quality.
    ("weight = 3", "weight = 0", 0, "the weight must be 1 or more"),
    ("weight = 3", "weight = 3.5", 0, "'weight' must be a whole number"),
    ('item = "sex"', 'item = "age"', 0, "there is another item 'age'; use each name once"),
    ("complete = 'present(fracture)'", "complete = 'not asked'", -1, "'complete' must ask for facts, such as present("),
    ('"glucocorticoid_min_months" } }], said', '"glucocorticoid_min" } }], said', -1, "glucocorticoid.months must be"),
    ('ask = { nb = "Hvor gammel', 'aks = { nb = "Hvor gammel', 0, "unknown entry 'aks'; is 'ask' meant?"),
    ('ask = { nb = "Hvor gammel er pasienten?", ', 'ask = { ', 0, "quality.1.ask has no 'nb'"),
    ('[{ concept = "smoking" }], said = { nb = "ja"', '[{ concept = "smoking" }], spoken = { nb = "ja"', -1,
     "unknown entry 'spoken'"),
    # What is written to the GP.
    ("[[to_gp.infection_vigilance.text]]", "[[to_gp.infection_vigil.text]]", 0, "no rule leads to this: unknown label"),
    ('not_to_gp = ["dental_advice"]', "not_to_gp = []", "[[to_gp.d", "nothing is written to the GP about 'dental_adv"),
    ('not_to_gp = ["dental_advice"]', 'not_to_gp = ["dental_advice", "x"]', 0, "this is not raised with the GP: unk"),
    ('    ["repeat_too_soon"],\n', "", "letter_order", "'repeat_too_soon' does not stand in the letter's order"),
    ('    ["repeat_too_soon"],\n', '    ["repeat_too_soon", "soon"],\n', "letter_order", "unknown label 'soon'"),
    ('    ["repeat_too_soon"],\n', '    ["repeat_too_soon", "indicated"],\n', "letter_order", "a label stands twice"),
    ('asks = ["parental hip fracture"]', 'asks = ["parental hip"]', 0, "unknown item 'parental hip'; is 'parental h"),
    # Shape.
    ("value = 65", 'value = "65"', 0, "'value' must be a number"),
    ("value = 65", "value = nan", 0, "'value' must be a number"),
    ("in_force = 2026-01-01", 'in_force = "2026"', 0, "'in_force' must be a date"),
    ("confirm = true", "confirms = true", 0, "unknown entry 'confirms'; is 'confirm' meant?"),
    ('version = "1.0.0"\n', "", "#", "the pack has no 'version'"),
    # Not TOML at all.
    ("value = 65", "value = ", 0, "not TOML: Invalid value"),
    ("value = 65", "value = 65\nvalue = 66", 0, "not TOML: Cannot overwrite a value"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "becomes", "where", "says"), MISTAKES)
def test_a_mistake_is_named_with_its_line(was: str, becomes: str, where: int | str, says: str) -> None:
    """``where`` is how many lines from the first difference the mistake is named, or what its line begins with."""
    assert was in MEMO
    text = MEMO.replace(was, becomes, 1)
    differs = next(place for place in range(len(text)) if text[place] != MEMO[place])
    place, shift = (differs, where) if isinstance(where, int) else (text.index(where), 0)
    line = text.count("\n", 0, place) + 1 + shift
    found = problems(text)
    assert any(one.startswith(f"memo.toml, line {line}: ") and says in one for one in found), (line, found)
    assert all(one.endswith((".", "?")) for one in found)


def test_all_mistakes_are_named_at_once() -> None:
    text = MEMO.replace("present(kyphosis) or", "present(kyphosys) or").replace("weight = 3", "weight = 0")
    found = problems(text.replace('nn = "Brevet ber ikkje om DXA."', 'nn = ""'))
    assert len(found) == 3
    assert found == sorted(found, key=lambda one: int(one.split("line ")[1].split(":")[0]))


def test_bytes_that_are_no_utf8_are_named_with_their_line() -> None:
    content = b'name = "memo"\ntitle = "\xe6"\n'
    with pytest.raises(PackError, match=r"memo.toml, line 2: this is not UTF-8; save the file as UTF-8\."):
        read_pack("memo.toml", content)


def test_lines_of_toml() -> None:
    text = """# a comment with [brackets]
name = "[not.a.table]"
long = '''
[not.a.table]
inside = 1
'''
list = [
    "a = 1", # [b]
    { c = 2 },
]
[one."two three"]
key.with.points = 1
[[many]]
id = 1
[[many.text]]
nb = ""
[[many]]
[[many.text]]
[[many.text]]
nb = 2
"""
    lines = find_lines(text)
    assert lines == {
        ("name",): 2,
        ("long",): 3,
        ("list",): 7,
        ("one",): 11,
        ("one", "two three"): 11,
        ("one", "two three", "key", "with", "points"): 12,
        ("many",): 13,
        ("many", 0): 13,
        ("many", 0, "id"): 14,
        ("many", 0, "text"): 15,
        ("many", 0, "text", 0): 15,
        ("many", 0, "text", 0, "nb"): 16,
        ("many", 1): 17,
        ("many", 1, "text"): 18,
        ("many", 1, "text", 0): 18,
        ("many", 1, "text", 1): 19,
        ("many", 1, "text", 1, "nb"): 20,
    }
    assert line_of(lines, ("many", 1, "text", 1, "nn")) == 19
    assert line_of(lines, ("nothing", "at", "all")) == 1
