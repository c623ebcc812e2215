"""What a form leaves out of its printed words, and what stands for its signs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class LeftOut:
    """What a form leaves out of its printed words.

    Attributes
    ----------
    silent
        Half-open ranges of characters that are not said, in order.
    words
        Characters that stand for a word or a sign of their own.
    """

    silent: list[tuple[int, int]] = field(default_factory=list)
    words: dict[int, str] = field(default_factory=dict)

    def hide(self, start: int, end: int) -> None:
        """Leave characters out."""
        if start < end:
            self.silent.append((start, end))
