// The language of the page. Names are looked up when they are shown, so that a change redraws what is open.

let lang = document.documentElement.dataset.lang;
let ui = {};
let compare;
const LANGUAGES = ["nb", "nn", "en"];

const named = (kind, id) => labels[lang][kind][id] || id;

// A sentence of the shared table: one string for all languages, or one for each.
function say(number) {
  const text = index.texts[number];
  return typeof text === "string" ? text : text[LANGUAGES.indexOf(lang)];
}

function localDate(iso) {
  return lang === "en" ? iso : iso.split("-").reverse().join(".");
}

function setLanguage(wanted) {
  lang = wanted;
  ui = labels[lang].ui;
  compare = new Intl.Collator(lang === "en" ? "en" : "no", { numeric: true }).compare;
  document.documentElement.lang = lang;
  document.documentElement.dataset.lang = lang;
  for (const node of all("[data-t]")) {
    const text = named(node.dataset.in || "ui", node.dataset.t);
    node.textContent = node.dataset.n ? fill(text, { n: node.dataset.n }) : text;
  }
  for (const node of all("[data-label]")) node.setAttribute("aria-label", ui[node.dataset.label]);
  for (const button of all("[data-lang-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.langChoice === lang));
  }
}

// Text size, for those who have left their glasses: steps of the size the browser has.
const SIZES = 5;
function setSize(step) {
  const size = Math.min(SIZES - 1, Math.max(0, step));
  document.documentElement.dataset.size = size;
  byId("text-smaller").disabled = size === 0;
  byId("text-larger").disabled = size === SIZES - 1;
  kept.set("size", size);
}
