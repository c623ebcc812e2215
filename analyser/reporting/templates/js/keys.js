// Keyboard shortcuts; they can be switched off, and are off while something is typed.

const help = byId("help");
const keysOn = byId("keys-on");
keysOn.checked = kept.get("keys") !== "off";
keysOn.addEventListener("change", () => kept.set("keys", keysOn.checked ? "on" : "off"));
byId("open-help").addEventListener("click", () => help.showModal());

function stepRow(by) {
  const links = all("#letters tbody a");
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(links.length - 1, Math.max(0, at + by))];
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
}

const typing = (node) => node.matches("textarea, select, input:not([type=checkbox])");

const actions = {
  j: () => (state.view === "letter" ? step(1) : stepRow(1)),
  k: () => (state.view === "letter" ? step(-1) : stepRow(-1)),
  c: () => state.view === "letter" && copyDraft(),
  "?": () => help.showModal(),
  "/": () => {
    go(listAddress());
    window.setTimeout(() => search.focus());
  },
};

document.addEventListener("keydown", (event) => {
  if (help.open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (!tip.hidden) closeTip();
    else if (typing(event.target)) event.target.blur();
    else if (state.view !== "list") go(listAddress());
    return;
  }
  const act = actions[event.key];
  if (!act || !keysOn.checked || typing(event.target)) return;
  if (state.view !== "list" && state.view !== "letter" && event.key !== "?" && event.key !== "/") return;
  event.preventDefault();
  act();
});
