"""What a letter is made of: sentences in their frames, fragments, headings, greetings, copied notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from analyser.synthesis.doctor import Doctor, load_layout
from analyser.synthesis.expand import Expander, Words
from analyser.synthesis.grammar import load_grammar
from analyser.synthesis.patient import Patient
from analyser.synthesis.values import Amount, Drawn, Moment, Word


class Writer:
    """Says the parts of one letter.

    Parameters
    ----------
    patient, doctor
        Who it is about and who writes it.
    day
        The day of the letter.
    rng
        Every choice comes from here.
    """

    def __init__(self, patient: Patient, doctor: Doctor, day: dt.date, rng: Random) -> None:
        self.patient = patient
        self.doctor = doctor
        self.day = day
        self.rng = rng
        self.expander = Expander(load_grammar(), doctor.voice, self._values(), letter=day, rng=rng)

    def _values(self) -> dict[str, Drawn]:
        patient, female = self.patient, self.patient.female
        return {
            "sex": Word("female" if female else "male"),
            "age": Amount(patient.age),
            "decade": Amount(patient.age // 10 * 10),
            "born": Amount(patient.birthday.year),
            "bday": Word(f"{patient.birthday:%d.%m.%Y}"),
            "height": Amount(patient.height),
            "weight": Amount(patient.weight),
            "bmi": Amount(patient.bmi, 1),
            "hun": Word("hun" if female else "han"),
            "en": Word("ei" if female and self.doctor.voice.lang == "nn" else "en"),
            "En": Word("Ei" if female and self.doctor.voice.lang == "nn" else "En"),
            "Hun": Word("Hun" if female else "Han"),
            "henne": Word("henne" if female else "ham"),
            "hennes": Word("hennes" if female else "hans"),
            "sep": Word(self.doctor.separator),
            "lsep": Word(self.rng.choice((", ", ", ", "; ", " - ", " / ", ". "))),
            "sign": Word(self.doctor.sign),
            "place": Word(self.doctor.place),
            "today": Moment(self.day, self.day),
        }

    def _say(self, symbol: str, style: str, *, order: str = "plain") -> Words:
        return self.expander.say(symbol, style, order=order)

    def _phrase(self, symbol: str) -> Words:
        """A symbol of the grammar that carries no fact of its own, such as a heading or a greeting."""
        return self.expander.say(symbol, "any")

    def _word(self, bokmaal: str) -> Words:
        return Words(self.expander.in_norm(bokmaal))

    def _sentence(self, symbol: str) -> Words:
        """One sentence: the bare clause, or in one of the frames that clauses can be put into."""
        roll = self.rng.random()
        if not self.expander.leads(symbol) or symbol.startswith("ask.") or roll < 0.5:
            order = (
                "dropped" if self.expander.leads(symbol) and self.rng.random() < self.doctor.voice.drops else "plain"
            )
            return capital(self._say(symbol, "clause", order=order))
        out = Words()
        if roll < 0.75:
            out.add(self._phrase("frame.inverted"))
            out.add(" ")
            out.add(self._say(symbol, "clause", order="inverted"))
        elif roll < 0.92:
            out.add(capital(self._phrase("frame.sub")))
            out.add(" ")
            out.add(self._say(symbol, "clause", order="sub"))
        else:
            out.add(self._phrase("frame.plain"))
            out.add(" ")
            out.add(self._say(symbol, "clause"))
        return out

    def _sentences(self, symbols: Sequence[str]) -> Words:
        """Sentences in a row, some of them joined."""
        out = Words()
        waiting = led = False
        for at, symbol in enumerate(symbols):
            leads = self.expander.leads(symbol)
            if waiting:
                # "Mor brakk hoften og røyker ikke" would be of the mother.
                drop = leads and led and self.rng.random() < 0.5
                piece = self._say(symbol, "clause", order="dropped" if drop else "plain")
            else:
                piece = self._sentence(symbol)
            if not piece:
                continue
            out.add(piece)
            waiting, led = False, leads
            joined = at + 1 < len(symbols) and not out.text.rstrip().endswith(("?", "!")) and self.rng.random() < 0.4
            if joined:
                join = self._phrase("join").text
                waiting = not join.startswith(".")
                out.text = out.text.rstrip()
                out.add(join)
            else:
                stop(out)
                out.add(" ")
        out.text = out.text.rstrip()
        stop(out)
        return out

    def _who(self) -> Words:
        """Opening sentence, the patient in it; now and then with a relative clause."""
        self.expander.values["who"] = self.expander.values["Who"] = Word("")
        who = self._phrase("who.nouns" if self.patient.female else "who.male_nouns")
        relative = [symbol for symbol, _ in self.patient.topics if self.expander.leads(symbol)]
        if relative and self.rng.random() < 0.3:
            self._told = self.rng.choice(relative)
            out = self._around("open.relative", who)
            out.add(" ")
            out.add(self._say(self._told, "clause", order="rel"))
            stop(out)
            return out
        self._told = ""
        return self._around("open.sentence", who)

    def _around(self, symbol: str, who: Words) -> Words:
        """``symbol`` with the patient put where ``{who}`` stands."""
        mark = "\ue000"
        self.expander.values["who"] = self.expander.values["Who"] = Word(mark)
        frame = self._phrase(symbol)
        before, _, after = frame.text.partition(mark)
        out = Words(before)
        out.add(capital(who) if not before.strip() else who)
        out.add(after)
        return out

    def _under(self, name: str, body: Words) -> Words:
        if not body:
            return Words()
        out = self._heading(name)
        out.add(self.rng.choice((":\n", "\n", "\n", ": ")))
        out.add(body)
        return out

    def _heading(self, name: str) -> Words:
        words = self._word(self.rng.choice(load_layout()["headings"][name]))
        return Words(words.text.upper()) if self.doctor.separator == "  " else words

    def _greeting(self) -> Words:
        return self._phrase("open.greeting") if self.rng.random() < 0.7 else self._phrase("subtitle")

    def _system(self) -> Words:
        name = {"dentist": "system.dentist", "hospital": "system.hospital"}.get(self.patient.writer, "system")
        return self._phrase(name)

    def _close(self) -> Words:
        name = {"dentist": "close.dentist", "hospital": "close.hospital"}.get(self.patient.writer, "close")
        return self._phrase(name)

    def _header(self, style: str = "any") -> Words:
        self._told = ""
        return self.expander.say("who.header" if self.patient.female else "who.male_header", style)

    def _old(self) -> Words:
        """A copied older note under its own date: what the letter contradicts in it counts for nothing."""
        if self.rng.random() >= 0.12:
            return Words()
        symbols = [one for one, _ in self.patient.topics]
        lines = [self._phrase("old.rest")]
        if any(one in ("smoking.past", "smoking.absent") for one in symbols) and "smoking.past" in symbols:
            lines.append(self._phrase("old.smoking"))
        if any(one in symbols for one in ("size.both", "size.weight")):
            lines.append(self._phrase("old.weight"))
        if "alendronate.past" in (*symbols, *self.patient.reasons):
            lines.append(self._phrase("old.alendronate"))
        self.rng.shuffle(lines)
        head = self._phrase("head.old")
        return joined([head, joined(lines, " "), self._phrase("head.now")], "\n")


def capital(words: Words) -> Words:
    """With a capital first letter; offsets stay."""
    for at, sign in enumerate(words.text):
        if sign.isalpha():
            words.text = words.text[:at] + sign.upper() + words.text[at + 1 :]
            break
        if sign.isdigit():
            break
    return words


def stop(words: Words) -> None:
    """A full stop, unless something ends the sentence already."""
    if words.text and words.text.rstrip()[-1:] not in ".?!:":
        words.text = words.text.rstrip() + "."


def joined(pieces: Sequence[Words], between: str) -> Words:
    """The pieces that say something, with ``between`` between them."""
    out = Words()
    for piece in pieces:
        if out.text and piece:
            out.add(between)
        out.add(piece)
    return out
