"""Reads GP letters to an osteoporosis clinic: what they hold, what they lack, and why.

>>> import analyser
>>> one = analyser.analyse("Kvinne 72 år. Ber om DXA.", date="2026-03-14")  # doctest: +SKIP
>>> one.assessment.dxa  # doctest: +SKIP

It is decision support: it suggests, and the health professional decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, Any

from analyser.analysis import Analyses, Analysis
from analyser.assessment import Assessment, Reason
from analyser.fact import Cue, Fact
from analyser.letter import Entry, Letter, Message
from analyser.second import Second

if TYPE_CHECKING:
    from analyser.pipeline import Analyser

    __version__: str

__all__ = [
    "Analyser",
    "Analyses",
    "Analysis",
    "Assessment",
    "Cue",
    "Entry",
    "Fact",
    "Letter",
    "Message",
    "Reason",
    "Second",
    "__version__",
    "analyse",
    "analyse_many",
    "load",
]


def load(pack: str = "memo", *, lang: str = "nb", second_reader: bool = False) -> Analyser:
    """An analyser with its lexicon and rules read (cached).

    Parameters
    ----------
    pack
        Name of the rule pack.
    lang
        Language of the reasons: ``nb``, ``nn`` or ``en``.
    second_reader
        Have every letter read by the second reader too (:attr:`Analysis.second`), where the program has one.
    """
    return _load(pack, lang, second_reader=second_reader)


@cache
def _load(pack: str, lang: str, *, second_reader: bool) -> Analyser:
    # spaCy takes a second to import; whoever only reads results need not wait for it.
    from analyser.pipeline import Analyser

    return Analyser(pack, lang=lang, second_reader=second_reader)


def analyse(text: str | Letter, *, date: dt.date | str | None = None) -> Analysis:
    """One letter, or its text with the date it was written; see :meth:`analyser.pipeline.Analyser.analyse`."""
    return load().analyse(text, date=date)


def analyse_many(letters: Iterable[Letter | str]) -> Analyses:
    """Several letters in their order; see :meth:`analyser.pipeline.Analyser.analyse_many`."""
    return load().analyse_many(letters)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        try:
            return metadata.version("analyser")
        except metadata.PackageNotFoundError:
            return "0+unknown"  # run from a source tree that is not installed
    if name == "Analyser":
        from analyser.pipeline import Analyser

        return Analyser
    msg = f"module 'analyser' has no attribute {name!r}"
    raise AttributeError(msg)
