"""Gold files in, an evaluation of this program out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from analyser import load
from analyser.errors import user_error
from analyser.evaluation.evaluate import evaluate
from analyser.evaluation.gold import GoldError, GoldLetter, read_gold
from analyser.evaluation.result import Evaluation
from analyser.guideline import load_pack

# Figures are for researchers, and in English only.
_LANG = "en"


def evaluate_file(
    paths: Iterable[Path], *, json_path: Path | None = None, errors: bool = False, pack: str = "memo"
) -> Evaluation:
    """Read gold files, analyse their letters and compare.

    Parameters
    ----------
    paths
        Gold files (see :func:`analyser.evaluation.read_gold`); ids differ across all of them.
    json_path
        Where :meth:`Evaluation.to_dict` is written, as JSON in UTF-8; the same input gives the same bytes.
    errors
        Write every error there too, with its quote, which is text of a letter.
    pack
        Name of the rule pack.

    Raises
    ------
    GoldError
        With the problems of all files.
    UserError
        The JSON cannot be written.
    """
    gold = read_all(paths)
    analyses = load(pack, lang=_LANG).analyse_many(item.letter for item in gold)
    rules = load_pack(pack, lang=_LANG)
    scores = {
        item.letter.id: (float(rules.assess(item.facts, lang=_LANG).score), float(analysis.assessment.score))
        for item, analysis in zip(gold, analyses, strict=True)
    }
    evaluation = evaluate(gold, {analysis.letter.id: analysis for analysis in analyses}, scores=scores)
    if json_path is not None:
        text = json.dumps(evaluation.to_dict(errors=errors), ensure_ascii=False, indent=1)
        try:
            json_path.write_text(text + "\n", encoding="utf-8", newline="\n")
        except OSError:
            raise user_error(_LANG, "cannot_write", out=json_path) from None
    return evaluation


def read_all(paths: Iterable[Path]) -> list[GoldLetter]:
    """The letters of all files.

    Raises
    ------
    GoldError
        With the problems of all files.
    """
    gold: list[GoldLetter] = []
    problems: list[str] = []
    for path in paths:
        try:
            gold += read_gold(path)
        except GoldError as error:
            problems += error.problems
    first: dict[str, GoldLetter] = {}
    for item in gold:
        other = first.setdefault(item.letter.id, item)
        if other is not item:
            problems.append(
                f"{item.letter.source}: the id {item.letter.id!r} is also that of {other.letter.source}; "
                "use each id once, and name each file once."
            )
    if problems:
        raise GoldError(tuple(problems))
    return gold
