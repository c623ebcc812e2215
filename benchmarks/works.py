"""What is measured: each gives a function that does its work on one text."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.letters import denials, terms

Work = Callable[[str], object]


def analyser() -> Work:
    """Extraction and assessment, as ``analyser.analyse`` does them."""
    from analyser.letter import Letter
    from analyser.pipeline import Analyser

    program = Analyser()
    return lambda text: program.analyse(Letter("letter", text))


def analyser_doc() -> Work:
    """The same pipeline as spaCy runs it, with a ``Doc``; without the assessment."""
    from analyser.extraction import Extractor

    return Extractor().nlp


def phrase_matcher() -> Work:
    """SpaCy's tokenizer and its PhraseMatcher over the terms."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("nb")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("term", [nlp.make_doc(term) for term in terms()])
    return lambda text: matcher(nlp.make_doc(text))


def _ruled() -> Any:
    import spacy

    nlp = spacy.blank("nb")
    nlp.add_pipe("sentencizer")
    ruler: Any = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": "TERM", "pattern": term} for term in terms()])
    return nlp


def entity_ruler() -> Work:
    """SpaCy's sentencizer and EntityRuler."""
    nlp: Work = _ruled()
    return nlp


def negspacy() -> Work:
    """The same with negspaCy."""
    import negspacy.negation  # noqa: F401 - registers its component

    cues, nlp = denials(), _ruled()
    termset = {
        "pseudo_negations": cues["none"],
        "preceding_negations": cues["before"],
        "following_negations": cues["after"],
        "termination": cues["stops"],
    }
    nlp.add_pipe("negex", config={"neg_termset": termset})
    work: Work = nlp
    return work


def edsnlp() -> Work:
    """EDS-NLP's matcher and negation."""
    import edsnlp as eds
    import edsnlp.pipes as pipes

    cues, nlp = denials(), eds.blank("eds")
    nlp.add_pipe(pipes.sentences())
    nlp.add_pipe(pipes.matcher(terms={"term": terms()}, attr="LOWER"))
    nlp.add_pipe(
        pipes.negation(
            attr="LOWER", pseudo=cues["none"], preceding=cues["before"], following=cues["after"], verbs=[],
            preceding_regex=[], termination=cues["stops"],
        )
    )  # fmt: skip
    work: Work = nlp
    return work


def clinlp() -> Work:
    """The entity matcher and context algorithm of clinlp."""
    import clinlp as registers  # noqa: F401
    import spacy

    cues, nlp = denials(), spacy.blank("clinlp")
    nlp.add_pipe("clinlp_normalizer")
    nlp.add_pipe("clinlp_sentencizer")
    matcher: Any = nlp.add_pipe("clinlp_rule_based_entity_matcher", config={"attr": "NORM", "resolve_overlap": True})
    matcher.add_terms("term", terms())
    names = {"preceding": "before", "following": "after", "pseudo": "none", "termination": "stops"}
    rules = {
        "qualifiers": [{"name": "Presence", "values": ["Absent", "Present"], "default": "Present"}],
        "rules": [
            {"qualifier": "Presence.Absent", "direction": direction, "patterns": cues[name]}
            for direction, name in names.items()
        ],
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rules.json"
        file.write_text(json.dumps(rules), encoding="utf-8")
        nlp.add_pipe("clinlp_context_algorithm", config={"phrase_matcher_attr": "NORM", "rules": str(file)})
    return nlp


def medspacy() -> Work:
    """The target matcher and ConText of medspaCy, with spaCy's sentencizer rather than its slow own."""
    import spacy
    from medspacy.context import ConTextRule
    from medspacy.target_matcher import TargetRule

    cues, nlp = denials(), spacy.blank("nb")
    nlp.add_pipe("sentencizer")
    matcher: Any = nlp.add_pipe("medspacy_target_matcher")
    matcher.add([TargetRule(term, "TERM") for term in terms()])
    context: Any = nlp.add_pipe("medspacy_context", config={"rules": None})
    directions = {"before": "FORWARD", "after": "BACKWARD", "none": "PSEUDO", "stops": "TERMINATE"}
    context.add(
        [
            ConTextRule(cue, "NEGATED_EXISTENCE", direction=direction)
            for name, direction in directions.items()
            for cue in cues[name]
        ]
    )
    return nlp


WORKS = {
    work.__name__: work
    for work in (analyser, analyser_doc, phrase_matcher, entity_ruler, negspacy, edsnlp, clinlp, medspacy)
}
