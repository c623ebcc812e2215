"""The clinical part of Henvisning 1.0, 1.1 and 2.0, whose elements share their names, to the text of a letter."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from analyser.letter import Entry
from analyser.reading.message.composer import Composer, load_headings
from analyser.reading.message.tree import children, coded, day, first, local, number, text_of, value_of

SYSTEMS = {"7170": "ICPC-2", "7110": "ICD-10", "7180": "ATC", "7280": "NPU"}
"""Last part of the OID of a code system to its name."""

# Elements with words of people; those that no heading claims are printed under the last one.
_WORDS = ("TextResultValue", "Description", "Comment", "ReqComment", "DosageText", "Precaution", "Merknad")
_CODED_WORDS = ("TextCode", "CodedComment")


def compose_referral(request: Element) -> tuple[str, tuple[Entry, ...]]:
    """The letter's text, and the coded entries with the offsets of their lines in it.

    Parameters
    ----------
    request
        ``ServReq`` of 1.x or ``Henvisning`` of 2.0.
    """
    return _Referral(request).composer.compose()


class _Referral:
    """One pass over the request; what was printed is remembered, so that nothing is lost or told twice."""

    def __init__(self, request: Element) -> None:
        self.composer = Composer()
        self._told: set[int] = set()
        for reason in children(request, "ReasonAsText"):
            self._block(reason, "ReasonAsText")
        for diagnosis in children(request, "Diagnosis"):
            self._diagnosis(diagnosis)
        for item in (*children(request, "InfItem"), *children(request, "Patient", "InfItem")):
            self._item(item)
        for comment in children(request, "Comment"):
            self._block(comment, "KOMM")
        self._rest(request)

    def _words(self, element: Element, *path: str) -> str:
        found = first(element, *path)
        if found is None:
            return ""
        self._told.add(id(found))
        return text_of(found)

    def _block(self, block: Element, code: str) -> None:
        """Free text with its heading, and names of codes that stand for text."""
        code = coded(block, "Heading") or code
        texts = [self._words(block, "TextResultValue")]
        texts += [_name(one) for kind in _CODED_WORDS for one in children(block, kind)]
        self.composer.add(code, "\n".join(filter(None, texts)), heading=coded(block, "Heading", key="DN"))

    def _diagnosis(self, diagnosis: Element) -> None:
        concept = first(diagnosis, "Concept")
        if concept is None:
            return
        code = _code(concept)
        line = f"{_name(concept)} ({code})" if _name(concept) and code else _name(concept) or code
        modifiers = [
            f"{_name(name)}: {', '.join(filter(None, map(_name, children(modifier, 'Value'))))}"
            for modifier in children(diagnosis, "Modifier")
            for name in children(modifier, "Name")
        ]
        entry = Entry("diagnosis", 0, 0, _system(concept), code, _name(concept))
        self.composer.add("DIAGNOSE", "; ".join([line, *modifiers]), entry=entry)

    def _item(self, item: Element) -> None:
        code, heading = coded(item, "Type"), coded(item, "Type", key="DN")
        dates = _dates(item)
        for observation in children(item, "Observation"):
            texts = [self._words(observation, "Description"), self._words(observation, "Comment")]
            text = "\n".join(filter(None, texts))
            self.composer.add(code, f"{text} ({dates})" if text and dates else text, heading=heading)
        for medication in children(item, "Medication"):
            line, entry = self._medicine(medication)
            self.composer.add(code or "MEDB", f"{line} ({dates})" if dates else line, heading=heading, entry=entry)
        for result in children(item, "ResultItem"):
            line, entry = self._result(result)
            self.composer.add(code or "FUNN", line, heading=heading, entry=entry)

    def _medicine(self, medication: Element) -> tuple[str, Entry]:
        drug = first(medication, "DrugId")
        code = "" if drug is None else _code(drug)
        name = "" if drug is None else _name(drug)
        dose, unit = coded(medication, "UnitDose"), coded(medication, "UnitDose", key="U")
        status = coded(medication, "Status", key="DN")
        line = " ".join(filter(None, [name or code, dose, unit]))
        dosage, comment = self._words(medication, "DosageText"), self._words(medication, "Comment")
        # One sentence: the dose is that of the drug.
        line = ", ".join(part.rstrip(". ") for part in (line, dosage, comment) if part)
        line += f" ({status})" if status else ""
        known = next((s for word, s in load_headings().statuses.items() if word in status.lower()), "")
        system = "" if drug is None else _system(drug)
        return line, Entry("medicine", 0, 0, system, code, name, number(dose), unit, status=known)

    def _result(self, result: Element) -> tuple[str, Entry]:
        test = first(result, "ClinInv", "Id")
        code = "" if test is None else _code(test)
        name = "" if test is None else _name(test)
        specs = [_name(spec) for spec in children(result, "ClinInv", "Spec")]
        found, unit = (
            coded(result, "NumResult", "NumResultValue"),
            coded(result, "NumResult", "NumResultValue", key="U"),
        )
        comparison = coded(result, "NumResult", "ArithmeticComp", key="DN") or coded(
            result, "NumResult", "ArithmeticComp"
        )
        values = [comparison, found, unit]
        for edge in ("Low", "High"):
            values += [coded(result, "Interval", edge), coded(result, "Interval", edge, key="U")]
        values.append(value_of(result, "DateResult", "DateResultValue"))
        for block in children(result, "TextResult", "Result"):
            values += [self._words(block, "TextResultValue"), *map(_name, children(block, "TextCode"))]
        taken = day(value_of(result, "InvDate"))
        extras = [_shown(taken), coded(result, "DevResultInd", key="DN").lower()]
        label = ", ".join(filter(None, [name or code, *specs]))
        line = f"{label}: {' '.join(filter(None, values))}" if any(values) else label
        line += f" ({', '.join(filter(None, extras))})" if any(extras) else ""
        comment = self._words(result, "Comment")
        line += f". {comment}" if comment else ""
        exact = number(found) if not comparison else None
        return line, Entry("result", 0, 0, "" if test is None else _system(test), code, name, exact, unit, taken)

    def _rest(self, request: Element) -> None:
        """Words that stand elsewhere: precautions, the wish, remarks on anything."""
        codes = {"Precaution": "FORH", "Merknad": "MERK"}
        for element, parent in _with_parents(request):
            name = local(element)
            if name in _WORDS and id(element) not in self._told and not (name == "Comment" and len(element)):
                code = "UTRED" if local(parent) == "ReqServ" else codes.get(name, "KOMM")
                self.composer.add(code, text_of(element))


def _with_parents(element: Element) -> Iterator[tuple[Element, Element]]:
    stack = [element]
    while stack:
        parent = stack.pop()
        for child in parent:
            yield child, parent
        stack += reversed(list(parent))


def _name(element: Element) -> str:
    """As the sender named a code: its name, or the sender's own words."""
    return (element.get("DN") or element.get("OT") or "").strip()


def _code(element: Element) -> str:
    return re.sub(r"\s+", "", element.get("V") or "")


def _system(element: Element) -> str:
    return SYSTEMS.get((element.get("S") or "").rpartition(".")[2], "")


def _shown(date: dt.date | None) -> str:
    return "" if date is None else f"{date:%d.%m.%Y}"


def _dates(item: Element) -> str:
    """From when to when something holds, as people write it."""
    start, end = (day(value_of(item, name)) for name in ("StartDateTime", "EndDateTime"))
    if start is None and end is None:
        return _shown(day(value_of(item, "OrgDate")))
    return "–".join((_shown(start), _shown(end))) if end is not None else f"fra {_shown(start)}"
