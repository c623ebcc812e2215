"""The built wheel, installed where there is no source."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
LETTER = "Kvinne 84 år. Lårhalsbrudd etter fall på stuegulvet i vår. Ber om DXA før eventuell behandling."

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command that must succeed."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def home(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; the dependencies are those of the running one."""
    folder = tmp_path_factory.mktemp("home")
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    (site,) = (folder / "env" / "lib").glob("python*/site-packages")
    # A path file's own path files are not followed, so an editable install of the source stays out.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "analyser").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == wanted
    assert {"analyser/py.typed", "analyser/codebook/codebook.toml"} <= held


def test_the_licence_is_in_the_wheel(wheel: Path) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in ZipFile(wheel).namelist())


def test_the_installed_program_runs_without_the_source(home: Path) -> None:
    python, program = home / "env" / "bin" / "python", home / "env" / "bin" / "analyser"
    assert Path(run(python, "-c", "import analyser; print(*analyser.__path__)", cwd=home).strip()).is_relative_to(home)
    assert run(program, "--version", cwd=home).strip().endswith("0.1.0")
    (home / "letter.txt").write_text(LETTER, encoding="utf-8")
    run(program, "score", "letter.txt", "--out", "out", cwd=home)
    assert "hip_fracture" in (home / "out" / "letters.jsonl").read_text(encoding="utf-8")
    assert (home / "out" / "report.html").stat().st_size > 0
