"""Initials: as a signature, at the head of a note, or where they are said to be initials."""

from __future__ import annotations

import re
from bisect import bisect_left

from analyser.identity.context import NAME, Context
from analyser.identity.evidence import INITIALS_LONGEST
from analyser.identity.tokens import CAPITAL, INITIAL, LOWER, UPPER, Word

_LINE_END = re.compile(r"[ \t.)]*(?:\r?\n|$)")
_REST = re.compile(r"[^\s.)]")
_DOTTED = re.compile(r"(?:[A-ZÆØÅ]\.[ ]?){2,4}(?=\s*(?:$|\n))")
_NOTE = re.compile(r":[ ]{1,2}[a-zæøå]")
_DATED_NOTE = re.compile(
    r"[ ,]{1,2}\d{1,2}[./]\d{1,2}[./\-](?:\d{4}|\d\d)(?:,?[ ](?:kl\.?[ ]?)?\d\d[.:]\d\d)?[ ]?(?::|\r?\n|$)"
)
_DATE_BEFORE = re.compile(r"(?:^|\n)[ \t]*\d{1,2}[./]\d{1,2}[./\-](?:\d{4}|\d\d)[ \t/(,\-\u2013]{1,3}$")
_COLON = re.compile(r"\)?:[ \n]")
_SHORTEST = 2
_OF_NAME = 3
_SIGNED = re.compile(r"[ \t.]*(?:,[^\n]{0,40})?(?:\r?\n|$)")
_WORDS = 8  # a text with fewer is no letter that is signed
_CUE_GAP = re.compile(r"[ .:/]{1,3}")
_AFTER = re.compile(r"[ \t]*(?:[,.;/)]|\r?\n|$|\d)")
_OPENS = re.compile(r"[\n(/][ \t]*(?:[-\u2013][ ]?)?$")
_REFERENCE = re.compile(
    r"(?<!\w)ref\.?[ ]?:[ ]{0,3}(?P<who>[A-ZÆØÅa-zæøå]{2,4}/[A-ZÆØÅa-zæøå]{2,4})(?![\w/])", re.IGNORECASE
)
_CLOSES = re.compile(r"[ \t]*(?:[)/]|\r?\n|$)")
_IDENTITY = re.compile(r"[., ]{0,3}[,(]?[ ]?(?:(?:f|fd|f\.d|fnr|f\.nr|pnr|p\.nr|født|fødd)(?!\w)|\d{6})", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-ZÆØÅ]\.?[ -]?){1,3}[A-ZÆØÅ]\.?")
_AROUND = " .\n\r\t/-\u2013"


def mark_initials(context: Context) -> None:
    """Mark "Mvh AB", "/KES", "SK: ringt pas.", "O.B.H."."""
    for at, word in enumerate(context.found):
        if word.kind:
            continue
        if word.shape == INITIAL and _is_dotted(context, at):
            _take_dotted(context, at)
        elif word.shape == UPPER and len(word.key) <= INITIALS_LONGEST and _is_signature(context, at):
            word.kind = NAME
            behind = context.behind(at)
            if behind is not None and _is_name_of_line(context, at, behind):
                behind.kind = NAME


def mark_references(context: Context) -> None:
    """Mark "Vår ref.: BIR/hk"."""
    for match in _REFERENCE.finditer(context.text):
        start, end = match.span("who")
        first = bisect_left(context.found, start, key=_start)
        for word in context.found[first : first + 2]:
            if word.start < end:
                word.kind = word.kind or NAME


def _start(word: Word) -> int:
    return word.start


def mark_writers(context: Context) -> None:
    """Mark "skrevet av gbl", and the initials of a name of this text where they stand alone ("(KNO):")."""
    written = _initials_of_names(context)
    for at, word in enumerate(context.found):
        short = word.shape in (LOWER, UPPER) and _SHORTEST <= len(word.key) <= INITIALS_LONGEST
        if word.kind or not short or context.words.is_plain(word.key):
            continue
        behind = context.text[word.end : word.end + 8]
        ends = _AFTER.match(behind) is not None
        alone = (at == 0 or _OPENS.search(word.gap) is not None) and _CLOSES.match(behind) is not None
        last = at > _WORDS and at == len(context.found) - 1 and "\n" in word.gap and alone
        if (ends and _is_cued(context, at)) or (alone and word.key in written) or last:
            word.kind = NAME


def _is_cued(context: Context, at: int) -> bool:
    """Whether "skrevet", "utskrevet av" stands right before."""
    found, gap = context.found, context.found[at].gap
    if not at or not _CUE_GAP.fullmatch(gap):
        return False
    by = found[at - 1].key in ("av", "ved", "v") and at > 1
    key = found[at - 2].key if by else found[at - 1].key
    return key in context.cues["person.writing"] and (by or key not in context.cues["person.writing_by"])


def _initials_of_names(context: Context) -> set[str]:
    """The initials of the whole names of the text, in small letters."""
    initials: set[str] = set()
    run = ""
    for at, word in enumerate([*context.found, None]):
        if word is not None and word.kind == NAME and run and context.joined(at):
            run += "".join(part[0] for part in word.key.split("-") if part)
            continue
        if len(run) >= _SHORTEST:
            initials.add(run)
        run = "".join(part[0] for part in word.key.split("-") if part) if word and word.kind == NAME else ""
    return initials


def _is_signature(context: Context, at: int) -> bool:
    text, word, cues = context.text, context.found[at], context.cues
    key = context.found[at - 1].key if context.follows_cue(at) else ""
    last = (
        at == len(context.found) - 1
        and not word.gap.rpartition("\n")[2].strip(_AROUND)
        and not _REST.search(text, word.end)
    )
    parted = any(sign in word.gap for sign in (".", "\n", "/"))
    if (key in cues["person.signing"] or (last and parted)) and word.key not in cues["stop.no_initials"]:
        return True
    behind = context.behind(at)
    if behind is not None and _is_name_of_line(context, at, behind):
        return True
    if context.words.is_plain(word.key):
        return False
    ends_line = _LINE_END.match(text[word.end : word.end + 8]) is not None
    starts_line = (at == 0 or "\n" in word.gap) and not word.gap.rpartition("\n")[2].strip(" \t/-\u2013")
    dash = word.gap.rstrip().endswith(("/", "-", "\u2013"))
    if ends_line:
        return starts_line or dash or context.cue(at) == NAME
    dated = _DATE_BEFORE.search(word.gap) is not None and _COLON.match(text, word.end) is not None
    return dated or (starts_line and bool(_NOTE.match(text, word.end) or _DATED_NOTE.match(text, word.end)))


def _is_name_of_line(context: Context, at: int, behind: Word) -> bool:
    """Whether initials and a family name begin a line and little else is on it: "LK Bø, Rena"."""
    word = context.found[at]
    begins = (at == 0 or "\n" in word.gap) and behind.gap == " " and behind.shape == CAPITAL
    named = behind.key in context.words.family or context.words.is_family(behind.key)
    short = len(word.key) <= _OF_NAME and word.key not in context.cues["stop.no_initials"]
    return begins and named and short and _SIGNED.match(context.text, behind.end) is not None


def _is_dotted(context: Context, at: int) -> bool:
    word = context.found[at]
    key = context.found[at - 1].key if context.follows_cue(at) else ""
    if key in context.cues["person.initials"]:
        return True
    whole = _INITIALS.match(context.text, word.start)
    if whole and "." in whole.group() and _IDENTITY.match(context.text, whole.end()):
        return True
    alone = at == 0 or "\n" in word.gap or word.gap.rstrip().endswith("/") or context.cue(at) == NAME
    return alone and _DOTTED.match(context.text[word.start : word.start + 16]) is not None


def _take_dotted(context: Context, at: int) -> None:
    found = context.found
    found[at].kind = NAME
    nxt = at + 1
    while nxt < len(found) and found[nxt].shape == INITIAL and found[nxt].gap.strip(" ") in (".", "", ".-"):
        found[nxt].kind = NAME
        nxt += 1
