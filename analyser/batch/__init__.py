"""A run over many letters: every file in, a folder of results out, nothing lost on the way."""

from __future__ import annotations

from analyser.batch.folder import AUDIT, OUTPUTS
from analyser.batch.intake import Watch
from analyser.batch.resumed import Resumed
from analyser.batch.runner import LETTER_SECONDS, run
from analyser.batch.store import STORE, UNFINISHED, Store
from analyser.batch.summary import Summary

__all__ = ["AUDIT", "LETTER_SECONDS", "OUTPUTS", "STORE", "UNFINISHED", "Resumed", "Store", "Summary", "Watch", "run"]
