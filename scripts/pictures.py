"""Draws the pictures of docs/images from synthetic letters: ``python scripts/pictures.py`` from the project's folder.

With ``--browser chromium`` (or another browser of that family) the picture of the report is taken too.
"""

from __future__ import annotations

import argparse
import re
import subprocess
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
from analyser.reporting.terminal import explain

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data" / "synthetic"
IMAGES = ROOT / "docs" / "images"
FILE, LETTER = "dev-nn.jsonl", "d2-002"
# Rich names fonts on the network; a picture asks nothing of it.
_FORMAT = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def draw(name: str, title: str, show: Callable[[Console], None], *, width: int) -> None:
    """Save what is shown on a console as a picture."""
    console = Console(record=True, width=width, file=StringIO(), force_terminal=True, highlight=False, markup=False)
    show(console)
    svg = console.export_svg(title=title, code_format=_FORMAT, unique_id=name)
    (IMAGES / f"{name}.svg").write_text(svg + "\n", encoding="utf-8", newline="\n")


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
            shoot = [f"--screenshot={IMAGES / 'report.png'}", f"{(out / 'report.html').as_uri()}#letter-2"]
            flags = ["--headless=new", "--no-sandbox", "--hide-scrollbars", "--window-size=1180,900"]
            subprocess.run([browser, *flags, *shoot], check=True, capture_output=True)


if __name__ == "__main__":
    main()
