"""The second reader at work: a letter's text in, a second opinion out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyser.assessment import Assessment
from analyser.guideline import Pack
from analyser.second import Second
from analyser.second_reader.belief import Calibration, believed
from analyser.second_reader.features import sentences
from analyser.second_reader.network import Network
from analyser.second_reader.store import MODEL, load

NEVER = -12.0
"""Log odds of what is not said at all."""


class SecondReader:
    """Reads letters with a trained network, and knows nothing of what the rules found in them.

    Parameters
    ----------
    network
        Features of a sentence to what is said in it.
    calibration
        How far to trust that.
    version
        Stands in every result.
    """

    def __init__(self, network: Network, calibration: Calibration, version: str) -> None:
        self.network = network
        self.calibration = calibration
        self.version = version

    def logits(self, text: str) -> NDArray[np.float32]:
        """Log odds of each label in the letter: those of the sentence that says it clearest, shape (labels,)."""
        found = self.network.logits(features for _, _, features in sentences(text))
        return found.max(axis=0) if len(found) else np.full(len(self.network.labels), NEVER, dtype=np.float32)

    def probabilities(self, text: str, pack: Pack) -> tuple[dict[str, float], dict[str, float]]:
        """Probability of each suggestion on DXA, and of each advice on teeth and jaw, under the rules of a pack."""
        return believed(self.logits(text), self.network.labels, pack, self.calibration)

    def read(self, text: str, assessment: Assessment, pack: Pack) -> Second:
        """A second opinion, held against an assessment made under the same pack."""
        return opinion(*self.probabilities(text, pack), assessment, self.version)


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
    return SecondReader(stored.network, stored.calibration, stored.sha256[:12])
