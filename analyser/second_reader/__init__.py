"""A second reader: a trained model that reads the letter on its own, to be compared with the rules."""

from analyser.second_reader.reader import SecondReader, load_second_reader

__all__ = ["SecondReader", "load_second_reader"]
