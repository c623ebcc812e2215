"""What the user can say of the input."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyser.codebook.labels import LANGUAGES


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of a table's columns as the user gave them; ``None`` looks for the usual names."""

    id: str | None = None
    text: str | None = None
    date: str | None = None
    sender: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How to read.

    Attributes
    ----------
    columns
        Columns of tables.
    lang
        Language of the sentences about what could not be read: ``nb``, ``nn`` or ``en``.
    """

    columns: Columns = field(default_factory=Columns)
    lang: str = "nb"

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            msg = f"There are no texts in {self.lang!r}; choose one of {', '.join(LANGUAGES)}."
            raise ValueError(msg)
