"""A letter with its findings as a spaCy ``Doc``, for those who work on with spaCy."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from analyser.analysis import Analysis

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

FACTS, CUES = "facts", "cues"
"""Keys of ``doc.spans``."""


@cache
def _blank() -> Language:
    """Norwegian with the tokenizer of the extraction and nothing else."""
    import spacy

    from analyser.extraction.text.tokenizer import LetterTokenizer

    nlp = spacy.blank("nb")
    nlp.tokenizer = LetterTokenizer(nlp.vocab)
    return nlp


def to_doc(analysis: Analysis) -> Doc:
    """The letter as a ``Doc`` whose text is the letter's own.

    ``doc.spans["facts"]`` holds a span for every fact that was read from the text: its label is the concept, its
    ``kb_id_`` the status (shown by displaCy behind the label), its ``id_`` the number of the fact in
    ``analysis.facts``. ``doc.spans["cues"]`` holds the words that decided a status, with the same ``id_``. Spans end
    at tokens: where a fact begins or ends inside one, its span is that much longer.

    >>> from spacy import displacy
    >>> displacy.render(to_doc(analysis), style="span", options={"spans_key": "facts"})  # doctest: +SKIP
    """
    doc = _blank().make_doc(analysis.letter.text)
    spans: dict[str, list[Span]] = {FACTS: [], CUES: []}
    for number, fact in enumerate(analysis.facts):
        for key, place in ((FACTS, fact), (CUES, fact.cue)):
            if place is None or place.start is None or place.end is None:
                continue
            span = doc.char_span(
                place.start,
                place.end,
                label=fact.concept,
                kb_id=fact.status,
                span_id=str(number),
                alignment_mode="expand",
            )
            if span is not None:
                spans[key].append(span)
    for key, found in spans.items():
        doc.spans[key] = found
    doc.user_data["id"] = analysis.letter.id
    doc.cats = {analysis.assessment.dxa: 1.0}
    return doc
