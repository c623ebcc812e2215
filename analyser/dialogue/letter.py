"""The draft to the GP, put together from the pack's texts, the frame and what the clinic says of itself."""

from __future__ import annotations

from collections.abc import Sequence

from analyser.analysis import Analysis
from analyser.assessment import Reason
from analyser.dialogue.clinic import Clinic, load_clinic
from analyser.dialogue.frame import frame
from analyser.dialogue.understood import understood
from analyser.fact import Fact
from analyser.guideline import Pack, load_pack
from analyser.texts import Texts

# With these the advice hangs on what the letter lacks; with the others it stands, and only what may come before a
# start is asked for.
_OPEN = {"borderline", "may_lack_indication", "insufficient_information"}
_BEFORE_A_START = {"teeth"}


def norm(language: str) -> str:
    """The form of Norwegian in which a letter is answered: its own, and bokmål where it mixes the two."""
    return "nn" if language == "nn" else "nb"


def draft(analysis: Analysis, *, pack: str | Pack = "memo", clinic: Clinic | None = None) -> str:
    """A draft to the GP as text, in the letter's own form of Norwegian.

    Parameters
    ----------
    analysis
        The letter with its facts.
    pack
        The guideline, or its name.
    clinic
        Who writes; placeholders when not given.

    Returns
    -------
    str
        For a person to read, correct and send; its first line says so.
    """
    return compose(analysis.facts, lang=norm(analysis.language), pack=pack, clinic=clinic)


def compose(
    facts: Sequence[Fact], *, lang: str, pack: str | Pack = "memo", clinic: Clinic | None = None, marked: bool = True
) -> str:
    """A draft to the GP from facts alone; see :func:`draft`.

    Parameters
    ----------
    facts
        Of one letter, in its order.
    lang
        ``nb``, ``nn``, or ``en`` for readers of the program.
    pack, clinic
        As for :func:`draft`.
    marked
        Whether the first line says that it is a draft.
    """
    loaded = load_pack(pack) if isinstance(pack, str) else pack
    clinic = clinic or load_clinic()
    texts = frame()
    paragraphs = loaded.write(facts, lang=lang)
    said = [" ".join(reason.message for reason in paragraph) for paragraph in paragraphs]
    questions = _questions(facts, loaded, paragraphs, lang)
    if questions:
        said.append(_listed(questions, texts, lang, more="?" in " ".join(said)))
    parts = [
        *([texts.say(lang, "mark")] if marked else []),
        texts.say(lang, "greeting"),
        understood(facts, texts, lang),
        *(said or [texts.say(lang, "nothing")]),
        clinic.closing[lang],
        _signed(clinic, lang),
    ]
    return "\n\n".join(parts) + "\n"


def _questions(facts: Sequence[Fact], pack: Pack, paragraphs: Sequence[Sequence[Reason]], lang: str) -> list[str]:
    """What is to be asked besides what the reasons ask for themselves."""
    assessment = pack.assess(facts, lang=lang)
    asked = {item for part in paragraphs for reason in part for item in pack.to_gp[reason.outcome].asks}
    chosen = [question for question in assessment.questions if question.item not in asked]
    if assessment.dxa not in _OPEN:
        chosen = [question for question in chosen if question.item in _BEFORE_A_START]
    return [question.text for question in chosen]


def _listed(questions: Sequence[str], texts: Texts, lang: str, *, more: bool) -> str:
    lead = texts.say(lang, "question_more" if more else "question")
    return "\n".join([lead, *(f"– {question}" for question in questions)])


def _signed(clinic: Clinic, lang: str) -> str:
    name = f"{clinic.given_name} {clinic.family_name}"
    return "\n".join([clinic.regards[lang], name, f"{clinic.department}, {clinic.name}", clinic.telephone])
