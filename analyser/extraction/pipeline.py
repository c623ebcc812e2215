"""The spaCy pipeline: an own tokenizer and named components that hand on one state.

Imported only by who looks at the pipeline: spaCy takes longer to import than all the rest to get ready.
"""

from __future__ import annotations

import datetime as dt

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from analyser.extraction.matching.lexicon import Lexicon, load_lexicon
from analyser.extraction.state import State
from analyser.extraction.steps import STEPS, Step, begin
from analyser.extraction.text.tokenizer import LetterTokenizer

STATE = "analyser_state"
DATE = "analyser_date"
"""Key of ``doc.user_data``: the letter's date, to be set before the pipeline runs."""


class _Component:
    """A step of the pipeline as spaCy knows it."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self.steps = steps

    def __call__(self, doc: Doc) -> Doc:
        self.run(state_of(doc))
        return doc

    def run(self, state: State) -> None:
        """Do its work on a letter."""
        for step in self.steps:
            step(state)


class _TranscriptComponent:
    """Reads the tokens into normal forms and sentences, with the cues around them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        text = doc.user_data.get("text")
        doc.user_data[STATE] = begin(
            doc.text if text is None else text, doc.user_data.get(DATE), self.lexicon, doc.user_data.get("pieces")
        )
        return doc


def state_of(doc: Doc) -> State:
    """The state that the components of the pipeline work on."""
    state = doc.user_data[STATE]
    assert isinstance(state, State)
    return state


@Language.factory("letter_transcript", assigns=["doc.user_data"])
def _make_transcript(nlp: Language, name: str) -> _TranscriptComponent:
    return _TranscriptComponent(load_lexicon())


def _register(name: str, steps: tuple[Step, ...]) -> None:
    def factory(nlp: Language, name: str) -> _Component:
        return _Component(steps)

    Language.factory(name, func=factory, requires=["doc.user_data"])


for _name, _steps in STEPS.items():
    _register(_name, _steps)


def build() -> Language:
    """A blank Norwegian pipeline with the own tokenizer and every component."""
    nlp = spacy.blank("nb")
    nlp.tokenizer = LetterTokenizer(nlp.vocab)
    nlp.max_length = 100_000_000
    nlp.add_pipe("letter_transcript")
    for name in STEPS:
        nlp.add_pipe(name)
    return nlp


def read(nlp: Language, text: str, date: dt.date | None) -> State:
    """Run the pipeline over one letter.

    Its own components touch no token, so a ``Doc`` is made only where another component stands among them.
    """
    components = [component for _, component in nlp.pipeline]
    first = components[0]
    own = [component for component in components if isinstance(component, _Component)]
    if isinstance(first, _TranscriptComponent) and len(own) == len(components) - 1:
        state = begin(text, date, first.lexicon)
        for step in own:
            step.run(state)
        return state
    doc = nlp.make_doc(text)
    doc.user_data[DATE] = date
    for component in components:
        doc = component(doc)
    return state_of(doc)
