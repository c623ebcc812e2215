// The address says what is open and what is chosen, so that the browser's back works and a view can be linked to.

const CHOICES = { q: search, from: dates.from, to: dates.to, ...facets };

function listAddress() {
  const chosen = new URLSearchParams({ view: "list" });
  for (const [name, control] of Object.entries(CHOICES)) if (control.value) chosen.set(name, control.value);
  const wanted = ticks.filter((tick) => tick.checked).map((tick) => tick.value);
  if (wanted.length) chosen.set("dxa", wanted.join(" "));
  for (const [name, control] of Object.entries(flags)) if (control && control.checked) chosen.set(name, "1");
  return "#" + chosen;
}

// The list's own address follows the choices without a step in the browser's history.
function remember() {
  if (state.view === "list") window.history.replaceState(null, "", listAddress());
}

function choose(chosen) {
  for (const [name, control] of Object.entries(CHOICES)) control.value = chosen.get(name) || "";
  const wanted = new Set((chosen.get("dxa") || "").split(" "));
  for (const tick of ticks) tick.checked = wanted.has(tick.value);
  for (const [name, control] of Object.entries(flags)) if (control) control.checked = chosen.get(name) === "1";
}

function go(address) {
  window.location.hash = address;
}

function step(by) {
  const place = state.selection.indexOf(state.opened) + by;
  if (place in state.selection) go("#" + new URLSearchParams({ letter: letters[state.selection[place]].id }));
}
byId("previous-letter").addEventListener("click", () => step(-1));
byId("next-letter").addEventListener("click", () => step(1));
for (const button of all("#print-letter, [data-print]")) button.addEventListener("click", () => window.print());

function show(view) {
  state.view = view;
  for (const node of all(".view")) node.hidden = node.id !== "view-" + view;
  for (const link of all("[data-view]")) {
    const current = link.dataset.view === (view === "letter" ? "list" : view);
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  all('[data-view="list"]')[0].href = listAddress();
  byId("back").href = listAddress();
}

async function route() {
  const wanted = new URLSearchParams(window.location.hash.slice(1));
  const before = state.opened;
  closeTip();
  const id = wanted.get("letter");
  const found = id === null ? -1 : letters.findIndex((letter) => wellFormed(letter.id) === id);
  state.opened = found < 0 ? null : found;
  if (found >= 0) {
    show("letter");
    await showLetter();
    window.scrollTo(0, 0);
    byId("letter-heading").focus({ preventScroll: true });
    return;
  }
  document.title = ui.title;
  const view = wanted.get("view");
  show(view === "lead" || view === "about" ? view : "list");
  if (state.view !== "list") {
    byId(state.view + "-heading").focus({ preventScroll: true });
    window.scrollTo(0, 0);
    return;
  }
  if (window.location.hash !== listAddress()) {
    if (view === "list") choose(wanted);
    await refresh();
    if (id !== null) byId("shown").textContent = ui.not_there;
  }
  const place = state.selection.indexOf(before);
  if (before !== null && place >= 0) {
    state.page = Math.floor(place / Number(perPage.value));
    list();
    document.querySelector('[data-letter="' + before + '"] a').focus();
  }
}
