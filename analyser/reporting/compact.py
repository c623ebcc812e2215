"""Data in the compact form in which the report carries it: JSON, deflated, as base64."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")
_LEVEL = 9


class Packing:
    """Packs a JSON value of which the text is written piece by piece, so that the whole need not be held."""

    def __init__(self) -> None:
        self._deflate = zlib.compressobj(_LEVEL)
        self._parts: list[bytes] = []

    def write(self, text: str) -> None:
        """Add a piece of JSON text."""
        # Half a surrogate pair cannot be written as UTF-8; JSON can say it as an escape.
        text = _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
        self._parts.append(self._deflate.compress(text.encode("utf-8")))

    def packed(self) -> str:
        """What has been written, deflated (RFC 1950) and in base64: letters, digits and ``+/=`` only.

        The text may stand inside an HTML element as it is, whatever the letters hold. Nothing can be added after.
        """
        return base64.b64encode(b"".join([*self._parts, self._deflate.flush()])).decode("ascii")


def compact(value: Any) -> str:
    """A value as JSON text without a needless character."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def packed(value: Any) -> str:
    """A JSON value, packed (see :meth:`Packing.packed`)."""
    packing = Packing()
    packing.write(compact(value))
    return packing.packed()


def unpacked(text: str) -> Any:
    """Inverse of :func:`packed`."""
    return json.loads(zlib.decompress(base64.b64decode(text)))
