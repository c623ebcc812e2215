"""The spaCy pipeline: an own tokenizer and named components that hand on one state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from analyser.extraction.body import find_body
from analyser.extraction.conditions import find_conditions
from analyser.extraction.dental import find_dental
from analyser.extraction.drugs import find_drugs
from analyser.extraction.dxa import find_dxa
from analyser.extraction.family import find_family
from analyser.extraction.fractures import find_fractures
from analyser.extraction.frax import find_frax
from analyser.extraction.labs import find_labs
from analyser.extraction.lexicon import Lexicon, load_lexicon
from analyser.extraction.lifestyle import find_habits
from analyser.extraction.menopause import find_menopause
from analyser.extraction.patient import find_age
from analyser.extraction.phrases import find_phrases
from analyser.extraction.sections import find_sections
from analyser.extraction.settle import settle
from analyser.extraction.sex import find_sex
from analyser.extraction.signs import find_signs
from analyser.extraction.state import State
from analyser.extraction.t_scores import find_t_scores
from analyser.extraction.tokenizer import LetterTokenizer
from analyser.extraction.transcript import Transcript

STATE = "analyser_state"
DATE = "analyser_date"
"""Key of ``doc.user_data``: the letter's date, to be set before the pipeline runs."""

Step = Callable[[State], None]

STEPS: dict[str, tuple[Step, ...]] = {
    "letter_sections": (find_sections,),
    "letter_phrases": (find_phrases,),
    "letter_conditions": (find_conditions,),
    "letter_habits": (find_habits,),
    "letter_patient": (find_age, find_sex, find_body, find_menopause),
    "letter_fractures": (find_fractures, find_family, find_signs),
    "letter_drugs": (find_drugs,),
    "letter_measurements": (find_t_scores, find_frax, find_dxa),
    "letter_laboratory": (find_labs,),
    "letter_teeth": (find_dental,),
    "letter_settled": (settle,),
}
"""Component name and what it does, in the order of the pipeline."""


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
        doc.user_data[STATE] = self.state(
            doc.text if text is None else text, doc.user_data.get(DATE), doc.user_data.get("pieces")
        )
        return doc

    def state(self, text: str, date: dt.date | None, pieces: Sequence[str] | None = None) -> State:
        """What the other components work on; the text is cut here where no tokenizer has cut it."""
        return State(Transcript(text, self.lexicon.normaliser, pieces), self.lexicon, date)


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
        state = first.state(text, date)
        for step in own:
            step.run(state)
        return state
    doc = nlp.make_doc(text)
    doc.user_data[DATE] = date
    for component in components:
        doc = component(doc)
    return state_of(doc)
