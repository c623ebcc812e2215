"""The rules of a pack as two functions: which rule decides DXA, and which rules on teeth hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analyser.guideline.pieces import Piece, flags, function
from analyser.guideline.state import NOTHING, Values

Outcome = tuple[str, frozenset[str]]
"""The suggestion on DXA and the labels of advice on teeth."""


class Decision:
    """Decides DXA and the advice on teeth.

    Parameters
    ----------
    dxa, dental
        Conditions of the rules with the label that each leads to, in their order; the last on DXA always holds.
    rules
        Ids of the rules on DXA.
    decided
        The bit of each DXA label and rule.
    """

    def __init__(
        self,
        dxa: Sequence[tuple[Piece, str]],
        dental: Sequence[tuple[Piece, str]],
        *,
        rules: Sequence[str],
        decided: Mapping[str, int],
    ) -> None:
        steps = [f"{number} if {piece.code} else " for number, (piece, _) in enumerate(dxa[:-1])]
        self._rule = function(f"{''.join(steps)}{len(dxa) - 1}")
        self._advice = flags(piece for piece, _ in dental)
        self._labels = [label for _, label in dxa]
        self._bits = [decided[label] | decided[rule] for label, rule in zip(self._labels, rules, strict=True)]
        self._dental = [label for _, label in dental]
        self._sets: dict[int, frozenset[str]] = {}

    def dxa(self, bits: int, values: Values) -> tuple[int, int]:
        """Number of the rule that decides, and the letter's bits with what it decided."""
        number = self._rule(bits, values, NOTHING)
        return number, bits | self._bits[number]

    def dental(self, bits: int, values: Values) -> int:
        """The rules on teeth that hold, bit by bit; ``bits`` must say how DXA was decided."""
        held: int = self._advice(bits, values, NOTHING)
        return held

    def outcome(self, bits: int, values: Values) -> Outcome:
        """Where a letter ends."""
        number, bits = self.dxa(bits, values)
        held = self.dental(bits, values)
        labels = self._sets.get(held)
        if labels is None:
            labels = frozenset(label for rule, label in enumerate(self._dental) if held >> rule & 1)
            self._sets[held] = labels
        return self._labels[number], labels
