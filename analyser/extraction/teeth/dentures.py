"""Teeth that are gone, and the dentures in their place: tells full ones from those of one jaw, and from hips."""

from __future__ import annotations

from analyser.extraction.finding import Finding, Range
from analyser.extraction.teeth.mouth import Mouth
from analyser.extraction.text.numbers import number

_CONCEPT = "dental_status"
_TOOTHLESS = 6.0
_NEARLY = frozenset(["nær", "nesten", "tilnærmet", "delvis", "praktisk", "bortimot", "omtrent"])
_JOINTS = ("hofte", "kne", "skuld", "ankel")


class DentureReader:
    """Reads how the teeth are as far as they are gone; the base of the reader of all that is said of teeth."""

    def __init__(self, mouth: Mouth) -> None:
        self.mouth = mouth
        self.state = mouth.state
        self.forms = mouth.state.forms

    def add(self, value: str, weight: float, *spans: Range | None) -> None:
        """Add a finding that covers all the words given; the last of them decided."""
        said = [span for span in spans if span is not None]
        first, last = min(s[0] for s in said), max(s[1] for s in said)
        state = self.state
        if state.section(first) == "family" or state.context.relative(first, last) is not None:
            return
        state.findings.append(
            Finding(_CONCEPT, "present", first, last, value=value, anchor=first, weight=weight, cue=said[-1])
        )

    def negation(self, scope: Range, at: int) -> Range | None:
        """A denial in a range that reaches the token."""
        hits = [
            h
            for kind in ("no", "less")
            for h in self.mouth.within(kind, scope)
            if not self.mouth.has("no_denial", (h[0], min(h[0] + 4, at + 2)))
        ]
        for hit in reversed(hits):
            if self.mouth.is_a(hit, "less") and at > hit[1]:
                continue
            if not any(self.forms[k] in (".", ";", "men") for k in range(hit[1], at)) and at - hit[1] <= 4:
                return hit
        return None

    def toothless(self) -> None:
        """Words that say outright that no teeth are left."""
        mouth, forms = self.mouth, self.forms
        for hit in mouth.all("toothless"):
            clause = mouth.clause(hit[0])
            follows = forms[hit[1]] if hit[1] < len(forms) else ""
            if follows in ("som", "med", "å", "skal", "må", "er", "trenger", "planlagt", "trukket", "trekkes"):
                continue
            if self.negation((clause[0], hit[0]), hit[0]) is not None or self._one_jaw(hit, clause):
                continue
            if hit[0] and forms[hit[0] - 1] in _NEARLY:
                self.add("poor", _TOOTHLESS, (hit[0] - 1, hit[1]))
                continue
            self.add("edentulous", _TOOTHLESS, hit)

    def dentures(self) -> None:
        """Dentures in both jaws, with no teeth beside them."""
        mouth, forms = self.mouth, self.forms
        for kind in ("denture", "any_denture"):
            for hit in mouth.all(kind):
                sentence = mouth.sentence(hit[0])
                if forms[hit[0]].startswith("total") and not (self._jaws(sentence) or mouth.has("both", sentence)):
                    continue  # more often a hip
                if hit[0] and forms[hit[0] - 1] in ("for", "eller", "lage", "få", "uten"):
                    continue
                if mouth.has("partial", sentence) or self.negation((max(sentence[0], hit[0] - 3), hit[0]), hit[0]):
                    continue
                both = mouth.first(("both",), (hit[1], min(sentence[1], hit[1] + 8))) or mouth.first(
                    ("both",), (max(sentence[0], hit[0] - 6), hit[0])
                )
                own = self._own_teeth(sentence)
                if kind == "any_denture" and any(form.startswith(_JOINTS) for form in forms[slice(*sentence)]):
                    continue  # "proteser i begge hofter"
                if both is not None and own is None:
                    self.add("edentulous", _TOOTHLESS, hit, both)
                elif kind == "denture" and own is None and not self._jaws(sentence):
                    if forms[hit[0]].startswith("gebiss") or forms[hit[0]].endswith("protese"):
                        self.add("edentulous", _TOOTHLESS - 1, hit)
                elif kind == "denture" and own is None and self._jaws(sentence) == {"upper", "lower"}:
                    self.add("edentulous", _TOOTHLESS - 1, hit)

    def _jaws(self, scope: Range) -> set[str]:
        return {jaw for jaw in ("upper", "lower") if self.mouth.has(jaw, scope)}

    def _one_jaw(self, hit: Range, clause: Range) -> bool:
        near = (hit[1], min(clause[1], hit[1] + 4))
        return (len(self._jaws(near)) == 1 or self.mouth.has("partly", near)) and not self.mouth.has("both", near)

    def _own_teeth(self, scope: Range) -> Range | None:
        """As in "Egne tenner nede", "noen stumper nede": teeth that are left."""
        mouth = self.mouth
        for hit in mouth.within("own", scope):
            if not mouth.has("toothless", (max(scope[0], hit[0] - 2), min(scope[1], hit[1] + 3))):
                return hit
        for kind in ("tooth", "sign"):
            for hit in mouth.within(kind, scope):
                if (
                    self.forms[hit[0]] not in ("tenner", "tann")
                    or self._has_place(hit, scope)
                    or any(number(self.forms[k]) is not None for k in range(max(scope[0], hit[0] - 2), hit[0]))
                ):
                    return hit
        return None

    def _has_place(self, hit: Range, scope: Range) -> bool:
        """As in "løse tenner i underkjeven", where no denial says that there are none."""
        lead = (max(scope[0], hit[0] - 3), hit[0])
        placed = self.mouth.first(("upper", "lower"), (hit[1], min(scope[1], hit[1] + 2))) is not None
        return placed and self.negation(lead, hit[0]) is None and "mangler" not in self.forms[slice(*lead)]
