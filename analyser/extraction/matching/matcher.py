"""One pass over the forms that finds every phrase of a list, through a tree of their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from analyser.extraction.text.form_index import FormIndex
from analyser.extraction.text.starred import StarredWords

if TYPE_CHECKING:
    from analyser.extraction.text.transcript import Transcript

T = TypeVar("T")


class _Node(Generic[T]):
    __slots__ = ("payloads", "wild", "wild_words", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node[T]] = {}
        self.wild: dict[str, _Node[T]] = {}
        self.wild_words: StarredWords[_Node[T]] = StarredWords()
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
        exact = self.words.get(form)
        if not self.wild:
            return [] if exact is None else [exact]
        found = self.wild_words.find(form)
        if exact is not None:
            found.append(exact)
        return found


class _Beginning(NamedTuple, Generic[T]):
    """Where a form can begin a phrase: what ends with it, and the second words of those that go on."""

    payloads: Sequence[T]
    words: Mapping[str, Sequence[_Node[T]]]
    wild: Sequence[StarredWords[_Node[T]]]

    def second(self, form: str) -> Sequence[_Node[T]]:
        """The nodes behind a second word."""
        exact = self.words.get(form, ())
        return [*(node for words in self.wild for node in words.find(form)), *exact] if self.wild else exact


def _beginning(nodes: Sequence[_Node[T]]) -> _Beginning[T]:
    seconds: dict[str, list[_Node[T]]] = {}
    for node in nodes:
        for word, after in node.words.items():
            seconds.setdefault(word, []).append(after)
    return _Beginning(
        [payload for node in nodes for payload in node.payloads],
        seconds,
        [node.wild_words for node in nodes if node.wild],
    )


class PhraseMatcher(FormIndex[_Beginning[T]]):
    """Phrases of normal forms with a payload each; a form may begin or end with ``*``."""

    def __init__(self) -> None:
        super().__init__()
        self._root: _Node[T] = _Node()

    def add(self, words: Sequence[str], payload: T) -> None:
        """Take in a phrase; its words must be normal forms."""
        node = self._root
        for word in words:
            node = node.child(word)
        node.payloads.append(payload)

    def look_up(self, form: str) -> _Beginning[T] | None:
        """The phrases that a form can begin."""
        nodes = self._root.step(form)
        return _beginning(nodes) if nodes else None

    def find_in(self, transcript: Transcript) -> list[tuple[int, int, T]]:
        """Every phrase of a letter; as :meth:`find` gives them."""
        return _follow(transcript.forms, transcript.hits.of(self))

    def find(self, forms: Sequence[str]) -> list[tuple[int, int, T]]:
        """Every phrase as ``(first token, end token, payload)``, in the order of their beginnings."""
        of = self.of
        return _follow(forms, [(at, held) for at, form in enumerate(forms) if (held := of(form)) is not None])


def _follow(forms: Sequence[str], beginnings: Sequence[tuple[int, _Beginning[T]]]) -> list[tuple[int, int, T]]:
    """The phrases of a text, by what can begin at which tokens."""
    found: list[tuple[int, int, T]] = []
    seconds = [*forms[1:], ""]
    for at, beginning in beginnings:
        payloads, words, wild = beginning
        for payload in payloads:
            found.append((at, at + 1, payload))  # noqa: PERF401
        second = seconds[at]
        if second in words or (wild and second):
            _go_on(forms, at + 1, beginning.second(second), found)
    return found


def _go_on(forms: Sequence[str], at: int, nodes: Sequence[_Node[T]], found: list[tuple[int, int, T]]) -> None:
    """Add the phrases whose second word stands at a token and leads to some nodes."""
    first, size = at - 1, len(forms)
    while nodes:
        at += 1
        for node in nodes:
            for payload in node.payloads:
                found.append((first, at, payload))  # noqa: PERF401
        if at >= size:
            break
        form = forms[at]
        nodes = [after for node in nodes if node.words or node.wild for after in node.step(form)]


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
