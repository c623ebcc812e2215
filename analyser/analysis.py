"""One analysed letter, and many of them as tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from analyser.assessment import Assessment
from analyser.fact import Fact
from analyser.letter import Letter
from analyser.second import Second, ranked

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Analysis:
    """A letter with what was found in it.

    Attributes
    ----------
    letter
        The letter as read.
    language
        ``nb``, ``nn`` or ``mixed``.
    facts
        In the order of the text.
    assessment
        The guideline applied to the facts.
    second
        What the second reader makes of the letter, where it was asked.
    """

    letter: Letter
    language: str
    facts: tuple[Fact, ...]
    assessment: Assessment
    second: Second | None = None

    def to_dict(self) -> dict[str, Any]:
        """The object of one line of ``letters.jsonl`` (the letter's text is not in it)."""
        out = {
            "id": self.letter.id,
            "language": self.language,
            "facts": [fact.to_dict() for fact in self.facts],
            "assessment": self.assessment.to_dict(),
        }
        return out if self.second is None else {**out, "second": self.second.to_dict()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], letter: Letter) -> Analysis:
        """Inverse of :meth:`to_dict`, which does not hold the letter: it is given beside.

        Parameters
        ----------
        data
            As :meth:`to_dict` gives it, also after a way through JSON; its ``id`` is not read.
        letter
            The letter that was analysed.
        """
        return cls(
            letter=letter,
            language=data["language"],
            facts=tuple(map(Fact.from_dict, data["facts"])),
            assessment=Assessment.from_dict(data["assessment"]),
            second=Second.from_dict(data["second"]) if data.get("second") else None,
        )

    def to_doc(self) -> Doc:
        """A spaCy ``Doc`` with the facts in ``doc.spans`` (see :func:`analyser.spacy_docs.to_doc`)."""
        from analyser.spacy_docs import to_doc

        return to_doc(self)


class Analyses(Sequence[Analysis]):
    """A sequence of analysed letters that knows its tables."""

    def __init__(self, items: Sequence[Analysis]) -> None:
        asked = [(one.second.agrees, one.second.probability) for one in items if one.second is not None]
        places = iter(ranked(asked))
        self._items = tuple(one if one.second is None else _placed(one, next(places)) for one in items)

    @overload
    def __getitem__(self, index: int) -> Analysis: ...

    @overload
    def __getitem__(self, index: slice) -> Analyses: ...

    def __getitem__(self, index: int | slice) -> Analysis | Analyses:
        if isinstance(index, slice):
            return Analyses(self._items[index])
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Analysis]:
        return iter(self._items)

    def to_frame(self) -> pd.DataFrame:
        """One row a letter (the columns of ``letters.csv``)."""
        from analyser.reporting.tables import letters_frame

        return letters_frame(self._items)

    def facts_frame(self) -> pd.DataFrame:
        """One row a fact (the columns of ``facts.csv``)."""
        from analyser.reporting.tables import facts_frame

        return facts_frame(self._items)


def _placed(one: Analysis, place: int) -> Analysis:
    assert one.second is not None
    return dataclasses.replace(one, second=dataclasses.replace(one.second, review_first=place))
