"""The words of an HTML page, for e-mails and records that have no other text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_HIDDEN = frozenset(["script", "style", "head", "title", "template"])
_LINES = frozenset([
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul",
])  # fmt: skip
_EMPTY = frozenset(["br", "hr"])
_CELLS = frozenset(["td", "th"])


class _Words(HTMLParser):
    """Gathers text; blocks become lines, and cells are parted by tabs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _LINES:
            self.parts.append("\n")
        elif tag in _CELLS and self.parts and not self.parts[-1].endswith(("\n", "\t")):
            self.parts.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _LINES and tag not in _EMPTY:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            # In HTML a line break in the source is a blank.
            self.parts.append(re.sub(r"[ \t\r\n]+", " ", data))


def html_text(source: str) -> str:
    """The text of a page, with a line for each of its blocks and at most one empty line between."""
    words = _Words()
    words.feed(source)
    words.close()
    lines = (line.strip(" ") for line in "".join(words.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip("\t") for line in lines)).strip()
