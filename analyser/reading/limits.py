"""How much of a file is read at most: no input may take the memory or the time of the others."""

from __future__ import annotations

from dataclasses import dataclass

MAX_CHARACTERS = 1_000_000
"""A longer letter is not read: a referral is one page or two, and no single letter may hold up the rest."""

MAX_DOCUMENT_MB = 100
"""Of one document, message or e-mail, which is held in memory whole."""

MAX_UNPACKED_MB = 500
"""Of everything that is packed in one file, archives in archives included."""

MAX_RATIO = 250
"""How many times larger than packed a part may be; text packs 3 to 20 times, the emptiest workbooks 100."""

RATIO_FROM = 10_000_000
"""Bytes unpacked from which the ratio counts: small files of blanks pack without measure."""

MAX_MEMBERS = 20_000
"""Parts of one archive."""

MAX_DEPTH = 4
"""Files inside files inside files."""


class RefusedError(Exception):
    """What a format cannot read; becomes a row of ``failed.csv``.

    Attributes
    ----------
    code
        An entry of ``messages.toml``.
    values
        For the places of its sentences; never words of a letter.
    """

    def __init__(self, *, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code)


@dataclass(slots=True)
class Budget:
    """What may still be unpacked of one file of the input.

    Attributes
    ----------
    left
        Bytes.
    """

    left: int = MAX_UNPACKED_MB * 1_000_000

    def take(self, size: int) -> None:
        """Use some of it.

        Raises
        ------
        RefusedError
            There is not so much left.
        """
        if size > self.left:
            raise RefusedError(code="unpacks_to_too_much", limit=MAX_UNPACKED_MB)
        self.left -= size
