"""Bytes to characters, and characters that no file can be written with."""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from typing import BinaryIO, TextIO

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# Share of control characters from which something is not text; old exports hold a few (form feeds, SUB, ESC).
_NOT_TEXT = 0.05


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as Windows-1252, and its five unused bytes as Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if not error.encoding.lower().startswith("utf-8"):
        return "\N{REPLACEMENT CHARACTER}", error.end
    wrong = error.object[error.start : error.end]
    parts = (bytes([byte]) for byte in wrong)
    text = "".join(part.decode("cp1252", "ignore") or part.decode("latin-1") for part in parts)
    return text, error.end


# Norwegian text in Latin-1 or Windows-1252 is never valid UTF-8 where it has an æ, ø or å. Repairing byte
# by byte rather than choosing one encoding for a file keeps an export whole that joined letters of both.
_ERRORS = "analyser-windows-1252"
codecs.register_error(_ERRORS, _windows_1252)


def _encoding(head: bytes) -> str:
    return next((name for bom, name in _BOMS if head.startswith(bom)), "utf-8")


def decode(data: bytes) -> str:
    """All of a file as text.

    UTF-8 with or without a byte order mark, UTF-16 and UTF-32 with one, otherwise Windows-1252.
    Line ends stay as they are.
    """
    return data.decode(_encoding(data), _ERRORS)


def decode_head(head: bytes) -> str:
    """The beginning of a file as text; a character that is cut at the end is left out."""
    return codecs.getincrementaldecoder(_encoding(head))(_ERRORS).decode(head)


def text_stream(stream: BinaryIO) -> TextIO:
    """The same as :func:`decode` for a stream that can be wound back."""
    head = stream.read(4)
    stream.seek(0)
    return io.TextIOWrapper(stream, encoding=_encoding(head), errors=_ERRORS, newline="")


def writable(text: str) -> str:
    """The text with each NUL and half surrogate pair replaced, one for one, so that offsets hold."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def is_text(text: str) -> bool:
    """Whether people wrote this: hardly any control characters."""
    return sum(1 for _ in _CONTROL.finditer(text)) <= _NOT_TEXT * len(text)


def visible(text: str) -> str:
    """The text with what a terminal would obey, or show as nothing, made visible, one for one."""
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    # Control and format characters, halves of surrogate pairs, and separators of lines and paragraphs.
    if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return character
    code = ord(character)
    # U+2400 onwards are pictures of the control characters.
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"
