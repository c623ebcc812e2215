"""What a pack holds, as it can be shown to people and as it is applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyser.guideline.pieces import Piece
from analyser.guideline.state import Function
from analyser.guideline.wording import Wording


@dataclass(frozen=True, slots=True)
class Source:
    """Where rules come from.

    Attributes
    ----------
    id
        As it stands in ``Reason.source``.
    name
        Short name for people, by language.
    title
        Full title, in the source's own language.
    where
        Where it can be read.
    """

    id: str
    name: Mapping[str, str]
    title: str
    where: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a clinic may set for itself.

    Attributes
    ----------
    name
        As conditions call it.
    value, default
        In force, and as the pack has it.
    unit
        In English.
    source
        Ids of sources.
    confirm
        No source gives the number; the clinic has to confirm it.
    label
        Name for people, by language.
    """

    name: str
    value: float
    default: float
    unit: str
    source: tuple[str, ...]
    confirm: bool
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes
    ----------
    id
        As it stands in ``Reason.rule``.
    kind
        ``dxa``, ``dental``, ``dialogue`` or ``remark``.
    outcome
        Label that it leads to; a short id for a remark.
    dialogue
        Label of what is to be raised with the GP; empty for nothing.
    source
        Ids of sources.
    when
        Its condition, as the pack has it.
    condition
        The same, compiled.
    rests_on
        On which facts it rests.
    wording
        What it says.
    """

    id: str
    kind: str
    outcome: str
    dialogue: str
    source: tuple[str, ...]
    when: str
    condition: Piece
    rests_on: Function
    wording: Wording

    @property
    def source_text(self) -> str:
        """Ids of its sources on one line."""
        return ", ".join(self.source)


@dataclass(frozen=True, slots=True)
class ToGp:
    """What is written to the GP for one label.

    Attributes
    ----------
    wording
        What it says.
    asks
        The quality items that it asks for itself, so that no question need repeat them.
    """

    wording: Wording
    asks: tuple[str, ...]
