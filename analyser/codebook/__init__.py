"""The vocabulary as data: concepts, statuses, attributes and outcomes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from analyser.fact import Fact

DEFAULT_STATUSES = ("present", "absent", "uncertain")


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of the codebook.

    ``kind`` is ``number``, ``choice`` or ``finding``. ``attributes`` maps a name to
    ``"number"``, ``"boolean"`` or the tuple of allowed words.
    """

    id: str
    group: str
    kind: str
    statuses: tuple[str, ...]
    unit: str | None
    values: tuple[str, ...]
    attributes: dict[str, str | tuple[str, ...]]
    note: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """All concepts and the labels of an assessment."""

    version: int
    statuses: dict[str, str]
    concepts: dict[str, Concept]
    dxa: tuple[str, ...]
    dental: tuple[str, ...]
    dialogue: tuple[str, ...]

    def group(self, name: str) -> tuple[str, ...]:
        """Concept ids of a group, in codebook order."""
        return tuple(c.id for c in self.concepts.values() if c.group == name)

    def problems(self, fact: Fact, *, quoting: bool = True) -> list[str]:
        """What is wrong with a fact, one sentence each; empty when it follows the codebook.

        Parameters
        ----------
        fact
            A fact of any content.
        quoting
            Whether a sentence may repeat words of the fact that are not the codebook's: no, where they may be those of
            a letter.
        """

        def quoted(word: object) -> str:
            return f" {word!r}" if quoting else ""

        concept = self.concepts.get(fact.concept)
        if concept is None:
            return [f"unknown concept{quoted(fact.concept)}"]
        found: list[str] = []
        if fact.status not in concept.statuses:
            found.append(f"{fact.concept}: status{quoted(fact.status)} is not one of {', '.join(concept.statuses)}")
        if concept.kind == "number" and (isinstance(fact.value, bool) or not isinstance(fact.value, int | float)):
            found.append(f"{fact.concept}: value must be a number")
        if concept.kind == "choice" and fact.value not in concept.values:
            found.append(f"{fact.concept}: value must be one of {', '.join(concept.values)}")
        if concept.kind == "finding" and fact.value is not None:
            found.append(f"{fact.concept}: a finding has no value")
        for name, value in fact.attributes.items():
            allowed = concept.attributes.get(name)
            if allowed is None:
                found.append(f"{fact.concept}: unknown attribute{quoted(name)}")
            elif isinstance(allowed, tuple):
                if value not in allowed:
                    found.append(f"{fact.concept}.{name} must be one of {', '.join(allowed)}")
            elif allowed == "boolean":
                if not isinstance(value, bool):
                    found.append(f"{fact.concept}.{name} must be true or false")
            elif isinstance(value, bool) or not isinstance(value, int | float):
                found.append(f"{fact.concept}.{name} must be a number")
        return found


@cache
def load_codebook() -> Codebook:
    """Read the packaged codebook (cached)."""
    text = resources.files("analyser.codebook").joinpath("codebook.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    concepts: dict[str, Concept] = {}
    for name, entry in data["concepts"].items():
        kind = entry["kind"]
        default = DEFAULT_STATUSES if kind == "finding" else ("present",)
        concepts[name] = Concept(
            id=name,
            group=entry["group"],
            kind=kind,
            statuses=tuple(entry.get("statuses", default)),
            unit=entry.get("unit"),
            values=tuple(entry.get("values", ())),
            attributes={k: tuple(v) if isinstance(v, list) else v for k, v in entry.get("attributes", {}).items()},
            note=entry.get("note", ""),
        )
    labels = data["assessment"]
    return Codebook(
        version=data["version"],
        statuses=data["statuses"],
        concepts=concepts,
        dxa=tuple(labels["dxa"]),
        dental=tuple(labels["dental"]),
        dialogue=tuple(labels["dialogue"]),
    )
