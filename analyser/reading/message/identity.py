"""Sex and birth date from a Norwegian identity number, where it carries them."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

_K1, _K2 = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
# From then on numbers are issued whose third group says neither century nor sex; some look like the old ones.
_NEW_NUMBERS = dt.date(2032, 1, 1)


class Derived(NamedTuple):
    """What a number says of the person."""

    birth_date: dt.date
    sex: Literal["female", "male"]


def derive(number: str, *, seen: dt.date | None) -> Derived | None:
    """Birth date and sex of a fødselsnummer or D-number, synthetic ones with the month + 80 included.

    Parameters
    ----------
    number
        Eleven digits; blanks between do not matter.
    seen
        When the number was written down; from 2032 on nothing is derived.

    Returns
    -------
    Derived | None
        ``None`` for anything else: wrong check digits, an H-number (month + 40, whose date may be invented), a
        helper number, a number of the kind that is issued from 2032.
    """
    digits = "".join(number.split())
    if len(digits) != 11 or not (digits.isascii() and digits.isdigit()) or (seen is not None and seen >= _NEW_NUMBERS):
        return None
    values = [int(digit) for digit in digits]
    if any(_remainder(values, weights) for weights in (_K1, _K2)):
        return None
    day, month, year, group = int(digits[:2]), int(digits[2:4]), int(digits[4:6]), int(digits[6:9])
    day -= 40 if day > 40 else 0
    month -= 80 if month > 80 else 0
    century = _century(group, year)
    if century is None:
        return None
    try:
        born = dt.date(century + year, month, day)
    except ValueError:
        return None
    return Derived(born, "male" if values[8] % 2 else "female")


def _remainder(values: list[int], weights: tuple[int, ...]) -> int:
    """Of the weighted sum with its check digit, which stands behind the digits that are weighted."""
    total = sum(value * weight for value, weight in zip(values, weights, strict=False))
    return (total + values[len(weights)]) % 11


def _century(group: int, year: int) -> int | None:
    if group < 500:
        return 1900
    if group < 750 and year >= 54:
        return 1800
    if year <= 39:
        return 2000
    return 1900 if group >= 900 and year >= 40 else None
