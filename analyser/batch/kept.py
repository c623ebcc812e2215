"""What a run keeps of letters and failures."""

from __future__ import annotations

from collections.abc import Mapping

from analyser.letter import Letter
from analyser.reading import Failure

Input = Mapping[str, str | int]


class Kept:
    """Everything is kept as it is."""

    def about(self) -> dict[str, str]:
        """What the store tells of it."""
        return {}

    def file(self, row: Input) -> Input:
        """A file that was opened."""
        return row

    def letter(self, letter: Letter) -> Letter:
        """A letter; its text is kept with its result."""
        return letter

    def key(self, key: str, letter: Letter) -> str:
        """The key of a letter's result, made of the key of its content."""
        del letter
        return key

    def result(self, letter: Letter, row: str) -> tuple[str, str]:
        """Text and result of a letter, as they came from a worker."""
        return letter.text, row

    def failure(self, row: Failure) -> Failure:
        """Something that was not read."""
        return row
