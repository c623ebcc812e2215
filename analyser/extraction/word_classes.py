"""The classes of words that forms belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from analyser.extraction.form_index import FormIndex
from analyser.extraction.matcher import phrase_forms
from analyser.extraction.starred import StarredWords


class WordClasses(FormIndex[frozenset[str]]):
    """For every form the classes that it is a word of; phrases of a class do not count.

    Parameters
    ----------
    classes
        Words and phrases by the name of their class; a word may begin or end with ``*``.
    forms
        Gives the normal forms of a phrase.
    """

    def __init__(self, classes: Mapping[str, Sequence[str]], forms: Callable[[str], Sequence[str]]) -> None:
        super().__init__()
        self._exact: dict[str, list[str]] = {}
        self._starred: StarredWords[str] = StarredWords()
        for name, words in classes.items():
            for word in words:
                parts = phrase_forms(word, forms)
                if len(parts) != 1:
                    continue
                if "*" in parts[0]:
                    self._starred.add(parts[0], name)
                else:
                    self._exact.setdefault(parts[0], []).append(name)

    def look_up(self, form: str) -> frozenset[str] | None:
        """The classes of a form."""
        return frozenset((*self._exact.get(form, ()), *self._starred.find(form))) or None
