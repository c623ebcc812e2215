"""More ways to write one thing, each group a class of what was missed in letters by other hands."""

from __future__ import annotations

import pytest

from analyser.identity import find
from analyser.identity.ids import names_somebody
from tests.identity.test_ways import unmasked

WAYS = {
    "family name that is an ordinary word": [
        "Tidligere lege var {Trygve Vår} ved klinikken.",
        "Komparent: bror {Sigurd Vår Moe}.",
        "Jeg, {Sol Lunde}, søker time.",
        "Sett av {Randi Torsdal Høst} i går.",
        "Pasienten, {Vår Nygård}, er 61 år.",
    ],
    "given name that is an ordinary word": [
        "{Stein} fra hjemmetjenesten ringte.",
        "Falt kl 20. {Liv} på kveldsvakt så til henne.",
        "Bor alene. {Dag} i resepsjonen tok imot.",
        "hun er 80 år. hun flyttet da {liv} døde. bor i leilighet nå.",
        "{Bjørn} følger henne til timen.",
    ],
    "initials before or behind a date": [
        "Journal.\nKTM 03/4-23: Ringt pas.",
        "Notat.\nBF 12.05.24 kl. 10.15: Kom på kontoret.",
        "03.04.2023 KTM: Ringt pas.",
        "\n05.11.23/BF: Time avlyst.",
        "Notat.\nØS 12.5.2024:\nKom på kontoret.",
    ],
    "address in a field": [
        "ADRESSE: {INDRE SJØVEG 14 C, 9040 NORDKJOSBOTN}",
        "Adr.: {Bak Kirka 3, 2. etg}, tlf 22 00 00 17",
        "Postadresse: {c/o Hagen, Brygga 2, 4400 Flekkefjord}",
        "Postnr/sted: {2005} Rælingen",
        "Postnummer og poststed: {1999} Oslo",
    ],
    "farm": [
        "Ho har budd på garden {Nedre Sunde} i alle år.",
        "Driver gården {Haugtun} sammen med sønnen.",
        "Han bur på småbruket {Ytre Lid} no.",
        "Vokst opp på husmannsplassen {Sletta}.",
        "Overtok bruket {Søndre Tveiten Mellom} i 1990.",
    ],
    "both sides of a stroke": [
        "Emne: {Dybvad}/{Solberg} - svar",
        "Vedr {Hansen}/{Dale}",
        "Ref. samtale {Nilsen}/{Kvamme}, se under.",
    ],
    "name and age at the head": ["{Pedersen} 71\nTidl brudd", "{Hansen}, 82 år\nFalt i går.", "{Olsen} (68)\nDXA?"],
    "employer": [
        "Hun jobber i {Posten}, mest kveld.",
        "Ansatt som sjåfør hos {Unibuss}.",
        "Arbeider fortsatt fullt ved {Hagens Bakeri}.",
        "Ho jobbar som seljar på {Elektroimportøren}.",
        "Arbeidet som sveiser for {Kværner Verdal}.",
    ],
    "shop with a number": ["Falt utenfor {Rema 1000}.", "Møtte henne på {Rema 1000}, gikk greit."],
    "institution in one word": [
        "Vurdert på {Tannlegehøgskolen} i fjor.",
        "Utredet ved {Hjertesentralen}.",
        "Student ved {Sørlandsuniversitetet}.",
    ],
    "place in a bracket": [
        "Hjemkommunen ({Bjerkedalen}) er varslet.",
        "Kommunen ({Storvika}) vil hjelpe.",
    ],
    "municipality": [
        "Hun flyttet til {Aurskog-Høland} i fjor.",
        "Bor i {Hyllestad}.",
        "Opphold i {Guovdageaidnu} i påska.",
        "Ho kjem frå {Kvinnherad} no.",
    ],
    "office behind a point and a comma": ["Per Holm\nspes. allm.med., {Sentrum legekontor}"],
    "number of a case": [
        "If har skadesak {S-2210984}.",
        "Prosjektnummer: {A-22104}",
        "Ordrenr {4471902} gjelder gåstol.",
        "Søknadsnummer {2024/11873} er sendt.",
    ],
    "temporary number": ["Midl. nr {95127100000}.", "Midlertidig nr: {951271 00000}"],
    "initials of a reference": [
        "Vår ref.: {BIR/hk}\nTakk",
        "Deres ref: {KN/TO}, vår ref.: {ab/CD}",
        "Ref.: {jhs/EK}\n",
    ],
    "initials and family name": ["Ber om time.\n\n{LK Bø}, Rena", "Takk.\n{TM Hansen}\nlege", "Takk.\n{AB Moe}"],
    "postal code without a town": ["Ny adresse {Elveveien 12, 7031}.", "Bor {Storgata 5 B, 0155}; tlf kommer"],
    "unit before a place": ["Fulgt på {TRS Sunnaas}.", "Innlagt ved {KRR Lillehammer} i mai."],
    "camp, bath, borough": [
        "Falt på {Setermoen leir}.",
        "Var på {Hareid Bad} i fjor.",
        "Tjenesten i {Bydel Sentrum}",
        "No på {Ormøya rehab}, ut fredag.",
    ],
    "short town in small letters": ["ho bur i {lier}. fall i går.", "flyttet til {rana}. trenger time."],
    "island in capitals": ["HUN ER FRA {ANDØYA}. FALT I GÅR.", "BOR PÅ {HITRA}. FALT."],
    "relative called like a month": ["Dattera {Mai} leser for henne.", "Ho har ei syster, systera {Mai} hjelper."],
    "place of study": ["Hun studerer ved {NTNU} i år.", "Student ved {Nordisk Kunstakademi}, flink."],
    "state and church": ["Attest til {Statens pensjonskasse}.", "Hjelp fra {Kirkens Bymisjon} i går."],
    "short signature behind a dash": ["Kvinne 70 år. Brudd i håndledd i fjor. Mor hadde brudd.\n- {ahl}"],
    "place in small letters by its end": [
        "far er 79 og bor på {rødtvet}. han snakker urdu.",
        "hun er 80. hun flyttet til henne. de bodde i {granheimvik}. falt i går.",
        "ho er 70 år. ho er busett i {kyrkjebøvik}. brot i fjor.",
    ],
    "employer in a field": [
        "Arb.giver: {Hunton}\nFastlege: ukjent",
        "Arbeidsplass: {Blå Kors Øst}",
        "Skole: {Fjordvang}",
    ],
    "office in a municipality with an ordinary name": [
        "Torgeir Undheim, {Time legesenter}",
        "Henvist fra {Våler legekontor}.",
        "Fastlege ved {Sund legesenter}.",
    ],
    "initials at the end that are a word": ["Ring MOB 22 00 00 17.\n/{AT}", "Takk for svar om 2 uker, 3 dager.\n/{AV}"],
    "number of an order": ["Tolk bestilt, ordre {T-77120}.", "Bestillingsnr. {4471-22}"],
    "short signature": ["Kvinne 70 år. Brudd i håndledd i fjor. Mor hadde brudd.\nber om dxa og råd\n{hg}"],
}


@pytest.mark.parametrize("text", [text for texts in WAYS.values() for text in texts])
def test_what_identifies_is_masked_however_it_is_written(text: str) -> None:
    assert unmasked(text) == []


LEFT = [
    "Operert ad modum Girdlestone. Fikk Charnley-protese, Thompson-protese, Hansson-skruer. Norton 14, Morse 45.",
    "Takk for i vår. I vår var hun bedre. Vår felles pasient. Ang. vår pasient fra i går.",
    "Rapport til Norsk Helsenett. Fra Akuttmottak. TILSYNSNOTAT SYKEHJEM",
    "Skadepoliklinikken. Til osteoporosepol. Lungepoliklinikken har sluppet henne.",
    "Fikk i dag ny time. hun fikk liv i armen. stein i nyre, stein falt ut.",
    "Jobber i full stilling. Jobber på kontor. Arbeider ved siden av. Ansatt i Norge.",
    "MR 12/3-24: brudd. DXA 03.04.2023: T-score -2,6. CT 12.05.24: sammenfall.",
    "Rom nr 214. Uke nr 32. Lotnr 448812. Journalen er lest.",
    "Liv og helse. Stein i nyre i 2019. Dag 12 på sykehus.",
    "Hofte/rygg, hø/ve, Alendronat/Prolia. Colles/Smith.",
    "hun er 80 år. hun bor i rekkehus. bor på gårdsbruk. flyttet i oktober. bor ved sjøen. har hytte på fjellet.",
    "Arbeidsgiver: Ingen. Skole: Ferdig. Bedrift: Nei. Firma: Pensjonist",
    "Murrende verk i ryggen. 25-OH-D 48.",
    "Ho veg 66 kilo. Svulsten var godartet. Man har avventet. Pasientens FRAX er 12. Ikke startet D-vitamintilskot.",
    "BRUDD ETTER FALL I STUEN 2025. FALL I STUA I JULI.",
    "Ekstr. 36 17.09.25 pga vertikal rotfraktur.",
    "Nyrer 68\nFosamax 70\nRygg 2019\n",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_like_it_is_left(text: str) -> None:
    assert [text[one.start : one.end] for one in find(text)] == []


@pytest.mark.parametrize("own", ["nordmannk1950", "knordmann50", "karihansen1", "olsen7", "hansen-oe2"])
def test_an_id_with_a_name_of_the_lists_run_together_with_digits_names_somebody(own: str) -> None:
    assert names_somebody(own)


@pytest.mark.parametrize(("own", "name"), [("gaupan7", "Ánte Gaup"), ("aase-5x", "Åse"), ("xkvitskarv", "Kvitskarv")])
def test_an_id_with_a_name_of_the_letter_names_somebody(own: str, name: str) -> None:
    assert names_somebody(own, [name])


@pytest.mark.parametrize("own", ["dev-nb-001", "brev_7", "letter12", "fraktur3", "kvinne72", "henvisning4", "s1-0154"])
def test_an_id_without_a_name_is_kept(own: str) -> None:
    assert not names_somebody(own, ["Kari Nordmann"])
