"""``analyser compare-packs``: which letters would get other advice from another pack, or another number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from analyser.cli import frame
from analyser.cli.frame import Lang
from analyser.cli.packs import heading
from analyser.codebook.labels import load_labels
from analyser.errors import UserError, user_error
from analyser.fact import Fact
from analyser.reading import Columns, Failure, Finder, Options, Reader, Source
from analyser.texts import load_texts

if TYPE_CHECKING:
    from analyser.assessment import Assessment
    from analyser.extraction import Extractor
    from analyser.guideline import Pack
    from analyser.guideline.compare import Comparison


@frame.takes_columns
def compare_packs(
    before: Annotated[str, typer.Argument(metavar="A", help="Name of a rule pack, or a file of rules (.toml).")],
    after: Annotated[str, typer.Argument(metavar="B", help="The pack to compare it with; may be the same.")],
    letters: Annotated[
        list[Path], typer.Argument(metavar="INPUT...", help="Letters (files and folders), or JSON Lines of facts.")
    ],
    *,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=NUMBER", help="Another number for B (may be repeated).")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the differences here.")
    ] = None,
    lang: frame.LangOption = Lang.NB,
    columns: Columns,
) -> int:
    """Show which letters would get other advice.

    Applies two packs, or one pack and the same with other numbers (--set age_old=70), to the same letters, and
    lists those that end elsewhere, from what to what and by which rule.

    Exit states: 0 all letters were compared, 1 some could not be read, 2 a pack or file is not there or is wrong.
    """
    from analyser.guideline import load_pack
    from analyser.guideline.compare import compare

    packs = load_pack(before, lang=lang), load_pack(after, lang=lang, overrides=_settings(set_ or [], lang))
    failures: list[Failure] = []
    found = compare(*packs, _letters(letters, Options(columns=columns, lang=lang), failures), lang=lang)
    console = frame.screen()
    if found.differences:
        console.print(_table(found, lang))
        console.print()
    counted = {
        "changed": len(found.differences),
        "letters": found.letters,
        "dxa": sum(d.dxa for d in found.differences),
    }
    names = {"before": packs[0].name, "after": _named(packs[1])}
    console.print(heading(lang, "compared", **counted, **names), soft_wrap=True)
    if json_file is not None:
        rows = {"letters": found.letters, "differences": [one.to_dict() for one in found.differences]}
        try:
            json_file.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError:
            raise user_error(lang, "cannot_write", out=json_file) from None
        console.print(heading(lang, "written", out=json_file), soft_wrap=True)
    if failures:
        frame.print_failures(failures, console=console, lang=lang)
    return frame.SOME_NOT_READ if failures else frame.ALL_READ


def _settings(given: list[str], lang: str) -> dict[str, float]:
    settings: dict[str, float] = {}
    for setting in given:
        name, _, number = setting.partition("=")
        try:
            settings[name.strip()] = float(number.replace(",", "."))
        except ValueError:
            texts = load_texts("analyser.guideline", "messages.toml")
            raise UserError(texts.say(lang, "error.bad_setting", setting=setting)) from None
    return settings


def _named(pack: Pack) -> str:
    """A pack's name with the numbers that are not its own."""
    return ", ".join([pack.name, *(f"{name}={value:g}" for name, value in pack.overrides.items())])


def _letters(paths: list[Path], options: Options, failures: list[Failure]) -> Iterator[tuple[str, list[Fact]]]:
    """Id and facts of every letter, in reading order; what cannot be read is added to ``failures``."""
    from analyser.guideline.facts_file import read_facts

    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise user_error(options.lang, "not_found", name=missing)
    letters = _Letters(options)
    for source in Finder(lang=options.lang).find(paths):
        if isinstance(source, Failure):
            failures.append(source)
        elif source.path is not None and _holds_facts(source.path):
            for line in read_facts(source.path, lang=options.lang):
                if isinstance(line, list):
                    failures.extend(line)
                else:
                    yield line
        else:
            yield from letters.read(source, failures)


class _Letters:
    """Reads letters; what reads the facts in them is made when there is one."""

    def __init__(self, options: Options) -> None:
        self._reader = Reader(options)

    @cached_property
    def _extractor(self) -> Extractor:
        from analyser.extraction import Extractor

        return Extractor()

    def read(self, source: Source, failures: list[Failure]) -> Iterator[tuple[str, list[Fact]]]:
        """Id and facts of the letters of one source."""
        for letter in self._reader.read(source):
            if isinstance(letter, Failure):
                failures.append(letter)
            else:
                yield letter.id, self._extractor.extract(letter)[1]


def _holds_facts(path: Path) -> bool:
    """Whether a file holds letters that someone has read already: a line with the field ``facts`` says so."""
    if path.suffix.lower() != ".jsonl" or not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for line in islice((line for line in lines if line.strip()), 1):
            try:
                data = json.loads(line)
            except (ValueError, RecursionError):
                return False
            return isinstance(data, dict) and "facts" in data
    return False


def _table(found: Comparison, lang: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for key in ("letter", "before", "after"):
        table.add_column(heading(lang, key), overflow="fold")
    for one in found.differences:
        table.add_row(Text(one.id), Text(_ends(one.before, lang)), Text(_ends(one.after, lang)))
    return table


def _ends(assessment: Assessment, lang: str) -> str:
    """Rule and suggestion, and on lines of their own the advice on teeth and what is raised with the GP."""
    labels = load_labels(lang)
    names = [labels.dental[label] for label in assessment.dental]
    names += [labels.dialogue[label] for label in assessment.dialogue if label != "dental_advice"]
    return "\n".join([f"{assessment.rule} {labels.dxa[assessment.dxa]}", *(f"+ {name}" for name in names)])
