// The findings as a table, and the words of each where they stand.

function wordsButton(text, from, to) {
  const button = element("button", { type: "button", class: "words" }, "«", shown(text), "»");
  button.addEventListener("click", () => point(from, to));
  return button;
}

// Shows the words of a span where they stand in the letter.
function point(from, to) {
  for (const node of all(".pointed", textBox)) node.classList.remove("pointed");
  const nodes = all("[data-segment]", textBox).slice(from, to);
  for (const node of nodes) node.classList.add("pointed");
  if (!nodes[0].hasAttribute("tabindex")) nodes[0].tabIndex = -1;
  nodes[0].focus({ preventScroll: true });
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  nodes[0].scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

function showFindings(facts) {
  if (!facts.length) {
    byId("findings").replaceChildren(element("p", { class: "help" }, ui.no_findings));
    return;
  }
  const titles = [ui.number, ui.finding, ui.status, ui.detail, ui.words, ui.cue, ui.served];
  const rows = facts.map((fact) =>
    element(
      "tr",
      { "data-fact": fact.index },
      element("td", { class: "figure" }, String(fact.index + 1)),
      element("th", { scope: "row" }, fact.name, element("span", { class: "sender" }, fact.kind)),
      element("td", {}, signs[fact.status] + "\u00a0" + fact.statusName),
      element("td", {}, fact.detail || "–"),
      element("td", {}, fact.to ? wordsButton(fact.words, fact.from, fact.to) : ui.not_in_text),
      element("td", {}, fact.cue ? shown(fact.cue) : "–"),
      element("td", {}, fact.rules.join(", ") || ui.served_none)
    )
  );
  byId("findings").replaceChildren(
    element("table", { class: "findings" },
      element("caption", { class: "hidden-text" }, ui.findings),
      element("thead", {}, element("tr", {}, ...titles.map((title) => element("th", { scope: "col" }, title)))),
      element("tbody", {}, ...rows))
  );
}
