"""The draft as a Helsefaglig dialog message (HIS 1077), for a person to complete and send from the record system."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from xml.etree import ElementTree as ET

from analyser.analysis import Analysis
from analyser.dialogue.clinic import Clinic, load_clinic
from analyser.dialogue.frame import frame
from analyser.dialogue.letter import draft, norm
from analyser.guideline import Pack

_HEAD = "http://www.kith.no/xmlstds/msghead/2006-05-24"
_DIALOG = "http://www.kith.no/xmlstds/dialog/2013-01-23"
_COMMON = "http://www.kith.no/xmlstds/felleskomponent1"
# Code systems, by the names that the national code register has for them.
_THEME = "2.16.578.1.12.4.1.1.7322"
_ROLE = "2.16.578.1.12.4.1.1.9034"
_ID_TYPE = "2.16.578.1.12.4.1.1.9051"

_UNKNOWN = "[fylles ut i journalsystemet]"
# What a telephone's address cannot hold; of a placeholder nothing is left.
_NOT_TELEPHONE = re.compile(r"[^0-9+]")
# What XML cannot hold, whatever the letter held.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def draft_message(
    analysis: Analysis,
    *,
    pack: str | Pack = "memo",
    clinic: Clinic | None = None,
    written: dt.datetime | None = None,
    message_id: str | None = None,
    referral_id: str | None = None,
) -> str:
    """A draft to the GP as a message, marked as a draft.

    It holds no identity of the patient and no receiver: those are put in by the record system, from which a
    person sends it. The program never sends anything.

    Parameters
    ----------
    analysis, pack, clinic
        As for :func:`analyser.dialogue.draft`.
    written
        When; now when not given.
    message_id
        Of the message; a new one when not given.
    referral_id
        The message id of the referral that is answered; a placeholder when not given.

    Returns
    -------
    str
        The document, with its declaration; save it as UTF-8.
    """
    clinic = clinic or load_clinic()
    lang = norm(analysis.language)
    when = (written or dt.datetime.now(dt.UTC)).replace(microsecond=0).isoformat()
    for prefix, namespace in (("", _HEAD), ("dia", _DIALOG), ("fk1", _COMMON)):
        ET.register_namespace(prefix, namespace)
    head = ET.Element(f"{{{_HEAD}}}MsgHead")
    info = _under(head, "MsgInfo")
    _under(info, "Type", V="DIALOG_HELSEFAGLIG", DN="Helsefaglig dialog")
    _under(info, "MIGversion", "v1.2 2006-05-24")
    _under(info, "GenDate", when)
    _under(info, "MsgId", message_id or str(uuid.uuid4()))
    _under(info, "Ack", V="J", DN="Ja")
    conversation = _under(info, "ConversationRef")
    for name in ("RefToParent", "RefToConversation"):
        _under(conversation, name, referral_id or _UNKNOWN)
    own = _organisation(_under(info, "Sender"), clinic.name)
    _organisation(own, clinic.department)
    _organisation(_under(info, "Receiver"), _UNKNOWN)
    document = _under(_under(head, "Document"), "RefDoc")
    _under(document, "IssueDate", V=when)
    _under(document, "MsgType", V="XML", DN="XML-instans")
    _under(document, "Description", frame().say(lang, "mark"))
    dialogue = _under(_under(document, "Content"), "Dialogmelding", namespace=_DIALOG)
    _note(dialogue, draft(analysis, pack=pack, clinic=clinic), clinic, lang)
    ET.indent(head)
    mark = f"<!-- {frame().say(lang, 'mark').strip('[]')} -->"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{mark}\n{ET.tostring(head, encoding="unicode")}\n'


def _note(dialogue: ET.Element, text: str, clinic: Clinic, lang: str) -> None:
    note = _under(dialogue, "Notat", namespace=_DIALOG)
    _under(note, "TemaKodet", namespace=_DIALOG, V="6", DN="Henvendelse om pasient", S=_THEME)
    _under(note, "Tema", frame().say(lang, "subject"), namespace=_DIALOG)
    _under(note, "TekstNotatInnhold", text, namespace=_DIALOG)
    role = _under(note, "RollerRelatertNotat", namespace=_DIALOG)
    _under(role, "RoleToPatient", namespace=_DIALOG, V="21", DN="Helsefaglig kontakt", S=_ROLE)
    person = _under(role, "HealthcareProfessional", namespace=_DIALOG)
    _under(person, "TypeHealthcareProfessional", namespace=_DIALOG, V="LE", DN="Lege")
    _under(person, "FamilyName", clinic.family_name, namespace=_DIALOG)
    _under(person, "GivenName", clinic.given_name, namespace=_DIALOG)
    telecom = _under(person, "TeleCom", namespace=_DIALOG)
    _under(telecom, "TeleAddress", namespace=_COMMON, V=f"tel:{_NOT_TELEPHONE.sub('', clinic.telephone)}")


def _organisation(parent: ET.Element, name: str) -> ET.Element:
    organisation = _under(parent, "Organisation")
    _under(organisation, "OrganisationName", name)
    ident = _under(organisation, "Ident")
    _under(ident, "Id", _UNKNOWN)
    _under(ident, "TypeId", V="HER", DN="HER-id", S=_ID_TYPE)
    return organisation


def _under(parent: ET.Element, tag: str, text: str = "", *, namespace: str = _HEAD, **attributes: str) -> ET.Element:
    element = ET.SubElement(
        parent, f"{{{namespace}}}{tag}", {name: _clean(value) for name, value in attributes.items()}
    )
    if text:
        element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
