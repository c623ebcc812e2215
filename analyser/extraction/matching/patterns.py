"""A small pattern language over normal forms, compiled once to regular expressions.

    word            that word (any written form of it)
    word*  *word    a word that begins or ends so
    ~verb           any form of the verb (see lexicon/verbs.toml)
    a|b             one of these words; phrases stand in brackets with blanks around the bars
    word?           optional word
    (a b | c)       one of the phrases;  (...)?  optional group
    ... / ...7      a gap of up to 4 (7) words that crosses no clause end
    <name>          a class of words from classes.toml, or <num>, <int>, <date>, <year>; <name>? optional
    <num:dose>      the same, and the number is kept under that name
    [ ... ]         the words that decide the status: the cue
    ^  $            begin or end of a sentence
    LP  RP          a bracket that is written in the letter
    QM  DOT         a question mark; a clause end (. ; ! ? or end of sentence)
    a & b           both in the same sentence, in any order

A pattern matches within one sentence. It is tried only on sentences that hold words for all of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analyser.extraction.finding import Range
from analyser.extraction.matching.verbs import spelt_out
from analyser.extraction.text.needs import Needs, Words
from analyser.extraction.text.transcript import Transcript

_GAP_WORD = r"(?:[^\s.;?!]\S* )"
_ATOM = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\)\??)|(?P<bar>\|)|(?P<cue>\[|\])|(?P<gap>\.\.\.(?P<n>\d*))|(?P<edge>[\^$])"
    r"|(?P<class><(?P<name>\w+)(?::(?P<key>\w+))?>\??)|(?P<word>[^\s()|\[\]<>]+(?:\|[^\s()|\[\]<>]+)*|[<>](?!\w)))"
)
_KINDS = ("open", "close", "bar", "cue", "gap", "edge", "class", "word")
_NUMBERS = {
    "num": r"-?\d+(?:\.\d+)?",
    "int": r"\d+",
    "year": r"(?:19|20)\d\d",
    "date": r"\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}[-/]\d{2,4}|\d{1,2}-\d{1,2}-\d{4}",
}
_END = r"(?:[.;!?] |(?=\n))"
_WRITTEN = {"QM": (r"(?:\? )", "?"), "LP": (r"(?:\( )", "("), "RP": (r"(?:\) )", ")")}


class PatternError(ValueError):
    """A pattern that cannot be read; the message holds the pattern and the reason."""


class Match(NamedTuple):
    """Where a pattern matched: token range, cue, and the words kept under a name."""

    first: int
    last: int
    cue: Range | None
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: a regular expression for each part, and sets of words one of which each it needs.

    ``needed`` are the same sets as the bits of :class:`analyser.extraction.text.needs.Needs`.
    """

    source: str
    parts: tuple[re.Pattern[str], ...]
    needs: tuple[Words, ...]
    needed: int

    def find(self, transcript: Transcript, index: int, scope: Range | None = None) -> Iterator[Match]:
        """Every match in a sentence; ``scope`` limits the search to a token range of it."""
        canon = transcript.canon(index)
        begin, end = 0, len(canon)
        if scope is not None:
            begin, end = transcript.position(index, scope[0]), transcript.position(index, scope[1])
        for match in self.parts[0].finditer(canon, begin, end):
            matches = [match]
            for part in self.parts[1:]:
                near = _nearest(part, canon, (begin, end), match)
                if near is None:
                    return
                matches.append(near)
            found = _merged(transcript, index, matches)
            if found.last > found.first:
                yield found
            if len(self.parts) > 1:
                return

    def may_match(self, lacking: int) -> bool:
        """Whether a sentence whose words leave some needs unfilled holds words for all of its parts."""
        return not self.needed & lacking

    def occurs(self, transcript: Transcript, index: int, scope: Range | None = None) -> bool:
        """Whether it matches at all."""
        return self.may_match(transcript.lacking(index)) and next(self.find(transcript, index, scope), None) is not None


def _nearest(part: re.Pattern[str], canon: str, scope: Range, to: re.Match[str]) -> re.Match[str] | None:
    """The match of another part that lies nearest to one match."""
    best: re.Match[str] | None = None
    for match in part.finditer(canon, *scope):
        if best is None or _distance(match, to) < _distance(best, to):
            best = match
    return best


def _distance(a: re.Match[str], b: re.Match[str]) -> int:
    return max(a.start() - b.end(), b.start() - a.end(), 0)


def _merged(transcript: Transcript, index: int, matches: Sequence[re.Match[str]]) -> Match:
    first, last = transcript.tokens_of(index, min(m.start() for m in matches), max(m.end() for m in matches))
    cue: Range | None = None
    groups: dict[str, str] = {}
    for match in matches:
        for name, text in match.groupdict().items():
            if not text:
                continue
            if name == "cue":
                cue = transcript.tokens_of(index, *match.span("cue"))
            else:
                groups[name] = text.strip()
    return Match(first, last, cue, groups)


def compile_pattern(
    source: str, classes: Mapping[str, Sequence[str]], normalise: Callable[[str], str], known: Needs
) -> Pattern:
    """Compile one pattern; words are brought to their normal form first, and what it needs becomes known.

    Raises
    ------
    PatternError
        The pattern cannot be read, or names a class that there is not.
    """
    parts: list[re.Pattern[str]] = []
    needs: list[Words] = []
    for text in source.split(" & "):
        regex, needed = _Compiler(source, text, classes, normalise).run()
        try:
            parts.append(re.compile(regex))
        except re.error as error:
            msg = f"pattern {source!r}: {error}"
            raise PatternError(msg) from None
        needs += [words for words in needed if "*" not in words]  # that is any word
    return Pattern(source, tuple(parts), tuple(needs), known.bits(needs))


class _Compiler:
    def __init__(
        self, source: str, text: str, classes: Mapping[str, Sequence[str]], normalise: Callable[[str], str]
    ) -> None:
        self.source = source
        self.classes = classes
        self.normalise = normalise
        self.items: list[re.Match[str]] = []
        self.at = 0
        at, text = 0, text.strip()
        while at < len(text):
            match = _ATOM.match(text, at)
            if not match:
                msg = f"cannot read {text[at:]!r}"
                raise self._error(msg)
            self.items.append(match)
            at = match.end()

    def run(self) -> tuple[str, list[Words]]:
        regex, needs = self._alternatives()
        if self.at != len(self.items):
            msg = "a bracket too many"
            raise self._error(msg)
        return "(?<= )" + regex, needs

    def _error(self, reason: str) -> PatternError:
        return PatternError(f"pattern {self.source!r}: {reason}")

    def _kind(self) -> str:
        match = self.items[self.at]
        return next(kind for kind in _KINDS if match.group(kind) is not None)

    def _alternatives(self) -> tuple[str, list[Words]]:
        """Phrases with bars between; of several, one need of each is joined to one need of all."""
        branches: list[str] = []
        needed: list[list[Words]] = []
        while True:
            regex, needs = self._phrase()
            branches.append(regex)
            needed.append(needs)
            if self.at < len(self.items) and self._kind() == "bar":
                self.at += 1
                continue
            break
        if len(branches) == 1:
            return branches[0], needed[0]
        joined = [frozenset[str]().union(*(min(n, key=len) for n in needed))] if all(needed) else []
        return "(?:" + "|".join(branches) + ")", joined

    def _phrase(self) -> tuple[str, list[Words]]:
        parts: list[str] = []
        needs: list[Words] = []
        while self.at < len(self.items):
            kind = self._kind()
            match = self.items[self.at]
            if kind in ("close", "bar"):
                break
            self.at += 1
            if kind == "cue":
                parts.append("(?P<cue>" if match.group("cue") == "[" else ")")
            elif kind == "gap":
                parts.append(f"{_GAP_WORD}{{0,{match.group('n') or 4}}}?")
            elif kind == "edge":
                parts.append(r"(?<=\n )" if match.group("edge") == "^" else r"(?=\n)")
            else:
                regex, words, optional = self._group() if kind == "open" else self._atom(kind, match)
                parts.append(f"(?:{regex})?" if optional else regex)
                if not optional:
                    needs += words
        return "".join(parts), needs

    def _group(self) -> tuple[str, list[Words], bool]:
        begin = self.at
        inner, needs = self._alternatives()
        own = self.items[begin : self.at]
        if len(own) > 1 and all(item.group("word") for item in own) and any("|" in item.group() for item in own):
            written = " ".join(item.group().strip() for item in own)
            msg = f"({written}): a bar binds single words; write ' | ' between phrases"
            raise self._error(msg)
        if self.at >= len(self.items) or self._kind() != "close":
            msg = "a bracket is not closed"
            raise self._error(msg)
        optional = self.items[self.at].group("close").endswith("?")
        self.at += 1
        return f"(?:{inner})", needs, optional

    def _atom(self, kind: str, match: re.Match[str]) -> tuple[str, list[Words], bool]:
        if kind == "class":
            regex, words = self._class(match.group("name"), match.group("key"))
            return regex, words, match.group("class").endswith("?")
        token = match.group("word")
        optional = token.endswith("?") and len(token) > 1
        token = token.removesuffix("?") if optional else token
        marks = [word for word in token.split("|") if word in _WRITTEN or word == "DOT"]
        plain = [word for word in token.split("|") if word not in marks]
        regexes = [_END if mark == "DOT" else _WRITTEN[mark][0] for mark in marks]
        needed = {_WRITTEN[mark][1] for mark in marks if mark != "DOT"}
        if plain:
            regex, need = words_regex(plain, self.normalise)
            regexes.append(regex)
            needed |= need
        regex = regexes[0] if len(regexes) == 1 else f"(?:{'|'.join(regexes)})"
        return regex, [] if "DOT" in marks else [frozenset(needed)], optional

    def _class(self, name: str, key: str | None) -> tuple[str, list[Words]]:
        if name in _NUMBERS:
            inner = _NUMBERS[name]
            return (f"(?:(?P<{key}>{inner}) )" if key else f"(?:(?:{inner}) )"), []
        if name not in self.classes:
            msg = f"no class of words is called {name!r}"
            raise self._error(msg)
        regex, need = words_regex(self.classes[name], self.normalise)
        return (f"(?P<{key}>{regex})" if key else regex), [need]


def words_regex(words: Iterable[str], normalise: Callable[[str], str]) -> tuple[str, Words]:
    """One of some words or phrases as a regular expression that ends with a blank, and the words it needs."""
    alternatives: set[str] = set()
    required: set[str] = set()
    for word in spelt_out(words):
        pieces: list[str] = []
        literals: list[str] = []
        for part in word.lower().split(" "):
            if "*" in part:
                pieces.append(re.escape(part).replace(r"\*", r"\S*") + " ")
                literals.append(part)
            else:
                forms = normalise(part).split(" ")
                pieces += [re.escape(form) + " " for form in forms]
                literals += forms
        alternatives.add("".join(pieces))
        required.add(max(literals, key=lambda literal: (len(literal), literal)))
    ordered = sorted(alternatives, key=lambda a: (-len(a), a))
    return "(?:" + "|".join(ordered) + ")", frozenset(required)
