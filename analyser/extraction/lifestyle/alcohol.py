"""Alcohol: too much of it, or a stated intake that is less."""

from __future__ import annotations

from analyser.extraction.finding import Range
from analyser.extraction.lifestyle.amounts import Amount, amounts
from analyser.extraction.lifestyle.habits import Said
from analyser.extraction.state import State
from analyser.extraction.text.numbers import number
from analyser.extraction.text.transcript import COLUMN

ALCOHOL = ("al_word", "al_verb", "al_excess", "al_dry", "al_drink", "al_measure")
"""The classes of words that name alcohol."""

_EXCESS_A_DAY = 3.0  # units; the codebook's limit
_SEPARATORS = frozenset([":", COLUMN, "=", "?"])
_POINT = "."
_STOPS = frozenset([".", ";", "!", "?", COLUMN])
_JOINTS = frozenset([",", "og", "men"])
_REACH = 16
_SHORT_WORD = 4  # letters of "alk"
_NEAR = 6
_LIMITS = frozenset(["anbefalt", "risikogrense", "grensen"])
_OTHER_HABIT = ("sm_verb", "sm_past_verb", "sm_noun")


def alcohol(state: State, at: int) -> Said | None:
    """What the words around one mention of alcohol say."""
    reading = _Reading(state, at)
    return None if reading.is_other() else reading.said()


class _Reading:
    """One mention with the stretch that speaks of it: its clause, without what is said of smoking."""

    def __init__(self, state: State, at: int) -> None:
        self.state, self.forms, self.at = state, state.forms, at
        self.sentence = state.sentence(at)
        self.low, self.high = self._left(), self._right()
        self.span = (self.low, self.high)
        self.answer = at + 1
        while self.answer < self.high and (self.forms[self.answer] in _SEPARATORS or self._abbreviated(self.answer)):
            self.answer += 1
        low = next((k + 1 for k in range(at - 1, max(self.low, at - _NEAR) - 1, -1) if self.forms[k] in _JOINTS), None)
        high = next((k for k in range(at, min(self.high, at + _NEAR + 2)) if self.forms[k] == ","), None)
        self.near = (
            max(self.low, at - _NEAR) if low is None else low, min(self.high, at + _NEAR + 2) if high is None else high,
        )  # fmt: skip

    def _left(self) -> int:
        low, habit = self.at, None
        while low > self.sentence[0] and self.at - low < _REACH and self.forms[low - 1] not in _STOPS:
            low -= 1
            if any(self.state.in_class(low, name) for name in _OTHER_HABIT):
                habit = low
                break
        if habit is None:
            return low
        return next((k + 1 for k in range(habit, self.at) if self.forms[k] in _JOINTS), habit + 1)

    def _right(self) -> int:
        high, end = self.at + 1, self.sentence[1]
        while high < end and (self.forms[high] in _SEPARATORS or self._abbreviated(high)):
            high += 1
        while high < end and high - self.at < _REACH and (self.forms[high] not in _STOPS or self._of_unit(high)):
            if any(self.state.in_class(high, name) for name in _OTHER_HABIT):
                return next((k for k in range(high, self.at, -1) if self.forms[k] in _JOINTS), high)
            high += 1
        return high

    def _abbreviated(self, at: int) -> bool:
        """Whether the point of "Alk. 5-6 E/d" stands here."""
        short = len(self.state.transcript.written(self.at)) <= _SHORT_WORD
        return short and at == self.at + 1 and self.forms[at] == _POINT and self._is("al_word")

    def _of_unit(self, at: int) -> bool:
        """Whether a point belongs to a short word of units: "5 ein./veke"."""
        forms = self.forms
        return (
            forms[at] == _POINT
            and forms[at - 1] in ("en", "enh", "enhet", "ae", "e")
            and number(forms[at - 2]) is not None
            and forms[at + 1 : at + 2] in (["/"], ["per"], ["i"])
        )

    def _is(self, *names: str) -> bool:
        return any(self.state.in_class(self.at, name) for name in names)

    def _in(self, span: Range, *names: str) -> int | None:
        places = self.state.any_of(*names, begin=span[0], end=span[1])
        return places[0] if places else None

    def is_other(self) -> bool:
        """Whether something else is drunk or measured (out): milk, units of insulin, alkaline phosphatase."""
        state = self.state
        if self._is("al_word") and any(form.startswith("fosf") for form in self.forms[self.at + 1 : self.at + 3]):
            return True  # "Alk. fosfatase 82"
        if self._is("al_word", "al_excess", "al_dry"):
            return False
        named = self._in(self.sentence, "al_word") is not None
        if self._is("al_drink"):
            return False
        if named:
            return False
        if self._in(self.span, "al_other_drink", "al_other_unit") is not None:
            return True
        if self._is("al_verb"):
            return "spiser" in self.forms[self.low : self.at]
        if self.forms[self.at + 1 : self.at + 4] == ["av", "og", "til"]:
            return False
        # a glass or a unit: only where it is said how often or how little, or a drink is named by it
        return self._in(self.span, "al_drink", "al_verb", "al_day", "al_week", "al_month", "al_little") is None or (
            state.forms[self.at] == "stk"
        )

    def said(self) -> Said | None:
        """The status, the words it rests on and how sure it is; ``None`` when it is not said how much."""
        return self._limit() or self._unknown() or self._named() or self._amount() or self._words()

    def _said(self, status: str, cue: Range, weight: int) -> Said:
        return Said(status, (min(self.at, cue[0]), max(self.at + 1, cue[1])), cue, weight)

    def _limit(self) -> Said | None:
        """The answer behind a limit: "Alkohol > 3 enheter/dag: nei", "Mer enn tre enheter: N"."""
        forms, end = self.forms, self.sentence[1]
        for sign in range(self.at + 1, min(end, self.at + 12)):
            if forms[sign] in (".", ";"):
                return None
            if forms[sign] not in (":", COLUMN, "?"):
                continue
            asked = (self.low, sign)
            high = self._in(asked, "al_more", "al_excess", "al_much")
            if high is None and not amounts(self.state, (self.at, sign), labelled=True):
                continue
            answer = sign
            while answer < end and forms[answer] in _SEPARATORS:
                answer += 1
            if answer < end and self.state.in_class(answer, "answer_no"):
                return self._said("absent", (answer, answer + 1), 5)
            if answer < end and forms[answer] in ("ja", "j", "+"):
                return self._said("present", (answer, answer + 1), 5)
            return None
        return None

    def _unknown(self) -> Said | None:
        forms, at = self.forms, self.answer
        if at > self.at + 1 and forms[at - 1] == "?" and at >= self.high:
            return self._said("uncertain", (at - 1, at), 2)
        if at < self.high and forms[at] in ("ukjent", "usikker", "usikkert", "uvisst"):
            return self._said("uncertain", (at, at + 1), 2)
        return self._said("uncertain", (at, at + 2), 2) if forms[at : at + 2] == ["vet", "ikke"] else None

    def _named(self) -> Said | None:
        """One word says it: "alkoholiker", "overforbruk", "avholdsmann"."""
        state = self.state
        if self._is("al_dry"):
            if self.forms[self.at] == "tørr" and self.forms[self.at + 1 : self.at + 2] != ["siden"]:
                return None  # a dry mouth
            return self._said("absent", (self.at, self.at + 1), 5)
        if not self._is("al_excess") or not self._of_alcohol():
            return None
        ended = self._in((self.low, self.sentence[1]), "al_ended")
        if ended is not None:
            return self._said("absent", (ended, ended + 1), 5)
        status, cue = state.context.status(self.at, self.at + 1)
        return self._said(status, cue or (self.at, self.at + 1), 5)

    def _of_alcohol(self) -> bool:
        """Whether "overforbruk", "misbruk" is one of alcohol."""
        if self.forms[self.at].startswith(("alko", "etyl")):
            return True
        return self._in(self.span, "al_word", "al_drink", "al_verb") is not None

    def _amount(self) -> Said | None:
        labelled = self._is("al_word", "al_verb") or self._in(self.span, "al_word") is not None
        found = amounts(self.state, self.span, labelled=labelled)
        timed = [amount for amount in found if amount.days is not None]
        much = self._much()
        if not timed:
            if found and much is None and found[0].units <= _EXCESS_A_DAY:
                return self._said("absent", found[0].span, 2)
            return None
        most = max(timed, key=lambda amount: amount.daily or 0.0)
        if (most.daily or 0.0) >= _EXCESS_A_DAY and not self._at_most(most):
            return self._said("present", most.span, 4)
        return None if much is not None else self._said("absent", most.span, 4)

    def _at_most(self, amount: Amount) -> bool:
        """Whether no more than so much is drunk: "under 3 enheter daglig", "ikke over to"."""
        before = (max(self.low, amount.span[0] - 3), amount.span[0])
        more = self._in(before, "al_more")
        if more is not None:
            return any(form in ("ikke", "aldri") for form in self.forms[max(self.low, more - 3) : more])
        return self._in(before, "al_below") is not None

    def _much(self) -> int | None:
        """A word of much that is not denied."""
        places = self.state.any_of("al_much", begin=self.near[0], end=self.near[1])
        return next((k for k in places if self._denied(k) is None), None)

    def _much_of_drink(self) -> int | None:
        """A word of much right before a drink: "mye vin", "adskillig mer konjakk"."""
        ahead = range(self.at - 1, max(self.low, self.at - 3) - 1, -1)
        return next(
            (k for k in ahead if self.state.in_class(k, "al_much") and "mer" not in self.forms[k + 2 : self.at]
             and set(self.forms[k + 1 : self.at]) <= {"mer"} and self._denied(k) is None), None,
        )  # fmt: skip

    def _unsure(self) -> Range | None:
        """As in "nøt mye vin, usikker på hvor mye det er nå"."""
        places = range(self.at, self.sentence[1])
        return next(((k, k + 1) for k in places if self.forms[k] in ("usikker", "usikkert", "uvisst", "uklart")), None)

    def _denied(self, at: int) -> Range | None:
        for k in range(at - 1, max(self.low, at - 4) - 1, -1):
            if self.forms[k] in ("ikke", "ingen", "aldri", "uten", "intet", "hverken"):
                return k, k + 1
        return None

    def _words(self) -> Said | None:
        state, forms, at = self.state, self.forms, self.answer
        named = self._is("al_word", "al_verb")
        excess = self._in(self.near, "al_excess")
        if excess is not None and excess != self.at and not self._is("al_excess"):
            return None  # read at its own place
        if named or self._is("al_drink"):
            much = self._much() if named else self._much_of_drink()
            if much is not None:
                doubt = state.context.before(much, "uncertain") or self._unsure()
                if doubt is not None:
                    return self._said("uncertain", doubt, 4)
                return self._said("present", (much, much + 1), 4)
        denial = state.context.before(self.at, "negation")
        if denial is None:
            denial = next(((k, k + 1) for k in range(at, min(self.near[1], at + 3)) if self._no(k)), None)
        if denial is not None and (named or self._is("al_drink")):
            return self._said("absent", denial, 4)
        little = self._in(self.near, "al_little")
        if little is not None and forms[little - 1] == "over" and forms[little] in _LIMITS:
            return self._said("present", (little - 1, little + 1), 4)
        if little is not None and little != self.at:
            return self._said("absent", (little, little + 1), 3)
        if forms[at : at + 3] == ["av", "og", "til"]:
            return self._said("absent", (at, at + 3), 3)
        if self._is("al_word") and at < self.high and forms[at] in ("ja", "j", "+", "daglig"):
            return self._said("present", (at, at + 1), 1)
        if self._is("al_word") and at < self.high and (number(forms[at]) or _EXCESS_A_DAY) < _EXCESS_A_DAY:
            return self._said("absent", (at, at + 1), 2)
        if self._is("al_drink") and at < self.high and forms[at] in ("til", "i", "ved"):
            return self._said("absent", (at, at + 1), 2)
        return None

    def _no(self, at: int) -> bool:
        if at + 1 < self.sentence[1] and self.state.in_class(at + 1, "not_asked"):
            return False
        return self.state.in_class(at, "answer_no") or self.forms[at] == "-"
