"""The evaluation as an object: numbers, tables and the errors behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analyser.evaluation.counts import Confusion, Score, Share, rounded
from analyser.evaluation.strata import By

if TYPE_CHECKING:
    import pandas as pd

Breakdown = Literal["concept", "group", "status", "dxa", "dental", "dialogue"]


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
    score_icc
        Agreement of the letters' quality scores; ``None`` when they are not known.
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
    score_icc: float | None = None

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
            "score_icc": self.score_icc,
            "language": self.language.share,
        }

    def to_dict(self) -> dict[str, Any]:
        """Plain form for JSON."""
        return {
            "letters": self.letters,
            "facts": self.facts.to_dict(),
            "facts_macro": {
                "f1": None if self.macro_f1 is None else rounded(self.macro_f1),
                "concepts": self.macro_concepts,
            },
            "numbers": self.numbers.to_dict(),
            "attributes": {**self.attributes.to_dict(), "extra": self.extra_attributes},
            "dxa": self.dxa.to_dict(),
            "dental": self.dental.to_dict(),
            "dialogue": self.dialogue.to_dict(),
            "score_icc": None if self.score_icc is None else rounded(self.score_icc),
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
    overall
        Every measure on all letters.
    parts
        Every measure on the letters of one gold language, sex, age band, length or file.
    intervals
        Measure of :meth:`Result.headline` to its 95 % interval over all letters (those that have one).
    scores
        Facts by concept, group and status, labels of the assessment by kind; each by the codebook's ids.
    f1_intervals
        The 95 % interval of each F1 in ``scores``.
    by_attribute
        ``concept.attribute`` to its share.
    dangerous, errors
        In the order of the letters.
    """

    overall: Result
    parts: Mapping[By, Mapping[str, Result]]
    intervals: Mapping[str, tuple[float, float]]
    scores: Mapping[Breakdown, Mapping[str, Score]]
    f1_intervals: Mapping[Breakdown, Mapping[str, tuple[float, float]]]
    by_attribute: Mapping[str, Share]
    dangerous: tuple[DangerousMiss, ...]
    errors: tuple[Error, ...]

    def results(self) -> Iterator[tuple[str, str, Result]]:
        """Every set of letters: what divides it off (``all``, ``language``, ``file`` ...), its name, its measures."""
        yield "all", "all", self.overall
        for by, parts in self.parts.items():
            for name, result in parts.items():
                yield by, name, result

    def worst(self, by: Breakdown, *, minimum: int = 5) -> str | None:
        """The concept, class or label with the lowest F1 of those with at least ``minimum`` in the gold."""
        counted = {name: score.f1 for name, score in self.scores[by].items() if score.gold >= minimum}
        return min(counted, key=lambda name: counted[name], default=None)

    def to_dict(self, *, errors: bool = False) -> dict[str, Any]:
        """Plain form for JSON; ``errors`` adds every error with its quote, which is text of a letter."""
        out: dict[str, Any] = {
            "overall": self.overall.to_dict(),
            "intervals": {name: [rounded(end) for end in ends] for name, ends in self.intervals.items()},
            **{f"by_{by}": {name: part.to_dict() for name, part in parts.items()} for by, parts in self.parts.items()},
            **{
                f"by_{by}": {
                    name: {**score.to_dict(), "f1_interval": [rounded(end) for end in self.f1_intervals[by][name]]}
                    for name, score in scores.items()
                }
                for by, scores in self.scores.items()
            },
            "by_attribute": {name: part.to_dict() for name, part in self.by_attribute.items()},
            "dangerous_misses": [miss.to_dict() for miss in self.dangerous],
        }
        if errors:
            out["errors"] = [error.to_dict() for error in self.errors]
        return out

    def to_frame(self) -> pd.DataFrame:
        """One row a set of letters (all, each language, sex, age band, length and file), one column a measure."""
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
        """One row a concept, group, status or label: counts, precision, recall, F1 and the ends of its interval."""
        import pandas as pd

        rows = [
            {
                by: name,
                **score.to_dict(),
                "f1_low": self.f1_intervals[by][name][0],
                "f1_high": self.f1_intervals[by][name][1],
            }
            for name, score in self.scores[by].items()
        ]
        columns = [by, "gold", "predicted", "correct", "precision", "recall", "f1", "f1_low", "f1_high"]
        return pd.DataFrame(rows, columns=columns)

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
