"""The command line: parses, calls, prints; one module a command."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from analyser.cli.agreement import agreement
from analyser.cli.assess import assess
from analyser.cli.audit import audit
from analyser.cli.compare import compare_packs
from analyser.cli.draft import draft
from analyser.cli.evaluate import evaluate
from analyser.cli.explain import explain
from analyser.cli.frame import app
from analyser.cli.lexicon import lexicon
from analyser.cli.packs import packs
from analyser.cli.redact import redact
from analyser.cli.report import report
from analyser.cli.score import score
from analyser.cli.synthesise import synthesise
from analyser.cli.train import train
from analyser.cli.validate import validate

__all__ = ["app", "main"]

# In the order in which --help lists them.
for _command in (score, report, explain, draft, assess, evaluate, agreement, redact, synthesise, train):
    app.command()(_command)
app.add_typer(validate, name="validate")
app.command("compare-packs")(compare_packs)
app.command()(audit)
app.add_typer(packs, name="packs")
app.add_typer(lexicon, name="lexicon")


def main() -> None:
    """Run the program ``analyser``; the process ends with the command's exit state."""
    # What a library's own clean-up stumbles over, as on a full disk, would be shown with its traceback.
    sys.unraisablehook = lambda _: None
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Windows' old code pages lack some of the signs: a question mark is better than no output.
            stream.reconfigure(errors="replace")
    app()
