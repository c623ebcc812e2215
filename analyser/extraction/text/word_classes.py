"""The classes of words that forms belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from analyser.extraction.matching.matcher import phrase_forms
from analyser.extraction.matching.verbs import spelt_out
from analyser.extraction.text.form_index import FormIndex
from analyser.extraction.text.starred import StarredWords

Classes = frozenset[str]


class Sought(dict[Classes, tuple[str, ...]]):
    """For every set of classes those among them whose places in a letter are sought."""

    def __init__(self, names: Classes = frozenset()) -> None:
        super().__init__()
        self.names = names

    def __missing__(self, classes: Classes) -> tuple[str, ...]:
        """Those of a set that has not been met."""
        found = self[classes] = tuple(classes & self.names)
        return found


class WordClasses(FormIndex[Classes]):
    """For every form the classes that it is a word of; phrases of a class do not count.

    Parameters
    ----------
    classes
        Words and phrases by the name of their class; a word may begin or end with ``*``,
        or be a verb in all its forms (:mod:`analyser.extraction.matching.verbs`).
    forms
        Gives the normal forms of a phrase.

    Attributes
    ----------
    sought
        Of most classes it is only asked whether a word has them. Where words of a class stand is noted for those
        of which it has been asked before.
    """

    def __init__(self, classes: Mapping[str, Sequence[str]], forms: Callable[[str], Sequence[str]]) -> None:
        super().__init__()
        self.sought = Sought()
        self._exact: dict[str, list[str]] = {}
        self._starred: StarredWords[str] = StarredWords()
        for name, words in classes.items():
            for word in spelt_out(words):
                parts = phrase_forms(word, forms)
                if len(parts) != 1:
                    continue
                if "*" in parts[0]:
                    self._starred.add(parts[0], name)
                else:
                    self._exact.setdefault(parts[0], []).append(name)

    def look_up(self, form: str) -> Classes:
        """The classes of a form."""
        return frozenset((*self._exact.get(form, ()), *self._starred.find(form)))

    def seek(self, name: str) -> None:
        """Note from the next letter on where words of a class stand."""
        self.sought = Sought(self.sought.names | {name})
