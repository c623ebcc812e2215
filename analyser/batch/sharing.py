"""What a run keeps of letters and failures where its results are to be shared.

Apart from the rest of the room: what finds names is large, and a run that is not shared does without it.
"""

from __future__ import annotations

import json

from analyser.analysis import Analysis
from analyser.batch.kept import Input, Kept
from analyser.batch.rows import result_row
from analyser.identity.share import (
    key_name,
    shared,
    shared_failure,
    shared_input,
    shared_key,
    shared_letter,
)
from analyser.letter import Letter
from analyser.reading import Failure


class KeptToShare(Kept):
    """Nothing that identifies anybody reaches the disk.

    Parameters
    ----------
    secret
        Key of the pseudonyms.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def about(self) -> dict[str, str]:
        """The name of the key, so that a run goes on with the same one only."""
        return {"share": key_name(self._secret)}

    def file(self, row: Input) -> Input:
        """Its size, and pseudonyms."""
        return shared_input(row, self._secret)

    def letter(self, letter: Letter) -> Letter:
        """With pseudonyms."""
        return shared_letter(letter, self._secret)

    def key(self, key: str, letter: Letter) -> str:
        """Of the content and of the names that other fields tell, which are masked in it."""
        return shared_key(key, letter, self._secret)

    def result(self, letter: Letter, row: str) -> tuple[str, str]:
        """The evidence, and the result with its quotes masked."""
        analysis = shared(Analysis.from_dict(json.loads(row), letter), self._secret)
        return analysis.letter.text, result_row(analysis)

    def failure(self, row: Failure) -> Failure:
        """Without the name of its file."""
        return shared_failure(row, self._secret)
