"""Trains the second reader into the package, and writes its card: ``python scripts/second_reader.py``.

With ``--card`` only the card is written anew, from the held-out letters of the last training.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyser.evaluation.gold import GoldLetter, read_gold
from analyser.guideline import load_pack
from analyser.pipeline import Analyser
from analyser.second_reader.belief import believed
from analyser.second_reader.features import transcript_of
from analyser.second_reader.reader import SecondReader, load_second_reader, opinion
from analyser.second_reader.report import (
    Opinion,
    accuracy,
    conformal,
    errors_kept,
    found_early,
    interval,
    measures,
    share,
)
from analyser.second_reader.store import MODEL, save
from analyser.second_reader.train import train
from analyser.synthesis.generate import write

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data" / "synthetic"
CARD = ROOT / "models" / "README.md"
HELD = ROOT / "models" / "held-out.npz"
COUNT, SEED = 3000, 100
_PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
_SETS = {
    "development letters (never trained on)": "dev-*.jsonl",
    "further letters (held out by file)": "hand-*.jsonl",
    "letters kept apart (never trained on, by hands that neither had seen)": "held/held-*.jsonl",
}


def make() -> None:
    """Train on the letters that people wrote, but for the development letters, and on generated ones."""
    with tempfile.TemporaryDirectory() as folder:
        generated = Path(folder) / f"generated-{COUNT}-seed-{SEED}.jsonl"
        write(COUNT, generated, seed=SEED)
        stored, held = train([*sorted(DATA.glob("hand-*.jsonl")), generated])
    save(stored, MODEL)
    ids = "\n".join(one.letter.letter.id for one in held)
    logits = np.stack([one.logits for one in held]).astype(np.float16)
    np.savez_compressed(HELD, allow_pickle=False, ids=np.frombuffer(ids.encode("utf-8"), dtype=np.uint8), logits=logits)


def gold(pattern: str) -> list[GoldLetter]:
    """The letters of some files."""
    return [letter for path in sorted(DATA.glob(pattern)) for letter in read_gold(path)]


def opinions(
    letters: Sequence[GoldLetter], logits: Sequence[NDArray[np.float32]], reader: SecondReader
) -> list[Opinion]:
    """Letters read by the rules, and by a model that gave these log odds."""
    rules, pack = Analyser(), load_pack("memo")
    found = []
    for letter, odds in zip(letters, logits, strict=True):
        said = rules.analyse(letter.letter).assessment
        beliefs = believed(odds, reader.model.labels, pack, reader.calibration)
        second = opinion(*beliefs, said, reader.version)
        found.append(Opinion(letter.dxa, frozenset(letter.dental), said.dxa, frozenset(said.dental), second))
    return found


def row(cells: Sequence[object]) -> str:
    """A line of a Markdown table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def with_ends(value: float, ends: tuple[float, float], form: str = ".1%") -> str:
    """A figure and its interval."""
    return f"{value:{form}} ({ends[0]:{form}} to {ends[1]:{form}})"


def table(name: str, found: Sequence[Opinion]) -> list[str]:
    """The figures of one set of letters."""
    lines = [f"### {name[0].upper()}{name[1:]}", "", f"{len(found)} letters; in brackets 95 % intervals.", ""]
    answers = measures(found)
    heads = list(next(iter(answers.values())))
    lines += [row(["who answers", *heads]), row(["---", *["---:"] * len(heads)])]
    for who, numbers in answers.items():
        cells = [
            with_ends(value, interval(found, lambda part, who=who: accuracy(part, who)), ".3f")  # type: ignore[misc]
            if key == "DXA, accuracy"
            else f"{value:.3f}"
            for key, value in numbers.items()
        ]
        lines.append(row([who, *cells]))
    agreed = share([one.second.agrees for one in found])
    lines += ["", row(["", "share"]), row(["---", "---:"])]
    lines.append(row(["the two agree on DXA and teeth", with_ends(agreed, interval(found, lambda part: share([one.second.agrees for one in part])))]))  # fmt: skip  # noqa: E501
    for words, state in (("agree", True), ("differ", False)):

        def wrong(part: Sequence[Opinion], state: bool = state) -> float:  # noqa: FBT001
            return share([not one.rules_right for one in part if one.second.agrees is state])

        lines.append(
            row([f"the rules are wrong where the two {words}", with_ends(wrong(found), interval(found, wrong))])
        )
    lines += ["", row(["letters kept, the surest first", *(f"{kept:.0%}" for kept in errors_kept(found))])]
    lines += [row(["---", *["---:"] * len(errors_kept(found))])]
    lines.append(row(["error of the rules on them", *(f"{value:.1%}" for value in errors_kept(found).values())]))
    early = found_early(found)
    lines += ["", row(["letters read in the order of review_first", *(f"{part:.0%}" for part in early)])]
    lines += [row(["---", *["---:"] * len(early)]), row(["of the rules' errors among them", *(f"{v:.0%}" for v in early.values())])]  # fmt: skip  # noqa: E501
    return [*lines, ""]


def figures() -> str:
    """All figures as Markdown."""
    reader = load_second_reader()
    assert reader is not None
    dev, further, apart = (gold(pattern) for pattern in _SETS.values())
    with np.load(HELD, allow_pickle=False) as arrays:
        ids = arrays["ids"].tobytes().decode("utf-8").split("\n")
        held = dict(zip(ids, arrays["logits"].astype(np.float32), strict=True))
    # Letters that have come since the last training were not held out of it, and letters are not always kept apart.
    further = [one for one in further if one.letter.id in held]
    by_set = dict(
        zip(
            _SETS,
            (
                opinions(dev, [reader.logits(transcript_of(one.letter.text)) for one in dev], reader),
                opinions(further, [held[one.letter.id] for one in further], reader),
                opinions(apart, [reader.logits(transcript_of(one.letter.text)) for one in apart], reader),
            ),
            strict=True,
        )
    )
    lines = [f"Model {reader.version}, {(MODEL / 'model.npz').stat().st_size / 1e6:.1f} MB, {reader.calibration}.", ""]
    for name, found in by_set.items():
        lines += table(name, found) if found else []
    first, second, _ = by_set.values()
    lines += ["### Sets of suggestions", "", "Split conformal: the threshold from the further letters, tried on the development letters.", ""]  # fmt: skip  # noqa: E501
    lines += [row(["wanted", "held the right one", "suggestions in a set"]), row(["---:", "---:", "---:"])]
    for wanted in (0.8, 0.9, 0.95):
        holds, size = conformal(second, first, wanted=wanted)
        lines.append(row([f"{wanted:.0%}", f"{holds:.1%}", f"{size:.1f}"]))
    lines += ["", "### Probabilities", "", row(["probability of the likeliest suggestion", "letters", "it is right"]), row(["---", "---:", "---:"])]  # fmt: skip  # noqa: E501
    for low, high in ((0.0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        part = [one for one in first if low <= one.second.dxa[one.second.suggestion] < high]
        lines.append(row([f"{low:.1f} to {min(high, 1):.1f}", len(part), f"{share([one.second.suggestion == one.dxa for one in part]):.0%}" if part else "-"]))  # fmt: skip  # noqa: E501
    return "\n" + "\n".join(lines) + "\n\n"


def main() -> None:
    """Train, unless only the card is wanted, and write the card."""
    if "--card" not in sys.argv[1:]:
        make()
    card = CARD.read_text(encoding="utf-8")
    CARD.write_text(_PLACE.sub(lambda _: figures(), card), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
