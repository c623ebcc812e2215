"""What stands around a referral: who, whom, when, which of several messages; in the words of 1.x and of 2.0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

from analyser.letter import Message
from analyser.reading.message.identity import derive
from analyser.reading.message.tree import children, coded, day, first, local, moment, text_of, value_of

ORIGINS = {
    "http://www.kith.no/xmlstds/henvisning/2005-07-08": "henvisning-1.0",
    "http://www.kith.no/xmlstds/henvisning/2012-02-15": "henvisning-1.1",
    "http://ehelse.no/xmlstds/henvisning/2017-11-30": "henvisning-2.0",
}
"""Namespace of a referral to its standard."""

_KINDS: dict[str, Literal["new", "change", "cancel"]] = {"N": "new", "M": "change", "C": "cancel"}
_SEXES: dict[str, Literal["female", "male"]] = {"1": "male", "2": "female"}
_DERIVES = {"", "FNR", "DNR"}
_PERSON_NAMES = ("FamilyName", "MiddleName", "GivenName")
# Elements called Name that name a person; elsewhere it is an office's, or a code's.
_NAMED_PERSONS = ("Patient", "HCProf", "HCPerson")
_ID_PARENTS = ("Ident", "HCProf", "HCPerson", "AdditionalId")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of a referral beside its words.

    Attributes
    ----------
    message
        Without the entries, which the text brings.
    date
        When the referral was written.
    sender
        Name of the office.
    """

    message: Message
    date: dt.date | None
    sender: str


def open_envelope(top: Element, request: Element, origin: str) -> Envelope:
    """Read what stands around a request.

    Parameters
    ----------
    top
        ``Message`` of 1.x or ``MsgHead`` of 2.0.
    request
        ``ServReq`` or ``Henvisning``, inside ``top``.
    origin
        One of :data:`ORIGINS`.
    """
    head = first(top, "MsgInfo")
    if head is not None:
        return _envelope_2(top, head, request, origin)
    patient = first(request, "Patient")
    return _envelope(
        top,
        request,
        origin,
        patient=patient,
        number=(text_of(patient, "OffId"), coded(patient, "TypeOffId")),
        head=top,
        referral=text_of(request, "Id"),
        original="",
        sender=text_of(request, "Requester", "HCP", "Inst", "Name")
        or text_of(request, "Requester", "HCP", "HCProf", "Name"),
    )


def _envelope_2(top: Element, head: Element, request: Element, origin: str) -> Envelope:
    patient = first(head, "Patient")
    numbers = [(text_of(one, "Id"), coded(one, "TypeId")) for one in children(patient, "Ident")]
    number = next((pair for pair in numbers if pair[1] in _DERIVES), numbers[0] if numbers else ("", ""))
    return _envelope(
        top,
        request,
        origin,
        patient=patient,
        number=number,
        head=head,
        referral=text_of(request, "DocumentId"),
        original=text_of(head, "ConversationRef", "RefToConversation"),
        sender=text_of(head, "Sender", "Organisation", "OrganisationName"),
    )


def _envelope(
    top: Element,
    request: Element,
    origin: str,
    *,
    patient: Element | None,
    number: tuple[str, str],
    head: Element,
    referral: str,
    original: str,
    sender: str,
) -> Envelope:
    sent = moment(value_of(head, "GenDate"))
    date = day(value_of(request, "IssueDate")) or (sent.date() if sent else None)
    sex = _SEXES.get(coded(patient, "Sex"))
    born = day(value_of(patient, "DateOfBirth"))
    derived: set[str] = set()
    found = derive(number[0], seen=date) if number[1] in _DERIVES else None
    if found is not None:
        if sex is None:
            sex = found.sex
            derived.add("sex")
        if born is None:
            born = found.birth_date
            derived.add("birth_date")
    message = Message(
        kind=_KINDS.get(coded(request, "ServType"), "new"),
        origin=origin,
        id=text_of(head, "MsgId"),
        referral=referral,
        original=original,
        sent=sent,
        sex=sex,
        birth_date=born,
        derived=frozenset(derived),
        names=tuple(dict.fromkeys(_names(top))),
        identities=tuple(dict.fromkeys(filter(None, (number[0], *_identities(top))))),
    )
    return Envelope(message, date, sender)


def _names(top: Element) -> Iterator[str]:
    """Names of persons, whole and in the order in which they are spoken."""
    for element in top.iter():
        parts = {local(child): text_of(child) for child in element if local(child) in _PERSON_NAMES}
        if parts:
            whole = " ".join(filter(None, (parts.get(kind) for kind in ("GivenName", "MiddleName", "FamilyName"))))
            yield from filter(None, (whole, *parts.values()))
        if local(element) in _NAMED_PERSONS and (name := text_of(element, "Name")):
            yield name
            family, comma, given = name.partition(",")
            if comma:
                yield f"{given.strip()} {family.strip()}".strip()
        if local(element) == "GivenBy" and (name := text_of(element)):
            yield name


def _identities(top: Element) -> Iterator[str]:
    """Identity numbers of persons: the patient's, and the HPR numbers of health personnel."""
    for element in top.iter():
        if local(element) == "OffId":
            yield text_of(element)
        if local(element) in _ID_PARENTS and coded(element, "TypeId") not in ("HER", "ENH", "RSH"):
            yield text_of(element, "Id")
