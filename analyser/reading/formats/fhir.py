"""FHIR R4 in JSON: ServiceRequest and DocumentReference, alone, in a Bundle, or one resource a line."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any, Literal

from analyser.letter import Message
from analyser.reading.characters import decode
from analyser.reading.failure import Failure
from analyser.reading.formats.attached import read_attachments, with_attachments
from analyser.reading.formats.base import Format, Item, Sample
from analyser.reading.limits import RefusedError
from analyser.reading.message.composer import Composer
from analyser.reading.message.fhir_resources import (
    Resource,
    add_entry,
    attachments,
    concept,
    items,
    narrative,
    notes,
    obj,
    patient_of,
    reference,
    string,
)
from analyser.reading.message.tree import moment
from analyser.reading.messages import CANCELLATION

_START = re.compile(r'\s*\{(?:[^{}\[\]]{0,2000},)?\s*"resourceType"\s*:\s*"[A-Za-z]+"', re.DOTALL)
_ORIGIN = "fhir-r4"
_WITHDRAWN = {"revoked", "entered-in-error"}
_CODED = ("Observation", "Condition", "MedicationStatement", "MedicationRequest")
_MAX_RESOURCES = 100_000


def _recognises(sample: Sample) -> bool:
    return _START.match(sample.text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")[:10_000]) is not None


def _load(text: str) -> list[Resource]:
    """The resources of a file, those of bundles one by one; the address of each is put in ``fullUrl``."""
    try:
        values: list[Any] = [json.loads(text)]
    except ValueError:
        try:
            values = [json.loads(line) for line in text.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            raise RefusedError(code="bad_json_file") from None
    except RecursionError:
        raise RefusedError(code="bad_json_file") from None
    found: list[Resource] = []
    stack = list(reversed(values))
    while stack:
        resource = obj(stack.pop())
        if resource.get("resourceType") == "Bundle":
            for entry in reversed(items(resource.get("entry"))):
                inner = obj(obj(entry).get("resource"))
                stack.append({**inner, "fullUrl": string(obj(entry).get("fullUrl"))} if inner else {})
        elif resource:
            found.append(resource)
        if len(found) + len(stack) > _MAX_RESOURCES:
            raise RefusedError(code="too_many_members", limit=_MAX_RESOURCES)
    return found


class _Shelf:
    """The resources of a file, found by what others call them."""

    def __init__(self, resources: list[Resource]) -> None:
        self.resources = resources
        self._by_name: dict[str, Resource] = {}
        for resource in resources:
            for name in (string(resource.get("fullUrl")), f"{resource.get('resourceType')}/{resource.get('id')}"):
                if name:
                    self._by_name.setdefault(name, resource)

    def get(self, value: object) -> Resource:
        """What a reference points to, where the file holds it; versions do not matter."""
        return self._by_name.get(reference(value).partition("/_history/")[0], {})

    def of(self, *kinds: str) -> Iterator[Resource]:
        """All of some kinds, in their order."""
        return (one for one in self.resources if one.get("resourceType") in kinds)


def _read(sample: Sample) -> Iterator[Item]:
    shelf = _Shelf(_load(decode(sample.data()).lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")))
    requests = list(shelf.of("ServiceRequest"))
    # A document that a request speaks of is an attachment of it.
    attached = {id(shelf.get(one)) for request in requests for one in items(request.get("supportingInfo"))}
    letters = [*requests, *(one for one in shelf.of("DocumentReference") if id(one) not in attached)]
    if not letters:
        raise RefusedError(code="no_referral")
    for number, resource in enumerate(letters, 1):
        place = sample.place("message", number=number) if len(letters) > 1 else ""
        try:
            yield from _letter(sample, shelf, resource, number=number, place=place, alone=len(requests) == 1)
        except RefusedError as error:
            yield sample.refused(error, place=place)


def _letter(
    sample: Sample, shelf: _Shelf, resource: Resource, *, number: int, place: str, alone: bool
) -> Iterator[Item]:
    message = _message(shelf, resource)
    if message.kind == "cancel":
        yield dataclasses.replace(sample.failure(CANCELLATION, place=place), message=message)
        return
    composer = Composer()
    documents = [resource] if resource.get("resourceType") == "DocumentReference" else []
    if not documents:
        _add_request(composer, resource)
        linked = [shelf.get(one) for key in ("supportingInfo", "reasonReference") for one in items(resource.get(key))]
        known = {id(one) for one in linked}
        subject = shelf.get(resource.get("subject"))
        for one in shelf.of(*_CODED):
            same = alone and bool(subject) and shelf.get(one.get("subject")) is subject
            if id(one) in known or same:
                add_entry(composer, one)
        documents = [one for one in linked if one.get("resourceType") == "DocumentReference"]
    text, entries = composer.compose()
    texts, others = read_attachments(sample, [one for document in documents for one in attachments(document)])
    if len(texts) == 1 and not text:
        text, extra = texts[0].text, texts[0].notes
    else:
        text, extra = with_attachments(text, texts)
    text = text or narrative(resource)
    if any(isinstance(item, Failure) for item in others):
        extra = (*extra, "attachment_not_read")
    if text.strip() or not others:
        yield sample.letter(
            text,
            own_id=sample.source.stem if number == 1 else f"{sample.source.stem}-{number}",
            number=number,
            date=string(resource.get("authoredOn")) or string(resource.get("date")),
            sender=_sender(shelf, resource),
            place=place,
            notes=extra,
            message=dataclasses.replace(message, entries=entries),
        )
    yield from others


def _add_request(composer: Composer, request: Resource) -> None:
    for reason in items(request.get("reasonCode")):
        composer.add("PROB", concept(reason)[2])
    for note in notes(request):
        composer.add("PROB", note)
    composer.add("UTRED", concept(request.get("code"))[2])
    composer.add("UTRED", "\n".join(filter(None, (concept(one)[2] for one in items(request.get("orderDetail"))))))
    composer.add("IP", string(request.get("patientInstruction")))


def _message(shelf: _Shelf, resource: Resource) -> Message:
    identifiers = [string(obj(one).get("value")) for one in items(resource.get("identifier"))]
    withdrawn = string(resource.get("status")) in _WITHDRAWN
    changed = bool(items(resource.get("replaces")) or items(resource.get("relatesTo")))
    kind: Literal["new", "change", "cancel"] = "cancel" if withdrawn else "change" if changed else "new"
    message = Message(
        kind=kind,
        origin=_ORIGIN,
        id=string(resource.get("id")),
        referral=string(obj(resource.get("requisition")).get("value")) or next(iter(filter(None, identifiers)), ""),
        original=next(iter(filter(None, map(reference, items(resource.get("replaces"))))), ""),
        sent=moment(string(resource.get("authoredOn")) or string(resource.get("date"))),
    )
    return patient_of(shelf.get(resource.get("subject")), message)


def _sender(shelf: _Shelf, resource: Resource) -> str:
    for value in (resource.get("requester"), *items(resource.get("author")), resource.get("custodian")):
        name = string(obj(value).get("display"))
        who = shelf.get(value)
        if who.get("resourceType") == "PractitionerRole":
            who = shelf.get(who.get("organization")) or who
        if who.get("resourceType") == "Organization":
            name = string(who.get("name")) or name
        if name:
            return name
    return ""


FORMAT = Format("fhir", (), _recognises, _read)
