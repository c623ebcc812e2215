"""The evaluation as an object: numbers, tables and the errors behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analyser.evaluation import measures

if TYPE_CHECKING:
    import pandas as pd

Breakdown = Literal["concept", "group", "status", "dental", "dialogue"]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of what was to be found, and the measures on them (see :mod:`analyser.evaluation.measures`).

    Attributes
    ----------
    gold, predicted
        How many stand in the gold, and how many were found.
    correct
        How many of them are the same.
    """

    gold: int = 0
    predicted: int = 0
    correct: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.gold + other.gold, self.predicted + other.predicted, self.correct + other.correct)

    @property
    def precision(self) -> float:
        """Correct of predicted, 0 to 1."""
        return float(measures.precision(self.correct, self.gold, self.predicted))

    @property
    def recall(self) -> float:
        """Correct of gold, 0 to 1."""
        return float(measures.recall(self.correct, self.gold, self.predicted))

    @property
    def f1(self) -> float:
        """The harmonic mean of the two, 0 to 1."""
        return float(measures.f1(self.correct, self.gold, self.predicted))

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {
            "gold": self.gold,
            "predicted": self.predicted,
            "correct": self.correct,
            "precision": _rounded(self.precision),
            "recall": _rounded(self.recall),
            "f1": _rounded(self.f1),
        }


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a number of things are right."""

    total: int = 0
    right: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.total + other.total, self.right + other.right)

    @property
    def share(self) -> float:
        """Right of total, 0 to 1."""
        return float(measures.share(self.right, self.total))

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {"total": self.total, "right": self.right, "share": _rounded(self.share)}


@dataclass(frozen=True, slots=True)
class Confusion:
    """Gold classes (rows) against predicted ones (columns); ``counts[i][j]`` is a number of letters."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def accuracy(self) -> float:
        """Letters with the gold class, 0 to 1."""
        return float(measures.accuracy(np.array(self.counts)))

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the classes that gold or prediction holds, 0 to 1."""
        return float(measures.macro_f1(np.array(self.counts)))

    @property
    def kappa(self) -> float:
        """Cohen's kappa, -1 to 1."""
        return float(measures.kappa(np.array(self.counts)))

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {
            "accuracy": _rounded(self.accuracy),
            "macro_f1": _rounded(self.macro_f1),
            "kappa": _rounded(self.kappa),
            "labels": list(self.labels),
            "confusion": [list(row) for row in self.counts],
        }


@dataclass(frozen=True, slots=True)
class Result:
    """Every measure over one set of letters.

    Attributes
    ----------
    letters
        How many.
    facts, numbers
        All facts, and those of the codebook's kind number alone.
    macro_f1, macro_concepts
        Mean F1 of the concepts with at least five gold facts (``None`` when there are none), and how many.
    attributes
        Gold attributes of the facts that match.
    extra_attributes
        Attributes of matching facts that the gold does not have; in no measure.
    dxa, dental, dialogue
        The assessment.
    language
        Letters whose language was detected right.
    dangerous_misses
        How many.
    """

    letters: int
    facts: Score
    macro_f1: float | None
    macro_concepts: int
    numbers: Score
    attributes: Share
    extra_attributes: int
    dxa: Confusion
    dental: Score
    dialogue: Score
    language: Share
    dangerous_misses: int

    def headline(self) -> dict[str, float | None]:
        """The one number of each measure, in the order people read them."""
        return {
            "facts_f1": self.facts.f1,
            "facts_precision": self.facts.precision,
            "facts_recall": self.facts.recall,
            "facts_macro_f1": self.macro_f1,
            "numbers_f1": self.numbers.f1,
            "attributes": self.attributes.share,
            "dxa_accuracy": self.dxa.accuracy,
            "dxa_macro_f1": self.dxa.macro_f1,
            "dxa_kappa": self.dxa.kappa,
            "dental_f1": self.dental.f1,
            "dialogue_f1": self.dialogue.f1,
            "language": self.language.share,
        }

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {
            "letters": self.letters,
            "facts": self.facts.to_dict(),
            "facts_macro": {
                "f1": None if self.macro_f1 is None else _rounded(self.macro_f1),
                "concepts": self.macro_concepts,
            },
            "numbers": self.numbers.to_dict(),
            "attributes": {**self.attributes.to_dict(), "extra": self.extra_attributes},
            "dxa": self.dxa.to_dict(),
            "dental": self.dental.to_dict(),
            "dialogue": self.dialogue.to_dict(),
            "language": self.language.to_dict(),
            "dangerous_misses": self.dangerous_misses,
        }


@dataclass(frozen=True, slots=True)
class DangerousMiss:
    """A letter whose patient should have DXA or treatment, taken for one who needs none."""

    file: str
    letter: str
    gold: str
    predicted: str

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {"file": self.file, "letter": self.letter, "gold": self.gold, "predicted": self.predicted}


@dataclass(frozen=True, slots=True)
class Error:
    """One difference between gold and prediction.

    Attributes
    ----------
    file, letter
        Where: name of the gold file, id of the letter.
    kind
        ``missed`` or ``spurious`` (a fact), ``attribute`` (another value, or none), ``extra_attribute``
        (the gold has none), ``dxa``, ``dental``, ``dialogue`` or ``language``.
    concept
        The fact's concept, with the attribute behind a point; for a label the same word as ``kind``.
    status
        The fact's status; empty for a label.
    gold, predicted
        The value, attribute or label on each side; ``None`` where there is none.
    quote
        The words of the letter that carry the gold fact (of a spurious one, the words that were read).
    """

    file: str
    letter: str
    kind: str
    concept: str
    status: str = ""
    gold: float | str | None = None
    predicted: float | str | None = None
    quote: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {
            "file": self.file,
            "letter": self.letter,
            "kind": self.kind,
            "concept": self.concept,
            "status": self.status,
            "gold": self.gold,
            "predicted": self.predicted,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Gold against predicted.

    Attributes
    ----------
    overall, by_language, by_file
        Every measure on all letters, and on those of one gold language or one gold file.
    intervals
        Measure of :meth:`Result.headline` to its 95 % interval over all letters (those that have one).
    by_concept, by_group, by_status
        Facts, by the codebook's ids.
    by_attribute
        ``concept.attribute`` to its share.
    by_dental, by_dialogue
        Labels of the assessment.
    dangerous, errors
        In the order of the letters.
    """

    overall: Result
    by_language: Mapping[str, Result]
    by_file: Mapping[str, Result]
    intervals: Mapping[str, tuple[float, float]]
    by_concept: Mapping[str, Score]
    by_group: Mapping[str, Score]
    by_status: Mapping[str, Score]
    by_attribute: Mapping[str, Share]
    by_dental: Mapping[str, Score]
    by_dialogue: Mapping[str, Score]
    dangerous: tuple[DangerousMiss, ...]
    errors: tuple[Error, ...]

    def results(self) -> Iterator[tuple[str, str, Result]]:
        """Every set of letters: what divides it off (``all``, ``language``, ``file``), its name, its measures."""
        yield "all", "all", self.overall
        for name, result in self.by_language.items():
            yield "language", name, result
        for name, result in self.by_file.items():
            yield "file", name, result

    def to_dict(self, *, errors: bool = False) -> dict[str, Any]:
        """Plain form for JSON; ``errors`` adds every error with its quote, which is text of a letter."""
        out: dict[str, Any] = {
            "overall": self.overall.to_dict(),
            "intervals": {name: [_rounded(end) for end in ends] for name, ends in self.intervals.items()},
            "by_language": _plain(self.by_language),
            "by_file": _plain(self.by_file),
            "by_concept": _plain(self.by_concept),
            "by_group": _plain(self.by_group),
            "by_status": _plain(self.by_status),
            "by_attribute": _plain(self.by_attribute),
            "by_dental": _plain(self.by_dental),
            "by_dialogue": _plain(self.by_dialogue),
            "dangerous_misses": [miss.to_dict() for miss in self.dangerous],
        }
        if errors:
            out["errors"] = [error.to_dict() for error in self.errors]
        return out

    def to_frame(self) -> pd.DataFrame:
        """One row a set of letters (all, each language, each file), one column a measure."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "by": by,
                    "name": name,
                    "letters": result.letters,
                    **result.headline(),
                    "dangerous_misses": result.dangerous_misses,
                }
                for by, name, result in self.results()
            ]
        )

    def scores_frame(self, by: Breakdown) -> pd.DataFrame:
        """One row a concept, group, status or label: gold, predicted, correct, precision, recall, f1."""
        import pandas as pd

        scores: dict[Breakdown, Mapping[str, Score]] = {
            "concept": self.by_concept,
            "group": self.by_group,
            "status": self.by_status,
            "dental": self.by_dental,
            "dialogue": self.by_dialogue,
        }
        rows = [{by: name, **score.to_dict()} for name, score in scores[by].items()]
        return pd.DataFrame(rows, columns=[by, "gold", "predicted", "correct", "precision", "recall", "f1"])

    def attributes_frame(self) -> pd.DataFrame:
        """One row an attribute of a concept: total, right, share."""
        import pandas as pd

        rows = [{"attribute": name, **part.to_dict()} for name, part in self.by_attribute.items()]
        return pd.DataFrame(rows, columns=["attribute", "total", "right", "share"])

    def confusion_frame(self) -> pd.DataFrame:
        """Letters by gold DXA suggestion (rows) and predicted one (columns)."""
        import pandas as pd

        dxa = self.overall.dxa
        return pd.DataFrame(
            dxa.counts,
            index=pd.Index(dxa.labels, name="gold"),
            columns=pd.Index(dxa.labels, name="predicted"),
        )

    def errors_frame(self) -> pd.DataFrame:
        """One row an error, with the attributes of :class:`Error` as columns."""
        import pandas as pd

        columns = ["file", "letter", "kind", "concept", "status", "gold", "predicted", "quote"]
        return pd.DataFrame([error.to_dict() for error in self.errors], columns=columns)


def _rounded(number: float) -> float:
    """Four decimals: more than any set of letters can bear out, and the same bytes on every machine."""
    return round(number, 4)


def _plain(parts: Mapping[str, Result] | Mapping[str, Score] | Mapping[str, Share]) -> dict[str, Any]:
    return {name: part.to_dict() for name, part in parts.items()}
