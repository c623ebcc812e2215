"""Reads random and mutated files of every format and says which made the reading room stumble.

    python scripts/fuzz.py --inputs 100000 --seed 1

Every input must come out as letters and failures with a sentence: no exception, no code ``not_read`` (which stands for
an exception that nobody foresaw), no letter that cannot be written. The same seed gives the same inputs. What stumbles
is told with its number, format and error, never with its contents; ``--keep FOLDER`` writes those files. Exit state 1
when anything stumbled.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

from analyser.letter import Letter
from analyser.reading import Failure, Options, Reader, Source
from analyser.reading.formats import FORMATS

_LETTER = (
    "Kvinne 72 år. Håndleddsbrudd etter fall på isen i 2023. Mor hadde lårhalsbrudd. Røyker ikke. Ber om DXA.\n"
    "T-skår −2,7 / -1,9. Prednisolon 5 mg x 1. Ikkje kjent osteoporose. \N{ZERO WIDTH NO-BREAK SPACE}😀\r\n"
)
_WORDS = re.findall(r"\S+\s*", _LETTER)
_MADE = (2026, 3, 14, 0, 0, 0)
# What makes parsers stumble: edges of encodings, marks of other formats, large numbers, openings without an end.
_NASTY = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\x1a", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-1.7\n",
    b"{\\rtf1 ", b"<!DOCTYPE x>", b"<![CDATA[", b"&x;", b"&#0;", b"&#x1F600;", b"<?xml version='1.0'?>", b"]]>", b"-->",
    b'{"resourceType":"Bundle","entry":[', b"[[[[[[[[", b"}}}}}}}}", b'"', b"\\u0000", b"\\ud800", b"1e999", b"NaN",
    b"-0", b"99999999999999999999", b"id;tekst\n", b"From: a\nMIME-Version: 1.0\n\n", b"\n\n", b";;;;", b"PAR1",
    b"=?utf-8?b?//8=?=", b"Content-Type: multipart/mixed; boundary=x\n", b"endobj", b"stream\n", b"\\'f", b"\\u-1?",
)  # fmt: skip


def _text(rng: random.Random) -> str:
    return "".join(rng.choices(_WORDS, k=rng.randint(0, 40)))


def _txt(rng: random.Random) -> bytes:
    return _text(rng).encode(rng.choice(["utf-8", "cp1252", "utf-16", "utf-8-sig"]), "replace")


def _jsonl(rng: random.Random) -> bytes:
    lines = [{"id": n, "text": _text(rng), "date": rng.choice(["2026-03-14", "i går", 5, None])} for n in range(3)]
    return "\n".join(json.dumps(line, ensure_ascii=rng.random() < 0.5) for line in lines).encode()


def _csv(rng: random.Random) -> bytes:
    mark = rng.choice(";,\t")
    rows = [["id", "dato", "tekst"], *([str(n), "14.03.2026", f'"{_text(rng)}"'] for n in range(3))]
    return "\r\n".join(mark.join(row) for row in rows).encode(rng.choice(["utf-8", "cp1252", "utf-16"]), "replace")


def _xlsx(rng: random.Random) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Brev")
    sheet.append(["id", "tekst"])
    sheet.append([rng.randint(1, 9), _clean(_text(rng))])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _clean(text: str) -> str:
    return "".join(char for char in text if char.isprintable() or char == "\n")


def _docx(rng: random.Random) -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph(_clean(_text(rng)))
    document.add_table(2, 2).cell(0, 0).text = _clean(_text(rng))
    document.sections[0].header.paragraphs[0].text = "Legekontoret"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _pdf(rng: random.Random) -> bytes:
    """A small PDF with a text layer, written here: what makes PDFs is no part of the program."""
    words = "".join(char for char in _text(rng) if char.isascii() and char not in "()\\\r\n")
    stream = f"BT /F1 12 Tf 20 700 Td ({words}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = "%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return (body + end).encode("ascii")


def _rtf(rng: random.Random) -> bytes:
    words = "".join(f"\\u{ord(char) % 65536 - 32768}?" if ord(char) > 126 else char for char in _text(rng))
    return f"{{\\rtf1\\ansi{{\\fonttbl{{\\f0 Arial;}}}}{{\\header x\\par}}\\b {words}\\par}}".encode("ascii", "replace")


def _eml(rng: random.Random) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = "a@example.org", "Henvisning", "<1@example.org>"
    message["Date"] = "Sat, 14 Mar 2026 10:00:00 +0100"
    message.set_content(_text(rng))
    if rng.random() < 0.5:
        message.add_alternative(f"<p>{_text(rng)}</p>", subtype="html")
    for maker in rng.sample([_txt, _rtf, _csv, _henvisning], k=rng.randint(0, 2)):
        message.add_attachment(maker(rng), maintype="application", subtype="octet-stream", filename="x")
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"grense{number}")  # the library's own is drawn at random
    return message.as_bytes()


def _zip(rng: random.Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as file:
        for number, maker in enumerate(rng.sample([_txt, _jsonl, _csv, _henvisning, _rtf, _eml], k=rng.randint(0, 3))):
            name = f"mappe/{number}{rng.choice(['.txt', '.csv', '.xml', ''])}"
            file.writestr(zipfile.ZipInfo(name, _MADE), maker(rng))
    return stream.getvalue()


def _parquet(rng: random.Random) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    stream = io.BytesIO()
    parquet.write_table(pa.table({"id": [1, 2], "tekst": [_text(rng), None]}), stream)
    return stream.getvalue()


def _henvisning(rng: random.Random) -> bytes:
    from xml.sax.saxutils import escape

    def words() -> str:
        return escape(_clean(_text(rng)))

    items = (
        f"<InfItem><Observation><Description>{words()}</Description></Observation><Type V='ANAM'/></InfItem>"
        f"<InfItem><Medication><DrugId V='H02AB06' S='1.7180' DN='Prednisolon'/><Status V='6' DN='Fast'/>"
        f"<UnitDose V='5' U='mg'/><DosageText>{words()}</DosageText></Medication><Type V='MEDB'/></InfItem>"
        "<InfItem><ResultItem><NumResult><NumResultValue V='2.3' U='mmol/L'/></NumResult><InvDate V='2026-03-01'/>"
        "<ClinInv><Id V='NPU01443' S='1.7280' DN='P-Kalsium'/></ClinInv></ResultItem><Type V='FUNN'/></InfItem>"
    )
    inner = (
        f"<ReasonAsText><Heading V='PROB'/><TextResultValue>{words()}</TextResultValue></ReasonAsText>"
        "<Diagnosis><Concept V='L95' S='1.7170' DN='Osteoporose'/></Diagnosis><ReqServ><ServType V='N'/></ReqServ>"
    )
    kind = rng.choice("NNNMC")
    if rng.random() < 0.5:
        return (
            "<?xml version='1.0' encoding='UTF-8'?><Message xmlns='http://www.kith.no/xmlstds/henvisning/2012-02-15'>"
            f"<GenDate V='2026-03-14T10:00:00'/><MsgId>m</MsgId><ServReq><ServType V='{kind}'/>"
            f"<IssueDate V='2026-03-14'/><Id>r</Id><Patient><Sex V='2'/><OffId>14835041818</OffId>{items}</Patient>"
            f"{inner}</ServReq></Message>"
        ).encode()
    return (
        "<?xml version='1.0' encoding='UTF-8'?><MsgHead xmlns='http://www.kith.no/xmlstds/msghead/2006-05-24'><MsgInfo>"
        "<GenDate>2026-03-14T10:00:00</GenDate><MsgId>m</MsgId><Patient><FamilyName>F</FamilyName></Patient></MsgInfo>"
        "<Document><RefDoc><Content><Henvisning xmlns='http://ehelse.no/xmlstds/henvisning/2017-11-30'>"
        f"<ServType V='{kind}'/><IssueDate>2026-03-14T10:00:00</IssueDate><DocumentId>r</DocumentId>{items}{inner}"
        "</Henvisning></Content></RefDoc></Document><Document><RefDoc><MimeType>text/plain</MimeType><Content>"
        "<Base64Container>S3Zpbm5l</Base64Container></Content></RefDoc></Document></MsgHead>"
    ).encode()


def _fhir(rng: random.Random) -> bytes:
    request = {
        "resourceType": "ServiceRequest",
        "id": "s",
        "subject": {"reference": "Patient/p"},
        "note": [{"text": _text(rng)}],
        "supportingInfo": [{"reference": "DocumentReference/d"}],
    }
    patient = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1950-03-14"}
    document = {"resourceType": "DocumentReference", "id": "d", "content": [{"attachment": {"data": "S3Zpbm5l"}}]}
    value = {"coding": [{"system": "urn:oid:1.7280", "code": "NPU01443"}]}
    result = {
        "resourceType": "Observation",
        "code": value,
        "valueQuantity": {"value": 2.3},
        "subject": request["subject"],
    }
    entries = [{"resource": one} for one in rng.sample([request, patient, document, result], k=rng.randint(1, 4))]
    return json.dumps({"resourceType": "Bundle", "entry": entries}).encode()


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "txt": _txt,
    "jsonl": _jsonl,
    "csv": _csv,
    "xlsx": _xlsx,
    "docx": _docx,
    "pdf": _pdf,
    "rtf": _rtf,
    "eml": _eml,
    "zip": _zip,
    "parquet": _parquet,
    "henvisning": _henvisning,
    "fhir": _fhir,
}
"""Name of a format to what makes a good file of it."""

_SLOW = {"xlsx", "docx", "parquet"}  # to make: a few are made and mutated often
_SPARES = 20


class Inputs:
    """Files, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._spare = {name: [MAKERS[name](self._rng) for _ in range(_SPARES)] for name in sorted(_SLOW)}

    def make(self) -> tuple[str, bytes]:
        """Name of the format and bytes of the next file."""
        rng = self._rng
        name = rng.choice(list(MAKERS))
        data = rng.choice(self._spare[name]) if name in _SLOW else MAKERS[name](rng)
        kind = rng.random()
        if kind < 0.05:
            return name, data
        if kind < 0.1:
            return "noise", rng.randbytes(rng.randint(0, 3000))
        if kind < 0.3 and name in {"xlsx", "docx", "zip"}:
            return name, _mutate_member(rng, data)
        return name, _mutate(rng, data)


def _mutate(rng: random.Random, data: bytes) -> bytes:
    """One to eight changes: bits turned, pieces cut, copied, moved or repeated, nasty pieces put in."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randint(0, len(out))
        end = min(len(out), at + int(rng.expovariate(1 / 40)))
        match rng.randrange(6):
            case 0 if at < len(out):
                out[at] ^= 1 << rng.randrange(8)
            case 1:
                del out[at:end]
            case 2:
                out[at:at] = out[at:end] * rng.choice([1, 2, 50])
            case 3:
                out[at:at] = rng.choice(_NASTY)
            case 4:
                out[at:end] = rng.randbytes(end - at)
            case _:
                if rng.random() < 0.2:
                    del out[at:]
    return bytes(out)


def _mutate_member(rng: random.Random, data: bytes) -> bytes:
    """A zip file that is whole, with one of its members changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = rng.choice(names) if names else ""
        for name in names:
            content = source.read(name)
            target.writestr(zipfile.ZipInfo(name, _MADE), _mutate(rng, content) if name == chosen else content)
    return out.getvalue()


def stumbles(data: bytes, suffix: str, outcomes: Counter[str] | None = None) -> Iterator[str]:
    """What went wrong with one file, in words that hold nothing of it; what came out is counted."""
    named = not suffix
    source = Source(f"a{suffix}", None, len(data), named=named, data=data, file=f"a{suffix}")
    try:
        items = list(Reader(Options(lang="en")).read(source))
    except Exception as error:
        yield f"exception {type(error).__name__}"
        return
    if not items:
        yield "nothing came out"
    if outcomes is not None:
        outcomes.update("letter" if isinstance(item, Letter) else item.code for item in items)
    for item in items:
        if isinstance(item, Failure):
            if item.code in {"not_read", "out_of_memory"}:
                yield f"{item.code}: {item.reason}"
            if "\n" in item.reason + item.place + item.what_to_do:
                yield "a failure of several lines"
        else:
            yield from _of_letter(item)


def _of_letter(letter: Letter) -> Iterator[str]:
    try:
        letter.text.encode()
        f"{letter.id}{letter.sender}{letter.source}".encode()
    except UnicodeEncodeError:
        yield "a letter that cannot be written"
    if not letter.text.strip() or not letter.id:
        yield "a letter without text or id"
    before = 0
    for entry in letter.message.entries:
        if not before <= entry.start < entry.end <= len(letter.text):
            yield "an entry that stands outside the text"
        before = entry.end


def main() -> int:
    """Run the command; 0 when nothing stumbled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1000, help="how many files to read")
    parser.add_argument("--seed", type=int, default=1, help="of the inputs")
    parser.add_argument("--keep", type=Path, help="folder for the files that stumbled")
    args = parser.parse_args()
    inputs = Inputs(args.seed)
    suffixes = sorted({suffix for form in FORMATS for suffix in form.suffixes})
    rng = random.Random(args.seed)
    made: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    slowest = (0.0, 0, "")
    wrong = 0
    for number in range(args.inputs):
        name, data = inputs.make()
        made[name] += 1
        suffix = rng.choice(["", f".{name}", rng.choice(suffixes)])
        begin = time.perf_counter()
        for problem in stumbles(data, suffix, outcomes):
            wrong += 1
            print(f"input {number} ({name}{suffix}): {problem}")
            if args.keep:
                args.keep.mkdir(parents=True, exist_ok=True)
                (args.keep / f"{number}{suffix or '.' + name}").write_bytes(data)
        slowest = max(slowest, (time.perf_counter() - begin, number, name))
    print(f"{args.inputs} inputs with seed {args.seed}: {wrong} stumbled")
    print("by format: " + ", ".join(f"{name} {count}" for name, count in sorted(made.items())))
    print("what came out: " + ", ".join(f"{name} {count}" for name, count in outcomes.most_common()))
    print(f"slowest: input {slowest[1]} ({slowest[2]}), {slowest[0]:.2f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
