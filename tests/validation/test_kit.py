"""A kit from the letters to the report, with a person in between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import analyser
from analyser.codebook.labels import load_labels
from analyser.errors import UserError
from analyser.letter import Letter
from analyser.validation import Kit, Sample, draw, make_kit, open_kit, results, write_report
from analyser.validation.report import DISAGREEMENTS, REPORT, render
from analyser.validation.workbook import WORKBOOK, read_workbook

CANARY = "Hildeborg Finnmarksvidde"
HARMLESS = "=1+1 er ingen formel. Kvinne 58 år. Ønsker DXA."
TEXTS = [
    f"{CANARY}. Kvinne 82 år. Lårhalsbrudd etter fall på gulvet i fjor. Ber om DXA.",
    "Mann 79 år. Kompresjonsbrudd L1 på CT etter fall hjemme. Ønsker DXA.",
    "Kvinne 52 år, frisk. Ønsker rutinekontroll av beintettleik. DXA?",
    "Kvinne 66 år. Bruker Prednisolon 7,5 mg daglig siden januar. Røyker. DXA ønskes.",
    HARMLESS,
    "Kontroll etter operasjon. Ingen spørsmål om beinskjørhet.",
]


def sample(seed: int = 1) -> Sample:
    return draw(analyser.analyse_many([Letter(f"b{n}", text) for n, text in enumerate(TEXTS)]), 10, seed=seed)


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    folder = tmp_path / "kit"
    make_kit(folder, sample(), lang="nb", versions={"analyser": "1"})
    return folder


def fill(kit: Path, edit: Callable[[Any, Any], None], name: str = WORKBOOK) -> Path:
    """Open the workbook as a person does, write in it, and save it under a name."""
    book = load_workbook(kit / WORKBOOK)
    edit(book["Brev"], book["Funn"])
    book.save(kit / name)
    return kit / name


def judge_as_the_program(opened: Kit, changes: dict[int, str] | None = None) -> Callable[[Any, Any], None]:
    labels = load_labels("nb")

    def edit(letters: Any, _: Any) -> None:
        heads = [cell.value for cell in letters[1]]
        for number, prediction in enumerate(opened.predictions, start=1):
            letters.cell(number + 1, 4).value = labels.dxa[(changes or {}).get(number, prediction.dxa)]
            for label in prediction.dental:
                letters.cell(number + 1, heads.index(f"Tenner og kjeve: {labels.dental[label]}") + 1).value = "x"
            for label in prediction.dialogue:
                letters.cell(number + 1, heads.index(f"Dialog: {labels.dialogue[label]}") + 1).value = "X"

    return edit


def read(kit: Path, name: str = WORKBOOK) -> Any:
    return read_workbook(kit / name, lang="nb", letters=len(TEXTS))


def test_the_workbook_is_blind_and_holds_the_letters_as_text(kit: Path) -> None:
    book = load_workbook(kit / WORKBOOK)
    rows = list(book["Brev"].iter_rows(min_row=2))
    assert sorted(str(row[2].value) for row in rows) == sorted(TEXTS)
    assert [row[0].value for row in rows] == [1, 2, 3, 4, 5, 6]
    assert {cell.value for row in rows for cell in row[3:]} == {None}
    assert next(row[2].data_type for row in rows if row[2].value == HARMLESS) == "s"
    assert book["Valg"].sheet_state == "hidden"
    assert [str(rule.sqref) for rule in book["Brev"].data_validations.dataValidation] == ["D2:D7"]


def test_who_judges_as_the_program_agrees_with_it(kit: Path) -> None:
    opened = open_kit(kit)
    assert opened.sealed
    fill(kit, judge_as_the_program(opened))
    found = results(opened, read(kit))
    assert found.conclusions.overall.dxa.accuracy == found.weighted.accuracy == 1
    assert found.conclusions.overall.dental.f1 == found.conclusions.overall.dialogue.f1 == 1
    assert (found.facts, found.people) == (None, None)


def test_a_dangerous_miss_is_counted_told_and_to_be_looked_at_again(kit: Path) -> None:
    opened = open_kit(kit)
    lacking = next(n for n, one in enumerate(opened.predictions, start=1) if one.dxa == "may_lack_indication")
    fill(kit, judge_as_the_program(opened, {lacking: "indicated"}))
    found = results(opened, read(kit))
    assert found.conclusions.overall.dangerous_misses == 1
    assert found.weighted.dangerous == pytest.approx(1 / 6)
    write_report(kit, opened, found)
    page = (kit / REPORT).read_text(encoding="utf-8")
    assert "1 of 6 judged letters are dangerous misses" in page
    rows = list(load_workbook(kit / DISAGREEMENTS).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [lacking]
    assert str(rows[0][2]).startswith(load_labels("nb").dxa["indicated"])


def test_the_report_holds_no_text_of_letters_and_everything_it_promises(kit: Path) -> None:
    opened = open_kit(kit)
    fill(kit, judge_as_the_program(opened))
    page = render(opened, results(opened, read(kit)))
    assert CANARY not in page
    assert "Lårhalsbrudd" not in page
    for words in ("TRIPOD+AI", "DECIDE-AI", "By sex", "By language", "95 % interval", "To be filled in"):
        assert words in page
    assert "{" not in page.split("</style>")[1]


def test_facts_are_compared_for_the_letters_that_were_entered_in_full(kit: Path) -> None:
    opened = open_kit(kit)
    number = next(n for n, letter in enumerate(opened.letters, start=1) if "Prednisolon" in letter.text)
    labels = load_labels("nb")

    def edit(letters: Any, facts: Any) -> None:
        judge_as_the_program(opened)(letters, facts)
        heads = [cell.value for cell in facts[1]]
        letters.cell(number + 1, [c.value for c in letters[1]].index("Alle funn er ført på arket Funn") + 1).value = "x"
        rows: list[dict[str, Any]] = [
            {"Funn": labels.concepts["age"], "Tall eller valg": "66"},
            {"Funn": labels.concepts["sex"], "Tall eller valg": labels.values["female"]},
            {"Funn": labels.concepts["glucocorticoid"], labels.attributes["dose_mg"]: "7,5"},
            {"Funn": labels.concepts["smoking"], "Status": labels.statuses["absent"]},
        ]
        for row, cells in enumerate(rows, start=2):
            facts.cell(row, 1).value = number
            for head, value in cells.items():
                facts.cell(row, heads.index(head) + 1).value = value

    fill(kit, edit)
    found = results(opened, read(kit))
    assert found.facts is not None
    assert found.facts.overall.letters == 1
    assert found.facts.scores["concept"]["age"].f1 == found.facts.scores["concept"]["sex"].f1 == 1
    assert found.facts.by_attribute["glucocorticoid.dose_mg"].share == 1
    assert found.facts.scores["concept"]["smoking"].correct == 0, "the person says no, the program says yes"
    assert "Over the 1 letters" in render(opened, found)


def test_two_people_are_compared_over_the_letters_that_both_judged(kit: Path) -> None:
    opened = open_kit(kit)
    fill(kit, judge_as_the_program(opened, {1: "borderline"}), "berit.xlsx")

    def edit(letters: Any, facts: Any) -> None:
        judge_as_the_program(opened)(letters, facts)
        letters.cell(3, 4).value = None

    fill(kit, edit)
    found = results(opened, read(kit), read(kit, "berit.xlsx"))
    assert sorted(found.judgements) == [1, 3, 4, 5, 6]
    assert found.people is not None
    assert (found.people.overall.letters, found.people.overall.dxa.accuracy) == (5, 0.8)


def test_every_cell_that_is_no_choice_is_told_without_what_stands_in_it(kit: Path) -> None:
    def edit(letters: Any, facts: Any) -> None:
        letters.cell(2, 4).value = CANARY
        letters.cell(3, 1).value = CANARY
        facts.cell(2, 1).value, facts.cell(2, 2).value = 1, CANARY
        facts.cell(3, 1).value, facts.cell(3, 2).value, facts.cell(3, 4).value = 1, "age", CANARY

    fill(kit, edit)
    with pytest.raises(UserError) as told:
        read(kit)
    assert CANARY not in str(told.value)
    sheets = [line.split(":")[0] for line in str(told.value).splitlines()]
    assert sheets == [
        f"annotation.xlsx, sheet {place}" for place in ("Funn, row 2", "Funn, row 3", "Brev, row 2", "Brev, row 3")
    ]


def test_predictions_that_were_touched_are_told(kit: Path) -> None:
    path = kit / "predictions.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"indicated"', '"borderline"'), encoding="utf-8")
    opened = open_kit(kit)
    assert not opened.sealed
    fill(kit, judge_as_the_program(opened))
    assert "was changed after the letters were drawn" in render(opened, results(opened, read(kit)))


@pytest.mark.parametrize("name", ["kit.json", "letters.jsonl", "predictions.jsonl"])
def test_a_kit_with_a_file_missing_is_refused_in_one_sentence(kit: Path, name: str) -> None:
    (kit / name).unlink()
    with pytest.raises(UserError, match=r"no whole validation kit"):
        open_kit(kit)


def test_letters_that_no_workbook_can_hold_are_drawn_all_the_same(tmp_path: Path) -> None:
    text = "Kvinne 70 år.\x01\x0b " + "Ber om DXA. " * 5000
    make_kit(tmp_path / "kit", draw(analyser.analyse_many([text]), 1, seed=1), lang="en", versions={})
    held = str(load_workbook(tmp_path / "kit" / WORKBOOK)["Letters"].cell(2, 3).value)
    assert held.endswith("[...]")
    assert len(held) < 32_767
