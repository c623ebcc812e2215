"""The trained network, run with NumPy alone: one hidden layer over the features of a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """Weights of a network from features to labels.

    Attributes
    ----------
    features
        The vocabulary: the row of ``first`` of each feature.
    labels
        What the columns of the output stand for.
    first, first_bias
        Features to hidden units, shape (features, hidden) and (hidden,).
    second, second_bias
        Hidden units to labels, shape (hidden, labels) and (labels,).
    """

    features: dict[str, int]
    labels: tuple[str, ...]
    first: Floats
    first_bias: Floats
    second: Floats
    second_bias: Floats

    def logits(self, sentences: Iterable[Iterable[str]]) -> Floats:
        """Log odds of each label in each sentence, shape (sentences, labels)."""
        hidden = []
        for found in sentences:
            rows = sorted(self.features[one] for one in found if one in self.features)
            total = self.first[rows].sum(axis=0, dtype=np.float32) if rows else np.zeros_like(self.first_bias)
            hidden.append(np.maximum(total / np.sqrt(np.float32(max(len(rows), 1))) + self.first_bias, 0))
        if not hidden:
            return np.empty((0, len(self.labels)), dtype=np.float32)
        # Summed row by row, so that the same sentence has the same log odds whatever stands beside it.
        out: Floats = np.stack([row @ self.second for row in hidden]).astype(np.float32) + self.second_bias
        return out

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is stored, in half precision; words as the bytes of lines."""
        words = "\n".join(sorted(self.features, key=self.features.__getitem__))
        return {
            "features": np.frombuffer(words.encode("utf-8"), dtype=np.uint8),
            "labels": np.frombuffer("\n".join(self.labels).encode("utf-8"), dtype=np.uint8),
            **{
                name: getattr(self, name).astype(np.float16)
                for name in ("first", "first_bias", "second", "second_bias")
            },
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Network:
        """Inverse of :meth:`arrays`.

        Raises
        ------
        ValueError
            The shapes do not fit together.
        """
        words = arrays["features"].tobytes().decode("utf-8").split("\n")
        labels = tuple(arrays["labels"].tobytes().decode("utf-8").split("\n"))
        first, first_bias, second, second_bias = (
            arrays[name].astype(np.float32) for name in ("first", "first_bias", "second", "second_bias")
        )
        shapes = (first.shape, first_bias.shape, second.shape, second_bias.shape)
        hidden = first_bias.size
        if shapes != ((len(words), hidden), (hidden,), (hidden, len(labels)), (len(labels),)):
            msg = f"shapes {shapes} do not fit {len(words)} features and {len(labels)} labels"
            raise ValueError(msg)
        return cls({word: k for k, word in enumerate(words)}, labels, first, first_bias, second, second_bias)
