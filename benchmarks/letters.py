"""The letters and words that everything is measured on; read without the program, for environments that lack it."""

from __future__ import annotations

import json
import random
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = ("dev-nb.jsonl", "dev-nn.jsonl", "dev-epr.jsonl")
_LEXICON = ROOT / "analyser" / "extraction" / "lexicon"
_TERM_FILES = ("diseases.toml", "drugs.toml", "treatment.toml")
_TERM_LISTS = ("nb", "nn", "latin", "brands", "generic")
_NEW = 0.1  # of the words are followed by one that nobody has met
_HEADS = (
    "hjerte",
    "lunge",
    "nyre",
    "lever",
    "mage",
    "kne",
    "skulder",
    "nakke",
    "hals",
    "øye",
    "øre",
    "hud",
    "blod",
    "søvn",
    "hverdags",
    "familie",
    "vinter",
    "kvelds",
)
_TAILS = (
    "plage",
    "mønster",
    "historie",
    "samtale",
    "anbefaling",
    "veiledning",
    "gruppe",
    "utvikling",
    "evne",
    "skjema",
    "notat",
    "tiltak",
    "rapport",
)
_ENDINGS = ("", "en", "er", "ene", "s")


def texts() -> list[str]:
    """The development letters."""
    lines = [
        line for file in FILES for line in (ROOT / "data" / "synthetic" / file).read_text(encoding="utf-8").splitlines()
    ]
    return [json.loads(line)["text"] for line in lines if line]


def unmet(known: list[str], number: int) -> list[str]:
    """The letters with compounds strewn in that no letter before had; another ``number`` gives other words."""
    rng = random.Random(number)

    def word() -> str:
        link = "".join(rng.choice(letters) for letters in ("bdfgklmnprstv", "aeiouyøå", "bdfgklmnprstv", "aeiouyøå"))
        return rng.choice(_HEADS) + link + rng.choice(_TAILS) + rng.choice(_ENDINGS)

    return [
        "".join(
            f"{part}{word()} " if part.isspace() and rng.random() < _NEW else part for part in re.split(r"(\s+)", text)
        )
        for text in known
    ]


def terms() -> list[str]:
    """The plain terms of the lexicon for diseases, drugs and treatment."""
    found: dict[str, None] = {}
    for file in _TERM_FILES:
        for block in tomllib.loads((_LEXICON / file).read_text(encoding="utf-8")).values():
            for name in _TERM_LISTS:
                found.update(dict.fromkeys(term for term in block.get(name, ()) if "*" not in term))
    return list(found)


def denials() -> dict[str, list[str]]:
    """The lexicon's cues of denial: ``before`` and ``after`` what they deny, ``none`` that only look so, and stops."""
    cues = tomllib.loads((_LEXICON / "cues.toml").read_text(encoding="utf-8"))
    plain = {
        name: [cue for cue in cues["negation"].get(name, ()) if "*" not in cue and any(map(str.isalpha, cue))]
        for name in ("before", "after", "none")
    }
    return {**plain, "stops": [cue for cue in cues["stop"]["words"] if "*" not in cue and any(map(str.isalpha, cue))]}
