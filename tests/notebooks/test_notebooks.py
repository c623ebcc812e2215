"""The notebooks run, and show what they would show today."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

ROOT = Path(__file__).parents[2]


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notebooks_script", ROOT / "scripts" / "notebooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()
PATHS: list[Path] = SCRIPT.notebooks()


def test_there_are_notebooks() -> None:
    assert len(PATHS) >= 6


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_runs_and_its_kept_outputs_are_those_of_today(path: Path) -> None:
    kept = SCRIPT.texts(nbformat.read(path, as_version=4))
    assert len(kept) >= 4, "outputs are kept"
    assert SCRIPT.texts(SCRIPT.executed(path)) == kept, "run scripts/notebooks.py"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_explains_itself_and_its_links_lead_somewhere(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    told = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert told.startswith("# ")
    assert sum(cell.cell_type == "markdown" for cell in cells) >= 4
    links = re.findall(r"\]\(([^)#\s]+)\)", told)
    assert [link for link in links if not link.startswith("http") and not (path.parent / link).exists()] == []
