"""FHIR R4 resources as plain JSON objects: small questions asked of them, all of which take what is not there."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import re
from collections.abc import Iterator
from typing import Any, Literal

from analyser.letter import Entry, Message
from analyser.reading.formats.attached import Attachment
from analyser.reading.formats.html_text import html_text
from analyser.reading.limits import RefusedError
from analyser.reading.message.composer import Composer
from analyser.reading.message.identity import derive
from analyser.reading.message.tree import day, number

Resource = dict[str, Any]

# Systems of codes: Norwegian OIDs, and the addresses that FHIR uses for the same.
_SYSTEMS = {
    "7170": "ICPC-2",
    "7110": "ICD-10",
    "7180": "ATC",
    "7280": "NPU",
    "http://www.whocc.no/atc": "ATC",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
    "http://hl7.org/fhir/sid/icpc-2": "ICPC-2",
}
_SEXES: dict[str, Literal["female", "male"]] = {"female": "female", "male": "male"}
_FNR = "2.16.578.1.12.4.1.4.1"
_STOPPED = {"stopped", "completed", "entered-in-error", "cancelled"}


def items(value: object) -> list[Any]:
    """A list as it is, nothing as an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def obj(value: object) -> Resource:
    """An object as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def string(value: object) -> str:
    """A text, trimmed; anything else as an empty one."""
    return value.strip() if isinstance(value, str) else ""


def reference(value: object) -> str:
    """What a reference points to."""
    return string(obj(value).get("reference"))


def concept(value: object) -> tuple[str, str, str]:
    """System, code and name of a CodeableConcept: the first coding whose system is known, else the first."""
    codings = [obj(one) for one in items(obj(value).get("coding"))]
    system_of = {id(one): _system(string(one.get("system"))) for one in codings}
    best = next((one for one in codings if system_of[id(one)]), codings[0] if codings else {})
    name = string(obj(value).get("text")) or string(best.get("display"))
    return system_of.get(id(best), ""), re.sub(r"\s+", "", string(best.get("code"))), name


def _system(address: str) -> str:
    return _SYSTEMS.get(address) or _SYSTEMS.get(address.rpartition(".")[2], "")


def notes(resource: Resource) -> Iterator[str]:
    """The texts of the annotations."""
    yield from filter(None, (string(obj(note).get("text")) for note in items(resource.get("note"))))


def narrative(resource: Resource) -> str:
    """The words a reader would be shown of a resource."""
    return html_text(string(obj(resource.get("text")).get("div")))


def attachments(document: Resource) -> Iterator[Attachment]:
    """What a DocumentReference holds itself; what it only points to cannot be fetched and comes out empty."""
    for content in items(document.get("content")):
        one = obj(obj(content).get("attachment"))
        mime, title = string(one.get("contentType")).partition(";")[0], string(one.get("title"))
        try:
            data = base64.b64decode(string(one.get("data")), validate=False)
        except (binascii.Error, ValueError):
            data = b""
        if mime in ("text/html", "application/xhtml+xml"):
            try:
                data = html_text(data.decode("utf-8", "replace")).encode()
            except RefusedError:
                data = b""
            yield Attachment(data, "text/plain", title=title)
        elif data or one.get("url"):
            yield Attachment(data, mime, title=title)


def add_entry(composer: Composer, resource: Resource) -> None:
    """The readable line of an Observation, a Condition or a medicine."""
    kind = resource.get("resourceType")
    if kind == "Observation":
        _add_result(composer, resource)
    elif kind == "Condition":
        _add_diagnosis(composer, resource)
    elif kind in ("MedicationStatement", "MedicationRequest"):
        _add_medicine(composer, resource)


def _add_result(composer: Composer, resource: Resource) -> None:
    system, code, name = concept(resource.get("code"))
    quantity = obj(resource.get("valueQuantity"))
    amount, unit = quantity.get("value"), string(quantity.get("unit")) or string(quantity.get("code"))
    exact = number(str(amount)) if isinstance(amount, int | float) and not isinstance(amount, bool) else None
    comparison = string(quantity.get("comparator"))
    said = string(resource.get("valueString")) or concept(resource.get("valueCodeableConcept"))[2]
    taken = day(string(resource.get("effectiveDateTime")))
    value = " ".join(filter(None, [comparison, "" if exact is None else f"{amount}", unit, said]))
    line = f"{name or code}: {value}" if value else name or code
    line += f" ({taken:%d.%m.%Y})" if taken else ""
    line = ". ".join([line, *notes(resource)])
    value_exact = None if comparison else exact
    composer.add("FUNN", line, entry=Entry("result", 0, 0, system, code, name, value_exact, unit, taken))


def _add_diagnosis(composer: Composer, resource: Resource) -> None:
    system, code, name = concept(resource.get("code"))
    status = concept(resource.get("verificationStatus"))[1]
    line = f"{name} ({code})" if name and code else name or code
    if status in ("refuted", "entered-in-error"):
        return
    if status and status != "confirmed":
        # Nothing is known of it for sure: words, not a coded entry.
        composer.add("DIAGNOSE", f"Mulig {line}")
        return
    composer.add("DIAGNOSE", ". ".join([line, *notes(resource)]), entry=Entry("diagnosis", 0, 0, system, code, name))


def _add_medicine(composer: Composer, resource: Resource) -> None:
    system, code, name = concept(resource.get("medicationCodeableConcept"))
    dosages = [obj(one) for key in ("dosage", "dosageInstruction") for one in items(resource.get(key))]
    texts = [string(one.get("text")) for one in dosages]
    stopped = string(resource.get("status")) in _STOPPED
    as_needed = any(one.get("asNeededBoolean") is True for one in dosages)
    line = ", ".join(filter(None, [name or code, *texts, *notes(resource)]))
    line += " (Seponert)" if stopped else ""
    status = "stopped" if stopped else "as_needed" if as_needed else ""
    composer.add("MEDB", line, entry=Entry("medicine", 0, 0, system, code, name, status=status))


def patient_of(patient: Resource, message: Message) -> Message:
    """The message with what a Patient says: explicit first, then from the identity number."""
    numbers = [obj(one) for one in items(patient.get("identifier"))]
    official = next((string(one.get("value")) for one in numbers if string(one.get("system")).endswith(_FNR)), "")
    sex, born = _SEXES.get(string(patient.get("gender"))), day(string(patient.get("birthDate")))
    derived: set[str] = set()
    found = derive(official, seen=message.sent.date() if message.sent else None)
    if found is not None:
        if sex is None:
            sex = found.sex
            derived.add("sex")
        if born is None:
            born = found.birth_date
            derived.add("birth_date")
    identities = [official, *(string(one.get("value")) for one in numbers)]
    return dataclasses.replace(
        message,
        sex=sex,
        birth_date=born,
        derived=frozenset(derived),
        names=tuple(dict.fromkeys(filter(None, _names(patient)))),
        identities=tuple(dict.fromkeys(filter(None, identities))),
    )


def _names(person: Resource) -> Iterator[str]:
    for name in map(obj, items(person.get("name"))):
        given = [string(one) for one in items(name.get("given"))]
        family = string(name.get("family"))
        yield string(name.get("text"))
        yield " ".join(filter(None, [*given, family]))
        yield from (*given, family)
