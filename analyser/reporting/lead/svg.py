"""Small pieces of SVG: pure functions from numbers and text to elements, styled by classes alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape

Place = tuple[float, float]


def drawing(width: float, height: float, label: str, parts: Iterable[str], kind: str = "") -> str:
    """A whole picture that scales with the page; ``label`` says in words what it shows."""
    box = f'viewBox="0 0 {number(width)} {number(height)}"'
    start = f'<svg class="chart {escape(kind)}" {box} role="img" aria-label="{escape(label)}">'
    return start + "".join(parts) + "</svg>"


def text(place: Place, content: str, *, kind: str = "", anchor: str = "start", turn: bool = False) -> str:
    """Words at a place; ``anchor`` is ``start``, ``middle`` or ``end``."""
    x, y = place
    turned = f' transform="rotate(-90 {number(x)} {number(y)})"' if turn else ""
    where = f'x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"{turned}'
    return f'<text class="{kind}" {where}>{escape(content)}</text>'


def line(start: Place, end: Place, kind: str) -> str:
    """A straight line."""
    ends = f'x1="{number(start[0])}" y1="{number(start[1])}" x2="{number(end[0])}" y2="{number(end[1])}"'
    return f'<line class="{kind}" {ends}/>'


def path(places: Sequence[Place], kind: str) -> str:
    """A line through places."""
    points = " ".join(f"{number(x)},{number(y)}" for x, y in places)
    return f'<polyline class="{kind}" points="{points}"/>'


def box(place: Place, width: float, height: float, kind: str, title: str = "") -> str:
    """A filled rectangle; ``title`` shows under the pointer."""
    where = f'x="{number(place[0])}" y="{number(place[1])}" width="{number(width)}" height="{number(height)}"'
    return f'<rect class="{kind}" {where}>{_title(title)}</rect>'


def dot(place: Place, kind: str, title: str = "", size: float = 4) -> str:
    """A round point."""
    where = f'cx="{number(place[0])}" cy="{number(place[1])}" r="{number(size)}"'
    return f'<circle class="{kind}" {where}>{_title(title)}</circle>'


def diamond(place: Place, kind: str, title: str = "", size: float = 6) -> str:
    """A point that stands out by its shape."""
    x, y = place
    corners = [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]
    points = " ".join(f"{number(a)},{number(b)}" for a, b in corners)
    return f'<polygon class="{kind}" points="{points}">{_title(title)}</polygon>'


def _title(words: str) -> str:
    return f"<title>{escape(words)}</title>" if words else ""


def number(value: float) -> str:
    """A coordinate, to a tenth of a unit."""
    return format(round(value, 1), ".10g")


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from ``low`` to ``high`` or just beyond, at most about ``most`` of them."""
    if high <= low:
        return [low]
    raw = (high - low) / most
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw * (1 - 1e-9))
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]
