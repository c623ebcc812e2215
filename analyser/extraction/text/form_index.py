"""What lists of words know of a form, looked up once for all lists together and then remembered.

Every list of words or phrases is an index over normal forms. A letter is looked up form by form in one table, which
holds for each form what every index has on it; most forms have nothing. So a letter is gone through once however
many lists there are, and a word that has not been met before is asked of each list once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_MAX_REMEMBERED = 40_000


class _Remembered(dict[str, T]):
    """What a function gives for each form, worked out when it is first asked for."""

    def __init__(self, function: Callable[[str], T]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, form: str) -> T:
        """Work it out."""
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        found = self[form] = self._function(form)
        return found


class FormIndex(Generic[T]):
    """A list of words that knows what it has on a form; a subclass says so in :meth:`look_up`.

    What it has counts as true, and nothing, which is ``None``, 0 or an empty set, as false.

    Attributes
    ----------
    of
        The same, remembered: a look into a dict, with no function of Python's around it.
    """

    def __init__(self) -> None:
        known = _Remembered(self.look_up)
        self.of: Callable[[str], T | None] = known.__getitem__
        self.forget = known.clear

    def look_up(self, form: str) -> T | None:
        """What it has on a form; ``None`` for nothing."""
        raise NotImplementedError


class Computed(FormIndex[T]):
    """What a function gives for a form, which then is worked out once."""

    def __init__(self, function: Callable[[str], T | None]) -> None:
        super().__init__()
        self._function = function

    def look_up(self, form: str) -> T | None:
        """What the function gives."""
        return self._function(form)


class FormTable(dict[str, tuple[Any, ...]]):
    """For every form what each of the indices has on it, by the index's number."""

    def __init__(self) -> None:
        super().__init__()
        self._look_ups: list[Callable[[str], Any]] = []
        self._numbers: dict[FormIndex[Any], int] = {}
        self._nothing: tuple[Any, ...] = ()

    def __missing__(self, form: str) -> tuple[Any, ...]:
        """Ask every index of a form that has not been met."""
        known: tuple[Any, ...] = tuple([look_up(form) for look_up in self._look_ups])
        if not any(known):
            known = self._nothing = self._nothing or known  # nearly all forms are of this kind
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        self[form] = known
        return known

    def number(self, index: FormIndex[Any]) -> int:
        """The number of an index; one that is new is taken in, and forms are looked up anew."""
        number = self._numbers.get(index)
        if number is None:
            number = self._numbers[index] = len(self._look_ups)
            self._look_ups.append(index.look_up)
            self._nothing = ()
            self.clear()
        return number


class Hits:
    """What the indices of a table have on the forms of one letter.

    Parameters
    ----------
    table
        The table.
    forms
        The letter's forms.
    """

    __slots__ = ("_columns", "_forms", "_table")

    def __init__(self, table: FormTable, forms: Sequence[str]) -> None:
        self._table = table
        self._forms = forms
        self._columns: list[tuple[Any, ...]] = [*zip(*map(table.__getitem__, forms), strict=True)]

    def column(self, index: FormIndex[T]) -> Sequence[T | None]:
        """What an index has on each token."""
        number = self._table.number(index)
        if number < len(self._columns):
            return self._columns[number]
        return [*map(index.of, self._forms)]  # the index is new to the table

    def of(self, index: FormIndex[T]) -> Sequence[tuple[int, T]]:
        """The tokens on which an index has something, in order, with that."""
        column: Sequence[Any] = self.column(index)
        return [*compress(enumerate(column), column)]
