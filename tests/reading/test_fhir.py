"""FHIR R4: requests and documents with inline text."""

from __future__ import annotations

import base64
import datetime as dt
import json
from pathlib import Path
from typing import Any

from analyser.batch.rows import content_of
from analyser.letter import Letter
from analyser.reading import Failure
from tests.reading.message_files import FNR
from tests.reading.reading import one_letter, read, shown

ATC, NPU = "http://www.whocc.no/atc", "urn:oid:2.16.578.1.12.4.1.1.7280"
PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "identifier": [{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": FNR}],
    "name": [{"family": "Fjellrev", "given": ["Hildeborg"]}],
    "gender": "female",
    "birthDate": "1950-03-14",
}


def document(text: str, **more: Any) -> dict[str, Any]:
    data = base64.b64encode(text.encode()).decode()
    attachment = {"contentType": "text/plain; charset=utf-8", "data": data, **more}
    return {
        "resourceType": "DocumentReference",
        "id": "d",
        "status": "current",
        "content": [{"attachment": attachment}],
    }


def request(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "ServiceRequest",
        "id": "s",
        "status": "active",
        "authoredOn": "2026-03-14T10:00:00+01:00",
        "subject": {"reference": "Patient/p"},
        "requester": {"display": "Ås legesenter"},
        "reasonCode": [{"text": "Falt på isen"}],
        "code": {"text": "DXA"},
        "note": [{"text": "Røyker ikke"}],
        **more,
    }


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    entries = [{"fullUrl": f"https://x/{r['resourceType']}/{r.get('id')}", "resource": r} for r in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def written(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def test_a_request_with_what_it_speaks_of_is_one_letter(tmp_path: Path) -> None:
    subject = {"subject": {"reference": "Patient/p"}}
    observation = {
        "resourceType": "Observation",
        "code": {"coding": [{"system": NPU, "code": "NPU01443", "display": "P-Kalsium"}]},
        "valueQuantity": {"value": 2.31, "unit": "mmol/L"},
        "effectiveDateTime": "2026-03-01",
        **subject,
    }
    medicine = {
        "resourceType": "MedicationStatement",
        "status": "stopped",
        "medicationCodeableConcept": {"coding": [{"system": ATC, "code": "H02AB06", "display": "Prednisolon"}]},
        "dosage": [{"text": "5 mg daglig"}],
        **subject,
    }
    doubted = {
        "resourceType": "Condition",
        "code": {"text": "Osteoporose"},
        "verificationStatus": {"coding": [{"code": "provisional"}]},
        **subject,
    }
    one = request(supportingInfo=[{"reference": "DocumentReference/d"}])
    value = bundle(PATIENT, one, observation, medicine, doubted, document("Mor brakk hoften", title="Notat"))
    letter = one_letter(written(tmp_path / "a.json", value))
    assert letter.text == (
        "Aktuell problemstilling:\nFalt på isen\nRøyker ikke\n\nForventet utredning/behandling:\nDXA\n\n"
        "Diagnose:\nMulig Osteoporose\n\nLegemiddelopplysning:\nPrednisolon, 5 mg daglig (Seponert)\n\n"
        "Funn og undersøkelsesresultat:\nP-Kalsium: 2.31 mmol/L (01.03.2026)\n\nVedlegg 1 (Notat):\nMor brakk hoften"
    )
    assert (letter.id, letter.date, letter.sender) == ("a", dt.date(2026, 3, 14), "Ås legesenter")
    message = letter.message
    assert (message.kind, message.origin, message.sex, message.birth_date) == (
        "new",
        "fhir-r4",
        "female",
        dt.date(1950, 3, 14),
    )
    assert ("Hildeborg Fjellrev" in message.names, message.identities) == (True, (FNR,))
    assert [(e.kind, e.system, e.code, e.status, letter.text[e.start : e.end][:8]) for e in message.entries] == [
        ("medicine", "ATC", "H02AB06", "stopped", "Predniso"),
        ("result", "NPU", "NPU01443", "", "P-Kalsiu"),
    ]


def test_documents_alone_are_letters(tmp_path: Path) -> None:
    second = {**document("Mann 60"), "id": "e", "date": "2026-03-14T10:00:00Z"}
    items = read(written(tmp_path / "a.json", bundle(document("Kvinne 72"), second)))
    assert shown(items) == ["a: Kvinne 72", "a-2: Mann 60"]
    assert [i.source for i in items if isinstance(i, Letter)] == ["a.json, message 1", "a.json, message 2"]
    assert [i.date for i in items if isinstance(i, Letter)] == [None, dt.date(2026, 3, 14)]


def test_one_resource_a_line_and_html_are_read(tmp_path: Path) -> None:
    lines = [document("<p>Kvinne <b>72</b></p>", contentType="text/html"), request(note=[], reasonCode=[])]
    path = tmp_path / "a.ndjson"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert shown(read(path)) == ["a: Forventet utredning/behandling:\nDXA", "a-2: Kvinne 72"]


def test_a_withdrawn_request_is_told(tmp_path: Path) -> None:
    (failed,) = read(written(tmp_path / "a.json", request(status="revoked", identifier=[{"value": "r-1"}])))
    assert isinstance(failed, Failure)
    assert (failed.code, failed.message.kind, failed.message.referral) == ("cancellation", "cancel", "r-1")


def test_a_document_that_lies_elsewhere_is_told(tmp_path: Path) -> None:
    value = {**document("x")}
    value["content"] = [{"attachment": {"url": "https://x/1", "contentType": "application/pdf"}}]
    assert shown(read(written(tmp_path / "a.json", value))) == ["empty @ attachment 1"]


def test_narrative_is_read_where_there_is_nothing_else(tmp_path: Path) -> None:
    value = {"resourceType": "ServiceRequest", "text": {"div": "<div>Kvinne 72<br/>DXA</div>"}}
    assert shown(read(written(tmp_path / "a.json", value))) == ["a: Kvinne 72\nDXA"]


def test_what_holds_no_letter_is_told(tmp_path: Path) -> None:
    assert shown(read(written(tmp_path / "a.json", bundle(PATIENT)))) == ["no_referral @ "]
    path = tmp_path / "b.json"
    path.write_text('{"resourceType": "Bundle", "entry": [', encoding="utf-8")
    assert shown(read(path)) == ["bad_json_file @ "]


def test_what_is_of_the_wrong_kind_is_passed_over(tmp_path: Path) -> None:
    value = request(
        note="x", reasonCode=[1, None, {"coding": 5}], supportingInfo={"reference": 3}, subject=[], requester=1
    )
    assert shown(read(written(tmp_path / "a.json", value))) == ["a: Forventet utredning/behandling:\nDXA"]


def test_half_a_surrogate_pair_in_any_field_can_be_kept(tmp_path: Path) -> None:
    half = "x\ud83d"
    patient = {"resourceType": "Patient", "id": "p", "name": [{"text": half}], "identifier": [{"value": half}]}
    code = {"coding": [{"system": half, "code": half, "display": half}]}
    condition = {"resourceType": "Condition", "subject": {"reference": "Patient/p"}, "code": code}
    whole = bundle(request(id=half, requisition={"value": half}, note=[{"text": half}]), patient, condition)
    (tmp_path / "a.json").write_text(json.dumps(whole), encoding="ascii")
    letter = one_letter(tmp_path / "a.json")
    message = letter.message
    assert (message.id, message.referral, message.names, message.identities) == (
        "x\ufffd",
        "x\ufffd",
        *[("x\ufffd",)] * 2,
    )
    assert [(entry.code, entry.name) for entry in message.entries] == [("x\ufffd", "x\ufffd")]
    assert content_of(letter)
