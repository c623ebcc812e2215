"""Words that begin or end with ``*``, found by walking a form's first or last letters rather than one by one."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

T = TypeVar("T")

_Tree = dict[str, Any]  # a letter to the tree behind it; "" to what was added for the word that ends here


class StarredWords(Generic[T]):
    """Words with a star, each with something added for it."""

    __slots__ = ("_begin", "_end", "_inside")

    def __init__(self) -> None:
        self._begin: _Tree = {}
        self._end: _Tree = {}
        self._inside: list[tuple[str, T]] = []

    def add(self, word: str, payload: T) -> None:
        """Take in a word with a star."""
        if word[0] == "*" and word[-1] == "*":
            self._inside.append((word[1:-1], payload))
        elif word[-1] == "*":
            _put(self._begin, word[:-1], payload)
        else:
            _put(self._end, word[:0:-1], payload)

    def find(self, form: str) -> list[T]:
        """What was added for every word that a form fits."""
        found: list[T] = []
        for tree, letters in ((self._begin, form), (self._end, reversed(form))):
            if "" in tree:
                found += tree[""]
            for letter in letters:
                deeper = tree.get(letter)
                if deeper is None:
                    break
                tree = deeper
                if "" in tree:
                    found += tree[""]
        for part, payload in self._inside:
            if part in form:
                found.append(payload)
        return found


def _put(tree: _Tree, letters: str, payload: object) -> None:
    for letter in letters:
        tree = tree.setdefault(letter, {})
    tree.setdefault("", []).append(payload)
