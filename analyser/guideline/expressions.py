"""The expressions of a pack's file, compiled; what is wrong with one is noted with its line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyser.guideline.grammar import BrokenNameError, ExpressionError
from analyser.guideline.language import Language
from analyser.guideline.pack_file import PackFile
from analyser.guideline.pieces import DECIDED, TEXTS, TRUE, Piece, constant
from analyser.guideline.toml_lines import Path

_TOO_EARLY = {
    DECIDED: "it asks how DXA was decided, which is not known here",
    TEXTS: "it asks for something that only texts and remarks can ask for",
}


class Expressions:
    """Compiles what stands in a pack's file.

    Parameters
    ----------
    file
        Where problems are noted.
    language
        Of the pack.
    definitions
        Where each term and rule stands.
    """

    def __init__(self, file: PackFile, language: Language, definitions: Mapping[str, Path]) -> None:
        self.file = file
        self.language = language
        self._definitions = definitions

    def compile_definitions(self) -> None:
        """Compile every term and rule, used or not."""
        for name, path in self._definitions.items():
            try:
                self.language.defined(name)
            except BrokenNameError:
                error = self.language.broken[name]
                # An empty one says that the fault lies in another definition.
                if str(error):
                    self.file.wrong(path, f"{name}: {error}", within=error.line)

    def condition(self, source: Any, path: Path, *, stage: int) -> Piece:
        """A condition that can be asked at ``stage``."""
        return self._compiled(source, path, stage=stage, number=False)

    def number(self, source: str, path: Path) -> Piece:
        """A number for texts."""
        return self._compiled(source, path, stage=TEXTS, number=True)

    def _compiled(self, source: Any, path: Path, *, stage: int, number: bool) -> Piece:
        nothing = constant(0) if number else TRUE
        if not isinstance(source, str):
            return nothing  # its shape has been noted
        try:
            piece = self.language.number(source) if number else self.language.condition(source)
        except ExpressionError as error:
            self.file.wrong(path, str(error), within=error.line)
            return nothing
        except BrokenNameError:
            return nothing
        if piece.stage > stage:
            self.file.wrong(path, _TOO_EARLY[piece.stage])
        return piece
