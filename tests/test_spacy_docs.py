"""Letters as spaCy documents."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from spacy import displacy
from spacy.tokens import Doc, DocBin

import analyser

TEXT = "Mor hadde hoftebrudd.\nKvinne 72 år, røyker ikke. Håndleddsbrudd etter fall på isen. T-skår -2,7 i hofte."


def test_every_fact_is_a_span_with_concept_and_status() -> None:
    one = analyser.analyse(TEXT)
    doc = one.to_doc()
    assert isinstance(doc, Doc)
    assert doc.text == TEXT
    told = {(span.label_, span.kb_id_, span.text) for span in doc.spans["facts"]}
    assert {(fact.concept, fact.status, fact.quote) for fact in one.facts} == told
    assert ("smoking", "absent", "røyker ikke") in told
    assert [span.text for span in doc.spans["cues"] if span.label_ == "smoking"] == ["ikke"]
    assert doc.cats == {one.assessment.dxa: 1.0}


def test_a_doc_can_be_shown_and_stored() -> None:
    doc = analyser.analyse(TEXT).to_doc()
    shown = displacy.render(doc, style="span", options={"spans_key": "facts"}, page=False, jupyter=False)
    assert "wrist_fracture" in shown
    bin_ = DocBin(docs=[doc], store_user_data=True)
    (back,) = DocBin().from_bytes(bin_.to_bytes()).get_docs(doc.vocab)
    assert [span.label_ for span in back.spans["facts"]] == [span.label_ for span in doc.spans["facts"]]


@given(
    st.lists(st.sampled_from(["røyker ikke", "hofte", "-2,7", " ", "\n", "T-skår", "72 år", "\ufeff", "é", "🦴", "."]))
)
def test_a_span_covers_its_fact_whatever_the_text(parts: list[str]) -> None:
    one = analyser.analyse("".join(parts))
    doc = one.to_doc()
    assert doc.text == one.letter.text
    for span in doc.spans["facts"]:
        assert one.facts[int(span.id_)].quote in span.text
