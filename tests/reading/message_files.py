"""Small referral messages of invented persons, each version as its schema has it."""

from __future__ import annotations

import base64
from xml.sax.saxutils import escape, quoteattr

_K1, _K2 = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
OID = "2.16.578.1.12.4.1.1."
HPR = "9144900"


def identity_number(date: str, group: str, *, month: int = 80) -> str:
    """A number that can belong to no person: ``DDMMYY`` with the month + 80, three digits, and the check digits."""
    start = f"{date[:2]}{int(date[2:4]) + month:02}{date[4:]}"
    for last in range(10):
        digits = f"{start}{group[:2]}{(int(group[2]) + 2 * last) % 10}"
        for weights in (_K1, _K2):
            check = -sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
            if check == 10:
                break
            digits += str(check)
        else:
            return digits
    raise AssertionError(date)


FNR = identity_number("140350", "418")


def coded(name: str, code: str, label: str, system: str = "", *, other: str = "") -> str:
    more = f' S="{OID}{system}"' if system else ""
    more += f" OT={quoteattr(other)}" if other else ""
    return f"<{name} V={quoteattr(code)}{more} DN={quoteattr(label)}/>"


def reason(code: str, label: str, text: str) -> str:
    heading = coded("Heading", code, label)
    return f"<ReasonAsText>{heading}<TextResultValue>{escape(text)}</TextResultValue></ReasonAsText>"


def observation(code: str, label: str, text: str) -> str:
    kind = coded("Type", code, label)
    return f"<InfItem><Observation><Description>{escape(text)}</Description></Observation>{kind}</InfItem>"


def medicine(atc: str, name: str, dose: str, unit: str, text: str, status: tuple[str, str]) -> str:
    return (
        f"<InfItem><Medication>{coded('DrugId', atc, name, '7180')}{coded('Status', *status)}"
        f'<UnitDose V="{dose}" U="{unit}"/><DosageText>{escape(text)}</DosageText></Medication>'
        f"{coded('Type', 'MEDB', 'Legemiddelopplysning')}</InfItem>"
    )


def result(code: str, name: str, value: str, unit: str, date: str, *, version: str) -> str:
    taken = f'<InvDate V="{date}"/>' if version != "2.0" else f"<InvDate>{date}T09:00:00</InvDate>"
    return (
        f'<InfItem><ResultItem><NumResult><NumResultValue V="{value}" U="{unit}"/></NumResult>{taken}'
        f"<ClinInv>{coded('Id', code, name, '7280')}</ClinInv></ResultItem>"
        f"{coded('Type', 'FUNN', 'Funn og undersøkelsesresultat')}</InfItem>"
    )


def diagnosis(code: str, label: str, system: str = "7170") -> str:
    return f"<Diagnosis>{coded('Concept', code, label, system)}</Diagnosis>"


def henvisning_1(
    *,
    version: str = "1.1",
    kind: str = "N",
    message_id: str = "m-1",
    referral: str = "r-1",
    sent: str = "2026-03-14T10:00:00",
    sex: str = "2",
    born: str = "1950-03-14",
    number: str = FNR,
    items: str = "",
    reasons: str = "",
    diagnoses: str = "",
    documents: str = "",
    encoding: str = "UTF-8",
) -> bytes:
    """Henvisning 1.0 or 1.1."""
    namespace = {"1.0": "2005-07-08", "1.1": "2012-02-15"}[version]
    patient = (f'<Sex V="{sex}"/>' if sex else "") + (f'<DateOfBirth V="{born}"/>' if born else "")
    text = f"""<?xml version="1.0" encoding="{encoding}"?>
<Message xmlns="http://www.kith.no/xmlstds/henvisning/{namespace}">
<Type V="HENVISNING" DN="Henvisning"/><MIGversion>v{version}</MIGversion><GenDate V="{sent}"/>
<MsgId>{message_id}</MsgId>
<ServReq><ServType V="{kind}"/><IssueDate V="{sent[:10]}"/><MsgDescr V="10" DN="Utredning/behandling"/>
<Id>{referral}</Id>
<Patient>{patient}<Name>Fjellrev, Hildeborg</Name><OffId>{number}</OffId><TypeOffId V="FNR"/>{items}
<PatRelHCP><Relation V="HHE"/><HCP><HCProf><Name>Trygve Lundekvam</Name><Id>{HPR}</Id><TypeId V="HPR"/></HCProf></HCP>
</PatRelHCP></Patient>
<ServProvider><HCP><Inst><Name>Beinpoliklinikken</Name></Inst></HCP></ServProvider>
<Requester><HCP><Inst><Name>Ås legesenter</Name><Id>1</Id><TypeId V="HER"/></Inst></HCP></Requester>
{documents}{reasons}{diagnoses}<ReqServ><ServType V="N"/><Priority V="3" DN="Haster"/></ReqServ></ServReq></Message>"""
    return text.encode(encoding)


def attachment_2(data: bytes, mime: str, title: str = "") -> str:
    container = f'<Base64Container xmlns="http://www.kith.no/xmlstds/base64container">{base64.b64encode(data).decode()}'
    title = f"<Description>{escape(title)}</Description>" if title else ""
    return (
        f'<Document><RefDoc><MsgType V="A" DN="Vedlegg"/><MimeType>{mime}</MimeType>{title}'
        f"<Content>{container}</Base64Container></Content></RefDoc></Document>"
    )


def henvisning_2(
    *,
    kind: str = "N",
    message_id: str = "m-1",
    referral: str = "r-1",
    parent: str = "",
    sent: str = "2026-03-14T10:00:00",
    sex: str = "2",
    born: str = "1950-03-14",
    number: str = FNR,
    items: str = "",
    reasons: str = "",
    diagnoses: str = "",
    documents: str = "",
) -> bytes:
    """Henvisning 2.0 in a Hodemelding."""
    reference = (
        f"<ConversationRef><RefToParent>{parent}</RefToParent><RefToConversation>{parent}</RefToConversation>"
        "</ConversationRef>"
        if parent
        else ""
    )
    patient = (f"<DateOfBirth>{born}</DateOfBirth>" if born else "") + (f'<Sex V="{sex}" DN="x"/>' if sex else "")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24">
<MsgInfo><Type V="HENVISNING_NYTILSTAND" DN="Henvisning ny tilstand"/><MIGversion>v1.2 2006-05-24</MIGversion>
<GenDate>{sent}</GenDate><MsgId>{message_id}</MsgId>{reference}
<Sender><Organisation><OrganisationName>Ås legesenter</OrganisationName><Ident><Id>1</Id><TypeId V="HER" S="{OID}9051"
 DN="HER-id"/></Ident></Organisation></Sender>
<Receiver><Organisation><OrganisationName>Beinpoliklinikken</OrganisationName><Ident><Id>2</Id><TypeId V="HER"
 S="{OID}9051" DN="HER-id"/></Ident></Organisation></Receiver>
<Patient><FamilyName>Fjellrev</FamilyName><GivenName>Hildeborg</GivenName>{patient}
<Ident><Id>{number}</Id><TypeId V="FNR" S="{OID}8116" DN="Fødselsnummer"/></Ident></Patient></MsgInfo>
<Document><RefDoc><MsgType V="XML" DN="XML-instans"/><Content>
<Henvisning xmlns="http://ehelse.no/xmlstds/henvisning/2017-11-30"
 xmlns:po="http://ehelse.no/xmlstds/po/poKomponent/2017-11-30" xmlns:fk1="http://www.kith.no/xmlstds/felleskomponent1">
<ServType V="{kind}"/><IssueDate>{sent}</IssueDate><DocumentId>{referral}</DocumentId>
<po:AnsvarForRapport><po:AnsvarligRapport><fk1:TypeHealthcareProfessional V="LE" DN="Lege"/>
<fk1:FamilyName>Lundekvam</fk1:FamilyName><fk1:GivenName>Trygve</fk1:GivenName>
<fk1:Ident><fk1:Id>{HPR}</fk1:Id><fk1:TypeId V="HPR" S="{OID}8116" DN="HPR-nummer"/></fk1:Ident></po:AnsvarligRapport>
<po:TypeRelasjon V="HHE" S="{OID}8254" DN="Henvisende helsepersonell"/></po:AnsvarForRapport>
<po:TypeInnholdIMelding><po:TypeInnhold V="10" S="{OID}8455" DN="Utredning/behandling"/></po:TypeInnholdIMelding>
{items}{reasons}{diagnoses}<ReqServ><ServType V="N"/><Priority V="N" DN="Elektiv"/></ReqServ></Henvisning>
</Content></RefDoc></Document>{documents}</MsgHead>""".encode()
