"""The work list as its user has it: choose, open, copy, go back, with mouse and keyboard, in three languages."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analyser.analysis import Analysis
from analyser.codebook.labels import LANGUAGES, load_labels
from analyser.dialogue import draft
from benchmarks.spread import spread
from tests.browser.conftest import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Opener


def shown(page: Page) -> str:
    return page.inner_text("#shown")


def rows(page: Page) -> int:
    return page.locator("#letters tbody tr").count()


def settle(page: Page) -> None:
    """Waits until a search that was typed has been done."""
    page.wait_for_timeout(250)
    until(page, "!document.getElementById('shown').textContent.endsWith('…')")


def test_choices_narrow_the_list_and_their_counts_follow(visit: Opener, thirty: Path, letters: list[Analysis]) -> None:
    page = visit(thirty)
    assert shown(page) == "Viser 1–25 av 30 brev"
    expected = sum(one.assessment.dxa == "indicated" for one in letters[:30])
    assert page.inner_text('[data-count="indicated"]') == str(expected)
    page.check('#filter-dxa input[value="indicated"]')
    assert shown(page).startswith(f"Viser 1–{expected} av {expected} brev (av 30")
    # What is ticked does not hide what ticking more would add.
    others = sum(one.assessment.dxa == "borderline" for one in letters[:30])
    assert page.inner_text('[data-count="borderline"]') == str(others)
    page.check('#filter-dxa input[value="borderline"]')
    assert rows(page) == min(25, expected + others)
    page.click("#filter-clear")
    page.select_option("#filter-dialogue", "-")
    none = sum(not one.assessment.dialogue for one in letters[:30])
    assert rows(page) == none
    page.select_option("#filter-missing", "smoking")
    both = sum(not one.assessment.dialogue and "smoking" in one.assessment.missing for one in letters[:30])
    assert (page.inner_text("#shown") == "Ingen brev passer til valgene.") if both == 0 else rows(page) == both


def test_dates_practice_and_language_are_choices_too(visit: Opener, thirty: Path, letters: list[Analysis]) -> None:
    made = list(spread(letters[:30], 30))
    page = visit(thirty)
    day = sorted(str(one.letter.date) for one in made)[9]
    page.fill("#filter-to", day)
    page.dispatch_event("#filter-to", "change")
    assert rows(page) == sum(str(one.letter.date) <= day for one in made)
    page.click("#filter-clear")
    sender = made[0].letter.sender
    assert sender is not None
    page.select_option("#filter-sender", sender)
    assert rows(page) == sum(one.letter.sender == sender for one in made)
    names = page.locator("#filter-sender option").all_inner_texts()[1:]
    assert names == sorted(names)
    page.click("#filter-clear")
    page.select_option("#filter-language", "nb")
    assert rows(page) == min(25, sum(one.language == "nb" for one in made))


def test_words_of_the_letters_are_found(visit: Opener, thirty: Path, letters: list[Analysis]) -> None:
    page = visit(thirty)
    page.fill("#filter-search", "PREDNISOLON")
    settle(page)
    expected = sum("prednisolon" in one.letter.text.lower() for one in letters[:30])
    assert expected
    assert rows(page) == expected
    page.fill("#filter-search", "finnes-ikke-i-noe-brev")
    settle(page)
    assert shown(page) == "Ingen brev passer til valgene."


@pytest.mark.parametrize("column", ["date", "score", "missing_count", "suggestion"])
def test_a_heading_sorts_both_ways(visit: Opener, thirty: Path, column: str) -> None:
    page = visit(thirty)
    page.select_option("#per-page", "100")
    place = [x.get_attribute("data-column") for x in page.locator("#letters thead th").all()].index(column) + 1
    button = page.locator(f'th[data-column="{column}"] button')
    button.click()
    up = page.locator(f"#letters tbody tr > :nth-child({place})").all_inner_texts()
    assert page.get_attribute(f'th[data-column="{column}"]', "aria-sort") == "ascending"
    button.click()
    down = page.locator(f"#letters tbody tr > :nth-child({place})").all_inner_texts()
    assert page.get_attribute(f'th[data-column="{column}"]', "aria-sort") == "descending"
    assert up == down[::-1]
    assert up != down


def test_a_row_opens_its_letter_with_all_that_was_found(visit: Opener, thirty: Path, letters: list[Analysis]) -> None:
    one = letters[1]
    page = visit(thirty)
    page.click(f"text={one.letter.id}")
    page.wait_for_selector("#view-letter:not([hidden])")
    marked = page.evaluate("[...document.querySelectorAll('#text [data-segment]')].map(x => x.textContent).join('')")
    assert marked == one.letter.text
    assert page.locator("#findings tbody tr").count() == len(one.facts)
    told = page.inner_text("#conclusions")
    assert load_labels("nb").dxa[one.assessment.dxa] in told
    assert all(reason.message in told for reason in one.assessment.reasons)
    assert all(load_labels("nb").quality[item] in told for item in one.assessment.missing)
    assert page.input_value("#draft") == draft(one)
    page.locator(".mark").first.hover()
    assert "Brukt i regel" in page.inner_text("#tip")
    page.click("#back")
    page.wait_for_selector("#view-list:not([hidden])")
    assert page.evaluate("document.activeElement.textContent") == one.letter.id


def test_the_draft_can_be_corrected_and_copied(visit: Opener, thirty: Path, letters: list[Analysis]) -> None:
    page = visit(thirty, f"#letter={letters[0].letter.id}")
    page.fill("#draft", "Rettet av meg.")
    page.click("#copy-draft")
    until(page, "document.getElementById('said').textContent !== ''")
    assert page.inner_text("#said") == "Kladden er kopiert."
    assert page.evaluate("navigator.clipboard.readText()") == "Rettet av meg."


def test_the_draft_can_be_copied_where_there_is_no_clipboard(visit: Opener, thirty: Path) -> None:
    page = visit(thirty, before="Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#view-letter:not([hidden])")
    page.keyboard.press("c")
    until(page, "document.getElementById('said').textContent === 'Kladden er kopiert.'")


def test_the_keyboard_alone_will_do(visit: Opener, thirty: Path, letters: list[Analysis]) -> None:
    page = visit(thirty)
    for key in "jjk":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.textContent") == letters[0].letter.id
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#view-letter:not([hidden])")
    assert letters[1].letter.id in page.inner_text("#letter-heading")
    page.keyboard.press("j")
    until(page, f"document.getElementById('letter-heading').textContent.includes('{letters[2].letter.id}')")
    page.keyboard.press("Escape")
    page.wait_for_selector("#view-list:not([hidden])")
    page.keyboard.press("/")
    until(page, "document.activeElement.id === 'filter-search'")
    page.keyboard.type("jk")
    assert page.input_value("#filter-search") == "jk"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()
    page.keyboard.press("?")
    assert not page.locator("#help").is_visible()


def test_an_address_opens_a_letter_or_a_choice(visit: Opener, thirty: Path, letters: list[Analysis]) -> None:
    page = visit(thirty, f"#letter={letters[4].letter.id}")
    assert letters[4].letter.id in page.inner_text("#letter-heading")
    page = visit(thirty)
    page.check('#filter-dxa input[value="indicated"]')
    page.select_option("#filter-language", "nb")
    address = page.evaluate("location.hash")
    again = visit(thirty, address)
    assert shown(again) == shown(page)
    assert again.is_checked('#filter-dxa input[value="indicated"]')
    gone = visit(thirty, "#letter=finnes-ikke")
    assert shown(gone) == "Brevet i adressen finnes ikke i denne rapporten."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_said_in_the_language_chosen(
    visit: Opener, thirty: Path, letters: list[Analysis], lang: str
) -> None:
    one = next(one for one in letters[:30] if one.assessment.questions)
    page = visit(thirty, f"#letter={one.letter.id}")
    page.click(f'[data-lang-choice="{lang}"]')
    labels = load_labels(lang)
    until(page, f"document.documentElement.lang === '{lang}'")
    told = page.inner_text("#conclusions")
    assert labels.ui["decision_support"] in page.inner_text("header")
    assert labels.dxa[one.assessment.dxa] in told
    others = [load_labels(other).ui["suggestion_heading"] for other in LANGUAGES]
    assert labels.ui["suggestion_heading"] in told
    if lang == "en":
        assert all(reason.message not in told for reason in one.assessment.reasons)
        assert not any(text in told for text in others if text != labels.ui["suggestion_heading"])
    page.click('[data-view="list"]')
    page.wait_for_selector("#view-list:not([hidden])")
    assert labels.ui["shown"].split(" ")[0] in shown(page)
    page.click('[data-view="lead"]')
    page.wait_for_selector("#view-lead:not([hidden])")
    assert page.locator("#view-lead .in-lang:visible").count() == 1


def test_the_selection_can_be_taken_out_as_a_table(visit: Opener, thirty: Path, letters: list[Analysis]) -> None:
    page = visit(thirty)
    page.check('#filter-dxa input[value="indicated"]')
    with page.expect_download() as download:
        page.click("#export")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    chosen = [one for one in letters[:30] if one.assessment.dxa == "indicated"]
    assert table[0][0] == "Brev"
    assert [row[0] for row in table[1:]] == [one.letter.id for one in chosen]
    assert [int(row[-1]) for row in table[1:]] == [one.assessment.score for one in chosen]


def test_text_can_be_made_larger(visit: Opener, thirty: Path) -> None:
    page = visit(thirty)
    before = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    page.click("#text-larger")
    after = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    assert float(after[:-2]) > float(before[:-2])
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == after
