"""Ways to write one thing: what was missed in letters by another hand, each in five ways that those letters lack."""

from __future__ import annotations

import pytest

from analyser.identity import find

# Each group holds texts whose marked pieces, in braces, must be masked: every letter and digit of them.
WAYS = {
    "town in a district": [
        "Ho bur på {Sand i Ryfylke} no.",
        "Bor i {Bø i Telemark} med mannen.",
        "Flytta frå {Nes i Ådal} i fjor.",
        "Adresse: {Storgata 3, 3800 Bø i Telemark}.",
        "Post til {Pb 7, 8610 Mo i Rana} takk.",
    ],
    "quarter of a town": [
        "{Strandveien 5, 4612 Kristiansand N}",
        "{Bygata 2, 7030 Trondheim Ø}",
        "{Elvegata 12, 8514 Narvik S}",
        "Bor {Havnegata 1, 3015 Drammen V}.",
        "Adr: {Lia 4, 5034 Bergen N}",
    ],
    "town and date": [
        "Takk for hjelpa.\n\n{Eidslandet}, 4. mai 2024\nLars Moe",
        "Ber om time.\n{Rosendal}, den 12.3.2024\nKari Nordmann",
        "{Ulsteinvik}, 01.02.2023\nTil poliklinikken",
        "Ber om time.\n\n{Tomrefjord} 14.04.2024\nlege Kari Nordmann",
        "HAST. {HALDEN} 3/4-24. FALT I GÅR.",
    ],
    "institution in small letters": [
        "tilvisar kari. ho bur på {solgløtt sjukeheim}. ho fall i går.",
        "ringt av lege ved {nesttun legekontor}. ikkje brot.",
        "henvist av {bremnes kommune}, tlf 22 00 00 17. takk.",
        "hun bor på {furubo omsorgssenter}. spiser dårlig.",
        "fast lege {grøvla legesenter}. tar imot time.",
    ],
    "town in small letters": [
        "hun bor i {trondheim}. falt i går.",
        "fall i {haugesund}. brot i hofta.",
        "operert ved {levanger} i mai. ingen behandling.",
        "flyttet fra {stavanger}. trenger time.",
        "ho er frå {kristiansand}. bur no her.",
    ],
    "nickname": [
        "Pasienten, kalt {Bibbi}, er 80 år.",
        "pas er 80 år, kalla {mosse}. ho fall i går.",
        "hun kalles {tulla}. bor alene.",
        "Ho vert kalla {Goggen} av alle.",
        "kvinne 70 år kalt {lillegull}. falt på isen.",
    ],
    "initials and family name in small letters": [
        "ber om time. mvh {kari m. lund}, lege",
        "takk. mvh {per a. vik}",
        "hilsen {anne k. berg}",
        "hast takk. {k.m. solheim}, tilsynslege",
        "ber om snarleg time. {o.b. fossheim}, lege.",
    ],
    "given name in a text of capitals": [
        "DATTEREN {INGRID} FØLGER. INGEN MEDISIN.",
        "RING MANNEN {TORE} I DAG.",
        "DOTTERA {SISSEL} ER UROLEG.",
        "BROREN {HARALD} KJØRER HENNE.",
        "KONA {BERIT} KAN TOLKE.",
    ],
    "initials of who wrote": [
        "Ber om DXA.\nDiktert {kno}, skrevet {tml} 03.04.24",
        "Dok. 4. Utskrevet av {abn}",
        "03.02.2024 Konsultasjon ({KNO}): Falt.\n\nKari Nordmann Olsen",
        "Ber om DXA.\n\nKari Nordmann Olsen\n{kno}",
        "Registrert av {jhh}.",
    ],
    "initials of the patient": [
        "Kvinne 70 {A.K.} pnr 128345 12345, brudd.",
        "Mann {O.N.L.} født 12.03.1945 med brudd.",
        "Kvinne {B.H.}, f. 120345, falt.",
        "Pas. {K.L.} fnr 12834512345",
        "Vedr. {A.-M.S.} 128345 12345",
    ],
    "family name at the end": [
        "Ber om vurdering. — {Tveitå}",
        "Takk. – {Skjerdal}",
        "Takk for hjelp. — {Hjelle}/Bergen",
        "Hast! — {Aarrestad}",
        "ingen brudd. ber vurd. – {Mykland}",
    ],
    "numbers of registers": [
        "Avsender (HER-id {88123})",
        "Org.nr {999 888 777}, legekontoret",
        "Organisasjonsnummer: {999888777}",
        "DUF-nr. {2022 123456 01} oppgitt",
        "Journalnummer ved kontoret vårt: {44512}.",
    ],
    "telephone over a line": [
        "Ring {22 00\n00 17} i dag.",
        "Tlf. {900\n00 017} etter kl 15.",
        "Mobil: {22000\n017}",
        "Han kan nås på telefon {+47 22 00\n00 17}.",
        "Tlf {900 00\n  017}",
    ],
    "two telephones": [
        "Telefon: {22000017}/{90000017}",
        "Hun nås på {22 00 00 17}/{900 00 017}.",
        "tlf {220 00 017} / {90 00 00 17}",
        "mob {90000017}/{90000018}",
        "Kontor {22 00 00 17}/{22 00 00 18}",
    ],
    "identity number in other groups": [
        "Fnr (elleve siffer): {1 2 8 3 4 5 1 2 3 4 5}",
        "Kari Nordmann, {12 8345 12345}, falt.",
        "Kvinne, {1283 45 12345}, falt.",
        "kvinne 79 {12834512345} brudd",
        "mann 81 {128345 12345} brudd",
    ],
    "last five digits": [
        "Personnummeret er {12345}.",
        "Personnummeret hennes er {12345}.",
        "Kari Nordmann (12.03.45, {12345})",
        "Kari Nordmann, født 12.03.1945, {12345}.",
        "Kari Nordmann f. 12.03.45 - {12345}",
    ],
    "label with a bracket": [
        "Fødselsdato (ddmmåååå): {12031945}",
        "Fødselsdato (dd.mm.åå): {12.03.45}",
        "Født (dato): {12.03.1945}",
        "F.dato (d/m/å) {12/3/1945}",
        "Fødselsnummer (alle siffer): {1283 4512 345}",
    ],
    "fields with a point": [
        "Lege.HPR: {9912345}",
        "Rekvirent.HPR-nr: {9912345}",
        "Pasient.Postnr: {4844}",
        "Mottaker.Postnummer: {0123}",
        "Pasient.Telefon: {22 00 00 17}",
    ],
    "flats and short streets": [
        "{Strandgata 6 leilegheit 12, 8770 Træna}",
        "{Storgata 4, leilighet 3, 6400 Molde}",
        "Bor i {N. Gate 5}, Gjøvik",
        "{V. Torggate 11, 2815 Gjøvik}",
        "{Sjøgata 1 leilegheit 3 B}",
    ],
    "office called after an ordinary word": [
        "Fastlege, {Sentrum Legegruppe AS}",
        "Henvist fra {Torvet legekontor}.",
        "Arbeider ved {Time vidaregåande skule}.",
        "Jobber hos {Nordland Forsikring}.",
        "Eigar av {Stein Byggservice AS}.",
    ],
    "office in one word": [
        "Kari Nordmann\n{Bryggelegene}",
        "Fastlege ved {Elvelegane}.",
        "{Parklegene}, Storgata 2",
        "Frå {Fjordlegane}, 22 00 00 17",
        "Helsing\nKari Nordmann\n{Torglegane}",
    ],
    "shops with a number": [
        "Henter på {Apotek 1 Leira}.",
        "Jobber på {Kiwi 412 Moa}.",
        "ved {Apotek 1 Svanen}",
        "arbeider på {Rema 1000 Strindheim}.",
        "Sjå resept hjå {Apotek 1 Ørnen}.",
    ],
    "institutions": [
        "Innlagt {St. Hallvard sykehus HF}.",
        "Bor på {Midthordland bu- og aktivitetssenter}.",
        "Bodde på {Råde asylmottak}.",
        "Til {Helse Fjordane}, poliklinikken",
        "Operert ved {St. Sunniva hospital}.",
    ],
    "names of other kinds": [
        "Sett av dr. {de Boer} i går.",
        "Overlege {van der Berg} ringte.",
        "Tannl. {Ask} har sett på kjeven.",
        "Ber om DXA.\n{Haakon Vik}\nFastlege",
        "Kari {Gjerde} har falt. {Gjerde} bur åleine.",
    ],
}


def unmasked(text: str) -> list[str]:
    """The letters and digits between braces that are left, piece by piece."""
    plain, pieces, opened = "", [], 0
    for char in text:
        if char == "{":
            opened = len(plain)
        elif char == "}":
            pieces.append((opened, len(plain)))
        else:
            plain += char
    covered = {at for one in find(plain) for at in range(one.start, one.end)}
    left = ("".join(plain[at] for at in range(*piece) if plain[at].isalnum() and at not in covered) for piece in pieces)
    return [piece for piece in left if piece]


@pytest.mark.parametrize("text", [text for texts in WAYS.values() for text in texts])
def test_what_identifies_is_masked_however_it_is_written(text: str) -> None:
    assert unmasked(text) == []


LEFT = [
    "Kontroll 02.05.2024\nlege Kari Nordmann",
    "Aclasta, 3. juni 2024",
    "Har M.S. og astma. Brudd i 2019, T12345.",
    "Kollegene mine og fastlegene er enige. Bor på sykehjem. Gikk på ski.",
    "bor på et godt sykehjem. gikk på ski. henvist til privat klinikk.",
    "Dag 12 etter brudd. Mai og juni i seng. Sol i fjor, stein i nyre, storm ute.",
    "Revmatoid artritt, Metoject og Prednisolon. Bruker Viread. Fikk Imovane og Oxycodone.",
    "Hb 12,8 86 140 250 SR 20 CRP 5. Ferritin 120 345 12 i fjor.",
    "Kalsium (korrigert): 2,31. Vitamin D (nmol/l): 48. eGFR (ml/min): 56.",
    "Henvist Revmatologisk Klinikk. Nytt Legekontor. Tidligere Legevakt. Privat Klinikk, siste Sykehus.",
    "Bentetthet, 3. mai 2024\nHofteoperasjon 04.05.2024\nRøntgen, 4. juni 2023\n",
    "Diktert i går, skrevet om. Registrert av oss. Utskrevet av avd.",
    "Kreatinin 66 70 72 68. Ferritin 22 33 44 55.",
    "Operert på Dag 3. Kontroll i Mai. Overlege Ortoped vurderte.",
    "Gikk på tur i mai, fra Mai til juni. Medisin Dag 12.",
    "De er i Norge. Helse og trivsel. Helse: god.",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_like_it_is_left(text: str) -> None:
    found = {text[one.start : one.end] for one in find(text)}
    assert found <= {"Kari Nordmann"}
