"""The second reader at work: a letter's text in, a second opinion out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyser.assessment import Assessment
from analyser.extraction.text.transcript import Transcript
from analyser.guideline import Pack
from analyser.second import Second
from analyser.second_reader.belief import Calibration, believed
from analyser.second_reader.features import sentences
from analyser.second_reader.linear import Linear
from analyser.second_reader.store import MODEL, load

NEVER = -12.0
"""Log odds of what is not said at all."""


class SecondReader:
    """Reads letters with a trained model, and knows nothing of what the rules found in them.

    Parameters
    ----------
    model
        Features of a sentence to what is said in it.
    calibration
        How far to trust that.
    version
        Stands in every result.
    """

    def __init__(self, model: Linear, calibration: Calibration, version: str) -> None:
        self.model = model
        self.calibration = calibration
        self.version = version

    def logits(self, letter: Transcript) -> NDArray[np.float32]:
        """Log odds of each label in the letter: those of the sentence that says it clearest, shape (labels,)."""
        found = self.model.logits(features for _, _, features in sentences(letter))
        return found.max(axis=0) if len(found) else np.full(len(self.model.labels), NEVER, dtype=np.float32)

    def probabilities(self, letter: Transcript, pack: Pack) -> tuple[dict[str, float], dict[str, float]]:
        """Probability of each suggestion on DXA, and of each advice on teeth and jaw, under the rules of a pack."""
        return believed(self.logits(letter), self.model.labels, pack, self.calibration)

    def read(self, letter: Transcript, assessment: Assessment, pack: Pack) -> Second:
        """A second opinion, held against an assessment made under the same pack."""
        return opinion(*self.probabilities(letter, pack), assessment, self.version)


def opinion(dxa: dict[str, float], dental: dict[str, float], assessment: Assessment, version: str) -> Second:
    """Probabilities of suggestions and advice, held against what the rules concluded."""
    likely = {label for label, share in dental.items() if share > 0.5}
    agrees = max(dxa, key=lambda label: dxa[label]) == assessment.dxa and likely == set(assessment.dental)
    probability = dxa[assessment.dxa]
    for label, share in dental.items():
        probability *= share if label in assessment.dental else 1 - share
    return Second(dxa, dental, agrees, version, probability)


@cache
def load_second_reader(folder: Path = MODEL) -> SecondReader | None:
    """The packaged second reader (cached), or ``None`` where there is no model.

    Raises
    ------
    ModelError
        There is one, but it cannot be used.
    """
    stored = load(folder)
    if stored is None:
        return None
    return SecondReader(stored.model, stored.calibration, stored.sha256[:12])
