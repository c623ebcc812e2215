"""The texts around what a pack has to say; checked as a whole when they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from analyser.codebook import load_codebook
from analyser.texts import Texts, load_texts

# Every text that the program asks for, with the places that it fills.
_ASKED: Mapping[str, set[str]] = {
    **dict.fromkeys(("mark", "subject", "greeting", "question", "question_more", "nothing"), set()),
    "understood.patient": {"who"},
    **{
        f"understood.{status}": {"facts"}
        for status in ("present", "uncertain", "planned", "past", "absent", "contradictory", "and_more")
    },
    **dict.fromkeys(("understood.asks", "understood.asks_follow_up"), set()),
    **dict.fromkeys(("who.female", "who.male", "who.unknown"), set()),
    "who.aged": {"who", "age"},
    "detail.under_a_year_ago": set(),
}
_PLACE = re.compile(r"\{(\w*)\}")


@cache
def frame() -> Texts:
    """Read the frame of a draft (cached).

    Raises
    ------
    ValueError
        A text lacks or is unknown, or its places are not those that the program fills; all are named.
    """
    texts = load_texts("analyser.dialogue", "frame.toml")
    problems = list(problems_of(texts.entries))
    if problems:
        msg = f"frame.toml: mend these entries: {'; '.join(problems)}."
        raise ValueError(msg)
    return texts


def problems_of(entries: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """What is wrong with the entries of a frame, one phrase each."""
    codebook = load_codebook()
    attributes = {name: kind for one in codebook.concepts.values() for name, kind in one.attributes.items()}
    words = {word for kind in attributes.values() if isinstance(kind, tuple) for word in kind}
    choices = {f"choice.{word}" for word in codebook.concepts["dental_status"].values}
    asked = {**_ASKED, **dict.fromkeys(choices, set())}
    may_be = {f"name.{concept}" for concept in codebook.concepts}
    may_be |= {f"detail.{name}" for name in (*attributes, *words)}
    yield from (f"{key} lacks" for key in sorted(asked.keys() - entries.keys()))
    for key, texts in entries.items():
        if key not in asked and key not in may_be:
            yield f"{key} is unknown"
            continue
        numbered = attributes.get(key.removeprefix("detail.")) == "number"
        filled = asked.get(key, {"number"} if numbered else set())
        yield from (f"{key}.{lang} has other places" for lang, text in texts.items() if places(text) != filled)


def places(text: str) -> set[str]:
    """The names between the braces of a text."""
    return set(_PLACE.findall(text))
