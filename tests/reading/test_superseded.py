"""New, change and cancel messages of one run."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from typing import Literal

from analyser.letter import Letter, Message
from analyser.reading import Failure, failure
from analyser.reading.messages import superseded

Kind = Literal["new", "change", "cancel"]


def message(kind: Kind, day: int | None = None, *, referral: str = "r", born: int = 1950, who: str = "a") -> Message:
    sent = None if day is None else dt.datetime(2026, 3, day)
    known = Message(referral=referral, sent=sent, birth_date=dt.date(born, 1, 1), identities=(who * 11, "9144900"))
    return dataclasses.replace(known, kind=kind)


def letter(name: str, kind: Kind, day: int | None = None, **known: object) -> Letter:
    return Letter(name, "Kvinne 72 år", message=message(kind, day, **known))  # type: ignore[arg-type]


def cancelled(day: int | None = None, **known: object) -> Failure:
    row = failure("cancellation", "a.xml", lang="en")
    return Failure(row.source, row.place, row.code, row.reason, row.what_to_do, message("cancel", day, **known))  # type: ignore[arg-type]


def test_letters_without_a_message_are_never_superseded() -> None:
    assert superseded([Letter("a", "Kvinne"), Letter("b", "Kvinne"), failure("empty", "c", lang="en")]) == {}


def test_the_message_sent_last_decides_whatever_the_order_of_the_files() -> None:
    first, second, third = letter("n", "new", 1), letter("m", "change", 2), letter("o", "change", 3)
    for order in ([first, second, third], [third, first, second], [second, third, first]):
        assert superseded(order) == {"n": "replaced", "m": "replaced"}
        assert superseded([cancelled(4), *order]) == {"n": "withdrawn", "m": "withdrawn", "o": "withdrawn"}


def test_messages_of_one_time_come_in_their_own_order() -> None:
    assert superseded([cancelled(1), letter("m", "change", 1), letter("n", "new", 1)]) == {
        "m": "withdrawn",
        "n": "withdrawn",
    }


def test_without_times_the_order_of_the_files_decides() -> None:
    assert superseded([letter("n", "new", 5), letter("m", "change")]) == {"n": "replaced"}
    assert superseded([letter("m", "change"), letter("n", "new", 5)]) == {}


def test_a_referral_sent_anew_after_its_cancellation_holds() -> None:
    assert superseded([letter("n", "new", 1), cancelled(2), letter("m", "new", 3)]) == {"n": "withdrawn"}


def test_another_referral_or_another_patient_is_left_alone() -> None:
    others = [letter("x", "new", 1, referral="s"), letter("y", "new", 1, born=1951), letter("z", "new", 1, who="b")]
    assert superseded([*others, letter("n", "new", 1), cancelled(2)]) == {"n": "withdrawn"}
    assert superseded([letter("x", "new", 1, referral=""), cancelled(2, referral="")]) == {}


def test_many_messages_of_one_referral_are_quick_to_settle() -> None:
    letters = [letter(str(number), "change", 1 + number % 28) for number in range(20_000)]
    random.Random(1).shuffle(letters)
    assert len(superseded(letters)) == 19_999
