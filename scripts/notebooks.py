"""Executes the notebooks and keeps their outputs: ``python scripts/notebooks.py`` from the project's folder."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks"
_TIMEOUT = 600
_ADDRESS = re.compile(r"0x[0-9a-f]+")


def notebooks() -> list[Path]:
    """Every notebook, in the order in which they are meant to be read."""
    return sorted(FOLDER.glob("*.ipynb"))


def executed(path: Path) -> NotebookNode:
    """The notebook with the outputs that it has today; an error in a cell is raised."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=_TIMEOUT, resources={"metadata": {"path": str(ROOT)}}).execute()
    return notebook


def texts(notebook: NotebookNode) -> list[str]:
    """What the code cells print and show as text; of a picture, that there is one."""
    return [text for cell in notebook.cells if cell.cell_type == "code" for text in _shown(cell.outputs)]


def _shown(outputs: Iterable[NotebookNode]) -> list[str]:
    found = []
    for output in outputs:
        if output.output_type == "stream":
            found.append(output.text)
        elif "image/png" in output.get("data", {}):
            found.append("[picture]")
        else:
            found.append(_ADDRESS.sub("0x", output.get("data", {}).get("text/plain", "")))
    return found


def tidy(notebook: NotebookNode) -> NotebookNode:
    """Without what differs from one execution to the next though nothing has changed."""
    for number, cell in enumerate(notebook.cells):
        cell.metadata.pop("execution", None)
        cell.id = f"cell-{number}"
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def main(names: list[str]) -> None:
    """Execute those that are named, or all."""
    for path in notebooks():
        if not names or path.stem in names:
            nbformat.write(tidy(executed(path)), path)
            print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
