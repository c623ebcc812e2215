"""The lexicon as the pipeline uses it: all data files read, checked and compiled once.

One block a concept. ``kind`` says how its status is found: ``disease`` (denied, doubted, a relative's),
``drug`` (taken, ended, planned ...), ``procedure`` (to come, done ...) or nothing for what is only said
in phrases. Terms name the concept; ``exclude`` are longer phrases in which they mean something else.
``[[concept.rule]]`` holds phrases (see :mod:`analyser.extraction.matching.patterns`) with the status or value they say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from analyser.codebook import Concept, load_codebook
from analyser.extraction.data import LexiconError, lexicon_hash, load_toml
from analyser.extraction.matching.matcher import PhraseMatcher, phrase_forms
from analyser.extraction.matching.pattern_index import PatternIndex
from analyser.extraction.matching.patterns import Pattern, PatternError, compile_pattern
from analyser.extraction.matching.verbs import spelt_out
from analyser.extraction.text.normaliser import Normaliser
from analyser.extraction.text.transcript import Transcript
from analyser.extraction.text.word_classes import WordClasses
from analyser.words import own_words

CONCEPT_FILES = (
    "fractures.toml", "family.toml", "lifestyle.toml", "diseases.toml", "drugs.toml", "treatment.toml",
    "request.toml",
)  # fmt: skip
CLASS_FILES = ("classes.toml", "classes_fractures.toml", "classes_lifestyle.toml", "classes_request.toml")
_ICPC2_CHAPTERS = frozenset("ABDFHKLNPRSTUWXYZ")
KINDS = ("disease", "drug", "procedure", "")
TERM_LISTS = ("nb", "nn", "latin", "abbreviations", "brands", "generic", "icpc2")
_OTHER_KEYS = ("kind", "exclude", "icd10", "atc", "note", "source", "reviewed", "male_only", "rule")
_OWN_KEYS = (*TERM_LISTS, "exclude", "icd10", "atc", "rule")
_RULE_KEYS = (
    "status",
    "value",
    "number",
    "range",
    "where",
    "match",
    "not",
    "not_in",
    "need",
    "kind",
    "anyone",
    "attributes",
)


@dataclass(frozen=True, slots=True)
class Term:
    """A concept that a word of the letter names; ``excluded`` for a phrase that only looks like one."""

    concept: str
    kind: str
    excluded: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrases of the lexicon with what they say.

    Attributes
    ----------
    concept
        What it is about.
    status
        The status it says; ``None`` when the context decides, by ``kind``.
    value
        The choice it says.
    number, range
        Name of the group that holds the value, and its believable limits.
    where
        Limits that other groups must lie within.
    attributes
        Attributes it says.
    exclude, exclude_in
        Phrases that must not stand there: overlapping the match, or in its clause or sentence.
    need
        Phrases one of which must stand in the sentence.
    anyone
        The sentence may have another subject than the patient (a dentist fears, a daughter asks).
    """

    concept: str
    kind: str
    status: str | None
    value: str | None
    number: str | None
    range: tuple[float, float] | None
    where: Mapping[str, tuple[float, float]]
    attributes: Mapping[str, float | bool | str]
    exclude: tuple[Pattern, ...]
    exclude_in: str
    need: tuple[Pattern, ...]
    anyone: bool


class Lexicon:
    """Terms, cues, rules, and the normaliser that knows their words."""

    def __init__(self) -> None:
        self.hash = lexicon_hash()
        self.normaliser = Normaliser()
        self.classes: dict[str, list[str]] = {
            name: words for file in CLASS_FILES for name, words in load_toml(file).items()
        }
        self.teeth: dict[str, list[str]] = {
            kind: list(spelt_out(words)) for kind, words in load_toml("teeth_words.toml").items()
        }
        self.concepts: dict[str, tuple[str, dict[str, Any]]] = {}
        for file in CONCEPT_FILES:
            for concept, block in load_toml(file).items():
                if concept in self.concepts:
                    raise _problem(file, concept, f"stands in {self.concepts[concept][0]} too")
                self.concepts[concept] = (file, block)
        self._add_own_words()
        self._check()
        self.normaliser.learn(self._vocabulary())
        self.word_classes = WordClasses(self.classes, self.forms)
        self._add_headings()
        self.terms: PhraseMatcher[Term] = PhraseMatcher()
        self.cues: PhraseMatcher[str] = PhraseMatcher()
        for group, table in load_toml("cues.toml").items():
            for side, phrases in table.items():
                for phrase in spelt_out(phrases):
                    self.cues.add(phrase_forms(phrase, self.forms), f"{group}.{side}")
        entries: list[tuple[Pattern, Rule]] = []
        for concept, (file, block) in self.concepts.items():
            kind = block.get("kind", "")
            for key in TERM_LISTS:
                for phrase in block.get(key, ()):
                    self.terms.add(phrase_forms(phrase, self.forms), Term(concept, kind, excluded=False))
            for code in block.get("icd10", ()):
                for written in _icd10_forms(code):
                    self.terms.add((written.lower(),), Term(concept, kind, excluded=False))
            for phrase in block.get("exclude", ()):
                self.terms.add(phrase_forms(phrase, self.forms), Term(concept, kind, excluded=True))
            for data in block.get("rule", ()):
                rule = self._rule(concept, data, file)
                entries += [(self.pattern(source, file), rule) for source in data["match"]]
        self.rules = PatternIndex(entries)
        self.male_only = frozenset(c for c, (_, block) in self.concepts.items() if block.get("male_only"))

    def forms(self, text: str) -> Sequence[str]:
        """Normal forms of a phrase of the lexicon."""
        return Transcript(text, self.normaliser).forms

    def pattern(self, source: str, file: str = "patterns") -> Pattern:
        """Compile a pattern with this lexicon's classes; raises with the file's name."""
        try:
            return compile_pattern(source, self.classes, self.normaliser.form, self.normaliser.needs)
        except PatternError as error:
            msg = f"lexicon/{file}: {error}"
            raise LexiconError(msg) from None

    def in_class(self, form: str, name: str) -> bool:
        """Whether a form is a word of a class of classes.toml (phrases of a class do not count)."""
        return name in (self.word_classes.of(form) or ())

    def _add_headings(self) -> None:
        self.headings: dict[tuple[str, ...], str] = {}
        for kind, block in load_toml("sections.toml").items():
            for phrase in block["headings"]:
                self.headings[tuple(self.forms(phrase))] = kind
        self.normaliser.headings.update(self.headings)

    def _add_own_words(self) -> None:
        """Add a clinic's own terms, exclusions and rules to those of the concepts they stand under."""
        name, blocks = own_words()
        for concept, own in blocks.items():
            file, block = self.concepts.get(concept, (name, {}))
            for key, value in own.items():
                if key not in _OWN_KEYS or not isinstance(value, list):
                    raise _problem(name, concept, f"{key!r} is not one of the lists {', '.join(_OWN_KEYS)}")
            added = {key: [*block.get(key, ()), *value] for key, value in own.items()}
            self.concepts[concept] = (file if concept in self.concepts else name, {**block, **added})

    def _check(self) -> None:
        """Say what is wrong with a block: a name that the codebook or this program does not know."""
        codebook = load_codebook()
        for concept, (file, block) in self.concepts.items():
            known = codebook.concepts.get(concept)
            if known is None:
                raise _problem(file, concept, "is no concept of the codebook")
            if block.get("kind", "") not in KINDS:
                raise _problem(file, concept, f"kind {block['kind']!r} is not one of {', '.join(KINDS[:-1])}")
            for key in block:
                if key not in (*TERM_LISTS, *_OTHER_KEYS):
                    raise _problem(file, concept, f"unknown key {key!r}")
            for rule in block.get("rule", ()):
                self._check_rule(file, known, rule)

    @staticmethod
    def _check_rule(file: str, concept: Concept, rule: Mapping[str, Any]) -> None:
        for key in rule:
            if key not in _RULE_KEYS:
                raise _problem(file, concept.id, f"unknown key {key!r} in a rule")
        if rule.get("status", concept.statuses[0]) not in concept.statuses:
            raise _problem(file, concept.id, f"has no status {rule['status']!r} in the codebook")
        if "value" in rule and rule["value"] not in concept.values:
            raise _problem(file, concept.id, f"has no value {rule['value']!r} in the codebook")
        if not rule.get("match"):
            raise _problem(file, concept.id, "has a rule with nothing to match")

    def _rule(self, concept: str, data: Mapping[str, Any], file: str) -> Rule:
        limits = data.get("range")
        return Rule(
            concept=concept,
            kind=data.get("kind", ""),
            status=data.get("status"),
            value=data.get("value"),
            number=data.get("number"),
            range=None if limits is None else (float(limits[0]), float(limits[1])),
            where={k: (float(v[0]), float(v[1])) for k, v in data.get("where", {}).items()},
            attributes=data.get("attributes", {}),
            exclude=tuple(self.pattern(source, file) for source in data.get("not", ())),
            exclude_in=data.get("not_in", "match"),
            need=tuple(self.pattern(source, file) for source in data.get("need", ())),
            anyone=data.get("anyone", False),
        )

    def _vocabulary(self) -> set[str]:
        """Every plain word of the data, so that its inflections and slips are known."""
        texts: list[str] = [word for words in self.classes.values() for word in words]
        texts += [word for words in self.teeth.values() for word in words]
        for _, block in self.concepts.values():
            for key in (*TERM_LISTS, "exclude"):
                texts += block.get(key, ())
        texts += [name for test in load_toml("labs.toml")["test"] for name in test["names"] if " " not in name]
        found: set[str] = set()
        for text in texts:
            found.update(w.lower() for w in text.split() if w.isalpha())
        starred = {w.rstrip("*").lower() for text in texts for w in text.split() if w.endswith("*")}
        return {w for w in found if w not in starred or len(w) >= 8}


def _icd10_forms(code: str) -> tuple[str, ...]:
    """How a code of ICD-10 may stand in a letter; without a point some are codes of ICPC-2 for something else."""
    if "." in code:
        return (code,)
    return (f"{code}.*",) if code[0] in _ICPC2_CHAPTERS else (code, f"{code}.*")


def _problem(file: str, concept: str, reason: str) -> LexiconError:
    return LexiconError(f"lexicon/{file}: [{concept}] {reason}")


@cache
def load_lexicon() -> Lexicon:
    """The packaged lexicon (compiled once a process)."""
    return Lexicon()
