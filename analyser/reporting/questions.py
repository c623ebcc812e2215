"""What the answer to a question would change, in words."""

from __future__ import annotations

from analyser.assessment import Assessment, Change
from analyser.codebook.labels import Labels


def told(change: Change, now: Assessment, labels: Labels) -> str:
    """The suggestion and advice that an answer would bring, and the advice that it would take away."""
    parts = [labels.dxa[change.dxa]] if change.dxa != now.dxa else []
    parts += [labels.dental[name] for name in change.dental if name not in now.dental]
    gone = [labels.dental[name] for name in now.dental if name not in change.dental]
    parts += [labels.ui["falls_away"].replace("{name}", name) for name in gone]
    return "; ".join(parts)
