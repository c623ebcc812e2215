"""Where the model lies: arrays without pickle, and beside them a JSON that says what they are and are made of.

The model is package data: a source tree, an editable install and a wheel then find it at the same place.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analyser.codebook import load_codebook
from analyser.errors import UserError
from analyser.second_reader.belief import Calibration
from analyser.second_reader.linear import Linear

MODEL = Path(__file__).with_name("model")
ARRAYS, ABOUT = "model.npz", "model.json"
FORMAT = 2
"""Grows whenever features, labels or arrays change their meaning."""
_LARGEST = 20_000_000  # bytes: no model of ours comes near
_ARRAYS = {"features", "labels", "counts", "columns", "weights", "bias"}
_KEYS = {"format", "codebook", "sha256", "calibration", "trained_on", "made_with"}


class ModelError(UserError):
    """A model that cannot be used; the message names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A model as it lies on disk.

    Attributes
    ----------
    model, calibration
        What reads.
    trained_on
        Name, SHA-256 and number of letters of each file.
    made_with
        Versions and settings of the training.
    sha256
        Of the arrays.
    """

    model: Linear
    calibration: Calibration
    trained_on: list[dict[str, Any]]
    made_with: dict[str, Any]
    sha256: str = ""


def save(stored: Stored, folder: Path) -> str:
    """Write a model; the same model gives the same bytes. Gives back the SHA-256 of its arrays."""
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **stored.model.arrays())
    content = buffer.getvalue()
    about = {
        "format": FORMAT,
        "codebook": load_codebook().version,
        "sha256": hashlib.sha256(content).hexdigest(),
        "calibration": dataclasses.asdict(stored.calibration),
        "trained_on": stored.trained_on,
        "made_with": stored.made_with,
    }
    (folder / ARRAYS).write_bytes(content)
    text = json.dumps(about, ensure_ascii=False, indent=1)
    (folder / ABOUT).write_text(text + "\n", encoding="utf-8", newline="\n")
    return str(about["sha256"])


def load(folder: Path) -> Stored | None:
    """Read a model and check all of it; ``None`` where there is none.

    Raises
    ------
    ModelError
        A file is missing, is not what its JSON says, or is of another format or codebook.
    """
    if not (folder / ABOUT).exists() and not (folder / ARRAYS).exists():
        return None
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        content = (folder / ARRAYS).read_bytes()
    except (OSError, ValueError):
        raise _error(folder, f"{ABOUT} or {ARRAYS} is missing or cannot be read") from None
    problem = _problem(about, content)
    if problem:
        raise _error(folder, problem)
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            model = Linear.from_arrays({name: arrays[name] for name in sorted(_ARRAYS)})
        calibration = Calibration(**{name: float(value) for name, value in about["calibration"].items()})
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile):
        raise _error(folder, f"the arrays of {ARRAYS} are not those of a second reader") from None
    return Stored(model, calibration, about["trained_on"], about["made_with"], about["sha256"])


def _problem(about: Any, content: bytes) -> str:
    """What is wrong with a model, or nothing."""
    if not isinstance(about, dict) or about.keys() != _KEYS or not isinstance(about["calibration"], dict):
        return f"{ABOUT} does not hold what it should"
    if about["format"] != FORMAT:
        return f"its format is {about['format']!r}, and this program reads format {FORMAT}"
    if about["codebook"] != load_codebook().version:
        return f"it was trained for version {about['codebook']!r} of the codebook"
    if len(content) > _LARGEST or hashlib.sha256(content).hexdigest() != about["sha256"]:
        return f"{ARRAYS} is not the file that {ABOUT} tells of"
    return ""


def _error(folder: Path, problem: str) -> ModelError:
    return ModelError(
        f"The second reader in '{folder.name}' cannot be used: {problem}; "
        "train it again with 'analyser train', or go without it (--no-second-reader)."
    )
