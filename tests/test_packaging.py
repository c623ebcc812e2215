"""What the package says of itself: dependencies, locks, data files."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
OWN = [lock for lock in LOCKS if not lock.name.startswith("peers")]
"""What the program and its tests are installed from; the others are what the benchmark sets beside it."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(path: Path) -> set[str]:
    """Top names of every import in a file, wherever in the file it stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def pins(lock: Path) -> dict[str, set[str]]:
    """Package to its versions (a version can depend on the version of Python)."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(normal(name), set()).add(version)
    return found


def test_the_code_imports_nothing_that_is_not_declared() -> None:
    entries = [*PROJECT["dependencies"], *(one for extra in PROJECT["optional-dependencies"].values() for one in extra)]
    declared = {normal(re.split(r"[<>=!~\[; ]", entry)[0]) for entry in entries}
    provided = metadata.packages_distributions()
    names = set().union(*(imported(path) for path in (ROOT / "analyser").rglob("*.py")))
    outside = names - sys.stdlib_module_names - {"analyser"}
    assert "spacy" in outside
    undeclared = {name for name in outside if not declared & {normal(dist) for dist in provided.get(name, [])}}
    assert undeclared == set()


def test_both_locks_are_there() -> None:
    assert [lock.name for lock in OWN] == ["dev.txt", "main.txt"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_a_hash_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 40
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--(extra-)?index|--find-links|@ ", text)


def test_the_development_lock_holds_the_main_lock() -> None:
    main, dev = pins(ROOT / "requirements" / "main.txt"), pins(ROOT / "requirements" / "dev.txt")
    assert {name: dev.get(name) for name in main} == main


@pytest.mark.parametrize("lock", OWN, ids=lambda lock: lock.name)
def test_the_locks_pin_every_dependency_and_what_builds_the_wheel(lock: Path) -> None:
    declared = {normal(re.split(r"[<>=!~\[; ]", entry)[0]) for entry in PROJECT["dependencies"]}
    assert declared | {"hatchling"} <= pins(lock).keys()
