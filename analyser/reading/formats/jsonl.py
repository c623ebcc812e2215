"""JSON Lines: one object a line with ``text`` and, if known, ``id``, ``date`` and ``sender``.

Other fields, such as ``lang`` and ``facts`` of an annotated letter, are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from analyser.letter import Letter
from analyser.reading.characters import text_stream
from analyser.reading.failure import Failure
from analyser.reading.formats.base import Format, Sample
from analyser.reading.limits import MAX_CHARACTERS

# An escaped character takes six (\u00e6); the rest is for the other fields.
_MAX_LINE = 8 * MAX_CHARACTERS
_OVERLONG = "overlong"


def _lines(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Number and text of each line that is not blank; a line that is too long is cut to ``_OVERLONG``."""
    number = 0
    while line := stream.readline(_MAX_LINE):
        number += 1
        if len(line) >= _MAX_LINE:
            while line and not line.endswith(("\n", "\r")):
                line = stream.readline(_MAX_LINE)
            yield number, _OVERLONG
        elif line.strip():
            yield number, line


def _parse(line: str) -> Any:
    """The value on a line; ``ValueError`` when there is none."""
    try:
        return json.loads(line)
    except RecursionError:
        msg = "nested too deeply"
        raise ValueError(msg) from None


def _recognises(sample: Sample) -> bool:
    first = next((line for line in sample.lines() if line.strip()), "")
    if not first.lstrip().startswith("{"):
        return False
    try:
        value = _parse(first)
    except ValueError:
        return False
    return isinstance(value, dict) and "text" in value


def _read(sample: Sample) -> Iterator[Letter | Failure]:
    if sample.text.lstrip().startswith("["):
        yield sample.failure("json_list")
        return
    with sample.source.open() as raw, text_stream(raw) as stream:
        for number, line in _lines(stream):
            place = sample.place("line", number=number)
            if line is _OVERLONG:
                yield sample.too_long(place=place)
            else:
                yield _letter(sample, line, number=number, place=place)


def _letter(sample: Sample, line: str, *, number: int, place: str) -> Letter | Failure:
    try:
        value = _parse(line)
    except ValueError:
        return sample.failure("bad_json", place=place)
    if not isinstance(value, dict):
        return sample.failure("not_an_object", place=place)
    text = value.get("text")
    if text is None:
        return sample.failure("missing_text", place=place)
    if not isinstance(text, str):
        return sample.failure("text_is_no_text", place=place)
    return sample.letter(
        text,
        own_id=value.get("id"),
        number=number,
        date=value.get("date"),
        sender=value.get("sender"),
        place=place,
    )


FORMAT = Format("jsonl", suffixes=(".jsonl", ".ndjson", ".json"), recognises=_recognises, read=_read)
