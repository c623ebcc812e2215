"""From a patient and a doctor to a letter: what is said in which order, and how it is laid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analyser.fact import Fact
from analyser.synthesis.doctor import load_layout
from analyser.synthesis.expand import Words
from analyser.synthesis.sentences import Writer, capital, joined, stop
from analyser.synthesis.typing import Keyboard

_PAIR = ("smoking.absent", "alcohol.absent")


class Composer(Writer):
    """Writes one letter, in the layout of its doctor."""

    def letter(self) -> Words:
        """The letter with its facts, each concept and status once."""
        ask, reasons = self._split(self.patient.reasons)
        sections: dict[str, list[str]] = {}
        for symbol, section in self._paired():
            sections.setdefault(section, []).append(symbol)
        order = [name for name in self.rng.choice(load_layout()["orders"]) if name in sections]
        if self.rng.random() < 0.3:
            self.rng.shuffle(order)
        write: Callable[..., Words] = {
            "prose": self._prose, "tele": self._tele, "lines": self._lines, "form": self._form, "epr": self._epr,
        }[self.doctor.layout]  # fmt: skip
        words = write(ask, reasons, [(name, sections[name]) for name in order])
        return Keyboard(self.doctor.typos, self.doctor.keyboard, self.rng).typed(_once(words))

    def _split(self, symbols: Sequence[str]) -> tuple[list[str], list[str]]:
        """What is asked for, and the grounds."""
        ask = [one for one in symbols if one.startswith(("ask.", "why.", "refuse", "frail", "willing"))]
        return ask, [one for one in symbols if one not in ask]

    def _paired(self) -> list[tuple[str, str]]:
        """The topics, smoking and alcohol now and then in one breath."""
        topics = list(self.patient.topics)
        names = [symbol for symbol, _ in topics]
        if all(symbol in names for symbol in _PAIR) and self.rng.random() < 0.5:
            at = names.index(_PAIR[0])
            topics[at] = ("pair.no_smoking_no_alcohol", "life")
            topics = [one for one in topics if one[0] != _PAIR[1]]
        return topics

    def _prose(self, ask: list[str], reasons: list[str], sections: list[tuple[str, list[str]]]) -> Words:
        rng = self.rng
        blocks: list[Words] = []
        if rng.random() < 0.75:
            blocks.append(self._greeting())
        opening = self._who()
        first = rng.random() < 0.45
        story = self._sentences([*(ask if first else []), *reasons])
        opening.add(" ")
        opening.add(story)
        blocks.append(opening)
        paragraph: list[str] = []
        old = self._old()
        for name, symbols in sections:
            paragraph += [symbol for symbol in symbols if symbol != self._told]
            # A heading governs what stands under it, so that sections under headings are never mixed.
            if paragraph and (self.doctor.headings or len(paragraph) >= rng.randint(2, 7)):
                blocks.append(self._paragraph(name, paragraph))
                paragraph = []
        if paragraph:
            blocks.append(self._sentences(paragraph))
        if old:
            blocks.insert(rng.randint(1, len(blocks)), old)
        if not first and ask:
            blocks.append(self._sentences(ask))
        if rng.random() < 0.3:
            blocks.append(self._phrase("thanks"))
        blocks.append(self._close())
        return joined([one for one in blocks if one], rng.choice(("\n\n", "\n", "\n\n")))

    def _paragraph(self, name: str, symbols: list[str]) -> Words:
        out = Words()
        if self.doctor.headings:
            out.add(self._heading(name))
            out.add(self.rng.choice(("\n", ": ")))
        out.add(self._sentences(symbols))
        return out

    def _fragments(self, symbols: Sequence[str]) -> list[Words]:
        found = [self._say(symbol, "tele") for symbol in symbols]
        return [one for one in found if one]

    def _tele(self, ask: list[str], reasons: list[str], sections: list[tuple[str, list[str]]]) -> Words:
        body = [symbol for _, symbols in sections for symbol in symbols]
        early = self.rng.random() < 0.5
        pieces = [self._header(), *self._fragments([*(ask if early else []), *reasons, *body, *([] if early else ask)])]
        between = self.doctor.between
        out = Words()
        for at, piece in enumerate(pieces):
            out.add(capital(piece) if between == ". " or at == 0 else piece)
            if at + 1 < len(pieces):
                last = out.text.rstrip()[-1:]
                # "Ikke diabetes, cøliaki" would deny both: behind a denial stands a full stop.
                denied = between != ". " and any(fact.status == "absent" for fact in piece.facts)
                mark = ". " if denied and last != "." else between
                out.add(" " if last in "?!" or (last == "." and mark == ". ") else mark)
        stop(out)
        if self.rng.random() < 0.6:
            out.add(self.rng.choice((" ", "\n")))
            out.add(self._close())
        return out

    def _lines(self, ask: list[str], reasons: list[str], sections: list[tuple[str, list[str]]]) -> Words:
        bullet = self.rng.choice(("", "", "- ", "* ", "• "))
        blocks: list[Words] = [self._system()] if self.rng.random() < 0.5 else []
        blocks.append(self._header())
        lines = [*self._fragments([*reasons, *[s for _, symbols in sections for s in symbols]])]
        if self.rng.random() < 0.5:
            blocks += self._fragments(ask)
            ask = []
        for line in lines:
            out = Words(bullet)
            out.add(capital(line))
            blocks.append(out)
        old = self._old()
        if old:
            blocks.append(old)
        if ask:
            blocks.append(self._sentences(ask))
        blocks.append(self._close())
        return joined([one for one in blocks if one], "\n")

    def _form(self, ask: list[str], reasons: list[str], sections: list[tuple[str, list[str]]]) -> Words:
        rng = self.rng
        fields: list[Words] = []
        said = [symbol for _, symbols in sections for symbol in symbols]
        fits = [symbol for symbol in said if self.expander.has(symbol, "form")]
        for symbol in fits:
            fields.append(self._say(symbol, "form"))
        for label in rng.sample(load_layout()["empty"], rng.randint(0, 3)):
            if not any(label.lower() in field.text.lower() for field in fields):
                fields.append(Words((self.expander.in_norm(label) + self.doctor.separator).rstrip(" ")))
        if rng.random() < 0.5:
            rng.shuffle(fields)
        blocks = [self._system() if rng.random() < 0.7 else self._phrase("subtitle"), self._header("form")]
        asked = [self._say(one, "form") for one in ask if self.expander.has(one, "form")]
        late = [one for one in ask if not self.expander.has(one, "form")]
        blocks += asked if rng.random() < 0.6 else []
        rest = self._sentences([*reasons, *(one for one in said if one not in fits), *late])
        blocks += fields
        if rest:
            out = self._word(rng.choice(load_layout()["free_text"]))
            out.add(self.doctor.separator if rng.random() < 0.5 else "\n")
            out.add(rest)
            blocks.append(out)
        if asked and not any(one is asked[0] for one in blocks):
            blocks += asked
        blocks.append(self._close())
        return joined([one for one in blocks if one], "\n")

    def _epr(self, ask: list[str], reasons: list[str], sections: list[tuple[str, list[str]]]) -> Words:
        rng = self.rng
        blocks = [self._system(), self._header()]
        early = rng.random() < 0.5
        if early:
            blocks.append(self._under("ask", self._sentences(ask)))
        blocks.append(self._under("reason", self._sentences(reasons)))
        for name, symbols in sections:
            if name in ("drug", "disease"):
                listed = [self._say(one, "list") for one in symbols if self.expander.has(one, "list")]
                told = [self._say(one, "tele") for one in symbols if not self.expander.has(one, "list")]
                extra = f"{name}.ignored"
                listed += [self._say(extra, "list") for _ in range(rng.randint(0, 4))]
                rng.shuffle(listed)
                body = joined([capital(one) for one in [*listed, *told] if one], "\n")
            elif name in ("lab", "exam", "life"):
                body = joined([self._say(one, "form") for one in symbols], "\n")
            else:
                body = self._sentences(symbols)
            if body:
                blocks.append(self._under(name, body))
        old = self._old()
        if old:
            blocks.append(old)
        if not early:
            blocks.append(self._under("ask", self._sentences(ask)))
        blocks.append(self._close())
        return joined([one for one in blocks if one], rng.choice(("\n\n", "\n")))


def _once(words: Words) -> Words:
    """One fact for a concept and status: the first, and for a finding the one that says most."""
    kept: dict[tuple[str, str], int] = {}
    facts = sorted(words.facts, key=lambda fact: (fact.start or 0, fact.end or 0))
    out: list[Fact] = []
    for fact in facts:
        key = (fact.concept, fact.status)
        if key not in kept:
            kept[key] = len(out)
            out.append(fact)
        elif len(fact.attributes) > len(out[kept[key]].attributes):
            out[kept[key]] = fact
    return Words(words.text, out)
