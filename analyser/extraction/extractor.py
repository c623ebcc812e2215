"""Letter to facts."""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from analyser.extraction.coded import coded_facts, join
from analyser.extraction.data import lexicon_hash
from analyser.extraction.finding import Finding
from analyser.extraction.matching.lexicon import load_lexicon
from analyser.extraction.steps import read
from analyser.extraction.text.transcript import Transcript
from analyser.fact import Cue, Fact
from analyser.letter import Letter

if TYPE_CHECKING:
    from spacy.language import Language

    from analyser.extraction.state import State

VERSION = 1
"""Of what the extraction gives; whether its code may read a letter differently is told by the program's own hash."""


class Extractor:
    """Reads the facts of a letter; its steps are a spaCy pipeline too (:attr:`nlp`).

    Attributes
    ----------
    version, lexicon_hash
        Version of the code, and SHA-256 of the lexicon.
    """

    def __init__(self) -> None:
        self._lexicon = load_lexicon()
        self.version = VERSION
        self.lexicon_hash = lexicon_hash()

    @cached_property
    def nlp(self) -> Language:
        """The pipeline, which may be changed; ``nlp.pipe_names`` tells its steps."""
        from analyser.extraction.pipeline import build

        return build()

    def extract(self, letter: Letter) -> tuple[str, list[Fact]]:
        """The letter's language (``nb``, ``nn`` or ``mixed``) and its facts in the order of the text.

        What the fields of a structured message say joins them (:func:`analyser.extraction.coded.join`).
        """
        transcript, facts = self.read(letter)
        return transcript.language, facts

    def read(self, letter: Letter) -> tuple[Transcript, list[Fact]]:
        """The same, with the letter in normal forms for whoever reads on in it."""
        state = self._state(letter)
        facts = [_fact(state.transcript, finding) for finding in state.findings]
        if letter.message.kind:
            facts = join(facts, coded_facts(letter))
        facts.sort(key=lambda fact: (fact.start or 0, fact.end or 0, fact.concept))
        return state.transcript, facts

    def _state(self, letter: Letter) -> State:
        """The letter as all steps leave it; a pipeline that nobody has looked at is the plain steps."""
        if "nlp" not in self.__dict__:
            return read(letter.text, letter.date, self._lexicon)
        from analyser.extraction import pipeline

        return pipeline.read(self.nlp, letter.text, letter.date)


def _fact(transcript: Transcript, finding: Finding) -> Fact:
    start, end = transcript.starts[finding.first], transcript.ends[finding.last - 1]
    cue = None
    if finding.cue is not None:
        cue_start, cue_end = transcript.starts[finding.cue[0]], transcript.ends[finding.cue[1] - 1]
        cue = Cue(cue_start, cue_end, transcript.text[cue_start:cue_end])
    return Fact(
        concept=finding.concept,
        status=finding.status,
        value=finding.value,
        attributes=MappingProxyType(dict(finding.attributes)),
        start=start,
        end=end,
        quote=transcript.text[start:end],
        cue=cue,
    )
