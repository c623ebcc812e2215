"""Data in the compact form in which the report carries it: JSON, deflated, as base64."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

# Half a surrogate pair cannot be written as UTF-8; JSON can say it as an escape.
_SURROGATE = re.compile("[\ud800-\udfff]")
_LEVEL = 9


def packed(value: Any) -> str:
    """A JSON value, deflated (RFC 1950) and in base64: letters, digits and ``+/=`` only.

    The text may stand inside an HTML element as it is, whatever the letters hold.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return base64.b64encode(zlib.compress(text.encode("utf-8"), _LEVEL)).decode("ascii")


def unpacked(text: str) -> Any:
    """Inverse of :func:`packed`."""
    return json.loads(zlib.decompress(base64.b64decode(text)))
