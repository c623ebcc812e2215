"""The local validation kit: a clinic tries the program on letters of its own, blind, and reports it."""

from analyser.validation.draw import Sample, Stratum, draw
from analyser.validation.kit import Kit, make_kit, open_kit
from analyser.validation.report import write_report
from analyser.validation.results import Results, results

__all__ = ["Kit", "Results", "Sample", "Stratum", "draw", "make_kit", "open_kit", "results", "write_report"]
