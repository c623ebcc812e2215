"""What divides letters into parts, each with measures of its own: a mean hides those who are read worst."""

from __future__ import annotations

from typing import Literal

from analyser.evaluation.gold import LANGUAGES, GoldLetter

By = Literal["language", "sex", "age", "length", "file"]
"""What a part is divided off by; sex and age are those of the gold."""

AGE_BANDS = ((50, "under 50"), (65, "50 to 64"), (80, "65 to 79"), (200, "80 and over"))
LENGTHS = ((60, "under 60 words"), (120, "60 to 119 words"), (250, "120 to 249 words"), (10**9, "250 words and over"))
UNSAID = "not said"

# Of those that are not listed (files), in the order of the letters.
ORDER: dict[By, tuple[str, ...]] = {
    "language": LANGUAGES,
    "sex": ("female", "male", UNSAID),
    "age": (*(name for _, name in AGE_BANDS), UNSAID),
    "length": tuple(name for _, name in LENGTHS),
    "file": (),
}


def strata(letter: GoldLetter) -> dict[By, str]:
    """The part that the letter belongs to, of each division."""
    values = {fact.concept: fact.value for fact in reversed(letter.facts) if fact.concept in {"age", "sex"}}
    age = values.get("age")
    return {
        "language": letter.language,
        "sex": str(values.get("sex") or UNSAID),
        "age": _band(float(age), AGE_BANDS) if age is not None else UNSAID,
        "length": _band(len(letter.letter.text.split()), LENGTHS),
        "file": letter.file,
    }


def _band(number: float, bands: tuple[tuple[int, str], ...]) -> str:
    return next((name for limit, name in bands if number < limit), bands[-1][1])
