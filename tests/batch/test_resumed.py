"""Going on with a run after something changed, and letters that speak of each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyser.batch import OUTPUTS, Resumed, Store, Summary, Watch, run
from analyser.errors import UserError
from analyser.reading import Columns, Options
from tests.batch.readers import Unruly
from tests.reading.message_files import henvisning_1, reason


class Told(Watch):
    def __init__(self) -> None:
        self.what: list[Resumed] = []

    def resumed(self, what: Resumed) -> None:
        self.what.append(what)


class Versioned(Unruly):
    """Of a version that can be told."""

    pack = "1"

    @property
    def versions(self) -> dict[str, str | int]:
        return {**super().versions, "pack_version": self.pack}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inn"
    folder.mkdir()
    for name, text in (("a", "god a DXA"), ("b", "god b DXA"), ("c", "feil c")):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def go_on(inbox: Path, out: Path, *, pack: str = "1", options: Options | None = None) -> tuple[Summary, Resumed | None]:
    def make() -> Versioned:
        one = Versioned()
        one.pack = pack
        return one

    told = Told()
    summary = run([inbox], out, resume=True, make=make, watch=told, options=options)
    return summary, told.what[0] if told.what else None


def test_with_nothing_to_go_on_with_a_run_starts(inbox: Path, tmp_path: Path) -> None:
    summary, what = go_on(inbox, tmp_path / "ut")
    assert (summary.letters, summary.failed, summary.reused, what) == (2, 1, 0, None)


def test_a_finished_run_is_gone_on_with_and_what_failed_is_tried_again(inbox: Path, tmp_path: Path) -> None:
    go_on(inbox, tmp_path / "ut")
    before = {name: (tmp_path / "ut" / name).read_bytes() for name in OUTPUTS}
    summary, what = go_on(inbox, tmp_path / "ut")
    assert what == Resumed(known=2)
    assert what.same
    assert (summary.reused, summary.failed) == (2, 1)
    assert {name: (tmp_path / "ut" / name).read_bytes() for name in OUTPUTS} == before


def test_other_files_are_told_and_known_letters_used_again(inbox: Path, tmp_path: Path) -> None:
    go_on(inbox, tmp_path / "ut")
    (inbox / "b.txt").write_text("god b2 DXA", encoding="utf-8")
    (inbox / "c.txt").rename(inbox / "d.txt")
    (inbox / "e.txt").write_text("god a DXA", encoding="utf-8")
    summary, what = go_on(inbox, tmp_path / "ut")
    assert what == Resumed(known=2, new=2, changed=1, gone=1)
    assert (summary.letters, summary.reused, summary.duplicates) == (3, 1, 1)
    with Store.open(tmp_path / "ut" / "run.sqlite") as store:
        assert store.results == 2, "the letter that is gone has left the store"


@pytest.mark.parametrize(("pack", "lang", "differs"), [("2", "nb", ("pack_version",)), ("1", "nn", ("lang",))])
def test_another_version_or_language_is_told_and_nothing_is_used_again(
    pack: str, lang: str, differs: tuple[str, ...], inbox: Path, tmp_path: Path
) -> None:
    go_on(inbox, tmp_path / "ut")
    summary, what = go_on(inbox, tmp_path / "ut", pack=pack, options=Options(lang=lang))
    assert what is not None
    assert (what.differs, what.known, summary.reused, summary.letters) == (differs, 2, 0, 2)


def test_other_columns_are_told(inbox: Path, tmp_path: Path) -> None:
    go_on(inbox, tmp_path / "ut")
    summary, what = go_on(inbox, tmp_path / "ut", options=Options(columns=Columns(id="saksnr")))
    assert what == Resumed(known=2, columns=True)
    assert summary.reused == 2


def test_a_run_that_did_not_finish_is_not_taken_for_an_empty_folder(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "ut").mkdir()
    Store.create(tmp_path / "ut" / "run.unfinished.sqlite").close()
    with pytest.raises(UserError, match="go on with --resume, or start again with --overwrite"):
        run([inbox], tmp_path / "ut", make=Unruly, options=Options(lang="en"))


def test_a_change_replaces_its_original_and_a_cancellation_is_not_scored(tmp_path: Path) -> None:
    folder = tmp_path / "inn"
    folder.mkdir()

    def put(name: str, text: str, kind: str, sent: str) -> None:
        message = henvisning_1(reasons=reason("PROB", "Aktuell problemstilling", text))
        changed = message.replace(b'<ServType V="N"/>', f'<ServType V="{kind}"/>'.encode())
        (folder / name).write_bytes(changed)

    put("1-ny.xml", "god DXA", "N", "1")
    put("2-endret.xml", "god og mer DXA", "M", "2")
    summary = run([folder], tmp_path / "ut", make=Unruly)
    assert summary.letters == 1
    assert summary.failed_codes == {"replaced": 1}
    put("3-trukket.xml", "god DXA", "C", "3")
    summary = run([folder], tmp_path / "ut", make=Unruly, resume=True)
    assert summary.letters == 0
    assert summary.failed_codes == {"withdrawn": 2, "cancellation": 1}
    rows = json.loads((tmp_path / "ut" / "run.json").read_text(encoding="utf-8"))
    assert rows["failed_by_code"] == {"cancellation": 1, "withdrawn": 2}


def test_what_differs_has_a_name_in_every_language() -> None:
    from analyser import load
    from analyser.texts import load_texts

    entries = load_texts("analyser", "messages.toml").entries
    assert [name for name in (*load().versions, "lang") if f"version.{name}" not in entries] == []
