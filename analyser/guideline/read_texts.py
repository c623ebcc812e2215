"""The texts of a pack's file: variants, additions and lists, with their places."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from analyser.codebook.labels import LANGUAGES, load_labels
from analyser.guideline.expressions import Expressions
from analyser.guideline.grammar import ExpressionError, unknown
from analyser.guideline.pack_file import SENTENCE
from analyser.guideline.pieces import TEXTS, TRUE, Piece, function, implies
from analyser.guideline.toml_lines import Path
from analyser.guideline.wording import Asked, Sentence, Wording, split

_Part = str | Callable[[Asked], str]


def read_wording(expressions: Expressions, table: dict[str, Any], path: Path) -> Wording:
    """The wording of a rule or of a label of dialogue."""
    return _Reader(expressions).wording(table, path)


def read_sentence(expressions: Expressions, table: dict[str, Any], path: Path) -> Sentence:
    """One text that is always used, in every language."""
    if "when" in table:
        expressions.file.wrong(path, "this text is always used and takes no condition")
    _, sentence = _Reader(expressions).sentence({key: text for key, text in table.items() if key != "when"}, path)
    return sentence


class _Reader:
    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions
        self._file = expressions.file
        self._entries: tuple[Sentence, ...] = ()

    def wording(self, table: dict[str, Any], path: Path) -> Wording:
        self._entries = tuple(sentence for _, sentence in self._sentences(table, path, "list"))
        variants = self._sentences(table, path, "text")
        conditions = [piece for piece, _ in variants]
        if not variants and "text" in table:
            self._file.wrong(path, "it has no text")
        elif variants and conditions[-1] is not TRUE:
            self._file.wrong(path, "its last text has a condition, so that there may be nothing to say")
        for number, piece in enumerate(conditions):
            if any(implies(piece, earlier) for earlier in conditions[:number]):
                self._file.wrong((*path, "text", number), "this text is never used: an earlier one holds where it does")
        additions = tuple(sentence for _, sentence in self._sentences(table, path, "add"))
        return Wording(tuple(sentence for _, sentence in variants), additions, self._entries)

    def _sentences(self, table: dict[str, Any], path: Path, key: str) -> list[tuple[Piece, Sentence]]:
        return [self.sentence(entry, (*path, key, number)) for number, entry in enumerate(table.get(key, ()))]

    def sentence(self, entry: Any, path: Path) -> tuple[Piece, Sentence]:
        texts = self._file.shaped(entry, SENTENCE, path)
        when = texts.pop("when", None)
        piece = TRUE if when is None else self._expressions.condition(when, (*path, "when"), stage=TEXTS)
        if texts.keys() == set(LANGUAGES):
            self._file.languages(texts, path)
        parts = {lang: self._parts(text, lang, (*path, lang)) for lang, text in texts.items()}
        places = {lang: sorted(place for _, place in split(text) if place) for lang, text in texts.items()}
        if len({tuple(named) for named in places.values()}) > 1:
            self._file.wrong(path, "its languages do not have the same places")
        return piece, Sentence(None if piece is TRUE else function(piece.code), parts)

    def _parts(self, text: str, lang: str, path: Path) -> tuple[_Part, ...]:
        """Fixed texts and places; what is the same for every letter is put in at once."""
        parts: list[_Part] = []
        for fixed, place in split(text):
            filled = self._place(place, lang, path) if place else ""
            for part in (fixed, filled):
                if isinstance(part, str) and parts and isinstance(parts[-1], str):
                    parts[-1] += part
                elif part:
                    parts.append(part)
        return tuple(parts)

    def _place(self, place: str, lang: str, path: Path) -> _Part:
        language = self._expressions.language
        name, _, among = place.partition(":")
        if name == "list" and not among:
            if not self._entries:
                self._file.wrong(path, "{list} stands for nothing: there is no list")
            entries = Wording((), (), self._entries)
            return entries.list
        if name == "concepts":
            return partial(_concepts, among=self._concepts(among, path) if among else None)
        if among or not name.isidentifier():
            self._file.wrong(path, unknown("place", place, ("concepts", "list", *language.parameters)))
            return ""
        if name in language.parameters:
            language.used.add(name)
            return load_labels(lang).number(language.parameters[name])
        quantity = function(self._expressions.number(name, path).code)
        return partial(_number, quantity=quantity)

    def _concepts(self, name: str, path: Path) -> frozenset[str]:
        try:
            return frozenset(self._expressions.language.concepts(name))
        except ExpressionError as error:
            self._file.wrong(path, str(error))
            return frozenset()


def _number(asked: Asked, quantity: Callable[..., Any]) -> str:
    return asked.number(quantity)


def _concepts(asked: Asked, among: frozenset[str] | None) -> str:
    return asked.concepts(among)
