"""What a reader of the lexicon would want to hear: duplicates, clashes, words that can never be found."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, TypeGuard

from analyser.extraction.data import LexiconError, lexicon_files, load_toml
from analyser.extraction.matching.lexicon import TERM_LISTS, Lexicon
from analyser.extraction.matching.matcher import PhraseMatcher, phrase_forms
from analyser.extraction.matching.verbs import spelt_out

Forms = tuple[str, ...]

_PATTERN_KEYS = frozenset(["match", "not", "unless", "need", "mask", "contrary", "bare", "objects", "not_named_with"])
_CLASS = re.compile(r"<(\w+)")
_SETTING = re.compile(r"""^\w+ = ["'](\w+)["']""", re.MULTILINE)
_MADE = re.compile(r"""f["'](\w+_)\{""")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    Attributes
    ----------
    kind
        ``duplicate``, ``clash``, ``dead``, ``shadowed``, ``unused``, ``unsourced`` or ``unreadable``.
    where
        File and block.
    what
        The sentence for a reader.
    """

    kind: str
    where: str
    what: str


def check(lexicon: Lexicon) -> list[Problem]:
    """Every problem of a lexicon that could be compiled, in the order of its files.

    A duplicate is a phrase written twice in one block that comes to the same normal form. A clash is a term of two
    concepts, or a cue in two roles of one group. An exclusion is dead when it holds no term of its concept, and a
    phrase that only looks like a denial when it holds no denial. A term is shadowed when an exclusion of its own
    concept is the same words. A class is unused when neither a pattern nor the code names it, a kind of
    words of teeth when no code does. A block is unsourced when it does not say where its words come from. A pattern
    is unreadable when it cannot be compiled: some files are read only when a letter first asks for them.
    """
    return [*_terms(lexicon), *_cues(lexicon), *_classes(lexicon), *_patterns(lexicon)]


def _patterns(lexicon: Lexicon) -> Iterator[Problem]:
    for name in lexicon_files():
        for source in _pattern_sources(load_toml(name)):
            try:
                lexicon.pattern(source, name)
            except LexiconError as error:
                yield Problem("unreadable", name, str(error))


def _pattern_sources(node: object) -> Iterator[str]:
    """Every pattern of a file, wherever its rules stand."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key in _PATTERN_KEYS and isinstance(value, list):
                yield from value
            else:
                yield from _pattern_sources(value)
    elif isinstance(node, list):
        for entry in node:
            yield from _pattern_sources(entry)


def _terms(lexicon: Lexicon) -> Iterator[Problem]:
    owners: dict[Forms, list[str]] = defaultdict(list)
    known = load_toml("sources.toml")["source"]
    for concept, (file, block) in lexicon.concepts.items():
        where = f"{file} [{concept}]"
        sources = block.get("source", ())
        if not sources:
            yield Problem("unsourced", where, "no source is named")
        for name in sources:
            if name not in known:
                yield Problem("unsourced", where, f"'{name}' is no source of sources.toml")
        terms = _phrases(lexicon, block, TERM_LISTS)
        excluded = _phrases(lexicon, block, ("exclude",))
        for lists in (terms, excluded):
            for forms, written in lists.items():
                if len(written) > 1:
                    yield Problem("duplicate", where, f"{_shown(written)} are one: '{' '.join(forms)}'")
        matcher: PhraseMatcher[bool] = PhraseMatcher()
        for forms in terms:
            owners[forms].append(concept)
            matcher.add(forms, payload=True)
        for forms, written in excluded.items():
            if forms in terms:
                yield Problem("shadowed", where, f"'{written[0]}' is both a term and an exclusion")
            elif terms and not matcher.find(forms):
                yield Problem("dead", where, f"the exclusion '{written[0]}' holds no term of the concept")
    for forms, concepts in owners.items():
        if len(concepts) > 1:
            files = ", ".join(f"{lexicon.concepts[concept][0]} [{concept}]" for concept in concepts)
            yield Problem("clash", files, f"'{' '.join(forms)}' is a term of {len(concepts)} concepts")


def _phrases(lexicon: Lexicon, block: Mapping[str, Any], keys: Sequence[str]) -> dict[Forms, list[str]]:
    """Phrases of a block by normal form; a phrase that stands in the lists of both norms is no duplicate."""
    found: dict[Forms, list[str]] = defaultdict(list)
    for key in keys:
        for phrase in block.get(key, ()):
            written = found[phrase_forms(phrase, lexicon.forms)]
            if key not in ("nn", "latin") or not written:
                written.append(phrase)
    return found


def _cues(lexicon: Lexicon) -> Iterator[Problem]:
    for group, sides in load_toml("cues.toml").items():
        where = f"cues.toml [{group}]"
        roles: dict[Forms, list[str]] = defaultdict(list)
        before: PhraseMatcher[bool] = PhraseMatcher()
        for side, phrases in sides.items():
            for phrase in phrases:
                forms = phrase_forms(phrase, lexicon.forms)
                if not forms:
                    yield Problem("dead", where, f"'{phrase}' in {side} comes to no words")
                    continue
                roles[forms].append(side)
                if side == "before":
                    before.add(forms, payload=True)
        for forms, places in roles.items():
            if len(places) > len(set(places)):
                yield Problem("duplicate", where, f"'{' '.join(forms)}' stands twice in {places[0]}")
            if "none" in places:
                if len(set(places)) > 1:
                    yield Problem("clash", where, f"'{' '.join(forms)}' is a cue and the exception to it")
                elif not before.find(forms):
                    yield Problem("dead", where, f"'{' '.join(forms)}' is an exception to no cue")


def _classes(lexicon: Lexicon) -> Iterator[Problem]:
    classes = [
        *((f"class <{name}>", words) for name, words in lexicon.classes.items()),
        *((f"teeth_words.toml {name}", words) for name, words in lexicon.teeth.items()),
    ]
    for where, words in classes:
        seen: dict[Forms, str] = {}
        for word in spelt_out(words):
            forms = phrase_forms(word, lexicon.forms)
            if not forms:
                yield Problem("dead", where, f"'{word}' comes to no words")
            elif forms in seen and seen[forms] == word:
                yield Problem("duplicate", where, f"'{word}' stands twice")
            seen.setdefault(forms, word)
    named, made = _named()
    for name in lexicon.classes:
        if name not in named and not name.startswith(made):
            yield Problem("unused", f"class <{name}>", "no pattern and no code names it")
    for name in lexicon.teeth:
        if name not in named:
            yield Problem("unused", f"teeth_words.toml {name}", "no code names it")


def _named() -> tuple[set[str], tuple[str, ...]]:
    """Names in patterns and in strings of the code, and the beginnings of those that the code puts together."""
    folder = resources.files("analyser.extraction")
    texts = [folder.joinpath("lexicon", name).read_text(encoding="utf-8") for name in lexicon_files()]
    rooms = [folder, *(entry for entry in folder.iterdir() if entry.is_dir())]
    modules = [entry for room in rooms for entry in room.iterdir() if entry.name.endswith(".py")]
    code = [entry.read_text(encoding="utf-8") for entry in modules]
    names = {name for text in texts for name in _CLASS.findall(text)}
    for text in code:
        names.update(node.value for node in ast.walk(ast.parse(text)) if _is_name(node))
        names.update(_CLASS.findall(text))
    # Settings of a rule name classes too: has = "words".
    names.update(name for text in texts for name in _SETTING.findall(text))
    return names, tuple({start for text in code for start in _MADE.findall(text)})


def _is_name(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier()


def _shown(written: Sequence[str]) -> str:
    return ", ".join(f"'{phrase}'" for phrase in written)
