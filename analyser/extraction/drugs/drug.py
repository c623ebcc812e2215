"""A drug that a letter names, before its status is known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Drug:
    """A drug in the letter.

    Attributes
    ----------
    concept
        What it counts as.
    first, last
        Its name.
    end
        Behind its dose.
    local
        The word that makes cortisone a local treatment ("sprøyte", "krem"), where it was named by its class only.
    vague
        Named as "behandling" or "medisin" and nothing more.
    routed
        Named by its route and rhythm only: "sprøyta hver 6. måned".
    """

    concept: str
    first: int
    last: int
    end: int
    local: int | None = None
    vague: bool = False
    routed: bool = False
