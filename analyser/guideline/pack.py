"""The pack: a guideline that can be applied to the facts of a letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analyser.assessment import Assessment, Change, Question, Reason
from analyser.codebook.labels import LANGUAGES
from analyser.fact import Fact
from analyser.guideline.checks import REMARK
from analyser.guideline.decision import Decision, Outcome
from analyser.guideline.pieces import flags
from analyser.guideline.quality import Deciding, Quality
from analyser.guideline.rules import Parameter, Rule, Source, ToGp
from analyser.guideline.state import MISSING, Encoder, Part, Read, Values
from analyser.guideline.wording import Asked, Wording


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter in compiled form, once DXA has been decided by ``rule``.

    ``said`` are the bits of what it says; ``bits`` has besides how DXA was decided.
    """

    said: int
    bits: int
    values: Values
    read: Read
    lang: str
    rule: Rule

    def rests_on(self, rule: Rule) -> int:
        found: int = rule.rests_on(self.bits, self.values, self.read)
        return found

    def asked(self, rests: int = 0) -> Asked:
        return Asked(self.bits, self.values, self.read, rests, self.lang)


@dataclass(frozen=True, slots=True)
class _Conclusion:
    """A rule that holds, with what it leads to and the facts that it rests on."""

    rule: Rule
    kind: str
    outcome: str
    wording: Wording
    rests: int

    def reason(self, letter: _Letter, wording: Wording | None = None) -> Reason:
        spans = {
            (fact.start, fact.end)
            for number, fact in enumerate(letter.read.facts)
            if self.rests & (2 << number) and fact.start is not None and fact.end is not None
        }
        message = (wording or self.wording).say(letter.asked(self.rests))
        return Reason(self.kind, self.outcome, self.rule.id, self.rule.source_text, message, tuple(sorted(spans)))


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
        What is to be raised with the GP, by label, as the reader of the letter is told.
    to_gp
        What is written to the GP, by label.
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
        to_gp: Mapping[str, ToGp],
        order: Sequence[str],
        letter_order: Sequence[Sequence[str]],
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
        self.to_gp = to_gp
        self._letter_order = letter_order
        self._place = {label: number for number, label in enumerate(order)}
        self._encoder = encoder
        self._others = [rule for kind in ("dialogue", "dental", "remark") for rule in rules[kind]]
        self._holding = flags(rule.condition for rule in self._others)
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
        return self.assess_in((lang,), facts)[lang]

    def assess_in(self, langs: Sequence[str], facts: Sequence[Fact]) -> dict[str, Assessment]:
        """What :meth:`assess` gives in each of several languages; the guideline is applied once.

        Exceptions are those of :meth:`assess`.
        """
        decided, outcome = self._decided(facts, *langs)
        judged = self._quality.judge(decided.said, decided.values, decided.read, outcome)
        conclusions = list(self._conclusions(decided))
        found = {}
        for lang in langs:
            letter = decided if lang == decided.lang else replace(decided, lang=lang)
            reasons = sorted((one.reason(letter) for one in conclusions), key=self._reading_place)
            found[lang] = Assessment(
                dxa=letter.rule.outcome,
                rule=letter.rule.id,
                dental=tuple(sorted(outcome[1])),
                dialogue=tuple(sorted({reason.outcome for reason in reasons if reason.kind == "dialogue"})),
                reasons=tuple(reasons),
                missing=judged.missing,
                score=judged.score,
                questions=tuple(_question(deciding, letter.asked()) for deciding in judged.ask),
            )
        return found

    def outcome(self, facts: Sequence[Fact]) -> Outcome:
        """What :meth:`assess` would suggest on DXA and advise on teeth, without reasons or texts, and much faster.

        Parameters and exceptions are those of :meth:`assess`.
        """
        return self.outcome_of([self.part(facts)])

    def part(self, facts: Sequence[Fact]) -> Part:
        """Some facts of a letter in compiled form, for :meth:`outcome_of`.

        Parameters and exceptions are those of :meth:`assess`.
        """
        bits, values, _ = self._encoder.encode(facts)
        return bits, tuple((number, value) for number, value in enumerate(values) if value is not MISSING)

    def outcome_of(self, parts: Iterable[Part]) -> Outcome:
        """:meth:`outcome` of a letter put together of parts.

        Parts that stand in many letters are compiled once: that makes it cheap to try many letters. Of several
        values of a concept, that of the first part counts.
        """
        bits, values = self._encoder.joined(parts)
        return self._decision.outcome(bits, values)

    def write(self, facts: Sequence[Fact], *, lang: str) -> tuple[tuple[Reason, ...], ...]:
        """What the GP is to be told of a letter: paragraphs, in the order of the pack's letter.

        The reasons are those of :meth:`assess` for which the pack has something to write, worded for the GP.
        Parameters and exceptions are those of :meth:`assess`.
        """
        letter, _ = self._decided(facts, lang)
        reasons = {
            one.outcome: one.reason(letter, self.to_gp[one.outcome].wording)
            for one in self._conclusions(letter)
            if one.outcome in self.to_gp
        }
        paragraphs = (tuple(reasons[label] for label in part if label in reasons) for part in self._letter_order)
        return tuple(paragraph for paragraph in paragraphs if paragraph)

    def said(self, facts: Sequence[Fact]) -> dict[str, bool]:
        """The items a good letter with these facts would hold, in the file's order, and whether it holds each.

        Raises
        ------
        ValueError
            A fact has a concept or status that is not in the codebook.
        """
        return self._quality.said(*self._encoder.encode(facts))

    def _decided(self, facts: Sequence[Fact], *langs: str) -> tuple[_Letter, Outcome]:
        """The letter, to be worded in the first of the languages, all of which there must be."""
        for lang in langs:
            if lang not in LANGUAGES:
                msg = f"there are no texts in {lang!r}; choose one of {', '.join(LANGUAGES)}"
                raise ValueError(msg)
        bits, values, read = self._encoder.encode(facts)
        outcome = self._decision.outcome(bits, values)
        number, decided = self._decision.dxa(bits, values)
        return _Letter(bits, decided, values, read, langs[0], self.rules["dxa"][number]), outcome

    def _conclusions(self, letter: _Letter) -> Iterator[_Conclusion]:
        decided = letter.rule
        rests = letter.rests_on(decided)
        yield _Conclusion(decided, decided.kind, decided.outcome, decided.wording, rests)
        if decided.dialogue:
            yield _Conclusion(decided, "dialogue", decided.dialogue, self.dialogue[decided.dialogue], rests)
        holding: int = self._holding(letter.bits, letter.values, letter.read)
        while holding:
            rule = self._others[(holding & -holding).bit_length() - 1]
            holding &= holding - 1
            # What the rule on DXA raises is not raised twice.
            if not (rule.kind == "dialogue" and rule.outcome == decided.dialogue):
                yield _Conclusion(rule, rule.kind, rule.outcome, rule.wording, letter.rests_on(rule))

    def _reading_place(self, reason: Reason) -> int:
        # A remark has a place of its own only where it must be read before other things.
        return self._place.get(reason.outcome, self._place[REMARK])


def _question(deciding: Deciding, asked: Asked) -> Question:
    changes = tuple(Change(said.say(asked), dxa, tuple(sorted(dental))) for said, (dxa, dental) in deciding.changes)
    text = deciding.item.ask.say(asked) if deciding.item.ask else ""
    return Question(deciding.item.name, text, changes)
