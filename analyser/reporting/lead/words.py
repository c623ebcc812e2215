"""Numbers and dates in the words of a language, and the sentences of the lead's half."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from analyser.codebook.labels import Labels, load_labels
from analyser.reporting.lead.periods import WEEK
from analyser.reporting.lead.small import LIMIT, is_small
from analyser.texts import load_texts


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the lead's half."""

    lang: str

    @property
    def labels(self) -> Labels:
        """The codebook's names."""
        return load_labels(self.lang)

    def say(self, key: str, **values: object) -> str:
        """A sentence of ``texts.toml``, from its section ``lead``."""
        return load_texts("analyser.reporting", "texts.toml").say(self.lang, f"lead.{key}", **values)

    def count(self, key: str, number: int) -> str:
        """A number with its noun: ``key`` names the noun, ``key_one`` its form for one."""
        return self.say(f"{key}_one") if number == 1 else self.say(key, n=number)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with so many decimals at most."""
        return self.labels.number(round(value, digits))

    def percent(self, share: float) -> str:
        """A share as per cent, without decimals."""
        return self.say("percent", n=self.number(100 * share))

    def shown(self, count: int) -> str:
        """A count, or that it is too small to be shown."""
        return self.say("few", n=LIMIT) if is_small(count) else str(count)

    def period(self, start: dt.date, unit: str, *, short: bool = False) -> str:
        """The name of a month, or the number of a week."""
        year = f"{start.year % 100:02d}" if short else str(start.year)
        if unit == WEEK:
            week = start.isocalendar()
            return self.say("week", n=week.week, year=f"{week.year % 100:02d}" if short else week.year)
        names = self.say("months_short" if short else "months").split()
        return f"{names[start.month - 1]} {year}"

    def day(self, date: dt.date) -> str:
        """A date as people write it."""
        return date.isoformat() if self.lang == "en" else date.strftime("%d.%m.%Y")
