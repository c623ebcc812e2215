"""The results of a run, written from its store: the same store gives the same bytes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from analyser.analysis import Analysis
from analyser.batch.beside import Beside
from analyser.batch.store import Store
from analyser.batch.summary import Summary
from analyser.guideline import Pack, load_pack
from analyser.reporting.tables import FACT_COLUMNS, FAILURE_COLUMNS, LETTER_COLUMNS, TableWriter, fact_rows
from analyser.reporting.workbook import WORKBOOK, write_workbook
from analyser.second import ranked

_TOLD = ("analyser", "pack", "pack_version", "codebook")


def about_of(store: Store) -> dict[str, Any]:
    """What a report tells of its run."""
    versions = store.about["versions"]
    return {**{name: versions[name] for name in _TOLD}, "letters": store.letters, "failed": store.failed}


def facts_of(store: Store) -> dict[str, Any]:
    """What the audit log tells of a run: versions, language, and the number and hash of its files."""
    digest, files, size = hashlib.sha256(), 0, 0
    for one in store.inputs():
        digest.update(str(one["sha256"]).encode("ascii"))
        files, size = files + 1, size + int(one["bytes"])
    about = store.about
    inputs = {"files": files, "bytes": size, "sha256": digest.hexdigest()}
    return {"versions": about["versions"], "lang": about["lang"], "inputs": inputs}


def write_outputs(
    store: Store,
    paths: Mapping[str, Path],
    *,
    pack: Pack,
    written: Callable[[int], None] = lambda _: None,
    workbook: Beside | None = None,
) -> Summary:
    """Write every file of a run, holding one letter at a time.

    Parameters
    ----------
    store
        Of the run, all letters read.
    paths
        Where to write each of :data:`analyser.batch.OUTPUTS`.
    pack
        The rule pack of the run.
    written
        Is told after every letter how many there have been.
    workbook
        Another process that is writing the workbook meanwhile.
    """
    # The template engine is large.
    from analyser.reporting.report import write_report

    summary, about = Summary(), store.about
    with ExitStack() as stack:

        def opened(name: str, encoding: str) -> TextIO:
            return stack.enter_context(paths[name].open("w", encoding=encoding, newline=""))

        lines = opened("letters.jsonl", "utf-8")
        letters = TableWriter(opened("letters.csv", "utf-8-sig"), LETTER_COLUMNS)
        facts = TableWriter(opened("facts.csv", "utf-8-sig"), FACT_COLUMNS)

        def analyses() -> Iterator[Analysis]:
            """The report's own pull moves the tables on, so that no letter is read from the store twice."""
            places = iter(ranked(store.opinions()))
            for one in store.analyses():
                if one.second is not None:
                    one = dataclasses.replace(one, second=dataclasses.replace(one.second, review_first=next(places)))
                summary.add(one)
                lines.write(json.dumps(one.to_dict(), ensure_ascii=False) + "\n")
                letters.write(one)
                for row in fact_rows([one]):
                    facts.write(row)
                written(summary.letters)
                yield one

        told = about_of(store)
        write_report(paths["report.html"], analyses(), about=told, lang=about["lang"], sources=pack.sources, pack=pack)
        if workbook is None or not workbook.done():
            _write_workbook(store, paths[WORKBOOK], pack)
        failed = TableWriter(opened("failed.csv", "utf-8-sig"), FAILURE_COLUMNS)
        for failure in store.failures():
            summary.add(failure)
            failed.write(failure)
        _write_record(
            opened("run.json", "utf-8"),
            {"versions": about["versions"], "lang": about["lang"], **({"shared": True} if "share" in about else {})},
            summary,
            store,
        )
    return summary


def workbook_beside(store: Path, path: Path, pack: str, lang: str) -> None:
    """Write the workbook of a store that another process has open; for :class:`analyser.batch.beside.Beside`."""
    with Store.open(store, lang=lang) as read:
        _write_workbook(read, path, load_pack(pack, lang=lang))


def _write_workbook(store: Store, path: Path, pack: Pack) -> None:
    write_workbook(
        path, store.analyses(), about=about_of(store), lang=store.about["lang"], sources=pack.sources, pack=pack
    )


def _write_record(stream: TextIO, made_of: Mapping[str, Any], summary: Summary, store: Store) -> None:
    """``run.json``; the inputs, which may be very many, row by row."""
    head = json.dumps({**made_of, **summary.to_dict()}, ensure_ascii=False, indent=2)
    stream.write(head.removesuffix("\n}") + ',\n  "inputs": [')
    for count, row in enumerate(store.inputs()):
        stream.write(("," if count else "") + "\n    " + json.dumps(row, ensure_ascii=False))
    stream.write("\n  ]\n}\n")
