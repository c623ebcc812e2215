"""Draws the pictures of docs/images from synthetic letters: ``python -m scripts.pictures`` from the project's folder.

With ``--browser /usr/bin/chromium`` (or another browser of that family) the pictures of the report are taken too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import tempfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

import analyser
from analyser.batch import run
from analyser.cli.score import tell
from analyser.reading.one import read_one
from analyser.reporting.lead.periods import Step
from analyser.reporting.report import write_report
from analyser.reporting.terminal import explain
from benchmarks.spread import spread, synthetic

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data" / "synthetic"
IMAGES = ROOT / "docs" / "images"
_COLOURS = 48
FILE, LETTER = "dev-nn.jsonl", "d2-002"
# Rich names fonts on the network; a picture asks nothing of it.
_FORMAT = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def draw(name: str, title: str, show: Callable[[Console], None], *, width: int) -> None:
    """Save what is shown on a console as a picture."""
    console = Console(record=True, width=width, file=StringIO(), force_terminal=True, highlight=False, markup=False)
    show(console)
    svg = console.export_svg(title=title, code_format=_FORMAT, unique_id=name)
    (IMAGES / f"{name}.svg").write_text(svg + "\n", encoding="utf-8", newline="\n")


def shoot(program: str) -> None:
    """Take the pictures of the report, as a reader sees it; few colours, so that they stay small."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    loaded = analyser.load()
    letters = synthetic(loaded)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        file = Path(folder) / "report.html"
        steps = [Step(dt.date(2025, 3, 1), "Ny henvisningsmal")]
        about = {**loaded.versions, "letters": len(letters), "failed": 0}
        made = spread(letters, len(letters))
        write_report(file, made, about=about, sources=loaded.sources, pack=loaded.pack, steps=steps)
        browser = started.chromium.launch(executable_path=program, args=["--headless", "--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1180, "height": 900}, locale="nb-NO")

        def take(name: str, address: str, *, part: str = "", before: str = "", height: int = 900) -> None:
            page.set_viewport_size({"width": 1180, "height": height})
            page.goto(f"{file.as_uri()}{address}")
            page.reload()
            page.wait_for_selector("html[data-ready]")
            if before:
                page.locator(before).first.hover()
            path = IMAGES / f"{name}.png"
            (page.locator(part).first if part else page).screenshot(path=path)
            with Image.open(path) as taken:
                few = taken.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
            few.save(path, optimize=True)

        take("worklist", "#view=list")
        take("report", f"#letter={LETTER}", before='#text .mark[class*="kind-fracture"]')
        take("draft", f"#letter={LETTER}", part="#draft-part")
        lead = '#view-lead .in-lang[lang="nb"] .picture'
        take("missing", "#view=lead", part=f"{lead}:nth-of-type(3)")
        take("trend", "#view=lead", part=f"{lead}:has(.control)")
        take("practices", "#view=lead", part=f"{lead} .funnel")
        browser.close()


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--browser", metavar="PROGRAM", help="takes the picture of the report")
    browser: str | None = parser.parse_args().browser
    loaded = analyser.load()
    letter = loaded.analyse(read_one(str(DATA / FILE), wanted=LETTER))  # type: ignore[arg-type]
    command = f"analyser explain data/synthetic/{FILE} --id {LETTER}"
    draw("explain", command, lambda console: explain(letter, console=console, sources=loaded.sources), width=110)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        summary = run([DATA / FILE], out)
        shown = Path("out")
        command = f"analyser score data/synthetic/{FILE} --out out"
        draw("score", command, lambda console: tell(summary, shown, console=console, lang="nb"), width=90)
    if browser:
        shoot(browser)


if __name__ == "__main__":
    main()
