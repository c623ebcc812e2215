"""The pack: a guideline that can be applied to the facts of a letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analyser.assessment import Assessment, Reason
from analyser.codebook.labels import LANGUAGES
from analyser.fact import Fact
from analyser.guideline.decision import Decision
from analyser.guideline.quality import Quality
from analyser.guideline.rules import Parameter, Rule, Source
from analyser.guideline.state import Encoder, Read, Values
from analyser.guideline.wording import Asked, Wording


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter in compiled form, once DXA has been decided."""

    bits: int
    values: Values
    read: Read
    lang: str

    def holds(self, rule: Rule) -> bool:
        return bool(rule.holds(self.bits, self.values, self.read))

    def rests_on(self, rule: Rule) -> int:
        found: int = rule.rests_on(self.bits, self.values, self.read)
        return found


class Pack:
    """A guideline as rules; made by :func:`analyser.guideline.load_pack`.

    Attributes
    ----------
    name, version, in_force, title
        As the file has them; ``title`` by language.
    hash
        SHA-256 of the file, in hexadecimal.
    sources, parameters
        By id and by name, in the file's order.
    rules
        By kind: ``dxa``, ``dialogue``, ``dental`` and ``remark``, in the file's order.
    dialogue
        What is said to the GP, by label.
    items
        What a good letter says, in the file's order.
    """

    def __init__(
        self,
        *,
        name: str,
        version: str,
        in_force: dt.date,
        title: Mapping[str, str],
        digest: str,
        sources: Mapping[str, Source],
        parameters: Mapping[str, Parameter],
        rules: Mapping[str, tuple[Rule, ...]],
        dialogue: Mapping[str, Wording],
        order: Sequence[str],
        encoder: Encoder,
        decision: Decision,
        quality: Quality,
    ) -> None:
        self.name = name
        self.version = version
        self.in_force = in_force
        self.title = title
        self.hash = digest
        self.sources = sources
        self.parameters = parameters
        self.rules = rules
        self.items = quality.items
        self.dialogue = dialogue
        self._place = {label: number for number, label in enumerate(order)}
        self._encoder = encoder
        self._decision = decision
        self._quality = quality

    @property
    def overrides(self) -> dict[str, float]:
        """Parameters that do not have the file's own value."""
        return {name: one.value for name, one in self.parameters.items() if one.value != one.default}

    def assess(self, facts: Sequence[Fact], *, lang: str = "nb") -> Assessment:
        """Apply the guideline to the facts of one letter.

        Parameters
        ----------
        facts
            In the letter's order; they follow the codebook.
        lang
            Language of the messages: ``nb``, ``nn`` or ``en``.

        Raises
        ------
        ValueError
            There is no such language, or a fact has a concept or status that is not in the codebook.
        """
        if lang not in LANGUAGES:
            msg = f"there are no texts in {lang!r}; choose one of {', '.join(LANGUAGES)}"
            raise ValueError(msg)
        bits, values, read = self._encoder.encode(facts)
        outcome = self._decision.outcome(bits, values)
        score, missing = self._quality.judge(bits, values, read, outcome)
        number, decided = self._decision.dxa(bits, values)
        rule = self.rules["dxa"][number]
        letter = _Letter(decided, values, read, lang)
        reasons = sorted(self._reasons(rule, letter), key=self._reading_place)
        return Assessment(
            dxa=rule.outcome,
            rule=rule.id,
            dental=tuple(sorted(outcome[1])),
            dialogue=tuple(sorted({reason.outcome for reason in reasons if reason.kind == "dialogue"})),
            reasons=tuple(reasons),
            missing=missing,
            score=score,
        )

    def _reasons(self, decided: Rule, letter: _Letter) -> Iterator[Reason]:
        rests = letter.rests_on(decided)
        yield _reason(decided, decided.kind, decided.outcome, decided.wording, rests, letter)
        if decided.dialogue:
            wording = self.dialogue[decided.dialogue]
            yield _reason(decided, "dialogue", decided.dialogue, wording, rests, letter)
        for kind in ("dialogue", "dental", "remark"):
            for rule in self.rules[kind]:
                # What the rule on DXA raises is not raised twice.
                if letter.holds(rule) and not (kind == "dialogue" and rule.outcome == decided.dialogue):
                    yield _reason(rule, kind, rule.outcome, rule.wording, letter.rests_on(rule), letter)

    def _reading_place(self, reason: Reason) -> int:
        return self._place["remark" if reason.kind == "remark" else reason.outcome]


def _reason(rule: Rule, kind: str, outcome: str, wording: Wording, rests: int, letter: _Letter) -> Reason:
    asked = Asked(letter.bits, letter.values, letter.read, rests, letter.lang)
    spans = {
        (fact.start, fact.end)
        for number, fact in enumerate(letter.read.facts)
        if rests & (2 << number) and fact.start is not None and fact.end is not None
    }
    return Reason(kind, outcome, rule.id, rule.source_text, wording.say(asked), tuple(sorted(spans)))
