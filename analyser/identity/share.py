"""Results to share: an analysis without identifiers and without the letter's text outside the evidence.

What is left of a letter's text are the words that findings and conclusions rest on, with identifiers in them
masked. Names of letters, files and senders become pseudonyms made with a key (HMAC-SHA256): the same sender has
the same pseudonym in all results made with one key, and without the key nobody can try names against them.
"""

from __future__ import annotations

import base64
import dataclasses
import hmac
import re
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from analyser.analysis import Analysis
from analyser.assessment import Assessment
from analyser.errors import user_error
from analyser.fact import Cue, Fact
from analyser.identity.context import NAME
from analyser.identity.find import find
from analyser.identity.identifier import Identifier
from analyser.identity.mask import cover, mask
from analyser.letter import Letter, Message
from analyser.reading.failure import Failure

KEY_BYTES = 32
_SHORTEST_KEY = 16
_LENGTH = 10  # base32 characters, 50 bits: two senders of a million share one with a chance of 0.05 %
_OUTSIDE = re.compile(r"[^\n\r]")
_NUMBER = re.compile(r"\d+$")


def shared(analysis: Analysis, key: bytes) -> Analysis:
    """The same analysis to share: facts, conclusions and offsets as they are, all else without identity.

    Parameters
    ----------
    analysis
        Of one letter.
    key
        Secret of whoever shares; see :func:`read_key`.

    Returns
    -------
    Analysis
        Its letter's text is as long as before; outside the evidence it is blank.
    """
    letter = analysis.letter
    message = letter.message
    known = (*message.names, *([letter.sender] if letter.sender else []))
    found = find(letter.text, known, message.identities)
    known = (*known, *(letter.text[one.start : one.end] for one in found if one.kind == NAME))
    text = _only_evidence(cover(letter.text, found), analysis)
    return Analysis(
        letter=dataclasses.replace(shared_letter(letter, key), text=text),
        language=analysis.language,
        facts=tuple(_fact(fact, text, known, message.identities) for fact in analysis.facts),
        assessment=_assessment(analysis, found),
        second=analysis.second,
    )


def shared_letter(letter: Letter, key: bytes) -> Letter:
    """The letter with pseudonyms, and without its text: what of that may be told hangs on what was found."""
    return Letter(
        id=pseudonym(letter.id, key, "letter"),
        text="",
        date=letter.date,
        sender=pseudonym(_normal(letter.sender), key, "sender") if letter.sender else None,
        source=source_name(letter.source, key) if letter.source else None,
        notes=letter.notes,
        message=_message(letter.message, key),
        duplicate_of=pseudonym(letter.duplicate_of, key, "letter") if letter.duplicate_of else None,
    )


def shared_failure(row: Failure, key: bytes) -> Failure:
    """What was not read, without the name of its file; of the place only the number of the line or row is left."""
    number = _NUMBER.search(row.place)
    return dataclasses.replace(row, source=source_name(row.source, key), place=number[0] if number else "")


def shared_input(row: Mapping[str, str | int], key: bytes) -> dict[str, str | int]:
    """A file that was read: its size, and pseudonyms of its name and of its content."""
    return {
        "source": source_name(str(row["source"]), key),
        "bytes": row["bytes"],
        "sha256": pseudonym(str(row["sha256"]), key, "sha256"),
    }


def shared_key(content: str, letter: Letter, key: bytes) -> str:
    """Key of a content among shared results: what is masked hangs on the names that other fields tell, too."""
    known = "\0".join((*letter.message.names, *letter.message.identities, letter.sender or ""))
    return hmac.digest(key, f"{content}\0{known}".encode("utf-8", "surrogatepass"), "sha256").hex()


def key_name(key: bytes) -> str:
    """What tells whether results were shared with the same key, and tells nothing else."""
    return pseudonym("", key, "key")


def pseudonym(value: str, key: bytes, of: str) -> str:
    """Ten characters that stand for ``value``; ``of`` keeps values of different fields apart."""
    digest = hmac.digest(key, f"{of}\0{value}".encode("utf-8", "surrogatepass"), "sha256")
    return base64.b32encode(digest).decode("ascii")[:_LENGTH].lower()


def source_name(name: str, key: bytes) -> str:
    """Pseudonym of a file and a place in it."""
    return pseudonym(name, key, "source")


def read_key(path: Path, *, lang: str = "nb") -> tuple[bytes, bool]:
    """The key of a file, and whether it was made now because there was no such file.

    A new key is 32 random bytes in hexadecimal digits, for its owner's eyes only where the system knows of owners.

    Raises
    ------
    UserError
        The file cannot be read or written, or holds no key.
    """
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _new_key(path, lang=lang), True
    except (OSError, ValueError):
        raise user_error(lang, "bad_key", name=path) from None
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) < _SHORTEST_KEY:
        raise user_error(lang, "bad_key", name=path)
    return key, False


def _new_key(path: Path, *, lang: str) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(key.hex() + "\n", encoding="ascii", newline="\n")
    except OSError:
        raise user_error(lang, "cannot_write", out=path) from None
    return key


def _normal(sender: str) -> str:
    """One spelling of an office's name: case and blanks do not count."""
    return " ".join(sender.casefold().split())


def _only_evidence(masked: str, analysis: Analysis) -> str:
    """The masked text blank outside what facts and conclusions rest on."""
    parts: list[str] = []
    last = 0
    for start, end in sorted(_evidence(analysis)):
        begin = max(start, last)
        if begin < end:
            parts += [_OUTSIDE.sub(" ", masked[last:begin]), masked[begin:end]]
            last = end
    parts.append(_OUTSIDE.sub(" ", masked[last:]))
    return "".join(parts)


def _evidence(analysis: Analysis) -> Iterator[tuple[int, int]]:
    for fact in analysis.facts:
        if fact.start is not None and fact.end is not None:
            yield fact.start, fact.end
        if fact.cue is not None:
            yield fact.cue.start, fact.cue.end
    for reason in analysis.assessment.reasons:
        yield from reason.evidence


def _fact(fact: Fact, text: str, known: tuple[str, ...], identities: tuple[str, ...]) -> Fact:
    cue = fact.cue
    quote = mask(fact.quote, known, identities) if fact.start is None else text[fact.start : fact.end]
    return dataclasses.replace(
        fact, quote=quote, cue=None if cue is None else Cue(cue.start, cue.end, text[cue.start : cue.end])
    )


def _message(message: Message, key: bytes) -> Message:
    """Of a structured message: what kind it was, and its coded entries without what the sender called them."""
    return dataclasses.replace(
        message,
        id=pseudonym(message.id, key, "message") if message.id else "",
        referral=pseudonym(message.referral, key, "message") if message.referral else "",
        original=pseudonym(message.original, key, "message") if message.original else "",
        sent=None,
        birth_date=None,
        entries=tuple(dataclasses.replace(entry, name="") for entry in message.entries),
        names=(),
        identities=(),
    )


def _assessment(analysis: Analysis, found: tuple[Identifier, ...]) -> Assessment:
    """The conclusions; should a sentence hold an identifier of the letter word for word, it is masked there."""
    text = analysis.letter.text
    told = {text[one.start : one.end] for one in found if one.end - one.start > 2}
    told = {piece for piece in told if any(piece in reason.message for reason in analysis.assessment.reasons)}
    if not told:
        return analysis.assessment
    reasons = []
    for reason in analysis.assessment.reasons:
        words = reason.message
        for piece in told:
            words = words.replace(piece, "X" * len(piece))
        reasons.append(dataclasses.replace(reason, message=words))
    return dataclasses.replace(analysis.assessment, reasons=tuple(reasons))
