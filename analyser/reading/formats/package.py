"""Zip files as they come: what is in them, and whether it may be unpacked. Nothing is ever written to disk."""

from __future__ import annotations

import zipfile
import zlib

from analyser.reading.formats.base import Sample
from analyser.reading.limits import MAX_MEMBERS, MAX_RATIO, RATIO_FROM, Budget, RefusedError

ZIP_START = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_ENCRYPTED = 0x1
_XML = (".xml", ".rels", ".vml")
_PIECE, _OVERLAP = 1 << 20, 32
_MARKS = tuple(
    f"<!{word}".encode(code) for word in ("DOCTYPE", "ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)
# What a member that is damaged, or packed in a way this Python does not know, makes the library raise.
UNPACK_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, LookupError, RuntimeError)


def is_zip(sample: Sample) -> bool:
    """Whether the content begins as a zip file does."""
    return sample.head.startswith((ZIP_START, _EMPTY_ZIP))


def package_names(sample: Sample) -> frozenset[str]:
    """Names of what is in a zip file; empty when it is none that can be read."""
    if not is_zip(sample):
        return frozenset()
    try:
        with sample.source.open() as stream, zipfile.ZipFile(stream) as archive:
            return frozenset(archive.namelist())
    except UNPACK_ERRORS:
        return frozenset()


def check_members(archive: zipfile.ZipFile) -> None:
    """Refuse an archive of too many members before any is unpacked.

    Raises
    ------
    RefusedError
        There are more than :data:`MAX_MEMBERS`.
    """
    if len(archive.infolist()) > MAX_MEMBERS:
        raise RefusedError(code="too_many_members", limit=MAX_MEMBERS)


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> bytes:
    """One member, in memory.

    Raises
    ------
    RefusedError
        It is locked with a password, damaged, a bomb, or more than may still be unpacked.
    """
    _check_member(member)
    budget.take(member.file_size)
    try:
        # The library unpacks no more than the size that was just taken, whatever the data hold.
        return archive.read(member)
    except UNPACK_ERRORS:
        raise RefusedError(code="damaged_archive") from None


def check_package(sample: Sample) -> None:
    """Refuse an office document that is a bomb, is locked, or whose parts declare entities.

    Raises
    ------
    RefusedError
        So it is.
    zipfile.BadZipFile
        It is no zip file that can be read.
    """
    with sample.source.open() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except UNPACK_ERRORS:
            raise zipfile.BadZipFile from None
        with archive:
            check_members(archive)
            for member in archive.infolist():
                _check_member(member)
                sample.budget.take(member.file_size)
                if member.filename.lower().endswith(_XML) and _has_doctype(archive, member):
                    raise RefusedError(code="xml_entities")


def _check_member(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise RefusedError(code="password")
    if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise RefusedError(code="packed_too_tight", limit=MAX_RATIO)


def _has_doctype(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Looks through a part piece by piece: a sheet may be large."""
    before = b""
    try:
        with archive.open(member) as part:
            while piece := part.read(_PIECE):
                if declares_doctype(before + piece):
                    return True
                before = piece[-_OVERLAP:]
    except UNPACK_ERRORS:
        raise zipfile.BadZipFile from None
    return False


def declares_doctype(data: bytes) -> bool:
    """Whether XML has a document type, the only place where entities can be declared."""
    return any(mark in data for mark in _MARKS)
