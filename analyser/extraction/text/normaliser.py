"""Word by word to one written form: nynorsk, inflections, abbreviations, lost letters, slips.

Everything that is matched later is written in this form once, so that bokmål, nynorsk and mixed
letters are read by the same terms, cues and patterns. A word form is looked up once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyser.extraction.data import load_toml
from analyser.extraction.text.form_index import FormTable
from analyser.extraction.text.needs import Needs
from analyser.extraction.text.pieces import KnownPieces
from analyser.extraction.text.run_on import RunOn

_MAX_REMEMBERED = 200_000
_ENDINGS = (
    "enes", "anes", "ene", "ane", "ens", "ets", "ers", "ar", "er", "or", "en", "et", "a", "e", "n", "t", "s", "r",
)  # fmt: skip
_ENDINGS_BY_LAST = {last: [ending for ending in _ENDINGS if ending[-1] == last] for last in "aenrst"}
_TWINS = (
    ("a", "et"),
    ("ar", "er"),
    ("ast", "es"),
    ("leg", "lig"),
    ("lege", "lige"),
)  # nynorsk, and the form it is read in
_FOLD = str.maketrans({"å": "a", "ø": "o", "æ": "e", "é": "e", "è": "e", "ö": "o", "ä": "e", "ü": "u"})
# As Swedish and German write them, and some keyboards.
_NEIGHBOURS = str.maketrans({"ö": "ø", "ä": "æ"})
_BY_ENDING = (
    (("heit", "heita", "leiken", "leg", "legare", "legaste"), "nn"),
    (("heten", "lighet", "lig", "ligere", "ligste"), "nb"),
)
"""Endings of words by the norm that has them; the words of the lexicon's own lists come first."""
_SHORTEST, _SWALLOWED = 5, 6  # letters of a word that may be misspelt at all, and that may have lost one
_LONG = 8  # letters: shorter words are never taken for a misspelling of another
_LONGEST = 40  # letters: what is longer is no word


def fold(word: str) -> str:
    """The word without the Norwegian letters, however they were lost (``aa``, ``oe``, ``o`` ...)."""
    return word.replace("aa", "a").replace("oe", "o").replace("ae", "e").translate(_FOLD)


class Normaliser:
    """Maps a lower-case word form to the form the lexicon is written in."""

    def __init__(self) -> None:
        data = load_toml("forms.toml")
        self._forms: dict[str, str] = {}
        self.abbreviations: set[str] = set()
        self.may_end: set[str] = set(data["may_end"]["words"].split())
        self.hanging: set[str] = set(data["hanging"]["words"])
        self.starters: set[str] = set(data["starters"]["words"].split())
        self.headings: set[tuple[str, ...]] = set()
        self._nynorsk: set[str] = set()
        self._bokmaal: set[str] = set()
        whole = set(data["whole_words"]["words"].split())
        for table in ("nynorsk", "abbreviations", "inflections"):
            for form, variants in data[table].items():
                for variant in variants.split():
                    self._forms.setdefault(variant, form)
                    if table == "abbreviations" and variant not in whole:
                        self.abbreviations.add(variant)
        for form, variants in data["nynorsk"].items():
            # "slutta", "snubla": a past tense of both norms
            self._nynorsk.update(v for v in variants.split() if v not in (form, f"{form.removesuffix('et')}a"))
            self._bokmaal.add(form)
        markers = data["language"]
        self._neither = set(markers["neither"].split())
        self._nynorsk = (self._nynorsk | set(markers["nynorsk"].split())) - self._neither
        self._bokmaal = (self._bokmaal | set(markers["bokmaal"].split())) - self._neither
        self._bokmaal -= self._nynorsk
        self.abbreviations.update(data["points"]["words"].split())
        self._compounds: list[tuple[re.Pattern[str], str]] = [
            (re.compile(f"(?:{pattern})$"), form) for pattern, form in data["compounds"].items()
        ]
        self._heads: list[tuple[re.Pattern[str], str]] = [
            (re.compile(pattern), form) for pattern, form in data["heads"].items()
        ]
        self._wild: list[tuple[re.Pattern[str], str]] = [
            (re.compile(f"(?:{pattern})$"), form) for pattern, form in data["wildcards"].items()
        ]
        self._keep: set[str] = set(data["keep"]["words"].split())
        self._slips: set[str] = set(data["slips"]["words"].split())
        self._stems: set[str] = set(data["nouns"]["words"].split())
        self._known: set[str] = set(self._forms.values()) | self._stems | self._keep
        self._folded: dict[str, str] = {}
        self._deletions: dict[str, set[str]] = {}
        self._cache: dict[str, str] = {}
        self._cache_ascii: dict[str, str] = {}
        self.dictated: dict[str, str] = {
            word: sign for sign, words in data["dictated"].items() for word in words.split()
        }
        self.run_on = RunOn()
        self.table = FormTable()
        self.needs = Needs()
        self.known = KnownPieces(self)
        self.known_ascii = KnownPieces(self, ascii_only=True)
        self.known_dictated = KnownPieces(self, dictated=True)

    def learn(self, words: Iterable[str]) -> None:
        """Take in the lexicon's words: their endings may vary, and long ones may be misspelt."""
        for word in words:
            if len(word) > 3 and word.isalpha():
                self._stems.add(word)
            self._known.add(word)
        for word in [*self._forms, *self._known]:
            folded = fold(word)
            if folded != word:
                self._folded.setdefault(folded, self._forms.get(word, word))
        for word in [*self._forms, *self._known]:
            if (len(word) >= _LONG and word.isalpha()) or word in self._slips:
                for i in range(1, len(word)):
                    self._deletions.setdefault(word[:i] + word[i + 1 :], set()).add(word)
                self._deletions.setdefault(word, set()).add(word)
        for cache in (self._cache, self._cache_ascii, self.known, self.known_ascii, self.known_dictated):
            cache.clear()
        self.run_on.normalise(self.form)

    def form(self, low: str, *, ascii_only: bool = False) -> str:
        """The lexicon's form of a lower-case word; the word itself when nothing is known of it.

        ``ascii_only`` says that the letter has no æ, ø or å at all, so that ``royker`` is ``røyker``.
        """
        cache = self._cache_ascii if ascii_only else self._cache
        found = cache.get(low)
        if found is None:
            found = self._find(low, ascii_only=ascii_only)
            if len(cache) > _MAX_REMEMBERED:
                cache.clear()
            cache[low] = found
        return found

    def norm(self, low: str) -> str:
        """The written norm that a word belongs to, ``nn`` or ``nb``; "" where both have it."""
        if low in self._nynorsk:
            return "nn"
        if low in self._bokmaal:
            return "nb"
        return "" if low in self._neither else next((norm for ends, norm in _BY_ENDING if low.endswith(ends)), "")

    def _find(self, low: str, *, ascii_only: bool) -> str:
        if low in self._forms:
            return self._forms[low]
        if low in self._known:
            return (low not in self._keep and self._twin(low)) or low
        if not low[:1].isalpha() or len(low) > _LONGEST:
            return low
        spelt = low.translate(_NEIGHBOURS)
        if spelt != low:
            return self._find(spelt, ascii_only=ascii_only)
        if ascii_only or "aa" in low:
            restored = self._folded.get(fold(low))
            if restored is not None:
                return restored
        for pattern, form in self._compounds:
            match = pattern.search(low)
            if match and match.start() > 1:
                composed = self._head(low[: match.start()]) + form
                if composed not in self._forms and composed not in self._known:
                    return self._near(composed) or composed
                return self._forms.get(composed, composed)
        for pattern, form in self._wild:
            if pattern.match(low):
                return form
        stem = self._stem(low)
        if stem is not None:
            return stem
        return self._twin(low) or self._near(low) or self._glued(low) or low

    def _glued(self, low: str) -> str | None:
        """A known word and its "ikke" written as one: "røykerikke"."""
        for denial in ("ikke", "ikkje"):
            word = low.removesuffix(denial)
            if word != low and (word in self._forms or word in self._known):
                return f"{self._forms.get(word, word)} ikke"
        return None

    def _head(self, head: str) -> str:
        for pattern, form in self._heads:
            if pattern.fullmatch(head):
                return form
        return head

    def _stem(self, low: str) -> str | None:
        for ending in _ENDINGS_BY_LAST.get(low[-1], ()):
            if low.endswith(ending):
                stem = low[: -len(ending)]
                if len(stem) >= 4:
                    for candidate in (stem, stem + "e"):
                        if candidate in self._stems:
                            return self._forms.get(candidate, candidate)
                        if candidate in self._forms and len(candidate) >= 5:
                            return self._forms[candidate]
        return None

    def _twin(self, low: str) -> str | None:
        """The known word of the other norm that differs in its ending: "sjekka", "fryktar", "kontrollerast"."""
        if len(low) >= _SHORTEST:
            for ending, other in _TWINS:
                twin = low[: -len(ending)] + other
                if low.endswith(ending) and twin in self._known:
                    return self._forms.get(twin, twin)
        return None

    def _near(self, low: str) -> str | None:
        """The long known word this one is a slip of: one letter off; of a usual shorter word a smaller slip."""
        if len(low) < _SHORTEST - 1 or not low.isalpha():
            return None
        deletions = self._deletions
        shorter = [low, *[low[:i] + low[i + 1 :] for i in range(1, len(low))]]
        if deletions.keys().isdisjoint(shorter):
            return None  # so it is with nearly every word
        candidates = {word for key in shorter if key in deletions for word in deletions[key]}
        best = sorted(w for w in candidates if w[0] == low[0] and w not in self._keep and self._is_near(low, w))
        if not best:
            return None
        return self._forms.get(best[0], best[0])

    @staticmethod
    def _is_near(low: str, word: str) -> bool:
        if len(word) >= _LONG:
            return len(low) >= _LONG - 1 and is_slip(low, word)
        return is_small_slip(low, word)


def language(nynorsk: int, bokmaal: int) -> str:
    """``nb``, ``nn`` or ``mixed``, by how many words only one norm has."""
    if nynorsk + bokmaal == 0:
        return "nb"
    share = nynorsk / (nynorsk + bokmaal)
    return "nn" if share > 0.8 else "nb" if share < 0.2 else "mixed"


def is_slip(a: str, b: str) -> bool:
    """One letter lost, added, changed, or two neighbours swapped."""
    if abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    j = 0
    while j < min(len(a), len(b)) - i and a[-1 - j] == b[-1 - j]:
        j += 1
    rest_a, rest_b = a[i : len(a) - j], b[i : len(b) - j]
    if len(rest_a) <= 1 and len(rest_b) <= 1:
        return True
    return len(rest_a) == 2 and len(rest_b) == 2 and rest_a == rest_b[::-1]


def is_small_slip(a: str, b: str) -> bool:
    """Two neighbours swapped, a letter doubled or not, or one lost from within a word of six letters or more."""
    if not is_slip(a, b):
        return False
    if len(a) == len(b):
        return sorted(a) == sorted(b)
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    at = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    doubled = longer[at] in (longer[at - 1], longer[at + 1 : at + 2])
    return doubled or (len(b) > len(a) and len(b) >= _SWALLOWED and at < len(shorter))
