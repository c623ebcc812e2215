"""Ten thousand letters: the list is paged, choices and searches answer, any letter opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analyser.analysis import Analysis
from tests.browser.conftest import until

if TYPE_CHECKING:
    from tests.browser.conftest import Opener


def test_ten_thousand_letters_can_be_worked_with(visit: Opener, many: Path, letters: list[Analysis]) -> None:
    page = visit(many)
    assert page.inner_text("#shown") == "Viser 1–25 av 10000 brev"
    assert page.locator("#letters tbody tr").count() == 25
    page.check('#filter-dxa input[value="may_lack_indication"]')
    chosen = [
        number for number in range(10_000) if letters[number % len(letters)].assessment.dxa == "may_lack_indication"
    ]
    assert f"av {len(chosen)} brev" in page.inner_text("#shown")
    page.fill("#filter-search", "prednisolon")
    expected = sum("prednisolon" in letters[number % len(letters)].letter.text.lower() for number in chosen)
    until(page, f"document.getElementById('shown').textContent.includes(' av {expected} brev')", seconds=30)
    page.click("#filter-clear")
    page.click('[data-page="last"]')
    page.locator("#letters tbody a").last.click()
    page.wait_for_selector("#view-letter:not([hidden])")
    last = letters[9_999 % len(letters)]
    marked = page.evaluate("[...document.querySelectorAll('#text [data-segment]')].map(x => x.textContent).join('')")
    assert marked == last.letter.text
    assert page.inner_text("#position") == "10000 av 10000 i utvalget"
