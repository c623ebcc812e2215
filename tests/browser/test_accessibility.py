"""WCAG 2.1 AA by axe on every view, in every language; zoom, print, and a page that ten thousand letters fill."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analyser.analysis import Analysis
from analyser.codebook.labels import LANGUAGES
from analyser.guideline import load_pack
from analyser.reporting.lead.tally import Tally
from analyser.reporting.sheet import sheet
from benchmarks.spread import PRACTICES, spread

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Opener

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", ["list", "letter", "lead", "about", "help"])
def test_no_view_violates_wcag(visit: Opener, thirty: Path, letters: list[Analysis], view: str, lang: str) -> None:
    address = f"#letter={letters[1].letter.id}" if view == "letter" else f"#view={view if view != 'help' else 'list'}"
    page = visit(thirty, address)
    page.click(f'[data-lang-choice="{lang}"]')
    if view == "help":
        page.click("#open-help")
    assert violations(page) == []


def test_a_full_list_and_its_lead_s_half_violate_nothing(visit: Opener, many: Path) -> None:
    page = visit(many)
    assert violations(page) == []
    page.click('[data-view="lead"]')
    page.wait_for_selector("#view-lead:not([hidden])")
    assert violations(page) == []


@pytest.mark.parametrize("view", ["list", "letter", "lead", "about"])
def test_at_twice_the_size_nothing_has_to_be_scrolled_sideways(
    visit: Opener, thirty: Path, letters: list[Analysis], view: str
) -> None:
    page = visit(thirty, f"#letter={letters[1].letter.id}" if view == "letter" else f"#view={view}")
    # 200 per cent of a window of 1280 is a window of 640.
    page.set_viewport_size({"width": 640, "height": 450})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [1265, 1366])
def test_on_a_common_screen_no_column_is_cut_off(
    visit: Opener, thirty: Path, letters: list[Analysis], width: int, lang: str
) -> None:
    page = visit(thirty, "#view=list")
    # A window of 1280 has a scroll bar of some 15.
    page.set_viewport_size({"width": width, "height": 800})
    page.click(f'[data-lang-choice="{lang}"]')
    page.select_option("#per-page", "50")
    hidden = "(() => { const box = document.querySelector('%s'); return box.scrollWidth - box.clientWidth; })()"
    assert page.evaluate(hidden % "#view-list .scroll") <= 0
    page = visit(thirty, f"#letter={letters[1].letter.id}")
    page.set_viewport_size({"width": width, "height": 800})
    page.click(f'[data-lang-choice="{lang}"]')
    page.wait_for_selector(".findings")
    assert page.evaluate(hidden % "#findings") <= 0


def test_focus_can_be_seen_and_reaches_every_control(visit: Opener, thirty: Path) -> None:
    page = visit(thirty)
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        tag, name, outline = page.evaluate(
            "(() => { const a = document.activeElement; return [a.tagName, a.id || a.textContent.trim().slice(0, 20),"
            " getComputedStyle(a).outlineStyle]; })()"
        )
        if tag == "BODY":
            break
        reached.append(name)
        assert outline != "none", name
    for name in ("filter-search", "filter-dialogue", "filter-missing", "filter-clear", "export", "per-page"):
        assert name in reached
    assert reached[0] == "Hopp til innholdet"


def test_every_view_prints(visit: Opener, thirty: Path, letters: list[Analysis]) -> None:
    from pypdfium2 import PdfDocument

    for address, words in (
        ("#view=list", "Arbeidsliste"),
        (f"#letter={letters[1].letter.id}", "Forslag om DXA"),
        ("#view=lead", "Alle brevene samlet"),
    ):
        page = visit(thirty, address)
        document = PdfDocument(page.pdf(format="A4", print_background=True))
        text = "".join(one.get_textpage().get_text_range() for one in document)
        assert words in text
        assert "Dette er beslutningsstøtte" in text
        assert "Last ned utvalget" not in text


def test_a_practice_s_sheet_violates_nothing_and_prints_on_one_page(
    browser: Browser, letters: list[Analysis], tmp_path: Path
) -> None:
    from pypdfium2 import PdfDocument

    tally = Tally(load_pack("memo"))
    for one in spread(letters, 300):
        tally.add(one)
    file = tmp_path / "sheet.html"
    file.write_text(sheet(tally, PRACTICES[0]), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    assert violations(page) == []
    assert len(PdfDocument(page.pdf(format="A4", print_background=True))) == 1
    page.close()
