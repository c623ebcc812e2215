"""The expressions of a pack's file, compiled; what is wrong with one is noted with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analyser.guideline.grammar import BrokenNameError, ExpressionError
from analyser.guideline.language import Language
from analyser.guideline.pack_file import PackFile
from analyser.guideline.pieces import DECIDED, TEXTS, UNKNOWN, Piece, constant
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

    def defined(self, name: str, path: Path, *, stage: int) -> Piece:
        """A rule, compiled by :meth:`compile_definitions`; it can be asked at ``stage``."""
        try:
            piece = self.language.defined(name)
        except (BrokenNameError, KeyError):
            return UNKNOWN
        return self._in_time(piece, path, stage)

    def condition(self, source: Any, path: Path, *, stage: int) -> Piece:
        """A condition that can be asked at ``stage``."""
        return self._compiled(source, self.language.condition, path, stage=stage, nothing=UNKNOWN)

    def number(self, source: str, path: Path) -> Piece:
        """A number for texts."""
        return self._compiled(source, self.language.number, path, stage=TEXTS, nothing=constant(0))

    def _compiled(
        self, source: Any, compile_source: Callable[[str], Piece], path: Path, *, stage: int, nothing: Piece
    ) -> Piece:
        if not isinstance(source, str):
            return nothing  # its shape has been noted
        try:
            return self._in_time(compile_source(source), path, stage)
        except ExpressionError as error:
            self.file.wrong(path, str(error), within=error.line)
        except BrokenNameError:
            pass  # noted where the name is defined
        return nothing

    def _in_time(self, piece: Piece, path: Path, stage: int) -> Piece:
        if piece.stage > stage:
            self.file.wrong(path, _TOO_EARLY[piece.stage])
        return piece
