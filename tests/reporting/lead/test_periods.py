"""Letters by month and week, and the pictures and the sheet made of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Sequence

import pytest

from analyser.analysis import Analysis
from analyser.codebook.labels import LANGUAGES
from analyser.errors import UserError
from analyser.reporting.lead.periods import MONTH, WEEK, Step, timeline
from analyser.reporting.lead.tally import Row, Tally
from analyser.reporting.lead.view import lead_view
from analyser.reporting.sheet import sheet

START = dt.date(2024, 1, 10)


def row(date: dt.date | None, *, dialogue: bool = False, score: int = 60) -> Row:
    labels = ("missing_information",) if dialogue else ()
    return Row(date, "hovden", "indicated", (), labels, (), frozenset(), frozenset(), score)


def monthly(months: int, each: int) -> list[Row]:
    days = [START.replace(year=2024 + month // 12, month=month % 12 + 1) for month in range(months)]
    return [row(day) for day in days for _ in range(each)]


def tally(one: Analysis, senders: Sequence[str]) -> Tally:
    made = Tally()
    for number, sender in enumerate(senders):
        letter = dataclasses.replace(
            one.letter, id=str(number), sender=sender, date=START + dt.timedelta(days=number * 7)
        )
        made.add(dataclasses.replace(one, letter=letter))
    return made


def test_months_without_letters_are_periods_too() -> None:
    line = timeline([row(dt.date(2024, 1, 31)), row(dt.date(2024, 4, 1))])
    assert line.unit == MONTH
    assert [start.month for start in line.starts] == [1, 2, 3, 4]
    assert [len(rows) for rows in line.rows] == [1, 0, 0, 1]


def test_weeks_where_months_are_few_and_letters_many() -> None:
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=day) for day in range(120)]
    line = timeline([row(day) for day in days for _ in range(2)])
    assert line.unit == WEEK
    assert all(start.weekday() == 0 for start in line.starts)
    assert timeline([row(day) for day in days]).unit == MONTH


def test_letters_without_a_date_or_with_a_slip_are_left_out() -> None:
    line = timeline([*monthly(14, 3), row(None), row(dt.date(1926, 1, 1)), row(dt.date(2205, 1, 1))])
    assert line.left_out == 3
    assert len(line.starts) == 14
    assert timeline([row(None)]).starts == ()


def test_a_period_with_few_letters_shows_no_share() -> None:
    line = timeline([*monthly(13, 5), row(dt.date(2025, 3, 1))])
    chart = line.shares(lambda one: bool(one.dialogue), [])
    assert len(chart.points) == 13
    assert line.thin == 1
    # The first and the last may not be whole.
    assert [point.label for point in line.numbers([]).points][::12] == ["2024-02-01", "2025-02-01"]


def test_a_step_stands_at_its_first_period() -> None:
    line = timeline(monthly(20, 6))
    chart = line.means(lambda one: one.score, [Step(dt.date(2025, 1, 1), "mal")], within=(0, 100))
    assert chart.steps == (12,)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_says_what_it_shows(wrist: Analysis, lang: str) -> None:
    made = tally(wrist, ["Aurdal", "Bremnes", "Elvran", "Fjære"] * 26)
    view = lead_view(made, lang, steps=[Step(dt.date(2025, 1, 1), "<mal>")])
    pictures = [picture for part in view.parts for picture in part.pictures]
    assert len(pictures) > 5
    for picture in pictures:
        assert picture.sentence and "{" not in picture.sentence
        assert "<mal>" not in picture.drawing
    assert any("&lt;mal&gt;" in picture.drawing for picture in pictures)


def test_names_in_pictures_are_text(wrist: Analysis) -> None:
    names = [f'<b>{name}"' for name in "ABCD"]
    view = lead_view(tally(wrist, names * 12), "nb")
    assert not re.search("<b>", "".join(one.drawing for part in view.parts for one in part.pictures))


def test_no_letters_give_a_sentence() -> None:
    assert lead_view(Tally(), "nb").parts == ()


def test_one_practice_is_written_in_one_way(wrist: Analysis) -> None:
    made = tally(wrist, ["Hovden  legesenter", "hovden legesenter", "Hovden legesenter"])
    assert made.practices() == {"hovden legesenter": "Hovden legesenter"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sheet_is_one_page_without_script_or_small_counts(wrist: Analysis, lang: str) -> None:
    html = sheet(tally(wrist, ["A <b>"] * 9 + ["Other"] * 40), "a <B>", lang=lang)
    assert "A &lt;b&gt;" in html and "A <b>" not in html
    assert "<script" not in html and "default-src 'none'" in html


def test_a_sheet_of_few_letters_is_refused(wrist: Analysis) -> None:
    made = tally(wrist, ["Hovden"] * 4)
    for name in ("Hovden", "Finnes ikke"):
        with pytest.raises(UserError, match=name):
            sheet(made, name)
