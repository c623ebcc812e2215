"""Training: letters with their gold in, a network with its calibration out, the same for the same letters."""

from __future__ import annotations

import hashlib
import platform
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction import DictVectorizer
from sklearn.neural_network import MLPClassifier
from sklearn.utils.parallel import Parallel, delayed

from analyser.evaluation.gold import GoldLetter, read_gold
from analyser.extraction.data import lexicon_hash
from analyser.fact import Fact
from analyser.guideline import Pack, load_pack
from analyser.second_reader.belief import Calibration, believed
from analyser.second_reader.features import sentences
from analyser.second_reader.labels import labels_of
from analyser.second_reader.network import Network
from analyser.second_reader.reader import NEVER, SecondReader
from analyser.second_reader.store import Stored

HIDDEN = 48
FEATURES = 14_000
ROUNDS = 16
FOLDS = 3
_BATCH = 300
_STEP = 0.008
_WEIGHT_DECAY = 1e-4
_RARE = 3  # features in fewer letters, and labels in fewer sentences than five times this, are left out
_REPEAT = 3  # a letter that a person wrote counts as so many generated ones
_GRID = [
    Calibration(slope, shift, share)
    for slope in (0.6, 0.8, 1.0, 1.3)
    for shift in (0.0, 0.7, 1.4, 2.1)
    for share in (0.05, 0.15)
]


@dataclass(frozen=True, slots=True)
class _Read:
    """A letter as the network sees it: for each sentence its features and the labels of what it says."""

    letter: GoldLetter
    sentences: tuple[tuple[frozenset[str], frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A letter, and the log odds of the model's labels by a network that saw neither it nor others of its group."""

    letter: GoldLetter
    logits: NDArray[np.float32]


def group_of(letter: GoldLetter) -> str:
    """Letters of one group are never on both sides of a split: a file is an author, a scenario a template."""
    return f"{letter.file}/{letter.origin}"


def train(paths: Sequence[Path], *, jobs: int = 2) -> tuple[Stored, list[HeldOut]]:
    """Train on gold files.

    Parameters
    ----------
    paths
        Gold files; letters of a generator name the scenario they were made by, and count less than those that people
        wrote. The same files in the same order give the same model.
    jobs
        Processes.

    Returns
    -------
    Stored
        The model, calibrated on the letters held out.
    list of HeldOut
        The letters that people wrote, each read by a network trained without its file.

    Raises
    ------
    GoldError
        A file has mistakes.
    """
    letters = [_read(letter) for path in paths for letter in read_gold(path)]
    groups = sorted({group_of(one.letter) for one in letters})
    fold = {group: number % FOLDS for number, group in enumerate(groups)}
    parts = [
        [one for one in letters if fold[group_of(one.letter)] != number] for number in range(min(FOLDS, len(groups)))
    ]
    fitted = Parallel(n_jobs=jobs)(delayed(fit)(part) for part in [letters, *(parts if len(groups) > 1 else [])])
    network, others = fitted[0], fitted[1:]
    held = [
        HeldOut(one.letter, _logits(others[fold[group_of(one.letter)]], one, network.labels))
        for one in letters
        if others and not one.letter.origin
    ]
    stored = Stored(
        network=Network.from_arrays(network.arrays()),
        calibration=calibrate(held, network.labels, load_pack("memo")),
        trained_on=[
            {
                "file": path.name,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "letters": sum(one.letter.file == path.name for one in letters),
            }
            for path in paths
        ],
        made_with={
            "python": ".".join(platform.python_version_tuple()[:2]),
            **{name: metadata.version(name) for name in ("numpy", "scikit-learn")},
            "lexicon_hash": lexicon_hash(),
            "hidden": HIDDEN,
            "rounds": ROUNDS,
        },
    )
    return stored, held


def fit(letters: Sequence[_Read]) -> Network:
    """One network, trained on the sentences of these letters."""
    rows = [
        sentence for one in letters for _ in range(1 if one.letter.origin else _REPEAT) for sentence in one.sentences
    ]
    in_letters = Counter(word for one in letters for word in set().union(*(found for found, _ in one.sentences)))
    common = sorted((word for word, count in in_letters.items() if count >= _RARE), key=lambda w: (-in_letters[w], w))
    features = {word: k for k, word in enumerate(sorted(common[:FEATURES]))}
    counts = Counter(label for _, said in rows for label in said)
    labels = tuple(sorted(label for label, count in counts.items() if count >= 5 * _RARE))
    number = {label: k for k, label in enumerate(labels)}
    x = _matrix([found for found, _ in rows], features)
    # Not int8: scikit-learn numbers the columns in the type of the values.
    y = np.zeros((len(rows), len(labels)), dtype=np.int32)
    for k, (_, said) in enumerate(rows):
        y[k, [number[label] for label in said if label in number]] = 1
    model = MLPClassifier(
        (HIDDEN,), alpha=_WEIGHT_DECAY, batch_size=_BATCH, learning_rate_init=_STEP, max_iter=ROUNDS, random_state=0,
        tol=0.0, n_iter_no_change=ROUNDS + 1,
    )  # fmt: skip
    with warnings.catch_warnings():
        # A fixed number of rounds is what keeps it from learning the training letters by heart.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(x, y)
    first, second = (weights.astype(np.float32) for weights in model.coefs_)
    first_bias, second_bias = (bias.astype(np.float32) for bias in model.intercepts_)
    return Network(features, labels, first, first_bias, second, second_bias)


def calibrate(held: Sequence[HeldOut], labels: tuple[str, ...], pack: Pack) -> Calibration:
    """The calibration with the least log loss on letters held out; the usual one where there are none."""
    if not held:
        return Calibration()

    def loss(calibration: Calibration) -> float:
        total = 0.0
        for one in held:
            dxa, dental = believed(one.logits, labels, pack, calibration)
            total -= np.log(dxa[one.letter.dxa])
            total -= sum(np.log(p if label in one.letter.dental else 1 - p) for label, p in dental.items())
        return float(total)

    return min(_GRID, key=loss)


def _matrix(found: Sequence[frozenset[str]], features: dict[str, int]) -> Any:
    """One row a sentence, a sparse matrix, scaled as :meth:`Network.logits` does."""
    vectoriser = DictVectorizer(dtype=np.float32).fit([dict.fromkeys(features, 1.0)])
    known = ([word for word in sorted(one) if word in features] for one in found)
    return vectoriser.transform([dict.fromkeys(words, 1 / np.sqrt(max(len(words), 1))) for words in known])


def _read(letter: GoldLetter) -> _Read:
    found = list(sentences(letter.letter.text))
    said: list[set[str]] = [set() for _ in found]
    for fact in letter.facts:
        place = _place(fact, letter.letter.text)
        # Of a quote over several sentences, the last: there stands what the others lead up to.
        last = max((k for k, (start, end, _) in enumerate(found) if start < place[1] and place[0] < end), default=None)
        if last is not None:
            said[last].update(labels_of(fact))
    rows = tuple((frozenset(one[2]), frozenset(labels)) for one, labels in zip(found, said, strict=True))
    return _Read(letter, rows)


def _place(fact: Fact, text: str) -> tuple[int, int]:
    """Where the quote stands; gold of people has no offsets, and the first place is taken."""
    start = fact.start if fact.start is not None else text.find(fact.quote)
    return (start, start + len(fact.quote)) if start >= 0 and fact.quote else (0, 0)


def _logits(network: Network, one: _Read, labels: tuple[str, ...]) -> NDArray[np.float32]:
    """In the order of another network's labels; what this one has not learnt is never said."""
    found = dict(
        zip(network.labels, SecondReader(network, Calibration(), "").logits(one.letter.letter.text), strict=True)
    )
    return np.array([found.get(label, NEVER) for label in labels], dtype=np.float32)
