"""What runs in the process of its own: PDF, RTF and HTML to text. Imports nothing of the program, to start quickly.

Reads requests on standard input and writes answers on standard output until the input ends. A request is a line with
the kind and the number of bytes, then the bytes; an answer is a line with a number of bytes, then JSON:
``{"pages": [text, ...], "pictures": n}`` (``n`` pages without text that hold something else) or ``{"error": code}``.
"""

from __future__ import annotations

import json
import os
import re
import sys
from html.parser import HTMLParser
from typing import Any, BinaryIO

_MAX_MEMORY = 2 << 30
_MAX_PAGES = 500
# Beyond what a letter may be long: the reader says so.
_MAX_CHARACTERS = 1_100_000

# Pictures stand in an RTF file as digits, two a byte; they are no text and would take most of the time.
_PICTURE = re.compile(r"(?:[0-9a-fA-F]{2}\s{0,4}){64,}")
# What stands in the margins is text too; the library would leave it out.
_MARGIN = re.compile(r"\\(?:header|footer|footnote)[lrf]?(?![a-zA-Z])")
_PASSWORD = 4  # FPDF_ERR_PASSWORD

_HIDDEN = frozenset(["script", "style", "head", "title", "template"])
_LINES = frozenset([
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul",
])  # fmt: skip
_EMPTY = frozenset(["br", "hr"])
_CELLS = frozenset(["td", "th"])


def _pdf(data: bytes) -> dict[str, Any]:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower()
        return {"error": "password" if locked else "damaged_document"}
    if len(document) > _MAX_PAGES:
        return {"error": "too_many_pages"}
    pages: list[str] = []
    pictures = length = 0
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "-")
        if not text.strip() and next(iter(page.get_objects(max_depth=1)), None) is not None:
            pictures += 1
        pages.append(text)
        length += len(text)
        if length > _MAX_CHARACTERS:
            break
    return {"pages": pages, "pictures": pictures}


def _rtf(data: bytes) -> dict[str, Any]:
    from striprtf.striprtf import rtf_to_text

    # The format is ASCII; what other characters there are, writers leave in the Windows code page.
    source = _MARGIN.sub(r"\\par ", _PICTURE.sub("", data.decode("cp1252", "replace")))
    text: str = rtf_to_text(source, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    return {"pages": [text], "pictures": 0}


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


def _html(data: bytes) -> dict[str, Any]:
    words = _Words()
    words.feed(data.decode("utf-8"))
    words.close()
    lines = (line.strip(" ") for line in "".join(words.parts).split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip("\t") for line in lines)).strip()
    return {"pages": [text], "pictures": 0}


_KINDS = {"pdf": _pdf, "rtf": _rtf, "html": _html}


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time is limited all the same
        return
    for what, limit in ((resource.RLIMIT_AS, _MAX_MEMORY), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(what, (limit, limit))
        except (OSError, ValueError):
            continue  # a lower limit holds already, or the system knows none


def _answer(kind: str, data: bytes) -> dict[str, Any]:
    try:
        return _KINDS[kind](data)
    except MemoryError:
        return {"error": "too_slow"}
    except Exception:
        # Whatever a damaged file makes a library raise; its own words could be the letter's.
        return {"error": "damaged_document"}


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    while line := requests.readline():
        kind, size = line.decode("ascii").split()
        answer = json.dumps(_answer(kind, requests.read(int(size)))).encode("ascii")
        answers.write(b"%d\n" % len(answer) + answer)
        answers.flush()


if __name__ == "__main__":
    _limit_memory()
    # What a library prints must not stand among the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)
