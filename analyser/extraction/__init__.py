"""Letter to facts: a spaCy pipeline of named components, and the lexicon they read with."""

from analyser.extraction.extractor import Extractor

__all__ = ["Extractor"]
