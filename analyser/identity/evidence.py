"""What speaks for and against a run of capitalised words being a name."""

from __future__ import annotations

import re
from functools import cache

from analyser.identity.context import BLANK, COMMA, NAME, Context
from analyser.identity.tokens import CAPITAL, LOWER
from analyser.identity.words import Words

INITIALS_LONGEST = 4
_SHORT = 2
_AT = frozenset(["på", "i", "fra", "frå", "ved"])
_LINE_END = re.compile(r"[ \t.,]*(?:\r?\n|$)")
_REST = 30
_DASH = re.compile(r"[.!?\n][ \t]*[\u2013\u2014][ ]?$")
_END = re.compile(r"[\s.]*$")
_PLACE_ENDS = re.compile(r"[/,][ ]?[^\W\d_]{2,20}[\s.]*$")
_COUNT = re.compile(r"[ ]{1,2}\d{1,3}(?!\d)")
_LIST_GAP = re.compile(r"[\s\d.,/+x*]{1,16}")
_FORM = (
    r"depot|forte|retard|comp|mite|respimat|diskus|plus|duo|d3|long|inj\w*|tbl|tabl\w*|kaps\w*|nesespray|plaster|gel"
    r"|krem|salve|mikstur|dråper|vagitorier"
)
_AMOUNT = r"mg|mcg|ug|µg|mikrogram|g|ml|ie|iu|e|%|x|\*|tbl|stk|puff|mnd|doser?|sprøyter?|ukentlig|dgl|daglig|per|pr"
_DOSE = re.compile(
    rf"(?:[ ](?:{_FORM}))*[ :]{{1,2}}\(?\d+(?:[.,/]\d+)*[ ]?(?:{_AMOUNT})(?!\w)"
    r"|[ ](?:depot|forte|retard|tbl|tabl\w*|kaps\w*|inj\w*|nesespray|respimat|diskus|plaster|vb|v\.b|v/b|krem|salve"
    r"|mikstur|dråper|øyedråper|gel|infusjon\w*|sprøyter?|kur)(?!\w)"
    r"|[ ]\d+[ ]?[x*+]|[ ]\d\+\d",
    re.IGNORECASE,
)


@cache
def _noun(words: Words) -> re.Pattern[str]:
    """Ends of ordinary nouns and adjectives, which no unknown name at the start of a sentence is taken for."""
    return re.compile(f"(?:{'|'.join(sorted(words.cues['stop.noun_ends']))})$")


@cache
def _eponym_nouns(words: Words) -> tuple[str, ...]:
    return tuple(words.cues["stop.eponym_nouns"])


def is_eponym(context: Context, at: int, end: int) -> bool:
    """Whether one clinical word stands where it names a disease: "Mb. Crohn", "Colles fraktur"."""
    word, before = context.found[at], context.before(at)
    if before is not None and before.key == "modum":
        return True
    if end - at > 1 or context.words.clinical.isdisjoint((word.key, word.key.removesuffix("s"))):
        return False
    behind = context.behind(at)
    if before is not None and before.key in context.cues["stop.morbus"]:
        return True
    return (
        behind is not None
        and BLANK.fullmatch(behind.gap) is not None
        and behind.key.startswith(_eponym_nouns(context.words))
    )


def is_time(context: Context, at: int) -> bool:
    """Whether a given name is a time here: "Dag 3", "i Mai"."""
    word, before = context.found[at], context.before(at)
    if word.key == "dag":
        return _COUNT.match(context.text, word.end) is not None
    near = before is not None and BLANK.fullmatch(word.gap) is not None
    return word.key == "mai" and near and before is not None and before.key in context.cues["stop.before_months"]


def is_dosed(context: Context, end: int) -> bool:
    """Whether a dose follows, as behind a drug."""
    return _DOSE.match(context.text, context.found[end - 1].end) is not None


def is_listed_drug(context: Context, at: int) -> bool:
    """Whether it stands in a list behind a drug or a dose."""
    before, gap = context.before(at), context.found[at].gap
    if before is None or before.kind:
        return False
    if before.key in context.cues["stop.units"]:
        return "," in gap and _LIST_GAP.fullmatch(gap) is not None
    if before.shape != CAPITAL or before.key not in context.words.clinical:
        return False
    if before.key in context.cues["stop.words"] or before.key in context.cues["person.labels"]:
        return False  # "Pasienten, Unnveig, ..."
    key = context.found[at].key
    if gap == " " and before.key in context.words.drugs and (
        context.words.is_plain(key) or not context.words.is_given(key)
    ):  # fmt: skip
        return True  # "Orfiril Long"
    return gap.rstrip().endswith((",", "/", "+")) and _LIST_GAP.fullmatch(gap) is not None


def is_heading(context: Context, at: int, end: int) -> bool:
    """Words before a colon that nobody is called."""
    last = context.found[end - 1].end
    if not context.text[last : last + 3].lstrip(" \t").startswith(":"):
        return False
    return not any(context.words.is_given(word.key) for word in context.found[at:end])


def acts(context: Context, at: int, end: int) -> bool:
    """Whether a verb that people are subjects of follows."""
    if end >= len(context.found):
        return False
    words, cues, word, behind = context.words, context.cues, context.found[at], context.found[end]
    if not BLANK.fullmatch(behind.gap) or word.key in cues["stop.words"]:
        return False
    if behind.key not in cues["person.verbs"]:
        return words.is_given(word.key) and _is_at_work(context, end)
    bound = word.key.endswith(tuple(cues["stop.bound_ends"]))
    shaped = word.key not in words.family and bound  # "Svulsten var godartet"
    of_things = behind.key in cues["person.verbs_of_things"] and shaped
    if words.is_given(word.key) or (words.is_family(word.key) and not of_things):
        return not (words.is_plain(word.key) and end - at == 1 and len(word.key) <= _SHORT)
    return (
        len(word.key) > _SHORT
        and behind.key not in cues["person.verbs_of_things"]
        and not words.is_compound(word.key)
        and not _noun(words).search(word.key)
    )


def _is_at_work(context: Context, at: int) -> bool:
    """Whether "på nattevakt", "fra hjemmetjenesten" stands at a word."""
    if at + 1 >= len(context.found) or context.found[at].key not in _AT:
        return False
    place = context.found[at + 1]
    return place.key in context.cues["person.stations"] and BLANK.fullmatch(place.gap) is not None


def stands_alone(context: Context, at: int, end: int) -> bool:
    """Whether a name is a whole line, as below a letter."""
    last = context.found[end - 1].end
    line_end = _LINE_END.match(context.text[last : last + 12]) is not None
    return line_end and (at == 0 or "\n" in context.found[at].gap)


def signs_off(context: Context, at: int, end: int) -> bool:
    """Whether a word stands behind a dash at the end of the text: "Ber om time. \u2013 Skjerdal"."""
    last = context.found[end - 1].end
    rest = context.text[last : last + _REST]
    return bool(_DASH.search(context.found[at].gap) and (_END.match(rest) or _PLACE_ENDS.match(rest)))


def other_half(context: Context, at: int, end: int) -> bool:
    """Whether family and given name stand around a comma, as in registers."""
    found = context.found
    behind = found[end] if end < len(found) else None
    if behind is not None and COMMA.fullmatch(behind.gap) and behind.shape != LOWER:
        return context.words.is_given(behind.key)
    before = context.before(at)
    return before is not None and before.kind == NAME and COMMA.fullmatch(found[at].gap) is not None


def is_addressed(context: Context, at: int) -> bool:
    """Whether a title, a closing or a label with a colon stands before, not just a word such as "henvist"."""
    before, word = context.found[at - 1], context.found[at]
    if before.key in context.cues["person.titles"] or before.key in context.cues["person.closings"]:
        return True
    return ":" in word.gap and len(word.key) > INITIALS_LONGEST
