"""Every reason that the code can give is there, in every language, and says what to do."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import analyser.reading
from analyser.codebook.labels import LANGUAGES
from analyser.reading import Failure, failure
from analyser.reading.failure import messages
from analyser.texts import Texts

CODES = sorted({key.partition(".")[0] for key in messages().entries} - {"place", "note"})


def test_every_failure_of_the_code_has_its_sentences_and_none_is_left_over() -> None:
    folder = Path(analyser.reading.__file__).parent.parent
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))
    quoted = set(re.findall(r'"([a-z_]+)"', source)) | {"too_long"}
    assert len(CODES) > 20
    assert set(CODES) <= quoted


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_failure_is_two_sentences(code: str, lang: str) -> None:
    row = failure(code, "a.txt", lang=lang, name="x", limit=1)
    assert isinstance(row, Failure)
    for sentence in (row.reason, row.what_to_do):
        assert re.fullmatch(r"[A-ZÅÆØ][^{}\n]+\.", sentence)


def test_the_three_languages_fill_the_same_places() -> None:
    for key, entry in messages().entries.items():
        fields = {lang: {part[1] for part in string.Formatter().parse(text)} for lang, text in entry.items()}
        assert fields["nb"] == fields["nn"] == fields["en"], key


def test_an_entry_that_lacks_a_language_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "some_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "t.toml").write_text('[a]\nb = { nb = "x", en = "x" }\n', encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ValueError, match="some_package/t.toml: a.b must hold a text in each of nb, nn, en"):
        Texts("some_package", "t.toml")
