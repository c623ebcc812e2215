"""One pass over the forms that finds every phrase of a list, through a tree of their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

_MAX_REMEMBERED = 100_000


class _Node(Generic[T]):
    __slots__ = ("payloads", "wild", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node[T]] = {}
        self.wild: list[tuple[str, _Node[T]]] = []
        self.payloads: list[T] = []

    def child(self, word: str) -> _Node[T]:
        if "*" not in word:
            return self.words.setdefault(word, _Node())
        for known, node in self.wild:
            if known == word:
                return node
        node = _Node[T]()
        self.wild.append((word, node))
        return node

    def step(self, form: str) -> list[_Node[T]]:
        found = [node for wild, node in self.wild if fits(form, wild)]
        exact = self.words.get(form)
        if exact is not None:
            found.append(exact)
        return found


class PhraseMatcher(Generic[T]):
    """Phrases of normal forms with a payload each; a form may begin or end with ``*``."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()
        self._cache: dict[str, list[_Node[T]]] = {}

    def add(self, words: Sequence[str], payload: T) -> None:
        """Take in a phrase; its words must be normal forms."""
        node = self._root
        for word in words:
            node = node.child(word)
        node.payloads.append(payload)

    def find(self, forms: Sequence[str]) -> Iterator[tuple[int, int, T]]:
        """Every phrase as ``(first token, end token, payload)``, in the order of their beginnings."""
        cache = self._cache
        size = len(forms)
        for i, form in enumerate(forms):
            nodes = cache.get(form)
            if nodes is None:
                nodes = self._remember(form)
            at = i
            while nodes:
                at += 1
                for node in nodes:
                    for payload in node.payloads:
                        yield i, at, payload
                if at >= size:
                    break
                following = forms[at]
                nodes = [after for node in nodes if node.words or node.wild for after in node.step(following)]

    def _remember(self, form: str) -> list[_Node[T]]:
        if len(self._cache) > _MAX_REMEMBERED:
            self._cache.clear()
        found = self._cache[form] = self._root.step(form)
        return found


def fits(form: str, pattern: str) -> bool:
    """Whether a form is the pattern, where ``*`` may begin or end it."""
    if "*" not in pattern:
        return form == pattern
    if pattern.endswith("*"):
        return form.startswith(pattern[:-1]) if pattern[0] != "*" else pattern[1:-1] in form
    return form.endswith(pattern[1:])


def phrase_forms(phrase: str, tokens: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """The normal forms of a phrase of the lexicon, wildcards kept."""
    forms: list[str] = []
    for word in phrase.split():
        if "*" in word:
            forms.append(word.lower())
        elif not any(char.isalnum() for char in word):
            forms.append(word.replace("÷", "-"))  # by itself a dash would be taken for a list item
        else:
            forms.extend(tokens(word))
    return tuple(forms)
