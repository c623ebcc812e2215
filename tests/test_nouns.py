"""The nouns between the rooms."""

from __future__ import annotations

import datetime as dt

from analyser.fact import Cue, Fact
from analyser.letter import Entry, Letter, Message


def test_a_plain_letter_has_an_empty_message() -> None:
    assert Letter("a", "Kvinne").message == Message()
    assert Letter("a", "Kvinne") == Letter("a", "Kvinne", message=Message())


def test_whole_years_are_counted_to_the_day() -> None:
    born = Message(birth_date=dt.date(1950, 3, 15))
    days = [dt.date(2026, 3, 14), dt.date(2026, 3, 15), dt.date(1950, 3, 14), None]
    assert [born.age(day) for day in days] == [75, 76, None, None]
    assert Message().age(dt.date(2026, 3, 14)) is None


def test_what_a_message_knows_of_persons_is_in_no_print_of_it() -> None:
    message = Message(
        birth_date=dt.date(1950, 3, 15),
        entries=(Entry("medicine", 0, 1, name="Prednisolon"),),
        names=("Line Danser",),
        identities=("13916900216",),
    )
    assert [word for word in ("Line", "139", "1950", "Predn") if word in repr(message)] == []


def test_the_origin_of_a_fact_is_told_when_it_is_not_the_text() -> None:
    text = Fact("sex", value="female", start=0, end=6, quote="Kvinne", cue=Cue(0, 6, "Kvinne"))
    coded = Fact("sex", value="female", origin="derived")
    assert "origin" not in text.to_dict()
    assert coded.to_dict() == {"concept": "sex", "status": "present", "value": "female", "origin": "derived"}
    for fact in (text, coded):
        assert Fact.from_dict(fact.to_dict()) == fact
