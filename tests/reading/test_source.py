"""Files, folders of files, and what is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analyser.reading import Failure, Finder, Source


def names(*inputs: Path, leave_out: Path | None = None) -> list[str]:
    """Names of the sources, or ``code: name`` of what failed."""
    found = Finder(lang="en", leave_out=leave_out).find(inputs)
    return [item.name if isinstance(item, Source) else f"{item.code}: {item.source}" for item in found]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "innboks"
    (folder / "uke 2").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "uke 2/c.txt"):
        (folder / name).write_text("Kvinne 72 år", encoding="utf-8")
    return folder


def test_folders_are_read_to_the_bottom_in_the_order_of_the_names(inbox: Path) -> None:
    assert names(inbox) == ["innboks/a.txt", "innboks/b.txt", "innboks/uke 2/c.txt"]


def test_inputs_keep_the_order_they_were_given_in_and_each_file_comes_once(inbox: Path) -> None:
    assert names(inbox / "b.txt", inbox, inbox / "uke 2" / ".." / "a.txt") == [
        "b.txt",
        "innboks/a.txt",
        "innboks/uke 2/c.txt",
    ]


def test_names_that_would_be_the_same_have_their_folder_in_front(tmp_path: Path) -> None:
    for folder in ("lege A", "lege B"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "brev.txt").write_text("Mann 60 år", encoding="utf-8")
    assert names(tmp_path / "lege A" / "brev.txt", tmp_path / "lege B" / "brev.txt") == [
        "lege A/brev.txt",
        "lege B/brev.txt",
    ]


def test_the_folder_one_stands_in_has_its_own_name(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(inbox / "uke 2")
    assert names(Path()) == ["uke 2/c.txt"]
    assert names(Path("..")) == ["innboks/a.txt", "innboks/b.txt", "innboks/uke 2/c.txt"]


def test_what_systems_leave_behind_is_passed_over(inbox: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "._a.txt", "~$brev.xlsx", ".~lock.brev.csv#"):
        (inbox / name).write_bytes(b"x")
    assert names(inbox) == ["innboks/a.txt", "innboks/b.txt", "innboks/uke 2/c.txt"]


def test_a_file_that_tells_of_the_folder_is_passed_over_unless_it_is_named(inbox: Path) -> None:
    for name in ("README.md", "Readme.txt", "README", "lesmeg.txt"):
        (inbox / name).write_text("Om brevene", encoding="utf-8")
    assert names(inbox) == ["innboks/a.txt", "innboks/b.txt", "innboks/uke 2/c.txt"]
    assert names(inbox / "README.md") == ["README.md"]


def test_results_are_not_read_as_letters(inbox: Path) -> None:
    earlier = inbox / "ut-mars"
    earlier.mkdir()
    for name in ("run.json", "failed.csv", "letters.csv"):
        (earlier / name).write_text("{}", encoding="utf-8")
    (inbox / "ut").mkdir()
    (inbox / "ut" / "gammelt.txt").write_text("x", encoding="utf-8")
    assert names(inbox, leave_out=inbox / "ut") == ["innboks/a.txt", "innboks/b.txt", "innboks/uke 2/c.txt"]
    assert names(earlier) == ["result_folder: ut-mars"]


def test_a_missing_path_is_one_failure(inbox: Path) -> None:
    assert names(inbox / "finnes ikke", inbox / "a.txt") == ["not_found: finnes ikke", "a.txt"]


def test_links_that_go_round_in_a_circle_end(inbox: Path) -> None:
    (inbox / "uke 2" / "opp").symlink_to(inbox, target_is_directory=True)
    (inbox / "selv").symlink_to(inbox / "selv")
    (inbox / "borte").symlink_to(inbox / "slettet.txt")
    assert names(inbox) == [
        "innboks/a.txt",
        "innboks/b.txt",
        "not_found: innboks/borte",
        "not_found: innboks/selv",
        "innboks/uke 2/c.txt",
    ]


def test_a_folder_that_may_not_be_entered_is_one_failure(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = Path.iterdir

    def iterdir(self: Path) -> object:
        if self.name == "uke 2":
            raise PermissionError(13, "Permission denied")
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert names(inbox) == ["innboks/a.txt", "innboks/b.txt", "locked: innboks/uke 2"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_not_waited_for(inbox: Path) -> None:
    os.mkfifo(inbox / "rør.txt")
    assert "not_a_file: innboks/rør.txt" in names(inbox)


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="names must be valid there")
def test_a_name_that_is_no_utf_8_can_be_shown(tmp_path: Path) -> None:
    folder = tmp_path / "inn"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/br\xf8dd\n.txt")).write_text("Kvinne 72 år", encoding="utf-8")
    (source,) = Finder().find([folder])
    assert isinstance(source, Source)
    assert source.name == "inn/br\N{REPLACEMENT CHARACTER}dd\N{REPLACEMENT CHARACTER}.txt"
    assert source.stem == "br\N{REPLACEMENT CHARACTER}dd\N{REPLACEMENT CHARACTER}"


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    (source,) = Finder().find([path])
    assert not isinstance(source, Failure)
    assert source.sha256() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
