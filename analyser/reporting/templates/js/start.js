// The skip link moves the focus and leaves the address alone.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});

async function changeLanguage(wanted) {
  setLanguage(wanted);
  closeTip();
  select();
  list();
  if (state.view === "letter") await showLetter();
  else document.title = ui.title;
}

async function start() {
  setSize(Number(kept.get("size")) || 0);
  byId("text-smaller").addEventListener("click", () => setSize(Number(document.documentElement.dataset.size) - 1));
  byId("text-larger").addEventListener("click", () => setSize(Number(document.documentElement.dataset.size) + 1));
  document.documentElement.classList.add("scripted");
  try {
    await loadIndex();
  } catch {
    byId("broken").hidden = false;
    return;
  }
  setLanguage(lang);
  fillSenders();
  for (const button of all("[data-lang-choice]")) {
    button.addEventListener("click", () => changeLanguage(button.dataset.langChoice));
  }
  select();
  list();
  window.addEventListener("hashchange", route);
  await route();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
  // The first search need not wait for the texts.
  (window.requestIdleCallback || window.setTimeout)(() => texts());
}

start();
