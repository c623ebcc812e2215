"""How the teeth are: good, poor or none left.

Weights settle what a letter says twice: no teeth left over anything, a word on all teeth ("tannstatus
dårlig", "ellers fin") over single signs ("rotrester"), a sign over a sign denied ("ingen karies").
"""

from __future__ import annotations

from analyser.extraction.finding import Range
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.teeth.tooth_signs import GOOD, HINT, SIGN, SignReader
from analyser.extraction.text.transcript import COLUMN

_POOR = 4.0
_AFTER = 9  # words that may lie between teeth and what is said of them
_BETWEEN = frozenset([",", "og", "sine", "egne", "sitt", "de", "hennes", "hans", "egen", "alle", "/"])
_OPPOSITE = {"good": "poor", "poor": "good"}


class _Reader(SignReader):
    def run(self) -> None:
        self.toothless()
        self.dentures()
        for hit in self.mouth.all("subject"):
            self.subject(hit)
        self.whole()
        self.signs()
        self.many_troubles()
        self.needs()

    # --- a word on all teeth ---------------------------------------------------------------------

    def subject(self, hit: Range) -> None:
        mouth, forms = self.mouth, self.forms
        if forms[hit[0]] == "tann" and not (hit[1] < len(forms) and forms[hit[1]] in (":", "og", "/")):
            return
        clause = mouth.clause(hit[0])
        if self._answered(clause, hit) or self._open(hit, clause):
            return
        hygiene = mouth.is_a(hit, "hygiene")
        found = self._before(hit, clause) or self._behind(hit, clause)
        if found is not None:
            value, said, denial = found
            weight = _POOR if value == "poor" else GOOD
            self.add(value, SIGN - 0.2 if hygiene and value == "good" else weight, hit, denial, said)
            return
        trouble = self._no_trouble((max(clause[0], hit[0] - 8), min(clause[1], hit[1] + _AFTER)))
        if trouble is not None:
            self.add("good", GOOD - 0.2, hit, trouble)
            return
        trouble = mouth.first(("big_trouble",), (max(clause[0], hit[0] - 4), min(clause[1], hit[1] + 4)))
        if trouble is not None and self.negation((clause[0], trouble[0]), trouble[0]) is None:
            self.add("poor", HINT, hit, trouble)

    def _answered(self, clause: Range, hit: Range) -> bool:
        """As in "Tennene? Gode.": a question that answers itself."""
        at = clause[1] + 1
        if at >= len(self.forms) or self.forms[clause[1]] != "?":
            return False
        asked = self.mouth.first(("good",), (hit[1], clause[1]))
        for name, value in (("answer_yes", "good"), ("answer_no", "poor")):
            if asked is not None and self.state.in_class(at, name):
                self.add(value, GOOD, hit, (at, at + 1))  # "Tannhelse OK? Ja"
                return True
        for value, kind in (("good", "good"), ("poor", "bad")):
            for said in self.mouth.within(kind, (at, min(at + 3, len(self.forms)))):
                self.add(value, GOOD, hit, said)
                return True
        return False

    def _open(self, hit: Range, clause: Range) -> bool:
        """A question, a condition or a duty says nothing of how teeth are."""
        mouth = self.mouth
        if mouth.asks(hit[0]):
            return True
        return mouth.has("condition", (max(clause[0], hit[0] - 4), min(clause[1], hit[1] + 4)))

    def _before(self, hit: Range, clause: Range) -> tuple[str, Range, Range | None] | None:
        """As in "Egne, fine tenner", "ikke gode tenner"."""
        for value, kind in (("poor", "bad"), ("good", "good")):
            for said in reversed(self.mouth.within(kind, (max(clause[0], hit[0] - 5), hit[0]))):
                between = self.forms[said[1] : hit[0]]
                if self._healed(said):
                    continue
                if (
                    between == ["i"]
                    or all(word in _BETWEEN for word in between)
                    or self.mouth.within("good", (said[1], hit[0]))
                ):
                    reach_from = max(clause[0], said[0] - 4)
                    if value == "good" and "," in self.forms[reach_from : said[0]]:
                        reach_from = said[0] - self.forms[reach_from : said[0]][::-1].index(",")
                    denial = self.negation((reach_from, said[0]), said[0])
                    return (_OPPOSITE[value] if denial else value), said, denial
        return None

    def _behind(self, hit: Range, clause: Range) -> tuple[str, Range, Range | None] | None:
        """As in "Tennene er i ganske god stand", "tannstatus: ikke bra"."""
        mouth, forms = self.mouth, self.forms
        stop = min(clause[1], hit[1] + _AFTER)
        for at in range(hit[1], stop):
            if forms[at] in ("men", "mens", COLUMN):
                stop = at
                break
        scope = (hit[1], stop)
        found = [(said[0], -said[1], value, said) for value, kind in (("poor", "bad"), ("good", "good"))
                 for said in mouth.within(kind, scope) if self._of_teeth(said) and not self._healed(said)]  # fmt: skip
        if not found:
            return None
        _, _, value, said = min(found)
        if value == "poor" and (better := self._but_good(said, clause)) is not None:
            value, said = "good", better
        between = (hit[1], said[0])
        if mouth.has("elsewhere", between) or mouth.has("dentist", between) and value == "poor":
            return None
        denial = self.negation(between, said[0])
        if denial is not None and mouth.has("trouble", (denial[1], said[0])):
            return "good", said, denial
        return (_OPPOSITE[value] if denial else value), said, denial

    def _but_good(self, said: Range, clause: Range) -> Range | None:
        """As in "noe slitte, men ok": what is said last holds."""
        after = (said[1], min(clause[1], said[1] + 6))
        if "men" not in self.forms[slice(*after)]:
            return None
        good = self.mouth.first(("good",), (self.forms.index("men", said[1]), after[1]))
        return good if good is not None and self._of_teeth(good) else None

    def _healed(self, said: Range) -> bool:
        """Whether it is a wound that is well: "grodde fint"."""
        return self.mouth.has("heals", (max(0, said[0] - 2), said[0]))

    def _of_teeth(self, said: Range) -> bool:
        """Whether the word does not belong to another noun: "god allmenntilstand"."""
        at = said[1]
        return at >= len(self.forms) or not self.mouth.within("other_noun", (at, at + 1))

    def _no_trouble(self, scope: Range) -> Range | None:
        """As in "Ingen problemer", "ikke noe å utsette på", "uten plager"."""
        for hit in self.mouth.within("trouble", scope):
            denial = self.negation((max(scope[0], hit[0] - 5), hit[0]), hit[0])
            after = self.forms[hit[1] : hit[1] + 1]
            if (
                after
                and after[0] in ("med", "for", "mot", "ved")
                and self.mouth.first(("drug_noun", "named_drug"), (hit[1], hit[1] + 4))
            ):
                continue  # "ingen problemer med oppstart"
            if "grunn" in self.forms[max(scope[0], hit[0] - 3) : hit[0]]:
                continue  # "ingen grunn til å utsette"
            if denial is not None and not any(self.forms[k] == "," for k in range(denial[1], hit[0])):
                return denial[0], hit[1]
        return None

    # --- "alt fint", "ellers bra" where teeth are spoken of -----------------------------------------

    def whole(self) -> None:
        mouth, state = self.mouth, self.state
        for sentence in mouth.sentences("good", "bad", "trouble"):
            begin, end = state.transcript.bounds[sentence]
            here = mouth.speaks(sentence) or self._work(begin, end)
            if not here and not (sentence and mouth.speaks(sentence - 1)):
                continue
            dental = state.sections[sentence] == "dental"
            for value, kind in (("good", "good"), ("poor", "bad")):
                for said in mouth.within(kind, (begin, end)):
                    clause = mouth.clause(said[0])
                    if state.transcript.written(said[0]).lower() == "frisk" and not mouth.has(
                        "subject", (begin, said[0])
                    ):
                        continue  # "ellers frisk": who is well is the patient
                    if not self._of_teeth(said) or mouth.asks(said[0]) or mouth.has("elsewhere", clause):
                        continue
                    lead = mouth.nearest(("all", "other_rest"), said, (max(clause[0], said[0] - 5), said[0]))
                    if lead is None and mouth.is_a(said, "content"):
                        lead = mouth.nearest(("dentist",), said, (clause[0], said[0]))
                    if lead is None and dental and said[0] - clause[0] <= 4 and not mouth.has("subject", clause):
                        lead = said
                    if lead is None and mouth.first(("tooth", "subject", "partial", "denture"), (begin, said[0])):
                        lead = mouth.nearest(("they",), said, (max(begin, said[0] - 4), said[0]))
                    if lead is not None and mouth.has("heals", (lead[0], said[0])):
                        continue
                    closed = mouth.is_a(said, "content") or self._closes(said, clause)
                    if lead is None or (not here and lead[0] > begin + 1) or not closed:
                        continue
                    denial = self.negation((max(clause[0], said[0] - 3), said[0]), said[0])
                    self.add(_OPPOSITE[value] if denial else value, GOOD - 0.1, lead, said)
            if here and not mouth.has("elsewhere", (begin, end)):
                trouble = self._no_trouble((begin, end))
                at_dentist = dental or mouth.first(("dentist", "visit", "partial"), (begin, end)) is not None
                if trouble is None or mouth.asks(trouble[0]):
                    continue
                if at_dentist or mouth.has("tooth_trouble", trouble):
                    self.add("good", GOOD - 0.3, trouble)

    def _work(self, begin: int, end: int) -> bool:
        return (
            self.mouth.first(("minor",), (begin, end)) is not None
            and self.mouth.tooth_number((begin, end), (begin, begin), within=end - begin) is not None
        )

    def _closes(self, said: Range, clause: Range) -> bool:
        """Whether the stretch ends behind the word, or goes on about teeth."""
        after = self.forms[said[1] : min(clause[1], said[1] + 2)]
        return (
            not after
            or after[0] in (",", "og", "-", "med", "stand", "orden", "der", "i", "ved", "status", "men", ")", "(")
            or bool(self.mouth.first(("subject", "dentist", "tooth"), (said[1], min(clause[1], said[1] + 4))))
        )


def find_dental_status(mouth: Mouth) -> None:
    """Add a finding for everything that says how the teeth are."""
    _Reader(mouth).run()
