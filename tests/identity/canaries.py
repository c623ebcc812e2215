"""A letter with an identifier of every kind, each planted where something could carry it out."""

from __future__ import annotations

import datetime as dt

from analyser.letter import Letter

PHRASE = "raudflekka sjiraffhals"
SENDER = "Snøfjelldal legesenter"
# Each stands in the letter or beside it, and nowhere in the program. Numbers are synthetic (month + 80).
CANARIES = (
    *("Hildeborg", "Finnmarksvidde", "Eysteinn", "Kvitskarv", "Torbrand", "Ulvesund-Rømmesæter", "Snøfjelldal"),
    *(
        "128345",
        "12345",
        "Måltrostvegen",
        "1998",
        "Ytterbygdneset",
        "40000317",
        "40 00 03 17",
        "hildeborg@post.example",
    ),
    *("www.kvitskarv.example", "9900417", "2024-88123", "1234.05.00317", "DN 00317", "Bjørkeheimen sykehjem"),
    *("Vidarskog", "03.02.1945", PHRASE, "sjiraffhals", "Hildeborg-brev"),
)
TEXT = f"""\
Vedr. Hildeborg Finnmarksvidde, f.nr. 128345 12345, født 03.02.1945
Måltrostvegen 12, 1998 Ytterbygdneset, tlf 40 00 03 17 eller 40000317, hildeborg@post.example
Journalnr 2024-88123, konto 1234.05.00317, bil DN 00317. Bor på Bjørkeheimen sykehjem i Vidarskog.

Kvinne 81 år, {PHRASE}. Håndleddsbrudd etter fall på isen. Hildeborg hadde hoftebrudd i fjor.
Mor til Torbrand brakk hofta. Røyker ikke. Operert av Dr. Ulvesund-Rømmesæter. Alendronat 70 mg. Ber om DXA.

Mvh
Eysteinn Kvitskarv, fastlege, HPR 9900417
{SENDER}, www.kvitskarv.example
"""
LETTER = Letter(
    "Hildeborg-brev", TEXT, date=dt.date(2026, 3, 14), sender=SENDER, source="innboks/Hildeborg-brev.jsonl, line 1"
)
