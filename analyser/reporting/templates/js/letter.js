// One letter: its text with what was found in it.

const tip = byId("tip");
const textBox = byId("text");
const signs = { present: "+", absent: "−", uncertain: "?", past: "←", planned: "→" };
const LETTER_LANGUAGE = { nb: "nb", nn: "nn" };

// A finding as the reader is told of it, with the reasons it served and the pieces of the text it covers.
function describe(one) {
  return one.facts.map(([number, cue, quote], index_) => {
    const [group, concept, status, statusName, detailName] = index.findings[number];
    const covers = one.segments.flatMap((segment, i) => (covering(segment).includes(index_) ? [i] : []));
    const from = covers[0];
    const to = covers.length ? covers[covers.length - 1] + 1 : undefined;
    const served = one.reasons.filter((reason) => reason[2].includes(index_)).map((reason) => index.reasons[reason[0]]);
    return {
      index: index_, group, status, cue, from, to,
      kind: named("groups", group), name: named("concepts", concept), statusName: say(statusName), detail: say(detailName),
      words: covers.length ? words(one, from, to) : quote || "",
      length: covers.length ? words(one, from, to).length : 0,
      rules: [...new Set(served.map((reason) => reason[2]))],
      basis: [...new Set(served.map((reason) => reason[2] + (say(reason[3]) ? " (" + say(reason[3]) + ")" : "")))],
    };
  });
}

function showText(letter, one, facts) {
  const nodes = one.segments.map((segment, i) => {
    // The shortest finding decides the look; a longer one around it shows by the line above.
    const here = covering(segment).map((number) => facts[number]).sort((a, b) => a.length - b.length);
    const span = element("span", { "data-segment": i });
    span.append(shown(piece(segment)));
    if (!here.length) return [span];
    span.className = ["mark", "kind-" + here[0].group, "is-" + here[0].status, here.length > 1 ? "several" : ""].join(" ");
    span.dataset.facts = here.map((fact) => fact.index).join(" ");
    span.setAttribute("role", "button");
    span.tabIndex = here.some((fact) => fact.from === i) ? 0 : -1;
    const ending = here.filter((fact) => fact.to === i + 1);
    return [
      span,
      ...ending.flatMap((fact) => [
        element("sup", { "aria-hidden": "true" }, fact.index + 1 + signs[fact.status]),
        element("span", { class: "name" }, fact.name + " (" + fact.statusName + ")"),
      ]),
    ];
  });
  textBox.replaceChildren(...nodes.flat());
  textBox.lang = LETTER_LANGUAGE[letter.language] || "no";
  if (!one.segments.length) textBox.append(element("p", { class: "help" }, ui.no_text));
}

function showLegend(facts) {
  const statuses = new Set(facts.map((fact) => fact.status));
  const kinds = new Map(facts.map((fact) => [fact.group, fact.kind]));
  const several = textBox.querySelector(".several") !== null;
  const line = (title, samples) => element("p", {}, element("span", { class: "aside" }, title + ": "), ...samples);
  const sample = (look, text, sign) =>
    element("span", { class: "sample" }, element("span", { class: "mark " + look }, text), sign ? " " + sign : "");
  byId("legend").replaceChildren();
  if (!facts.length) return;
  const used = Object.keys(signs).filter((status) => statuses.has(status));
  byId("legend").append(
    line(ui.legend_status, used.map((status) => sample("plain is-" + status, named("statuses", status), signs[status]))),
    line(ui.legend_kind, [...kinds].map(([group, kind]) => sample("kind-" + group, kind)))
  );
  if (several) byId("legend").append(element("p", { class: "aside" }, ui.legend_several));
}

function showHead(letter) {
  byId("letter-heading").replaceChildren(ui.letter + " ", shown(letter.id));
  const place = state.selection.indexOf(state.opened);
  byId("position").textContent = place < 0 ? "" : fill(ui.position, { a: place + 1, b: state.selection.length });
  byId("previous-letter").disabled = place <= 0;
  byId("next-letter").disabled = place < 0 || place === state.selection.length - 1;
}

function showEntries(letter, one) {
  const entries = [
    [ui.date, letter.date && localDate(letter.date)],
    [ui.sender, letter.sender],
    [ui.language, named("languages", letter.language)],
    [ui.source_file, one.source],
  ];
  byId("letter-facts").replaceChildren(
    ...entries.filter((entry) => entry[1]).map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, shown(value))))
  );
}

async function showLetter() {
  const number = state.opened;
  const letter = letters[number];
  const one = await detail(number);
  if (number !== state.opened) return;
  const facts = describe(one);
  tipFacts = facts;
  document.title = ui.letter + " " + letter.id + " – " + ui.title;
  showHead(letter);
  showEntries(letter, one);
  showText(letter, one, facts);
  showLegend(facts);
  showFindings(facts);
  showConclusions(letter, one);
  showDraft(letter, one);
}
