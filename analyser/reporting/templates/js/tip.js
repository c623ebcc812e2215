// What a finding is, beside its words: on hover, on focus, on a click; Esc takes it away.

let tipFacts = [];

function openTip(node) {
  closeTip();
  node.setAttribute("aria-describedby", "tip");
  const facts = node.dataset.facts.split(" ").map((number) => tipFacts[Number(number)]);
  tip.replaceChildren(
    ...facts.map((fact) => {
      const entries = [
        [ui.kind, fact.kind],
        [ui.status, signs[fact.status] + " " + fact.statusName],
        [ui.detail, fact.detail],
        [ui.cue, fact.cue && "«" + fact.cue + "»"],
        [ui.served, fact.basis.join("; ") || ui.served_none],
      ];
      return element("div", {},
        element("p", { class: "outcome" }, fact.index + 1 + ". " + fact.name),
        element("dl", {}, ...entries.filter((entry) => entry[1]).map(([name, value]) =>
          element("div", {}, element("dt", {}, name), element("dd", {}, shown(value))))));
    })
  );
  tip.hidden = false;
  const box = node.getClientRects()[0];
  const below = box.bottom + 8 + tip.offsetHeight <= window.innerHeight;
  tip.style.left = Math.max(8, Math.min(box.left, window.innerWidth - tip.offsetWidth - 8)) + "px";
  tip.style.top = (below ? box.bottom + 8 : Math.max(8, box.top - tip.offsetHeight - 8)) + "px";
  for (const line of all(".findings tr[data-fact]")) {
    line.classList.toggle("pointed", facts.some((fact) => fact.index === Number(line.dataset.fact)));
  }
}

function closeTip() {
  tip.hidden = true;
  for (const mark of all("[aria-describedby=tip]", textBox)) mark.removeAttribute("aria-describedby");
  for (const line of all(".findings tr.pointed")) line.classList.remove("pointed");
}

const markOf = (event) => event.target.closest && event.target.closest(".mark[data-facts]");
for (const kind of ["mouseover", "focusin", "click"]) {
  textBox.addEventListener(kind, (event) => {
    const mark = markOf(event);
    if (mark) openTip(mark);
  });
}
textBox.addEventListener("mouseout", (event) => {
  if (markOf(event)) closeTip();
});
textBox.addEventListener("focusout", closeTip);
textBox.addEventListener("keydown", (event) => {
  const mark = markOf(event);
  if (!mark || (event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  if (tip.hidden) openTip(mark);
  else closeTip();
});
window.addEventListener("scroll", () => {
  const mark = document.activeElement && document.activeElement.closest(".mark[data-facts]");
  if (!tip.hidden && mark) openTip(mark);
  else closeTip();
}, { passive: true });

byId("show-names").addEventListener("change", (event) => textBox.classList.toggle("named", event.target.checked));
