"""A run: letters are read and analysed into the store, and the results are written from it."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from analyser import load
from analyser.batch.beside import Beside
from analyser.batch.folder import Folder
from analyser.batch.intake import Intake, Watch
from analyser.batch.kept import Kept
from analyser.batch.outputs import facts_of, workbook_beside, write_outputs
from analyser.batch.pool import Here, Pool, WorkerError
from analyser.batch.store import Store
from analyser.batch.summary import Summary
from analyser.batch.worker import LetterAnalyser
from analyser.errors import UserError, user_error
from analyser.reading import STANDARD_INPUT, Failure, Finder, Options, Source, standard_input
from analyser.reporting.workbook import WORKBOOK

if TYPE_CHECKING:
    from analyser.guideline import Pack

LETTER_SECONDS = 60.0
"""How long one letter may take in a worker; the slowest real ones take a fraction of a second."""
# One worker for each so many bytes of input, up to the cores: a process takes seconds to start.
_BYTES_A_WORKER = 500_000


def run(
    inputs: Sequence[str | Path],
    out: Path,
    *,
    options: Options | None = None,
    pack: str = "memo",
    second_reader: bool = True,
    overwrite: bool = False,
    resume: bool = False,
    workers: int | None = 0,
    letter_seconds: float = LETTER_SECONDS,
    share: bytes | None = None,
    make: Callable[[], LetterAnalyser] | None = None,
    watch: Watch | None = None,
    note: Callable[[str, Mapping[str, Any]], None] = lambda _event, _facts: None,
    stdin: BinaryIO | None = None,
) -> Summary:
    """Read letters, assess each, and write :data:`analyser.batch.OUTPUTS` and the run store to a folder.

    Every result is on disk as soon as it is known, and a run that is broken off can be gone on with. The files
    appear when all of them are whole; until then those of an earlier run stay. The same input gives the same
    bytes in all of them, however many workers there are and however often the run was broken off.

    Parameters
    ----------
    inputs
        Files, folders (read to the bottom) and ``-`` for standard input.
    out
        Folder for the results, which hold the text of letters; made when it is not there.
    options
        How to read, and the language of everything written for people.
    pack
        Name of the rule pack.
    second_reader
        Have the letters read by the second reader too, where the program has one.
    overwrite
        Replace the results of an earlier run in ``out``; other files there are left alone.
    resume
        Go on with the run in ``out``, or start one where there is none: letters whose result is in its store are
        not analysed again. What failed is tried again.
    workers
        How many processes analyse letters; ``None`` for as many as the input is worth, up to the cores. With 0
        this process does, and then ``letter_seconds`` does not count and a crash ends the run. Processes
        are spawned, so a program that asks for them guards its start with ``if __name__ == "__main__":``.
    letter_seconds
        A letter that takes longer is given up.
    share
        Key of pseudonyms: nothing that identifies anybody is written then, not into the store either
        (see :mod:`analyser.identity.share`).
    make
        Makes what reads a letter, here or in each worker; made of ``pack`` and the language when not given.
    watch
        Is told how the run goes.
    note
        Is told what is to be logged (:meth:`analyser.batch.audit.Audit.add`): event and facts.
    stdin
        What ``-`` reads; standard input when not given.

    Raises
    ------
    UserError
        Nothing was given or found to read, ``out`` will not do, or it cannot be written to.
    """
    from analyser.guideline import load_pack

    options, watch = options or Options(), watch or Watch()
    kept = _kept(share)
    lang, folder = options.lang, Folder(out, lang=options.lang)
    folder.check(inputs, overwrite=overwrite, resume=resume)
    if resume:
        folder.check_shared(kept.about().get("share"))
    found = _find(inputs, out, lang=lang, stdin=stdin)
    rules = load_pack(pack, lang=lang)
    make = make or partial(load, pack, lang=lang, second_reader=second_reader)
    try:
        with ExitStack() as stack:
            count = _processes(found) if workers is None else workers
            analysing = Pool(count, make=make, seconds=letter_seconds) if count else Here(make())
            stack.callback(analysing.close)
            store = stack.enter_context(folder.store(resume=resume))
            try:
                one = Intake(store, analysing, options=options, watch=watch, seconds=letter_seconds, kept=kept)
                one.begin(found)
                note("start", {"resume": resume, "overwrite": overwrite, **facts_of(store)})
                one.read(found)
                analysing.close()
                summary = _write(store, folder, rules, watch, beside=(pack, lang) if count > 1 else None)
                summary.reused = max(0, store.contents - one.analysed)
            except BaseException as error:
                store.commit()
                nothing = not store.results
                with suppress(UserError):
                    note("broken_off" if isinstance(error, KeyboardInterrupt) else "failed", {"kept": store.results})
                store.close()
                if nothing:
                    folder.leave()
                raise
            store.finish()
        folder.finish()
        note("end", summary.counts | {"results": folder.hashes()})
    except (OSError, sqlite3.Error) as error:
        raise user_error(lang, "cannot_write", out=out) from error
    except WorkerError as error:
        raise user_error(lang, "no_workers", name=str(error) or "-") from None
    return summary


def _write(store: Store, folder: Folder, pack: Pack, watch: Watch, *, beside: tuple[str, str] | None) -> Summary:
    """The files of the run; one of them in another process where that is told which pack, and in what language."""
    letters = store.letters
    with folder.outputs() as paths, ExitStack() as stack:
        other = None
        if beside:
            stack.enter_context(store.read_by_others())
            other = stack.enter_context(Beside(workbook_beside, store.path, paths[WORKBOOK], *beside))
        return write_outputs(
            store, paths, pack=pack, written=lambda done: watch.writing(done=done, total=letters), workbook=other
        )


def _kept(share: bytes | None) -> Kept:
    if share is None:
        return Kept()
    from analyser.batch.sharing import KeptToShare

    return KeptToShare(share)


def _find(inputs: Sequence[str | Path], out: Path, *, lang: str, stdin: BinaryIO | None) -> list[Source | Failure]:
    """Everything there is to read, in the order given."""
    if not inputs:
        raise user_error(lang, "no_input")
    paths = [Path(path) for path in inputs if str(path) != STANDARD_INPUT]
    piped = len(paths) < len(inputs)
    if not piped and not any(os.path.lexists(path) for path in paths):
        raise user_error(lang, "not_found", name=paths[0])
    found = list(Finder(leave_out=out, lang=lang).find(paths))
    if piped:
        found.append(standard_input(stdin or sys.stdin.buffer))
    if not found:
        raise user_error(lang, "nothing_to_do")
    return found


def _processes(found: Sequence[Source | Failure]) -> int:
    """How many workers the input is worth."""
    size = sum(one.size for one in found if isinstance(one, Source))
    return max(1, min(cores(), size // _BYTES_A_WORKER))


def cores() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
