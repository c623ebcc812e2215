"""The steps that read a letter, by the component of the pipeline that they make up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from analyser.extraction.conditions.conditions import find_conditions
from analyser.extraction.conditions.frailty import find_frailty
from analyser.extraction.conditions.signs import find_signs
from analyser.extraction.drugs.drugs import find_drugs
from analyser.extraction.fractures.family import find_family
from analyser.extraction.fractures.fractures import find_fractures
from analyser.extraction.laboratory.labs import find_labs
from analyser.extraction.lifestyle.lifestyle import find_habits
from analyser.extraction.matching.lexicon import Lexicon
from analyser.extraction.measurement.asked_in_general import ask_in_general
from analyser.extraction.measurement.dxa import find_dxa
from analyser.extraction.measurement.frax import find_frax
from analyser.extraction.measurement.t_scores import find_t_scores
from analyser.extraction.patient.body import find_body
from analyser.extraction.patient.menopause import find_menopause
from analyser.extraction.patient.patient import find_age
from analyser.extraction.patient.sex import find_sex
from analyser.extraction.phrases import find_phrases
from analyser.extraction.settle import settle
from analyser.extraction.state import State
from analyser.extraction.teeth.dental import find_dental
from analyser.extraction.text.sections import find_sections
from analyser.extraction.text.transcript import Transcript

Step = Callable[[State], None]

STEPS: dict[str, tuple[Step, ...]] = {
    "letter_sections": (find_sections, find_sex),
    "letter_phrases": (find_phrases,),
    "letter_conditions": (find_conditions, find_frailty),
    "letter_habits": (find_habits,),
    "letter_patient": (find_age, find_body, find_menopause),
    "letter_fractures": (find_fractures, find_family, find_signs),
    "letter_drugs": (find_drugs,),
    "letter_measurements": (find_t_scores, find_frax, find_dxa),
    "letter_laboratory": (find_labs,),
    "letter_teeth": (find_dental,),
    "letter_settled": (ask_in_general, settle),
}
"""Component name and what it does, in the order of the pipeline."""


def begin(text: str, date: dt.date | None, lexicon: Lexicon, pieces: Sequence[str] | None = None) -> State:
    """What the steps work on; the text is cut here where no tokenizer has cut it."""
    return State(Transcript(text, lexicon.normaliser, pieces), lexicon, date)


def read(text: str, date: dt.date | None, lexicon: Lexicon) -> State:
    """Read one letter."""
    state = begin(text, date, lexicon)
    for steps in STEPS.values():
        for step in steps:
            step(state)
    return state
