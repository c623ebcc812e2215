"""Training: letters with their gold in, a model with its calibration out, the same for the same letters."""

from __future__ import annotations

import hashlib
import platform
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.utils.parallel import Parallel, delayed

from analyser.errors import user_error
from analyser.evaluation.gold import GoldLetter, read_gold
from analyser.extraction.data import lexicon_hash
from analyser.fact import Fact
from analyser.guideline import Pack, load_pack
from analyser.second_reader.belief import Calibration, believed
from analyser.second_reader.features import sentences, transcript_of
from analyser.second_reader.labels import labels_of
from analyser.second_reader.linear import Linear
from analyser.second_reader.reader import NEVER, SecondReader
from analyser.second_reader.store import Stored

FEATURES = 24_000
ROUNDS = 6
FOLDS = 3
_WEIGHT_DECAY = 1e-6
_SMALL = 0.1  # weights nearer to nought are left out
_RARE = 3  # features in fewer letters, and labels in fewer sentences than five times this, are left out
_REPEAT = 3  # a letter that a person wrote counts as so many generated ones
_GRID = [
    Calibration(slope, shift, share)
    for slope in (0.6, 0.8, 1.0, 1.3)
    for shift in (0.7, 1.4, 2.1, 2.8)
    for share in (0.05, 0.15)
]


@dataclass(frozen=True, slots=True)
class _Read:
    """A letter as the model sees it: for each sentence its features and the labels of what it says."""

    letter: GoldLetter
    sentences: tuple[tuple[frozenset[str], frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A letter, and the log odds of the model's labels by one that saw neither it nor others of its group."""

    letter: GoldLetter
    logits: NDArray[np.float32]


def group_of(letter: GoldLetter) -> str:
    """Letters of one group are never on both sides of a split: a file is an author, a scenario a template."""
    return f"{letter.file}/{letter.origin}"


def train(paths: Sequence[Path], *, jobs: int = 2, lang: str = "en") -> tuple[Stored, list[HeldOut]]:
    """Train on gold files.

    Parameters
    ----------
    paths
        Gold files; letters of a generator name the scenario they were made by, and count less than those that people
        wrote. The same files in the same order give the same model.
    jobs
        Processes.
    lang
        Language of what is wrong with the letters: ``nb``, ``nn`` or ``en``.

    Returns
    -------
    Stored
        The model, calibrated on the letters held out.
    list of HeldOut
        The letters that people wrote, each read by a model trained without its file.

    Raises
    ------
    GoldError
        A file has mistakes.
    UserError
        There are too few letters to learn anything from.
    """
    letters = [_read(letter) for path in paths for letter in read_gold(path)]
    groups = sorted({group_of(one.letter) for one in letters})
    fold = {group: number % FOLDS for number, group in enumerate(groups)}
    parts = [
        [one for one in letters if fold[group_of(one.letter)] != number] for number in range(min(FOLDS, len(groups)))
    ]
    fitted = Parallel(n_jobs=jobs)(delayed(fit)(part) for part in [letters, *(parts if len(groups) > 1 else [])])
    model, others = fitted[0], fitted[1:]
    if not model.labels:
        raise user_error(lang, "too_few_to_train", count=len(letters))
    held = [
        HeldOut(one.letter, _logits(others[fold[group_of(one.letter)]], one, model.labels))
        for one in letters
        if others and not one.letter.origin
    ]
    stored = Stored(
        model=Linear.from_arrays(model.arrays()),
        calibration=calibrate(held, model.labels, load_pack("memo")),
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
            "features": FEATURES,
            "rounds": ROUNDS,
        },
    )
    return stored, held


def fit(letters: Sequence[_Read]) -> Linear:
    """One model, trained on the sentences of these letters; without labels where nothing is said often enough."""
    rows = [
        sentence for one in letters for _ in range(1 if one.letter.origin else _REPEAT) for sentence in one.sentences
    ]
    in_letters = Counter(word for one in letters for word in set().union(*(found for found, _ in one.sentences)))
    common = sorted((word for word, count in in_letters.items() if count >= _RARE), key=lambda w: (-in_letters[w], w))
    features = {word: k for k, word in enumerate(sorted(common[:FEATURES]))}
    counts = Counter(label for _, said in rows for label in said)
    labels = tuple(sorted(label for label, count in counts.items() if 5 * _RARE <= count < len(rows)))
    if not features or not labels:
        return Linear({}, (), np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.float32))
    number = {label: k for k, label in enumerate(labels)}
    x = _matrix([found for found, _ in rows], features)
    y = np.zeros((len(rows), len(labels)), dtype=np.int32)
    for k, (_, said) in enumerate(rows):
        y[k, [number[label] for label in said if label in number]] = 1
    one = SGDClassifier(loss="log_loss", alpha=_WEIGHT_DECAY, max_iter=ROUNDS, tol=None, random_state=0)
    of_labels = OneVsRestClassifier(one).fit(x, y).estimators_
    weights = np.stack([of_label.coef_[0] for of_label in of_labels], axis=1).astype(np.float32)
    bias = np.array([of_label.intercept_[0] for of_label in of_labels], dtype=np.float32)
    return Linear(features, labels, np.where(np.abs(weights) < _SMALL, np.float32(0), weights), bias)


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
    """One row a sentence, a sparse matrix, scaled as :meth:`Linear.logits` does."""
    vectoriser = DictVectorizer(dtype=np.float32).fit([dict.fromkeys(features, 1.0)])
    known = ([word for word in sorted(one) if word in features] for one in found)
    matrix = vectoriser.transform([dict.fromkeys(words, 1 / np.sqrt(max(len(words), 1))) for words in known])
    # The descent takes no wider numbers of columns.
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return matrix


def _read(letter: GoldLetter) -> _Read:
    found = list(sentences(transcript_of(letter.letter.text)))
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


def _logits(model: Linear, one: _Read, labels: tuple[str, ...]) -> NDArray[np.float32]:
    """In the order of another model's labels; what this one has not learnt is never said."""
    reader = SecondReader(model, Calibration(), "")
    found = dict(zip(model.labels, reader.logits(transcript_of(one.letter.letter.text)), strict=True))
    return np.array([found.get(label, NEVER) for label in labels], dtype=np.float32)
