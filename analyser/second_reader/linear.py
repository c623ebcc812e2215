"""The trained model, run with NumPy alone: one logistic regression for each label over the features of a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights from features to labels.

    Attributes
    ----------
    features
        The vocabulary: the row of ``weights`` of each feature.
    labels
        What the columns of the output stand for.
    weights, bias
        Shape (features, labels) and (labels,).
    """

    features: dict[str, int]
    labels: tuple[str, ...]
    weights: Floats
    bias: Floats

    def logits(self, sentences: Iterable[Iterable[str]]) -> Floats:
        """Log odds of each label in each sentence, shape (sentences, labels)."""
        of = self.features
        out = []
        for found in sentences:
            rows = sorted(map(of.__getitem__, of.keys() & found))
            # Summed row by row, so that the same sentence has the same log odds whatever stands beside it.
            total = self.weights[np.array(rows, dtype=np.intp)].sum(axis=0, dtype=np.float32)
            out.append(total / np.sqrt(np.float32(max(len(rows), 1))) + self.bias)
        return np.array(out, dtype=np.float32).reshape(len(out), len(self.labels))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is stored: words as the bytes of lines, weights that are not nought row by row, in half precision."""
        words = "\n".join(sorted(self.features, key=self.features.__getitem__))
        rows, columns = np.nonzero(self.weights.astype(np.float16))
        return {
            "features": np.frombuffer(words.encode("utf-8"), dtype=np.uint8),
            "labels": np.frombuffer("\n".join(self.labels).encode("utf-8"), dtype=np.uint8),
            "counts": np.bincount(rows, minlength=len(self.features)).astype(np.uint16),
            "columns": columns.astype(np.uint16),
            "weights": self.weights[rows, columns].astype(np.float16),
            "bias": self.bias.astype(np.float16),
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Linear:
        """Inverse of :meth:`arrays`.

        Raises
        ------
        ValueError
            The shapes do not fit together.
        """
        words = arrays["features"].tobytes().decode("utf-8").split("\n")
        labels = tuple(arrays["labels"].tobytes().decode("utf-8").split("\n"))
        counts, columns, stored, bias = (arrays[name] for name in ("counts", "columns", "weights", "bias"))
        fits = counts.shape == (len(words),) and columns.shape == stored.shape == (counts.sum(),)
        if not fits or bias.shape != (len(labels),) or (columns >= len(labels)).any():
            msg = (
                f"{columns.size} weights and {bias.size} shifts do not fit {len(words)} features, {len(labels)} labels"
            )
            raise ValueError(msg)
        weights = np.zeros((len(words), len(labels)), dtype=np.float32)
        weights[np.repeat(np.arange(len(words)), counts), columns] = stored
        return cls({word: k for k, word in enumerate(words)}, labels, weights, bias.astype(np.float32))
