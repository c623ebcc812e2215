"""Identifiers that have a shape: numbers, dates of birth, addresses of mail and web.

Every expression is anchored at a digit or a cue and bounded in length, so that a scan is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analyser.identity.identifier import Identifier
from analyser.identity.words import Words

# Day (D-numbers: + 40), month (H-numbers and synthetic ones: + 40, + 65 or + 80), year.
_DAY = r"(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])"
_MONTH = r"(?:0[1-9]|1[0-2]|4[1-9]|5[0-2]|6[6-9]|7[0-7]|8[1-9]|9[0-2])"
_GAP = r"[ \t\u00a0.\-\u2010-\u2015/]"
_FIVE = rf"(?:\d{{3}}{_GAP}?\d\d|\d\d{_GAP}?\d{{3}})"
_ID = re.compile(
    rf"(?<![\d])(?<!\d[.,])"
    rf"(?:{_DAY}{_MONTH}\d\d(?:[\s.\-\u2010-\u2015/]{{0,4}}){_FIVE}"
    rf"|{_DAY}{_GAP}{_MONTH}{_GAP}\d\d(?:[\s.\-\u2010-\u2015/]{{0,4}}){_FIVE}"
    rf"|{_DAY}{_GAP}{_MONTH}\d\d{_GAP}?\d{{5}}|{_DAY}{_MONTH}{_GAP}\d\d{_GAP}?\d{{5}})"
    r"(?!\d)(?![.,]\d)"
)

# Not a value of a row, whatever stands beside it.
_WHOLE_ID = re.compile(r"\d{6}[ \-]?\d{5}")

_MONTHS = (
    "jan(?:uar)?|feb(?:ruar)?|mars?|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?"
    "|des(?:ember)?"
)
_ORDINALS = (
    "første|fyrste|andre|tredje|fjerde|femte|sjette|sjuende|sjuande|syvende|åttende|åttande|niende|niande|tiende|tiande"
    "|ellevte|tolvte|trettende|fjortende|femtende|sekstende|syttende|attende|nittende|tjuende|tjueførste|tjueandre"
    "|tjuetredje|tjuefjerde|tjuefemte|tjuesjette|tjuesjuende|tjueåttende|tjueniende|trettiende|trettiførste"
)
_DATE = (
    r"(?:\d{1,2}[ ./\-]{1,2}\d{1,2}[ ./\-]{1,2}(?:\d{4}|\d{2})|\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2}"
    rf"|\d{{1,2}}\.?[ ]?(?:{_MONTHS})\.?[ ,]{{0,2}}(?:\d{{4}}|\d{{2}})"
    rf"|(?:{_ORDINALS})[ ](?:{_MONTHS})[ ](?:\d{{4}}|\d{{2}})"
    r"|\d{2}[ ]?\d{2}[ ]?(?:\d{4}|\d{2}))"
)
_BORN = re.compile(
    r"(?<!\w)(?P<cue>f\.?[ ]?(?:d|dato|nr|år)?|født(?:\s?(?:dato|år))?|fødd|fødselsdato|fødselsdag|fødselsår"
    r"|fødselsnr|fødselsnummer|fnr|fdato|fd|dob|geb|born)\.?"
    rf"[ \t]{{0,20}}(?:\([^()\d\n]{{1,20}}\))?[:=(]?[ \t]{{0,20}}(?:den[ ]|i[ ])?"
    rf"(?P<date>{_DATE}(?!\d)|(?:18|19|20)\d\d(?!\d))",
    re.IGNORECASE,
)
_LONE_DATE = re.compile(rf"(?<![\w./\-]){_DATE}(?![\d])", re.IGNORECASE)
_PARTS = re.compile(r"\d+")

_PHONE = re.compile(
    r"(?<![\w.,\-+])(?<!(?<!\d\d)/)(?P<country>(?:\+|00[ ]?)47[ .\-]?|\(\+47\)[ ]?)?"
    r"(?P<rest>\d{2}[ .\-]?\d{2}[ .\-]?\d{2}[ .\-]?\d{2}|\d{3}[ .\-]?\d{2}[ .\-]?\d{3}|\d{4}[ \-]\d{4}"
    r"|\d{2}[ .\-]\d{3}[ .\-]\d{3}|\d{3}[ .\-]\d{3}[ .\-]\d{2}|\d[ ]\d{2}[ ]\d{2}[ ]\d{3})(?!\d)(?![.,]\d)"
    r"(?!/\d{1,2}(?![\d ]))"
)
_FOREIGN = re.compile(r"(?<![\w+])(?:\+|00[ ]?)[1-9]\d{0,2}(?:[ .\-]?\d){6,12}(?!\d)")
# A number on either side: a row of values and no telephone.
_ROW_BEFORE = re.compile(r"(?:^|[\s;|])(?:\d+(?:[.,]\d+)?)[ ;|]{1,3}$")
_ROW_AFTER = re.compile(r"^[ ;|]{1,3}\d+(?:[.,]\d+)?(?:[ ;|\n]|$)")
_UNIT = re.compile(r"^[ ]?(?:mg|g|ug|µg|mcg|mmol|nmol|pmol|ie|iu|ml|%|kg|cm|år|u/l|mikrogram)\b", re.IGNORECASE)

_MAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{1,64}[ ]?(?:@|\(at\)|\[at\]|\(a\)|\(alfakrøll\)|[ ]at[ ](?=\w+\.\w))[ ]?"
    r"[\w\-]{1,63}(?:\.[\w\-]{2,63}){1,4}"
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']{2,200}"
    r"|(?<![\w@.\-])[a-zA-ZæøåÆØÅ0-9][\w\-]{1,62}(?:\.[\w\-]{1,62}){0,3}"
    r"\.(?:no|com|org|net|se|dk|eu|example|info|nhn)(?:/[^\s<>\"']{0,200})?(?![\w@])"
)
_IBAN = re.compile(r"(?<!\w)NO[ ]?\d{2}(?:[ ]?\d{4}){2}[ ]?\d{3}(?!\d)")
_ACCOUNT = re.compile(r"(?<![\d.,])\d{4}(?P<gap>[ .\-])\d{2}(?P=gap)\d{5}(?!\d)")
_PLATE = re.compile(r"(?<![\w\-])(?!NPU|ICD|ATC)[A-ZÆØÅ]{2}[ ]?\d{2}[ ]?\d{3}(?!\w|[.,]\d)")
# "Lege.HPR: 1234567" is a field of a record; "v.m: 12" is not.
_CUE_BEGINS = r"(?<!\w)(?<!(?<![^\W\d_]{3})\.)"
_BETWEEN = r"[ \t]{0,20}(?:\([^()\n]{1,25}\))?[:#=]?[ \t]{0,20}"
_BROKEN_PHONE = r"\+?\d(?:[ .\-]?\d){1,8}[ ]?\n[ \t>]{0,8}\d(?:[ .\-]?\d){0,7}(?!\d)"
_BEFORE = 20
_PHONE_DIGITS = (8, 10)  # without and with the country
_NUMBER = r"[A-ZÆØÅa-zæøå]{0,5}[\-/]?\d[\w]*(?:[\-/.:][\w]+){0,4}"


@cache
def _values(words: Words) -> re.Pattern[str]:
    """A test right before digits: what follows are its values ("Kreatinin 66 70 72 68")."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words.cues['number.tests']))})[ :]{{1,2}}$", re.IGNORECASE)


@cache
def _cued(words: Words) -> dict[str, re.Pattern[str]]:
    """Expressions for numbers that a word before them tells the kind of (the first word of the key)."""

    def before(cues: frozenset[str], what: str, *, between: str = _BETWEEN) -> re.Pattern[str]:
        options = "|".join(re.escape(cue) for cue in sorted(cues, key=lambda cue: (-len(cue), cue)))
        return re.compile(
            rf"{_CUE_BEGINS}(?:{options})(?!\w)\.?(?:[ \-]?(?:nr|nummer|id|no))?\.?{between}(?P<number>{what})",
            re.IGNORECASE,
        )

    digits = "|".join(sorted(words.cues["number.digits"]))
    return {
        "hpr_number": before(words.cues["number.hpr"], r"\d(?:[ ]?\d){4,9}(?!\d)"),
        "account": before(words.cues["number.account"], r"\d(?:[ .\-]?\d){9,14}(?!\d)"),
        "record_number": before(words.cues["number.record"], rf"(?=[\w\-/]*\d[\w\-/.]*\d){_NUMBER}"),
        "phone": before(words.cues["number.phone"], r"[+(]{0,2}\d(?:[ .\-()]{0,2}\d){4,13}(?!\d)"),
        "phone broken": before(words.cues["number.phone"], _BROKEN_PHONE),
        "record_number grouped": before(
            words.cues["number.grouped"], r"\d{3,4}(?:[ ]\d{3}[ ]\d{3}|[ ]\d{6}[ ]\d\d)(?!\d)"
        ),
        "record_number near": before(
            words.cues["number.record_near"], r"\d{4,12}(?!\d)(?![.,/]\d)", between=r"[^\d\n.]{0,25}"
        ),
        "phone near": before(
            words.cues["number.phone"], r"[+(]{0,2}\d(?:[ .\-]?\d){7}(?!\d)", between=r"[^\d\n.]{0,25}"
        ),
        "account near": before(words.cues["number.account"], r"\d{11}(?!\d)", between=r"[^\d\n.]{0,25}"),
        "record_number of": re.compile(
            r"(?<!\w)(?:pasient|pas|kunde|medlems?|bruker)[.\- ]?(?:nr|nummer|id)\.?[ \t]{0,20}[:#]?[ \t]{0,20}"
            rf"(?P<number>(?=[\w\-/]*\d[\w\-/.]*\d){_NUMBER})",
            re.IGNORECASE,
        ),
        # Any other word that ends so: "Skadenr 4471902", "Prosjektnummer: A-2210".
        "record_number compound": re.compile(
            r"(?<!\w)(?!\w{0,9}(?:tele|tlf|mobil|tel|post|f[øo]dsel|person|konto|hpr|fa(?:x|ks)|rom|hus|kode|lot|batch|vare))"
            r"[^\W\d_]{3,20}(?:nr|nummer(?:et)?)\.?[ \t]{0,20}[:#]?[ \t]{0,20}"
            rf"(?P<number>(?=[A-Za-z\-/]{{0,6}}\d[\d\-/.]{{3}}){_NUMBER})",
            re.IGNORECASE,
        ),
        "id_number": before(words.cues["number.identity"], r"\d(?:[\s.\-\u2010-\u2015/]{0,3}\d){10}(?!\d)"),
        "phone spelled": before(words.cues["number.phone"], rf"(?:(?:{digits})[ ,]{{1,2}}){{4,14}}(?:{digits})(?!\w)"),
        "id_number short": re.compile(
            r"(?<!\w)(?:person(?:nr|nummer(?:et)?)|pnr|p\.nr)\.?[ \t]{0,20}(?:[:=]|[^\W\d_ ]{2,7}[ ]){0,3}[ \t]{0,20}"
            r"(?P<number>\d{3}[ ]?\d\d)(?!\d)(?![.,]\d)",
            re.IGNORECASE,
        ),
    }


def find_shapes(text: str, words: Words) -> Iterator[Identifier]:
    """Identifiers known by their shape, in no order; they may overlap."""
    for match in _ID.finditer(text):
        if _WHOLE_ID.fullmatch(match.group()) or not _is_row(text, match):
            yield Identifier(*match.span(), "id_number")
    for match in _BORN.finditer(text):
        if _is_birth(match):
            yield Identifier(*match.span("date"), "birth_date")
    for kind, pattern in _cued(words).items():
        for match in pattern.finditer(text):
            if kind.startswith("phone") and _is_dated(match["number"]):
                continue
            if kind == "phone broken" and sum(map(str.isdigit, match["number"])) not in _PHONE_DIGITS:
                continue
            if kind.startswith("record_number") and _is_quantity(text, match.start("number"), match.end("number")):
                continue
            yield Identifier(*match.span("number"), kind.partition(" ")[0])
    for match in _PHONE.finditer(text):
        first = match["rest"][0]
        if match["country"] or (
            first in "23456789"
            and not _is_row(text, match)
            and not _is_year_pair(match["rest"])
            and not _values(words).search(text, max(0, match.start() - _BEFORE), match.start())
        ):
            yield Identifier(*match.span(), "phone")
    for kind, pattern in (
        ("phone", _FOREIGN), ("email", _MAIL), ("url", _URL), ("account", _IBAN), ("account", _ACCOUNT),
        ("plate", _PLATE),
    ):  # fmt: skip
        for match in pattern.finditer(text):
            yield Identifier(*match.span(), kind)


def lone_dates(text: str) -> Iterator[tuple[int, int]]:
    """Dates that may be of a birth when a name stands before them: long past ones."""
    for match in _LONE_DATE.finditer(text):
        year = _year(match.group())
        if year is not None and year <= _LAST_YEAR_OF_BIRTH:
            yield match.span()


_LAST_YEAR_OF_BIRTH = 2008
_EARLIEST = 1900
_OLDEST = 28  # of two digits: a smaller year is of this century
_WHOLE = 4  # digits of a year written out
_PACKED = (6, 8)  # digits of a date without signs between


def _year(date: str) -> int | None:
    """Year of a date; of two digits only those that cannot be of this century."""
    parts = _PARTS.findall(date)
    if len(parts) == 1 and len(parts[0]) in _PACKED:
        parts = [parts[0][:2], parts[0][2:4], parts[0][4:]]
    elif len(parts) == 2 and len(parts[0]) == _WHOLE:
        parts = [parts[0][:2], parts[0][2:], parts[1]]
    if len(parts) == 3:
        numbers = [int(part) for part in parts]
        year, month, day = (
            (numbers[0], numbers[1], numbers[2]) if len(parts[0]) == 4 else (numbers[2], numbers[1], numbers[0])
        )
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
    elif not parts:
        return None
    else:
        year = int(parts[-1])
    if len(parts[-1]) == _WHOLE or len(parts[0]) == _WHOLE:
        return year if year >= _EARLIEST else None
    return _EARLIEST + year if year >= _OLDEST else None


def _is_birth(match: re.Match[str]) -> bool:
    """Whether behind the cue stands a date; a bare "f" needs a whole one or a year of last century."""
    parts = _PARTS.findall(match["date"])
    if len(match["cue"].rstrip(". ")) == 1 and len(parts) == 1 and len(parts[0]) == _WHOLE:
        return str(parts[0]) <= str(_LAST_YEAR_OF_BIRTH)
    if len(parts) == 1 and len(parts[0]) in _PACKED:
        return 1 <= int(parts[0][:2]) <= 31 and 1 <= int(parts[0][2:4]) <= 12
    return True


def _is_row(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 14]
    return bool(_ROW_BEFORE.search(before) or _ROW_AFTER.search(after) or _UNIT.match(after))


def _is_year_pair(number: str) -> bool:
    """As in "2019-2024", which is a time."""
    return bool(re.fullmatch(r"(?:19|20)\d\d[ \-](?:19|20)\d\d", number)) or _is_dated(number)


def _is_dated(number: str) -> bool:
    """As in "20.11.2025" or "2025-11-20", which are dates."""
    return bool(
        re.fullmatch(r"\d\d[ ]\d\d[.](?:0\d|1[0-2])[.]\d\d", number)
        or re.fullmatch(r"\d\d([.\- ])(?:0\d|1[0-2])\1(?:19|20)\d\d|(?:19|20)\d\d([.\-])(?:0\d|1[0-2])\2\d\d", number)
    )


def _is_quantity(text: str, start: int, end: int) -> bool:
    """Whether a number behind "ref" or "prøve" is a value, a date or a year and names no record."""
    number = text[start:end]
    return bool(
        _UNIT.match(text[end : end + 12])
        or re.fullmatch(
            r"\d{1,3}(?:[.,:\-/]\d{1,3})?|(?:19|20)\d\d|\d{1,2}[./\-]\d{1,2}(?:[./\-]\d{2,4})?|\d{4}-\d\d-\d\d", number
        )
    )
