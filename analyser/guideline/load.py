"""From a pack's file to the pack: everything is checked and compiled once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from analyser.codebook import Codebook, load_codebook
from analyser.fact import Fact, Scalar
from analyser.guideline.checks import check_letter, check_names, check_order, check_reach, check_use
from analyser.guideline.decision import Decision
from analyser.guideline.expressions import Expressions
from analyser.guideline.grammar import unknown
from analyser.guideline.language import Definition, Language
from analyser.guideline.pack import Pack
from analyser.guideline.pack_file import SHAPES, PackFile
from analyser.guideline.pieces import DECIDED, FACTS, TEXTS, function
from analyser.guideline.quality import Quality
from analyser.guideline.read_quality import read_items
from analyser.guideline.read_texts import read_wording
from analyser.guideline.rules import Parameter, Rule, Source, ToGp
from analyser.guideline.toml_lines import Path
from analyser.guideline.wording import Wording

# The kind of reason that each list of rules gives, and what its conditions can ask.
_KINDS = {"dxa": "dxa", "also": "dialogue", "dental": "dental", "remark": "remark"}
_STAGES = {"dxa": FACTS, "also": DECIDED, "dental": DECIDED, "remark": TEXTS}


def read_pack(name: str, content: bytes, *, overrides: Mapping[str, float] | None = None) -> Pack:
    """Read a pack.

    Parameters
    ----------
    name
        Of the file, for messages.
    content
        Its bytes.
    overrides
        Numbers to use in place of the pack's own; the caller has checked that there are such parameters.

    Raises
    ------
    PackError
        With everything that is wrong, each with its line.
    """
    file = PackFile(name, content)
    head = file.shaped(file.data, SHAPES["pack"], ())
    file.check()  # the rest needs the parts to be there
    return _Loader(file, overrides or {}).pack(head, hashlib.sha256(file.contents).hexdigest())


class _Loader:
    """Reads the parts of one file, each of which notes what is wrong with it."""

    def __init__(self, file: PackFile, overrides: Mapping[str, float]) -> None:
        self._file = file
        self._codebook: Codebook = load_codebook()
        self._cited: set[str] = set()
        self._sources = {str(path[1]): _source(file, path, table) for path, table in file.tables("sources")}
        self._parameters = {
            str(path[1]): self._parameter(path, table, overrides) for path, table in file.tables("parameters")
        }
        sets = {name: self._set(value, ("sets", name)) for name, value in file.data.get("sets", {}).items()}
        terms = {name: self._term(value, ("terms", name)) for name, value in file.data.get("terms", {}).items()}
        self._tables = {kind: file.tables(kind) for kind in _KINDS}
        ruled = [
            (str(table.get("id", "")), path, Definition(table.get("when", "True")))
            for tables in self._tables.values()
            for path, table in tables
        ]
        self._own: dict[str, Path] = {name: ("parameters", name) for name in self._parameters}
        self._own |= {name: ("sets", name) for name in sets} | {name: ("terms", name) for name in terms}
        check_names(file, [*self._own.items(), *((rule, (*path, "id")) for rule, path, _ in ruled)], self._codebook)
        self._language = Language(
            codebook=self._codebook,
            parameters={name: parameter.value for name, parameter in self._parameters.items()},
            sets=sets,
            defaults=self._defaults(),
            definitions={**terms, **{rule: definition for rule, _, definition in ruled}},
            rules=tuple(str(table.get("id", "")) for _, table in self._tables["dxa"]),
        )
        places: dict[str, Path] = {name: ("terms", name) for name in terms}
        places |= {rule: (*path, "when") for rule, path, _ in ruled}
        self._expressions = Expressions(file, self._language, places)

    def pack(self, head: Mapping[str, Any], digest: str) -> Pack:
        """The pack, once everything has been found right."""
        file = self._file
        title = file.languages(head["title"], ("title",))
        self._expressions.compile_definitions()
        dialogue = {
            str(path[1]): read_wording(self._expressions, table, path) for path, table in file.tables("dialogue")
        }
        rules = {
            kind: [self._rule(kind, path, table, dialogue) for path, table in self._tables[kind]] for kind in _KINDS
        }
        items = read_items(self._expressions, self._codebook)
        to_gp = {str(path[1]): self._to_gp(path, table) for path, table in file.tables("to_gp")}
        letter_order = [file.words(part, ("letter_order",)) for part in head["letter_order"]]
        order = file.words(head["reading_order"], ("reading_order",))
        check_reach(file, rules)
        file.check()  # what stands in a broken expression would be taken for unused
        check_order(file, order, rules)
        check_letter(file, letter_order, rules, to_gp, [item.name for item in items])
        said = {rule.dialogue or rule.outcome for some in rules.values() for rule in some}
        sources: dict[str, Path] = {name: ("sources", name) for name in self._sources}
        check_use(file, self._language.used, self._own)
        check_use(file, said, {label: ("dialogue", label) for label in dialogue})
        check_use(file, self._cited, sources)
        file.check()
        encoder = self._language.encoder()
        decision = Decision(
            [(rule.condition, rule.outcome) for rule in rules["dxa"]],
            [(rule.condition, rule.outcome) for rule in rules["dental"]],
            rules=[rule.id for rule in rules["dxa"]],
            decided=self._language.decided,
        )
        return Pack(
            name=head["name"],
            version=head["version"],
            in_force=head["in_force"],
            title=title,
            digest=digest,
            sources=self._sources,
            parameters=self._parameters,
            rules={_KINDS[kind]: tuple(some) for kind, some in rules.items()},
            dialogue=dialogue,
            to_gp=to_gp,
            order=order,
            letter_order=letter_order,
            encoder=encoder,
            decision=decision,
            quality=Quality(items, encoder, decision.outcome),
        )

    def _parameter(self, path: Path, table: dict[str, Any], overrides: Mapping[str, float]) -> Parameter:
        name = str(path[1])
        default = table.get("value", 0)
        return Parameter(
            name=name,
            value=overrides.get(name, default),
            default=default,
            unit=table.get("unit", ""),
            source=self._source_ids(table, path),
            confirm=table.get("confirm", False),
            label=self._file.languages(table.get("label", {}), (*path, "label")),
        )

    def _to_gp(self, path: Path, table: dict[str, Any]) -> ToGp:
        wording = read_wording(self._expressions, table, path)
        return ToGp(wording, self._file.words(table.get("asks", []), (*path, "asks")))

    def _source_ids(self, table: dict[str, Any], path: Path) -> tuple[str, ...]:
        ids = self._file.words(table.get("source", []), (*path, "source"))
        for name in ids:
            if name not in self._sources:
                self._file.wrong((*path, "source"), unknown("source", name, self._sources))
        self._cited.update(ids)
        return ids

    def _set(self, value: Any, path: Path) -> tuple[str, ...]:
        concepts = self._codebook.concepts
        if isinstance(value, list):
            names = self._file.words(value, path)
            left_out: tuple[str, ...] = ()
        else:
            table = self._file.shaped(value, SHAPES["sets"], path)
            group = table.get("group", "all")
            names = tuple(concepts) if group == "all" else self._codebook.group(group)
            if not names:
                groups = {concept.group for concept in concepts.values()}
                self._file.wrong(path, unknown("group", group, (*groups, "all")))
            left_out = self._file.words(table.get("without", []), path)
        for name in (*names, *left_out):
            if name not in concepts:
                self._file.wrong(path, unknown("concept", name, concepts))
        return tuple(name for name in names if name in concepts and name not in left_out)

    def _term(self, value: Any, path: Path) -> Definition:
        if isinstance(value, str):
            return Definition(value)
        return Definition(self._file.shaped(value, SHAPES["terms"], path).get("number", "0"), number=True)

    def _defaults(self) -> dict[str, Scalar]:
        defaults: dict[str, Scalar] = self._file.data.get("defaults", {})
        for name, value in defaults.items():
            holders = [concept for concept in self._codebook.concepts.values() if name in concept.attributes]
            if not holders:
                known = {attribute for concept in self._codebook.concepts.values() for attribute in concept.attributes}
                self._file.wrong(("defaults", name), unknown("attribute", name, known))
            for concept in holders[:1]:
                for problem in self._codebook.problems(Fact(concept.id, concept.statuses[0], attributes={name: value})):
                    self._file.wrong(("defaults", name), problem)
        return defaults

    def _rule(self, kind: str, path: Path, table: dict[str, Any], dialogue: Mapping[str, Wording]) -> Rule:
        """One rule; what it says of dialogue stands with the label."""
        condition = self._expressions.defined(table.get("id", ""), (*path, "when"), stage=_STAGES[kind])
        outcome, label = table.get("outcome", ""), table.get("dialogue", "")
        if kind != "remark":
            known: tuple[str, ...] = getattr(self._codebook, _KINDS[kind])
            if outcome not in known:
                self._file.wrong((*path, "outcome"), unknown("label", outcome, known))
        if label and label not in self._codebook.dialogue:
            self._file.wrong((*path, "dialogue"), unknown("label", label, self._codebook.dialogue))
        raised = outcome if kind == "also" else label
        if raised and raised not in dialogue:
            self._file.wrong(path, f"{raised!r} has no text under dialogue")
        wording = dialogue.get(outcome, Wording(())) if kind == "also" else read_wording(self._expressions, table, path)
        return Rule(
            id=table.get("id", ""),
            kind=_KINDS[kind],
            outcome=outcome,
            dialogue=label,
            source=self._source_ids(table, path),
            when=table.get("when", ""),
            condition=condition,
            rests_on=function(condition.trace),
            wording=wording,
        )


def _source(file: PackFile, path: Path, table: dict[str, Any]) -> Source:
    name = file.languages(table.get("name", {}), (*path, "name"))
    return Source(str(path[1]), name, table.get("title", ""), table.get("where", ""))
