"""Write ``analyser/identity/data/ordinary.toml``: words that letters write with a small letter, and so are no names.

They are counted in the letters of ``data/synthetic`` that are named here; the others stay unseen, to measure on.
"""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = ("dev-nb", "dev-nn", "dev-epr", "hand-a", "hand-b", "hand-c", "hand-d")
OUT = ROOT / "analyser/identity/data/ordinary.toml"
_WORD = re.compile(r"(?<![\w.@/-])[^\W\d_]{2,}(?![\w@])")

HEAD = """\
# Ordinary words of referral letters, written by scripts/identity_words.py from letters of data/synthetic: a word
# that stands there with a small letter is no name because it has a capital at the start of a sentence.

words = \"\"\"
"""


def main() -> None:
    """Count and write."""
    words: set[str] = set()
    for name in FILES:
        for line in (ROOT / "data/synthetic" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            words.update(word for word in _WORD.findall(json.loads(line)["text"]) if word == word.lower())
    body = textwrap.fill(" ".join(sorted(words)), width=220, break_long_words=False, break_on_hyphens=False)
    OUT.write_text(f'{HEAD}{body}\n"""\n', encoding="utf-8", newline="\n")
    print(f"{len(words)} words")


if __name__ == "__main__":
    main()
