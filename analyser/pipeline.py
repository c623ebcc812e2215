"""One letter through the house: extraction, then guideline."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib import metadata
from typing import TYPE_CHECKING

import analyser
from analyser.analysis import Analyses, Analysis
from analyser.codebook import load_codebook
from analyser.extraction import Extractor
from analyser.guideline import Pack, Source, load_pack
from analyser.letter import Letter
from analyser.program import program_hash
from analyser.reading.dates import parse_date
from analyser.remarks import with_remarks

if TYPE_CHECKING:
    from analyser.second_reader import SecondReader


class Analyser:
    """Reads facts out of letters and applies a rule pack to them.

    Parameters
    ----------
    pack
        Name of the rule pack.
    lang
        Language of the reasons: ``nb``, ``nn`` or ``en``.
    second_reader
        Have every letter read by the second reader too, where the program has one.
    """

    def __init__(self, pack: str = "memo", *, lang: str = "nb", second_reader: bool = False) -> None:
        self._extractor = Extractor()
        self._pack = load_pack(pack, lang=lang)
        self._lang = lang
        self._second: SecondReader | None = None
        if second_reader:
            from analyser.second_reader import load_second_reader  # only whoever asks for it waits for it

            self._second = load_second_reader()

    def analyse(self, letter: Letter | str, *, date: dt.date | str | None = None) -> Analysis:
        """One letter, or its text with the date it was written.

        Parameters
        ----------
        letter
            A letter, or a text that becomes the letter ``letter``.
        date
            Of a text only; a string is read as in :func:`analyser.reading.dates.parse_date`.

        Raises
        ------
        ValueError
            ``date`` cannot be read, or is given for a letter, which has its own.
        """
        if isinstance(letter, str):
            letter = Letter(id="letter", text=letter, date=parse_date(date))
        elif date is not None:
            msg = "A letter carries its own date; give a date with a text only."
            raise ValueError(msg)
        transcript, facts = self._extractor.read(letter)
        assessment = self._pack.assess(facts, lang=self._lang)
        second = self._second.read(transcript, assessment, self._pack) if self._second else None
        analysis = Analysis(letter, transcript.language, tuple(facts), assessment, second)
        return with_remarks(analysis, lang=self._lang)

    def analyse_many(self, letters: Iterable[Letter | str]) -> Analyses:
        """Several letters in their order; texts become ``letter-1``, ``letter-2`` and so on."""
        named = (
            Letter(id=f"letter-{number}", text=letter) if isinstance(letter, str) else letter
            for number, letter in enumerate(letters, 1)
        )
        return Analyses([self.analyse(letter) for letter in named])

    @cached_property
    def versions(self) -> dict[str, str | int]:
        """What a result depends on besides the letters; hashes are SHA-256."""
        versions: dict[str, str | int] = {
            "analyser": analyser.__version__,
            "program_hash": program_hash(),
            "python": ".".join(platform.python_version_tuple()[:2]),
            "spacy": metadata.version("spacy"),
            "extractor": self._extractor.version,
            "lexicon_hash": self._extractor.lexicon_hash,
            "pack": self._pack.name,
            "pack_version": self._pack.version,
            "pack_hash": self._pack.hash,
            "codebook": load_codebook().version,
        }
        return {**versions, "second_reader": self._second.version} if self._second else versions

    @property
    def pack(self) -> Pack:
        """The rule pack."""
        return self._pack

    @property
    def sources(self) -> Mapping[str, Source]:
        """Where the rules come from, by the ids that stand in :attr:`Reason.source`."""
        return self._pack.sources
