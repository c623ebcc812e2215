"""Gold against predicted, with intervals."""

from analyser.evaluation.evaluate import evaluate
from analyser.evaluation.gold import GoldError, GoldLetter, read_gold
from analyser.evaluation.render import render
from analyser.evaluation.result import Evaluation
from analyser.evaluation.run import evaluate_file

__all__ = ["Evaluation", "GoldError", "GoldLetter", "evaluate", "evaluate_file", "read_gold", "render"]
