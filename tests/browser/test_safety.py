"""Nothing in a letter is obeyed, old browsers read the same, and a damaged file says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analyser.analysis import Analysis
from tests.browser.conftest import HOSTILE

if TYPE_CHECKING:
    from tests.browser.conftest import Opener


def test_a_hostile_letter_is_shown_and_not_obeyed(visit: Opener, hostile: Path) -> None:
    page = visit(hostile)
    assert page.title() == "Gjennomgang av henvisningsbrev"
    page.locator("#letters tbody a").first.click()
    page.wait_for_selector("#view-letter:not([hidden])")
    text = page.inner_text("#text")
    assert "</script><script>document.title='hacked'</script><img src=x" in text
    assert "U+202E" in text and "U+D800" in text and "{{ 7 * 7 }}" in text
    assert page.locator("#text img, #text script, #text b").count() == 0
    assert "hacked" not in page.title()
    for view in ("lead", "about", "list"):
        page.click(f'[data-view="{view}"]')
        page.wait_for_selector(f"#view-{view}:not([hidden])")
    assert page.locator("main img").count() == 0


def test_cells_that_begin_like_formulas_are_text(visit: Opener, hostile: Path) -> None:
    page = visit(hostile)
    with page.expect_download() as download:
        page.click("#export")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "\n'=2;" in text.replace("\r", "")


def test_a_browser_without_decompression_reads_the_same(visit: Opener, thirty: Path, letters: list[Analysis]) -> None:
    page = visit(thirty, f"#letter={letters[3].letter.id}", before="delete window.DecompressionStream")
    marked = page.evaluate("[...document.querySelectorAll('#text [data-segment]')].map(x => x.textContent).join('')")
    assert marked == letters[3].letter.text


def test_a_damaged_report_says_so(visit: Opener, thirty: Path, tmp_path: Path) -> None:
    html = thirty.read_text(encoding="utf-8")
    start = html.index('id="index"')
    damaged = tmp_path / "damaged.html"
    damaged.write_text(html[: start + 60] + html[start + 400 :], encoding="utf-8")
    page = visit(damaged, ready=False)
    page.wait_for_selector("#broken:not([hidden])")
    assert "ødelagt" in page.inner_text("#broken")


def test_without_scripts_the_lead_s_half_can_be_read(browser: object, thirty: Path) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(thirty.as_uri())
    assert page.locator("noscript").count() == 1
    assert page.locator("#view-lead svg:visible").count() >= 4
    context.close()


def test_hostile_words_are_where_the_test_looks() -> None:
    assert "\u202e" in HOSTILE and "<script>" in HOSTILE
