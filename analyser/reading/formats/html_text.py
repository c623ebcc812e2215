"""The words of an HTML page, for e-mails and records that have no other text. Parsed in a process of its own."""

from __future__ import annotations

from analyser.reading.formats.apart import parse_apart


def html_text(source: str) -> str:
    """The text of a page, with a line for each of its blocks and at most one empty line between.

    Raises
    ------
    RefusedError
        It takes too long.
    """
    return "".join(parse_apart("html", source.encode("utf-8", "replace"))[0])
