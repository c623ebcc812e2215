"""Values that words are made of: numbers, dates and names, each in several forms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "desember",
)  # fmt: skip
_SHORT = ("jan", "feb", "mars", "apr", "mai", "juni", "juli", "aug", "sept", "okt", "nov", "des")
_ONES = {
    "nb": "null en to tre fire fem seks sju åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
    "nn": "null ein to tre fire fem seks sju åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
}
_TENS = {20: "tjue", 30: "tretti", 40: "førti", 50: "femti", 60: "seksti", 70: "sytti", 80: "åtti", 90: "nitti"}


def in_words(number: int, lang: str) -> str:
    """A whole number from 0 to 99 in words."""
    ones = _ONES[lang].split()
    if number < len(ones):
        return ones[number]
    tens, rest = number // 10 * 10, number % 10
    return _TENS[tens] + (ones[rest] if rest else "")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number.

    ``size`` is rounded to ``decimals`` places. Forms: none, or ``words``; ``dot`` writes a decimal point.
    """

    size: float
    decimals: int = 0

    def fact(self, form: str) -> float | int:
        """The number as a fact holds it."""
        return int(self.size) if form == "int" or self.size == int(self.size) else round(self.size, self.decimals)

    def say(self, form: str, lang: str, rng: Random) -> str:
        """The number as a letter writes it."""
        if form == "words" and self.size == int(self.size) and 0 <= self.size < 100:
            return in_words(int(self.size), lang)
        if form == "either" and self.size == int(self.size) and 0 <= self.size < 13 and rng.random() < 0.6:
            return in_words(int(self.size), lang)
        written = f"{self.size:.{self.decimals}f}"
        if self.decimals and form != "full":
            written = written.rstrip("0").rstrip(".") if form == "short" else written
        return written if form == "dot" else written.replace(".", ",")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, seen from the day of the letter.

    Forms for words: ``year``, ``my`` (month and year), ``m_y`` (figures), ``day``, ``dm``, ``short``, ``month``.
    Forms for facts: ``years`` and ``months_y`` (from the year alone), ``years_m`` and ``months`` (month known).
    """

    day: dt.date
    letter: dt.date

    def fact(self, form: str) -> float | int:
        """What the time is counted as, by what the letter says of it."""
        months = (self.letter.year - self.day.year) * 12 + self.letter.month - self.day.month
        if form == "months":
            return months
        if form == "months_y":
            return (self.letter.year - self.day.year) * 12
        if form == "years":
            return self.letter.year - self.day.year
        years = round(months / 12, 1)
        return int(years) if years == int(years) else years

    def say(self, form: str, _lang: str, rng: Random) -> str:
        """The day as a letter writes it."""
        day = self.day
        forms = {
            "year": str(day.year),
            "yr": f"-{day.year % 100:02d}",
            "my": f"{MONTHS[day.month - 1]} {day.year}",
            "sy": f"{_SHORT[day.month - 1]}. {day.year}"
            if len(_SHORT[day.month - 1]) == 3
            else f"{_SHORT[day.month - 1]} {day.year}",
            "m_y": f"{day.month:02d}/{day.year}",
            "day": f"{day.day:02d}.{day.month:02d}.{day.year}",
            "long": f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
            "dm": f"{day.day}. {MONTHS[day.month - 1]}",
            "slash": f"{day.day}/{day.month}",
            "month": MONTHS[day.month - 1],
        }
        if form == "near":
            return forms[rng.choice(("slash", "dm", "day"))]
        return forms[form or "year"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase."""

    words: str

    def fact(self, _form: str) -> str:
        """As a fact holds it."""
        return self.words

    def say(self, _form: str, _lang: str, _rng: Random) -> str:
        """As a letter writes it."""
        return self.words


Drawn = Amount | Moment | Word


def draw(kind: str, *, rng: Random, letter: dt.date) -> Drawn:
    """A value of a symbol's ``let``.

    ``int 1 9`` (whole number), ``step 5 20 2.5`` (with a step), ``dec 2.1 2.5`` and ``dec2`` (decimals), ``ago 1 30``
    (a day so many months before the letter), ``ahead 1 3``, ``pick a|b|c``.
    """
    word, _, rest = kind.partition(" ")
    if word == "pick":
        return Word(rng.choice(rest.split("|")))
    low, high, *more = (float(part) for part in rest.split())
    if word == "int":
        return Amount(rng.randint(int(low), int(high)))
    if word == "step":
        size = low + more[0] * rng.randint(0, int((high - low) / more[0]))
        return Amount(size, 1 if size % 1 else 0)
    if word in ("dec", "dec2"):
        places = 1 if word == "dec" else 2
        return Amount(round(rng.uniform(low, high), places), places)
    if word in ("ago", "ahead"):
        days = round(rng.uniform(low, high) * 30.4)
        return Moment(letter + dt.timedelta(days=days if word == "ahead" else -days), letter)
    msg = f"{kind!r} is no kind of value"
    raise ValueError(msg)
