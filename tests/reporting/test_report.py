"""The one-file report: whole letters, no network, nothing in a letter is obeyed."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import random
import re
import tracemalloc
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.analysis import Analysis
from analyser.assessment import Assessment, Reason
from analyser.codebook.labels import LANGUAGES, load_labels
from analyser.fact import Fact
from analyser.guideline import Source
from analyser.letter import Letter
from analyser.reporting import page as page_parts
from analyser.reporting.compact import unpacked
from analyser.reporting.payload import Payload
from analyser.reporting.report import render, write_report
from analyser.second import Second

VOID = {"meta", "link", "br", "img", "input", "hr", "option", "base"}
HOSTILE = (
    "Kvinne 72 år </script><script>alert(1)</script><img src=x onerror=alert(2)> <!-- --> \u202eomvendt\u202c \u200f"
    "\"dobbel\" 'enkel' «norsk» & &lt; \u2028 \x00 \x1b[31m {{ 7 * 7 }} {% raw %} \\u003c 🦴 \ud800"
)


class Page(HTMLParser):
    """The elements of a page, and the text of each script and style."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[tuple[str, dict[str, str | None], str]] = []
        self.text = ""
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = (tag, dict(attrs)) if tag in {"script", "style"} else None

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inline.append((*self._open, data))
        else:
            self.text += data

    def data(self) -> dict[str, Any]:
        """What the script is given, its rows under names and its sentences in bokmål."""
        found = {attrs.get("id"): text for _, attrs, text in self.inline if attrs.get("type") == "text/plain"}
        index = unpacked(found["index"])
        blocks = [unpacked(text) for _, attrs, text in self.inline if "data-block" in attrs]
        letters = [one for block in blocks for one in block]
        for row, letter in zip(index["letters"], letters, strict=True):
            letter.update(zip(ROW, row, strict=True))
            letter["sender"] = index["senders"][letter["sender"]]
            letter["missing"] = [index["missing"][number] for number in letter["missing"]]
        return {**index, "letters": letters, "names": unpacked(found["names"])}


ROW = ("id", "date", "sender", "language", "dxa", "dental", "dialogue", "missing", "score", "first", "second")


def said(data: dict[str, Any], number: int, lang: str = "nb") -> str:
    text = data["texts"][number]
    return text if isinstance(text, str) else str(text[LANGUAGES.index(lang)])


def scripts() -> str:
    return page_parts.script()


def letter_text(letter: dict[str, Any]) -> str:
    return "".join(piece if isinstance(piece, str) else piece[0] for piece in letter["segments"])


def page(*analyses: Analysis, lang: str = "nb", about: dict[str, Any] | None = None) -> Page:
    return Page(render(analyses, about=about or {}, lang=lang))


def test_memory_hardly_grows_with_the_letters(tmp_path: Path) -> None:
    facts = (Fact("hip_fracture", start=0, end=4), Fact("smoking", "absent", start=4, end=9))
    assessment = Assessment("indicated", "D6", (), ("dental_advice",), (), ("weight",), 40)
    text = "".join(random.Random(1).choices("abcdefghij klmnop", k=2000))

    def letters(count: int) -> Iterator[Analysis]:
        for number in range(count):
            # Rows from a store share nothing.
            own = Assessment.from_dict(json.loads(json.dumps(assessment.to_dict())))
            yield Analysis(Letter(f"letter-{number}", text, sender="Vik"), "nb", facts, own)

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            write_report(tmp_path / "r.html", letters(count), about={}, pack=None)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(50)
    assert peak(3000) - peak(1000) < 2000 * 400


@given(text=st.text(), spans=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_every_letter_can_be_rebuilt_from_what_the_script_is_given(text: str, spans: list[tuple[int, int]]) -> None:
    facts = tuple(Fact("kyphosis", start=a, end=b) for a, b in spans)
    reasons = tuple(Reason("dxa", "indicated", "D6", "", "", (span,)) for span in spans)
    assessment = Assessment("indicated", "D6", (), (), reasons, (), 0)
    payload = Payload(sources={})
    payload.add(Analysis(Letter("x", text), "nb", facts, assessment))
    assert [row[0] for row in unpacked(payload.index())["letters"]] == ["x"]
    [[letter]] = map(unpacked, payload.blocks())
    assert letter_text(letter) == text
    shown = [span for span in spans if 0 <= span[0] < span[1] <= len(text)]
    pieces = [piece if isinstance(piece, str) else piece[0] for piece in letter["segments"]]
    found = ["".join(pieces[a:b]) for _, places, _ in letter["reasons"] for a, b in places]
    assert found == [text[a:b] for a, b in shown]


def test_a_hostile_letter_is_data_and_nothing_else(bare: Callable[..., Analysis]) -> None:
    harmless = page(bare("brev"))
    hostile = page(bare(HOSTILE, number="</script><b>", sender="<img src=x>"))
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in harmless.elements]
    [letter] = hostile.data()["letters"]
    assert letter_text(letter) == HOSTILE
    assert (letter["id"], letter["sender"]) == ("</script><b>", "<img src=x>")
    assert "alert(1)" not in hostile.text


def test_the_file_holds_no_character_that_turns_the_direction_of_a_line(bare: Callable[..., Analysis]) -> None:
    html = render([bare(HOSTILE)], about={"pack": "memo"})
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\x00]", html)


def test_the_script_never_reads_a_letter_as_html() -> None:
    script = scripts()
    assert "textContent" in script
    banned = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "fetch(",
        "XMLHttp",
    )
    assert [word for word in banned if word in script] == []


def test_the_page_can_ask_nothing_of_any_network(wrist: Analysis) -> None:
    shown = page(wrist)
    [policy] = [
        attrs["content"] for tag, attrs in shown.elements if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None and policy.startswith("default-src 'none';")
    assert "base-uri 'none'" in policy and "form-action 'none'" in policy
    links = {value for _, attrs in shown.elements for name, value in attrs.items() if name in {"href", "src", "action"}}
    assert {link for link in links if link is not None and not link.startswith("#")} == set()
    assert {"link", "img", "iframe", "object", "embed", "base"} & {tag for tag, _ in shown.elements} == set()
    for tag, attrs, text in shown.inline:
        if attrs.get("type") != "text/plain":
            assert not re.search(r"https?:|//\w+\.\w|@import|url\(", text)
            digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
            assert f"{tag}-src 'sha256-{digest}'" in policy
    assert [name for _, attrs in shown.elements for name in attrs if name.startswith("on") or name == "style"] == []


def test_what_is_shown_of_a_letter(wrist: Analysis) -> None:
    data = page(wrist).data()
    [letter] = data["letters"]
    assert letter["missing"] == ["glucocorticoids", "height and weight"]
    assert (letter["date"], letter["language"], letter["score"]) == ("2026-03-14", "mixed", 64)
    named = [data["findings"][number] for number, *_ in letter["facts"]]
    assert named[2][:3] == ["fracture", "wrist_fracture", "present"]
    assert [said(data, number) for number in named[2][3:]] == ["til stede", "skademekanisme: lavenergi"]
    assert [said(data, number, "en") for number in named[2][3:]] == ["present", "mechanism: low-energy"]
    assert said(data, named[4][4]) == "−2,7 SD"
    assert letter["facts"][3][1] == "Ikke"
    decided, asked, remark = letter["reasons"]
    kind, outcome, rule, source, message = data["reasons"][decided[0]]
    assert (kind, outcome, rule) == ("dxa", "indicated", "D6")
    assert (said(data, source), said(data, message)) == ("NRF; HDIR", "Brevet forteller om et lavenergibrudd.")
    [[first, last]] = decided[1]
    assert letter_text({"segments": letter["segments"][first:last]}) == "Handleddsbrot etter fall på isen"
    assert decided[2] == [2]
    assert asked[1:] == [[], []]
    assert data["reasons"][remark[0]][:2] == ["remark", "assumed"]


def test_the_page_tells_how_many_letters_there_are(wrist: Analysis, bare: Callable[..., Analysis]) -> None:
    html = render([wrist, bare("ett"), bare("to", number="b-2")], about={})
    assert "3 brev er lest." in html
    assert [letter["dxa"] for letter in Page(html).data()["letters"]] == ["indicated", *["no_dxa_question"] * 2]


def test_letters_with_something_to_read_first_can_be_chosen(wrist: Analysis, urgent: Analysis) -> None:
    shown = page(wrist, urgent)
    assert "Bare brev med noe å lese først" in shown.text
    assert [letter["parts"][0][0] for letter in shown.data()["letters"]] == ["dxa", "first"]
    assert [letter["first"] for letter in shown.data()["letters"]] == [0, 1]
    assert "noe å lese først" not in page(wrist).text


def test_a_run_without_letters_says_so() -> None:
    shown = page()
    assert "Ingen brev er lest." in shown.text
    assert shown.data()["letters"] == []


def test_a_finding_that_was_not_read_from_the_text_keeps_its_quote(bare: Callable[..., Analysis]) -> None:
    [letter] = page(bare("Brev.", Fact("kyphosis", quote="fra skjemaet"))).data()["letters"]
    assert letter["facts"] == [[0, "", "fra skjemaet"]]


def test_the_run_is_told_of_with_its_versions() -> None:
    about = {"version": "1.2", "pack": "<memo>", "counts": {"indicated": 4}, "inputs": ["a.jsonl", "b.csv"]}
    text = re.sub(r"\s+", " ", page(about=about).text)
    assert "versjon1.2" in text.replace(" ", "")
    assert "regelpakke<memo>" in text
    assert "counts: DXA er indisert4" in text
    assert "inputsa.jsonl, b.csv" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_says_that_the_health_professional_decides(lang: str, wrist: Analysis) -> None:
    shown = page(wrist, lang=lang)
    assert shown.text.count(load_labels(lang).ui["decision_support"]) == 2
    assert ("html", {"lang": lang, "data-lang": lang}) in shown.elements
    assert "built-in" not in shown.text


def test_every_text_the_page_asks_for_is_there_and_none_is_left_over() -> None:
    package = resources.files("analyser.reporting")
    templates = [part for part in (package / "templates").iterdir() if part.name.endswith(".html")]
    code = [part for part in package.iterdir() if part.name.endswith(".py")]
    script = scripts()
    places = [script, *(part.read_text(encoding="utf-8") for part in [*templates, *code])]
    texts = set(page_parts.texts_of("en"))
    assert set(re.findall(r"\bui\.(\w+)", script)) <= texts
    assert {name for name in texts if not any(re.search(rf"\b{name}\b", place) for place in places)} == set()


def test_every_part_of_the_page_is_used_and_small() -> None:
    folder = Path(str(resources.files("analyser.reporting") / "templates"))
    used = [f"js/{name}.js" for name in page_parts.SCRIPTS] + [f"css/{name}.css" for name in page_parts.STYLES]
    parts = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.suffix in {".js", ".css"}
    )
    assert parts == sorted(used)
    assert max(len((folder / part).read_text(encoding="utf-8").splitlines()) for part in parts) < 150


def test_controls_have_labels_and_tables_have_headers(wrist: Analysis, urgent: Analysis) -> None:
    elements = page(wrist, urgent).elements
    named = {attrs["for"] for tag, attrs in elements if tag == "label" and "for" in attrs}
    wrapped = {"show-names", "filter-first", "keys-on"}
    controls = {attrs["id"] for tag, attrs in elements if tag in {"input", "select"} and attrs.get("name") != "dxa"}
    assert controls == named | wrapped
    headers = [attrs for tag, attrs in elements if tag == "th"]
    assert len(headers) > 10
    assert all(attrs.get("scope") in {"col", "row"} for attrs in headers)
    tags = [tag for tag, _ in elements]
    assert {"header", "main", "nav", "footer"} <= set(tags)
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_text_stands_out_from_its_ground() -> None:
    style = page_parts.style()
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", style))

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, other: str) -> float:
        dark, light = sorted((luminance(one), luminance(other)))
        return (light + 0.05) / (dark + 0.05)

    kinds = "".join(line for line in style.splitlines() if line.startswith(".kind-"))
    grounds = re.findall("#[0-9a-f]{6}", kinds)
    assert len(grounds) > 10
    assert min(contrast(colours["ink"], ground) for ground in grounds) >= 4.5
    for ground in (colours["paper"], colours["desk"], colours["soft"], "#fff6c9"):
        assert min(contrast(colours[name], ground) for name in ("ink", "quiet", "accent", "point")) >= 4.5


def test_the_same_letters_give_the_same_bytes(tmp_path: Path, wrist: Analysis) -> None:
    for name in ("one.html", "two.html"):
        write_report(tmp_path / name, iter([wrist]), about={"version": "1"}, lang="nn")
    one = (tmp_path / "one.html").read_bytes()
    assert one == (tmp_path / "two.html").read_bytes()
    assert b"\r" not in one


def test_five_hundred_letters_stay_under_three_megabytes(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "data" / "synthetic"
    lines = [
        line for file in sorted(folder.glob("dev-*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()
    ]
    analyses = []
    for number in range(500):
        gold = json.loads(lines[number % len(lines)])
        facts = []
        for entry in gold["facts"]:
            start = gold["text"].index(entry["quote"])
            facts.append(Fact.from_dict({**entry, "start": start, "end": start + len(entry["quote"])}))
        labels = gold["assessment"]
        reasons = tuple(
            Reason("dialogue", label, "D2", "seed b", "En setning om hvorfor. " * 6, ((0, 9),))
            for label in labels["dialogue"]
        )
        assessment = Assessment(
            labels["dxa"], "D6", tuple(labels["dental"]), tuple(labels["dialogue"]), reasons, ("smoking", "alcohol"), 70
        )
        analyses.append(
            Analysis(Letter(f"{gold['id']}-{number}", gold["text"]), gold["lang"], tuple(facts), assessment)
        )
    write_report(tmp_path / "report.html", analyses, about={})
    assert (tmp_path / "report.html").stat().st_size < 3_000_000


def test_sources_are_called_by_their_names_and_listed(wrist: Analysis) -> None:
    name = {"nb": "reumatologene", "nn": "reumatologane", "en": "the rheumatologists"}
    source = Source("NRF", name, "Prosedyren <Osteoporose>", "metodebok.no")
    shown = Page(render([wrist], about={}, lang="nn", sources={"NRF": source}))
    data = shown.data()
    assert "reumatologane; HDIR" in [said(data, row[3], "nn") for row in data["reasons"]]
    assert "the rheumatologists; HDIR" in [said(data, row[3], "en") for row in data["reasons"]]
    assert re.search(r"reumatologane\s*the rheumatologists\s*Prosedyren <Osteoporose> metodebok.no", shown.text)
    assert load_labels("nn").ui["sources"] not in page(wrist, lang="nn").text


def test_the_summary_says_that_something_was_not_read(wrist: Analysis) -> None:
    assert "1 brev er lest. Ikke lest: 3; se failed.csv." in page(wrist, about={"failed": 3}).text
    assert "Ikke lest: " not in page(wrist, about={"failed": 0}).text


def test_questions_come_with_what_their_answers_would_change(wrist: Analysis) -> None:
    data = page(wrist).data()
    [[question, [[answer, end]]]] = data["letters"][0]["questions"]
    assert [said(data, number) for number in (question, answer, end)] == [
        "Hvordan er tennene?", "dårlige", "Tannlegekontroll før oppstart",
    ]  # fmt: skip
    assert said(data, end, "en") == "Dentist's check before start"


def test_letters_that_a_second_reader_reads_otherwise_can_be_chosen(
    wrist: Analysis,
) -> None:
    assert "Bare der den andre leseren er uenig" not in page(wrist).text
    opinions = [
        Second({"indicated": one, "borderline": 1 - one}, {}, agrees=one > 0.5, version="v", probability=one)
        for one in (0.9, 0.2)
    ]
    shown = page(*(dataclasses.replace(wrist, second=second) for second in opinions))
    assert "Bare der den andre leseren er uenig" in shown.text
    assert [letter["second"] for letter in shown.data()["letters"]] == ["", "borderline"]


def test_reasons_of_other_rules_stand_as_they_were_given(wrist: Analysis) -> None:
    from analyser.guideline import load_pack
    from analyser.reporting.languages import Said, assessed, messages_of

    pack = load_pack("memo")
    same = dataclasses.replace(wrist, assessment=pack.assess(wrist.facts, lang="nn"))
    told = messages_of(same, assessed(same, pack))
    for number, lang in enumerate(LANGUAGES):
        assert [said[number] for said in told] == [one.message for one in pack.assess(wrist.facts, lang=lang).reasons]
    # The reasons of the fixture are no pack's: they are shown in the language they have.
    other = messages_of(wrist, assessed(wrist, pack))
    assert other == [Said.once(one.message) for one in wrist.assessment.reasons]
