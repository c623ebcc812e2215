"""One pass over the forms that finds every phrase of a list, through a tree of their words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

_MAX_REMEMBERED = 100_000


class WildWords(Generic[T]):
    """Words that begin or end with ``*``, found by their first or last letters rather than one by one."""

    __slots__ = ("_begin", "_end", "_inside", "_lengths_begin", "_lengths_end")

    def __init__(self) -> None:
        self._begin: dict[str, list[T]] = {}
        self._end: dict[str, list[T]] = {}
        self._inside: list[tuple[str, T]] = []
        self._lengths_begin: set[int] = set()
        self._lengths_end: set[int] = set()

    def add(self, word: str, payload: T) -> None:
        """Take in a word with a star."""
        if word[0] == "*" and word[-1] == "*":
            self._inside.append((word[1:-1], payload))
        elif word[-1] == "*":
            self._begin.setdefault(word[:-1], []).append(payload)
            self._lengths_begin.add(len(word) - 1)
        else:
            self._end.setdefault(word[1:], []).append(payload)
            self._lengths_end.add(len(word) - 1)

    def find(self, form: str) -> list[T]:
        """What was added for every word that a form fits."""
        size = len(form)
        found: list[T] = []
        for length in self._lengths_begin:
            if length <= size:
                found += self._begin.get(form[:length], ())
        for length in self._lengths_end:
            if length <= size:
                found += self._end.get(form[size - length :], ())
        for part, payload in self._inside:
            if part in form:
                found.append(payload)
        return found


class _Node(Generic[T]):
    __slots__ = ("payloads", "wild", "wild_words", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node[T]] = {}
        self.wild: dict[str, _Node[T]] = {}
        self.wild_words: WildWords[_Node[T]] = WildWords()
        self.payloads: list[T] = []

    def child(self, word: str) -> _Node[T]:
        if "*" not in word:
            return self.words.setdefault(word, _Node())
        node = self.wild.get(word)
        if node is None:
            node = self.wild[word] = _Node()
            self.wild_words.add(word, node)
        return node

    def step(self, form: str) -> list[_Node[T]]:
        found = self.wild_words.find(form) if self.wild else []
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
