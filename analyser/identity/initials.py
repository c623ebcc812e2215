"""Initials: as a signature, at the head of a note, or where they are said to be initials."""

from __future__ import annotations

import re

from analyser.identity.context import NAME, Context
from analyser.identity.evidence import INITIALS_LONGEST
from analyser.identity.tokens import INITIAL, UPPER

_LINE_END = re.compile(r"[ \t.)]*(?:\r?\n|$)")
_REST = re.compile(r"[^\s.)]")
_DOTTED = re.compile(r"(?:[A-ZÆØÅ]\.[ ]?){2,4}(?=\s*(?:$|\n))")
_NOTE = re.compile(r":[ ]{1,2}[a-zæøå]")
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


def _is_signature(context: Context, at: int) -> bool:
    text, word, cues = context.text, context.found[at], context.cues
    key = context.found[at - 1].key if context.follows_cue(at) else ""
    last = at == len(context.found) - 1 and not word.gap.strip(_AROUND) and not _REST.search(text, word.end)
    parted = any(sign in word.gap for sign in (".", "\n", "/"))
    if (key in cues["person.signing"] or (last and parted)) and word.key not in cues["stop.no_initials"]:
        return True
    if context.words.is_plain(word.key):
        return False
    ends_line = _LINE_END.match(text[word.end : word.end + 8]) is not None
    starts_line = (at == 0 or "\n" in word.gap) and not word.gap.rpartition("\n")[2].strip(" \t/-\u2013")
    dash = word.gap.rstrip().endswith(("/", "-", "\u2013"))
    if ends_line:
        return starts_line or dash or context.cue(at) == NAME
    return starts_line and _NOTE.match(text, word.end) is not None


def _is_dotted(context: Context, at: int) -> bool:
    word = context.found[at]
    key = context.found[at - 1].key if context.follows_cue(at) else ""
    if key in context.cues["person.initials"]:
        return True
    alone = at == 0 or "\n" in word.gap or word.gap.rstrip().endswith("/") or context.cue(at) == NAME
    return alone and _DOTTED.match(context.text[word.start : word.start + 16]) is not None


def _take_dotted(context: Context, at: int) -> None:
    found = context.found
    found[at].kind = NAME
    nxt = at + 1
    while nxt < len(found) and found[nxt].shape == INITIAL and found[nxt].gap.strip(" ") in (".", ""):
        found[nxt].kind = NAME
        nxt += 1
