"""Signs of poor teeth: stumps, loose teeth, decay, what must be treated; one denied counts for good teeth."""

from __future__ import annotations

from analyser.extraction.finding import Range
from analyser.extraction.teeth.dentures import DentureReader

GOOD, SIGN, _DENIED_SIGN, HINT = 3.0, 2.0, 1.5, 1.0
"""How much what is said of teeth weighs: a word on all of them, a sign, a sign that is denied, a hint."""


class SignReader(DentureReader):
    """Reads single signs of how the teeth are."""

    def signs(self) -> None:
        """Read what shows how teeth are without a word on all of them."""
        mouth, forms = self.mouth, self.forms
        for hit in mouth.all("sign"):
            self._sign(hit, SIGN)
        for hit in mouth.all("sound"):
            if self.negation((max(mouth.clause(hit[0])[0], hit[0] - 4), hit[0]), hit[0]) is None:
                self.add("good", GOOD, hit)
        for hit in mouth.all("loose"):
            clause = mouth.clause(hit[0])
            tooth = mouth.nearest(("tooth",), hit, (max(clause[0], hit[0] - 2), min(clause[1], hit[1] + 2)))
            if tooth is None and mouth.has("many", (max(clause[0], hit[0] - 2), hit[0])):
                tooth = mouth.nearest(("subject",), hit, mouth.sentence(hit[0]))
            if tooth is None and mouth.has("other_rest", (max(clause[0], hit[0] - 3), hit[0])):
                tooth = mouth.nearest(("subject",), hit, clause)
            if tooth is None and hit[0] - 2 >= clause[0] and forms[hit[0] - 1] in ("er", "var", "sitter"):
                tooth = mouth.nearest(("subject", "tooth"), hit, (clause[0], hit[0]))
            if tooth is not None and not self._single(hit, tooth):
                self._sign((min(hit[0], tooth[0]), max(hit[1], tooth[1])), SIGN)
        for hit in mouth.all("weak_sign"):
            if mouth.has("minor_verb", (max(0, hit[0] - 4), hit[0])):
                continue  # "fylte to hull"
            if not mouth.speaks(self.state.transcript.sentence[hit[0]], back=1):
                continue
            before = (max(0, hit[0] - 3), hit[0])
            many = mouth.first(("many",), before)
            if many is not None:
                self._sign((many[0], hit[1]), SIGN)
            elif not mouth.has("few", (max(0, hit[0] - 2), hit[0])) and not self._at_a_tooth(hit):
                self._sign(hit, HINT, plain=forms[hit[0]] == "karies")

    def _single(self, hit: Range, tooth: Range) -> bool:
        return self.forms[tooth[0]] in ("tann", "jeksel", "fortann", "framtann", "hjørnetann", "rot", "stump") and (
            not self.mouth.has("many", (max(0, hit[0] - 2), hit[0]))
        )

    def _at_a_tooth(self, hit: Range) -> bool:
        forms = self.forms
        after = forms[hit[1] : hit[1] + 3]
        return (
            after[:1] == ["i"]
            and len(after) > 1
            and (self.mouth.is_tooth_number(hit[1] + 1) or after[1] in ("en", "ett", "et", "tann"))
        )

    def _sign(self, hit: Range, weight: float, *, plain: bool = True) -> None:
        mouth, forms = self.mouth, self.forms
        if self._at_a_tooth(hit) or (hit[0] and forms[hit[0] - 1] in ("en", "tidligere", "behandlet", "ett", "den")):
            return
        if hit[0] > 1 and forms[hit[0] - 1] in ("å", "skal", "kan", "vil", "ville", "kunne"):
            return  # "får kjeven til å råtne"
        if hit[1] < len(forms) and mouth.has("jaw_bone", (hit[1], hit[1] + 1)):
            return  # "en råtten kjeve"
        status, cue = self.state.context.status(hit[0], hit[1])
        if (
            status == "absent"
            and mouth.has("many", (hit[0] - 1, hit[0] + 1))
            and cue is not None
            and hit[0] - cue[1] > 1
        ):
            status = "present"  # "orker ikke stelle dem, mye karies"
        if status == "present" and plain and not mouth.asks(hit[0]):
            self.add("poor", weight, hit)
        elif status == "absent" and cue is not None:
            self.add("good", _DENIED_SIGN, hit, cue)

    def many_troubles(self) -> None:
        """As in "Store tannproblemer"."""
        for hit in self.mouth.all("tooth_trouble_word"):
            answer = self.mouth.answered(hit)
            if answer is not None:
                if answer.kind in ("yes", "no"):
                    self.add("poor" if answer.kind == "yes" else "good", HINT, hit, answer.span)
                continue
            many = self.mouth.first(("many",), (max(0, hit[0] - 2), hit[0]))
            if many is not None and self.forms[hit[0]].startswith("tannproblem"):
                self._sign((many[0], hit[1]), HINT)

    def needs(self) -> None:
        """As in "Trenger sanering", "behov for tannbehandling"; treated teeth are sound again."""
        mouth = self.mouth
        for hit in mouth.all("sanitation"):
            clause = mouth.clause(hit[0])
            if not mouth.speaks(self.state.transcript.sentence[hit[0]], back=1) and "tann" not in self.forms[hit[0]]:
                continue
            if mouth.has("sanitation_over", clause):
                continue
            self._needed(hit, clause, None)
        for hit in mouth.all("generic"):
            clause = mouth.clause(hit[0])
            need = mouth.nearest(("sanitation_need",), hit, (clause[0], hit[0]))
            if need is not None and self.forms[hit[0]].startswith("tann") and not mouth.asks(hit[0]):
                self._needed(hit, clause, need)

    def _needed(self, hit: Range, clause: Range, need: Range | None) -> None:
        denial = self.negation((clause[0], hit[0]), hit[0])
        self.add("good" if denial else "poor", _DENIED_SIGN if denial else SIGN, hit, need, denial)
