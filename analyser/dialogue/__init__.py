"""From an analysed letter to a draft of what the clinic writes to the GP, as text and as a message.

>>> from analyser.dialogue import draft
>>> print(draft(analysis))  # doctest: +SKIP
"""

from __future__ import annotations

from analyser.dialogue.clinic import Clinic, load_clinic
from analyser.dialogue.letter import compose, draft, norm
from analyser.dialogue.message import draft_message

__all__ = ["Clinic", "compose", "draft", "draft_message", "load_clinic", "norm"]
