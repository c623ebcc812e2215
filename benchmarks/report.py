"""How large the report is, how long it takes to write, and how fast its page answers in a browser.

``python -m benchmarks.report`` from the project's folder; ``--write`` puts the table into docs/report.md. The page is
measured where a Chromium is found (``ANALYSER_BROWSER`` names one).
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import analyser
from analyser.reporting.report import write_report
from analyser.reporting.workbook import write_workbook
from benchmarks.spread import spread, synthetic

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "report.md"
SIZES = (30, 500, 10_000)
_PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_TIMES = 5
_SEEN = {
    "paint": "first paint", "ready": "list ready", "filter": "filter", "search": "search", "open": "open a letter",
}  # fmt: skip
# Times in milliseconds, taken in the page itself: from the click or the key to the list that is painted.
_FILTER = """async () => {
  const box = document.querySelector('#filter-dxa input[value="indicated"]');
  const start = performance.now();
  box.click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""
_SEARCH = """async () => {
  const box = document.getElementById("filter-search"), shown = document.getElementById("shown");
  const before = shown.textContent, start = performance.now();
  box.value = "prednisolon";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  while (shown.textContent === before || shown.textContent.endsWith("…")) {
    await new Promise((done) => setTimeout(done, 5));
  }
  return performance.now() - start;
}"""
_OPEN = """async () => {
  const start = performance.now();
  const links = document.querySelectorAll("#letters tbody a");
  links[links.length - 1].click();
  while (document.getElementById("view-letter").hidden || !document.querySelector("#text [data-segment]")) {
    await new Promise((done) => setTimeout(done, 5));
  }
  return performance.now() - start;
}"""


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work keeps a core, whatever else the machine does."""
    start = time.process_time()
    work()
    return time.process_time() - start


def in_browser(file: Path, program: str) -> dict[str, float]:
    """Milliseconds until the page answers; the median of several openings."""
    from playwright.sync_api import sync_playwright

    taken: dict[str, list[float]] = {"paint": [], "ready": [], "filter": [], "search": [], "open": []}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=list(_FLAGS))
        for _ in range(_TIMES):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(file.as_uri())
            page.wait_for_selector("html[data-ready]", timeout=60_000)
            paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
            taken["paint"].append(page.evaluate(paint))
            taken["ready"].append(page.evaluate("Number(document.documentElement.dataset.ready)"))
            taken["filter"].append(page.evaluate(_FILTER))
            taken["open"].append(page.evaluate(_OPEN))
            page.goto(f"{file.as_uri()}#view=list")
            page.reload()
            page.wait_for_selector("html[data-ready]", timeout=60_000)
            taken["search"].append(page.evaluate(_SEARCH))
            page.close()
        browser.close()
    return {name: median(values) for name, values in taken.items()}


def measure() -> str:
    """The table, as Markdown."""
    loaded = analyser.load()
    letters = synthetic(loaded)
    program = os.environ.get("ANALYSER_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for count in SIZES:
            html, book = Path(folder) / f"{count}.html", Path(folder) / f"{count}.xlsx"
            about = {"letters": count}

            def page(html: Path = html, count: int = count, about: dict[str, int] = about) -> None:
                write_report(html, spread(letters, count), about=about, sources=loaded.sources, pack=loaded.pack)

            def workbook(book: Path = book, count: int = count, about: dict[str, int] = about) -> None:
                write_workbook(book, spread(letters, count), about=about, sources=loaded.sources, pack=loaded.pack)

            row = [f"{count:,}", f"{seconds(page):.1f} s", f"{html.stat().st_size / 1e6:.2f} MB"]
            row += [f"{seconds(workbook):.1f} s", f"{book.stat().st_size / 1e6:.2f} MB"]
            seen = in_browser(html, program) if program else {}
            row += [f"{seen[name]:.0f} ms" if seen else "–" for name in _SEEN]
            rows.append(f"| {' | '.join(row)} |")
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    heads = ("letters", "report.html", "its size", "workbook.xlsx", "its size", *_SEEN.values())
    table = "\n".join([f"| {' | '.join(heads)} |", "|---:" * 10 + "|", *rows])
    return f"{table}\n\nThe largest of them, the analysed letters and the rules in memory: {size:,.0f} MB.\n"


def main() -> None:
    """Print the table, or put it into the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put the table into docs/report.md")
    table = measure()
    print(table)
    if parser.parse_args().write:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_PLACE.sub(lambda _: f"\n{table}\n", text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
