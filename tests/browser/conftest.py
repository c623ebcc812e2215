"""A browser without a network, and reports to open in it."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import analyser
from analyser.analysis import Analysis
from analyser.fact import Fact
from analyser.letter import Letter
from analyser.pipeline import Analyser
from analyser.reporting.report import write_report
from benchmarks.spread import spread, synthetic

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
_NAMES = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge", "msedge", "chrome")
HOSTILE = (
    "Kvinne 72 år </script><script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
    " <!-- --> \u202eomvendt\u202c \u200f \"dobbel\" 'enkel' «norsk» & &lt; \u2028 \x1b[31m {{ 7 * 7 }} \ud800 🦴"
)


def chromium() -> str | None:
    """The browser on this machine; ``ANALYSER_BROWSER`` names another."""
    named = os.environ.get("ANALYSER_BROWSER")
    return named or next((found for name in _NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip("no Chromium, Chrome or Edge is found on this machine; name one in ANALYSER_BROWSER")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        one = started.chromium.launch(executable_path=program, args=list(FLAGS))
        yield one
        one.close()


def until(page: Page, condition: str, *, seconds: float = 15) -> None:
    """Waits until a condition holds in the page, whose policy lets nothing be evaluated from within."""
    for _ in range(int(seconds * 20)):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {condition}")


Opener = Callable[..., "Page"]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Opener]:
    """Opens a report; anything it asks for beyond itself, and any error in its script, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nb-NO", accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    wrong: list[str] = []

    def open_(path: Path, address: str = "", *, before: str = "", ready: bool = True) -> Page:
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda one: wrong.append(f"console: {one.text}") if one.type == "error" else None)
        own = path.as_uri()
        page.route("**/*", lambda route: route.continue_() if route.request.url.split("#")[0] == own else route.abort())
        page.on("request", lambda one: wrong.append(f"request: {one.url}") if one.url.split("#")[0] != own else None)
        if before:
            page.add_init_script(before)
        page.goto(own + address)
        if ready:
            page.wait_for_selector("html[data-ready]")
        return page

    yield open_
    context.close()
    assert [one for one in wrong if not one.startswith("request: blob:")] == []


@pytest.fixture(scope="session")
def loaded() -> Analyser:
    return analyser.load()


@pytest.fixture(scope="session")
def letters(loaded: Analyser) -> list[Analysis]:
    return synthetic(loaded)


def _write(path: Path, analyses: list[Analysis] | Iterator[Analysis], loaded: Analyser) -> Path:
    about = {"analyser": analyser.__version__, "pack": "memo", "failed": 2}
    write_report(path, analyses, about=about, sources=loaded.sources, pack=loaded.pack)
    return path


@pytest.fixture(scope="session")
def thirty(tmp_path_factory: pytest.TempPathFactory, letters: list[Analysis], loaded: Analyser) -> Path:
    return _write(tmp_path_factory.mktemp("thirty") / "report.html", spread(letters[:30], 30), loaded)


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory, letters: list[Analysis], loaded: Analyser) -> Path:
    return _write(tmp_path_factory.mktemp("many") / "report.html", spread(letters, 10_000), loaded)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, loaded: Analyser) -> Path:
    read = loaded.analyse(HOSTILE.replace("\ud800", ""))
    one = dataclasses.replace(read, letter=Letter("</script><b>\ud800#=&", HOSTILE, sender="<img src=x>\u202e=1+1"))
    fact = Fact("kyphosis", start=0, end=len(HOSTILE), quote=HOSTILE)
    again = Analysis(Letter("=2", HOSTILE, sender="<img src=x>\u202e=1+1"), "nn", (fact,), one.assessment)
    return _write(tmp_path_factory.mktemp("hostile") / "report.html", [one, again], loaded)
