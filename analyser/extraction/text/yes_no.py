"""Answers of a form that are marked without a box: "Ja: x  Nei:", "JA / nei", "hvis ja: ...", "Svar: ..."."""

from __future__ import annotations

import re

from analyser.extraction.text.left_out import LeftOut

_BOTH = re.compile(r"ja\b[^\n]{0,20}nei\b|nei\b[^\n]{0,20}ja\b")
_CONDITIONS = ("hvis ja", "viss ja", "om ja", "dersom ja", "i så fall", "hvis jo", "hvis nei", "viss nei")
_ASKED = re.compile(r"^[ \t]*(?:spørsmål|spm|svar)[ \t]*:[ \t]*", re.MULTILINE)
_IF_YES = re.compile(r"\b(?:hvis|viss|dersom|om|i) (?:ja|jo|nei|så fall)\b[ \t]*[,:]?", re.IGNORECASE)
_PAIR = re.compile(  # "Ja: x  Nei:", "ja   nei x": a mark behind one of the two
    r"\b(?P<first>ja|nei)\b[ \t]*+:?[ \t]*+(?P<one>[xX✓√](?!\w))?[ \t,/|]{0,20}+"
    r"(?P<second>\b(?:ja|nei))\b[ \t]*+:?[ \t]*+(?P<two>[xX✓√](?!\w))?",
    re.IGNORECASE,
)
_MARKS = r"(?:\*\*|__|[*_]|<u>|<b>|</u>|</b>|[(\[])?"
_EITHER = re.compile(  # "JA / nei", "ja / **nei**": the one that stands out
    rf"(?P<open>\([ \t]*)?(?P<a>{_MARKS}\b(?:[Jj][Aa]|[Nn][Ee][Ii])\b{_MARKS}[)\]]?)[ \t]*/[ \t]*"
    rf"(?P<b>{_MARKS}\b(?:[Jj][Aa]|[Nn][Ee][Ii])\b{_MARKS}[)\]]?)(?(open)[ \t]*\)?)"
)


def find_yes_no(text: str, found: LeftOut) -> None:
    """Leave out the answer that was not chosen, and the words that only lead up to one."""
    low = text.lower()
    if "nei" in low and len(low) == len(text) and _BOTH.search(low) is not None:
        for match in _EITHER.finditer(text):
            _read_either(match, found)
        for match in _PAIR.finditer(text):
            _read_pair(text, match, found)
    if "svar:" in low and len(low) == len(text):
        for match in _ASKED.finditer(low):
            found.hide(match.start(), match.end())
    if any(words in low for words in _CONDITIONS):
        for match in _IF_YES.finditer(text):
            found.hide(match.start(), match.end())


def _read_either(match: re.Match[str], found: LeftOut) -> None:
    """As in "JA / nei", "ja / **nei**"; where none stands out the question is open, or its answer follows."""
    first, second = match.group("a"), match.group("b")
    word = [part.strip("*_<>/ub()[]").lower() for part in (first, second)]
    if word[0] == word[1] or "x" in word:
        return
    marks = "*_<" if match.group("open") else "*_<(["
    loud = [part.isupper() or any(mark in part for mark in marks) for part in (first, second)]
    if loud[0] != loud[1]:
        at = match.start("a" if loud[0] else "b")
        found.hide(match.start(), at)
        found.hide(match.end("a") if loud[0] else match.end("b"), match.end())
    elif match.group("open"):
        found.hide(match.start(), match.end())


def _read_pair(text: str, match: re.Match[str], found: LeftOut) -> None:
    """As in "Ja: x Nei:", "ja nei x"."""
    if match.group("first").lower() == match.group("second").lower() or bool(match.group("one")) == bool(
        match.group("two")
    ):
        return
    name, mark = ("first", "one") if match.group("one") else ("second", "two")
    parted = text[: match.start()].rstrip()[-1:] in (":", "?")
    start = match.start()
    if parted:
        found.hide(start, match.start(mark))
    else:
        found.words[start] = ":"
        found.hide(start + 1, match.start(mark))
    found.words[match.start(mark)] = match.group(name).lower()
    found.hide(match.end(mark), match.end())
