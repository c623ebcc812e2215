"""The lexicon checked and compiled, and what finds its words and patterns in a letter."""
