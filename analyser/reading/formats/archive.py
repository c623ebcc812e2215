"""Zip files of letters: each member is read as a file of its own, in memory; none is ever written to disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from analyser.reading.formats.base import Format, Item, Sample
from analyser.reading.formats.package import UNPACK_ERRORS, check_members, is_zip, unpack
from analyser.reading.limits import RefusedError
from analyser.reading.source import is_left_behind, printable

_FOLDERS_LEFT_BEHIND = {"__macosx"}


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Names that can be shown and their members, in the order of the names."""
    for member in sorted(archive.infolist(), key=lambda one: one.filename):
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        left_behind = (
            any(part.lower() in _FOLDERS_LEFT_BEHIND for part in parts) or not parts or is_left_behind(parts[-1])
        )
        if not member.is_dir() and not left_behind:
            yield printable("/".join(parts)), member


def _read(sample: Sample) -> Iterator[Item]:
    from analyser.reading.formats import read_items  # the registry knows this format too

    with sample.source.open() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except UNPACK_ERRORS:
            raise RefusedError(code="damaged_archive") from None
        with archive:
            check_members(archive)
            for name, member in _members(archive):
                try:
                    inner = sample.within(unpack(archive, member, sample.budget), inside=name, file=name)
                except RefusedError as error:
                    yield sample.refused(error, place=name)
                else:
                    yield from read_items(inner)


FORMAT = Format("zip", (".zip",), is_zip, _read)
