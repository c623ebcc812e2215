"""The funnel plot: shares by practice against how many letters each sent, with limits for what chance explains.

After Spiegelhalter, *Funnel plots for comparing institutional performance*, Statistics in Medicine 2005;24:1185, and
*Handling over-dispersion of performance indicators*, Quality and Safety in Health Care 2005;14:347. Shares are
compared on the scale of the inverse sine of their square root, on which the variance is 1/(4n). Where practices
differ more than chance explains, that spread is added to the limits (the additive, random-effects model), so that
a limit says: unlike the other practices, not: unlike one common value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

OVERDISPERSION_FROM = 10
"""With fewer practices than this the spread between them cannot be told, and nothing is added."""
Z_95, Z_998 = 1.959964, 3.090232
"""Normal deviates of the two-sided 95 and 99.8 per cent limits."""
# The tenth part of practices at either end is drawn in, so that the outlying do not widen their own limits.
_WINSORISED = 0.1


@dataclass(frozen=True, slots=True)
class Funnel:
    """What limits are made of.

    Attributes
    ----------
    centre
        The share of all letters together.
    dispersion
        Mean of the squared, winsorised z-scores (the multiplicative factor, phi); chance gives no more than 1, and
        with many practices 0.66.
    tau
        Standard deviation between practices on the transformed scale; 0 where chance explains the spread, or where
        there are too few practices.
    """

    centre: float
    dispersion: float
    tau: float

    def limits(self, count: float, z: float) -> tuple[float, float]:
        """Lower and upper limit of the share for a practice with so many letters."""
        middle = _angle(self.centre)
        spread = z * math.sqrt(0.25 / count + self.tau**2)
        return _share(middle - spread), _share(middle + spread)

    def outside(self, events: int, count: int, z: float) -> int:
        """-1 under the limits, 1 over them, else 0."""
        lower, upper = self.limits(count, z)
        share = events / count
        return (share > upper) - (share < lower)


def funnel(practices: Sequence[tuple[int, int]]) -> Funnel:
    """Limits from practices, each as how many letters have the thing and how many it sent (at least 1)."""
    events, total = sum(one for one, _ in practices), sum(count for _, count in practices)
    centre = events / total if total else 0.0
    if not practices or not 0 < centre < 1:
        return Funnel(centre, 1.0, 0.0)
    middle = _angle(centre)
    scores = sorted((_angle(one / count) - middle) * 2 * math.sqrt(count) for one, count in practices)
    cut = int(_WINSORISED * len(scores))
    if cut:
        low, high = scores[cut], scores[-cut - 1]
        scores = [min(high, max(low, score)) for score in scores]
    number = len(scores)
    dispersion = sum(score**2 for score in scores) / number
    if number < OVERDISPERSION_FROM or number * dispersion <= number - 1:
        return Funnel(centre, dispersion, 0.0)
    weights = [4 * count for _, count in practices]
    spread = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    return Funnel(centre, dispersion, math.sqrt((number * dispersion - (number - 1)) / spread))


def _angle(share: float) -> float:
    return math.asin(math.sqrt(share))


def _share(angle: float) -> float:
    return math.sin(min(math.pi / 2, max(0.0, angle))) ** 2
