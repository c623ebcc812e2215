// Small helpers. Every text of a letter goes through textContent; nothing is ever parsed as HTML.

const byId = (id) => document.getElementById(id);
const all = (selector, within) => [...(within || document).querySelectorAll(selector)];

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

// Text of a letter. Characters that cannot be seen, or that turn the direction of a line, are shown by number.
const unseen = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;
function shown(text) {
  const parts = document.createDocumentFragment();
  let from = 0;
  for (const match of text.matchAll(unseen)) {
    const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    parts.append(text.slice(from, match.index), element("span", { class: "unseen" }, "U+" + code));
    from = match.index + match[0].length;
  }
  parts.append(text.slice(from));
  return parts;
}

function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// As an address can hold it: half a surrogate pair has no form in an address.
const wellFormed = (text) => text.replace(/\p{Cs}/gu, "\ufffd");

const searchable = (text) => text.normalize("NFC").toLowerCase();

// What a screen reader should say.
function tell(text) {
  byId("said").textContent = text;
}

// Choices of this reader, kept in the browser where that is allowed; never anything of a letter.
const kept = {
  get(name) {
    try {
      return window.localStorage.getItem("analyser-" + name);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      window.localStorage.setItem("analyser-" + name, value);
    } catch {
      // The choice then lasts as long as the page.
    }
  },
};
