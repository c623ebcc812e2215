// Which letters are shown: every choice narrows the list, and counts what each other choice would leave.

const state = { column: null, down: false, page: 0, selection: [], opened: null, view: "list" };
const search = byId("filter-search");
const ticks = all('#filter-dxa input[type="checkbox"]');
const facets = Object.fromEntries(all("[data-facet]").map((node) => [node.dataset.facet, node]));
const flags = { first: byId("filter-first"), second: byId("filter-second") };
const dates = { from: byId("filter-from"), to: byId("filter-to") };

const holds = {
  dialogue: (letter, wanted) => (wanted === "-" ? !letter.dialogue.length : letter.dialogue.includes(wanted)),
  dental: (letter, wanted) => (wanted === "-" ? !letter.dental.length : letter.dental.includes(wanted)),
  missing: (letter, wanted) => letter.missing.includes(wanted),
  sender: (letter, wanted) => letter.sender === (wanted === "-" ? "" : wanted),
  language: (letter, wanted) => letter.language === wanted,
};

// Every test that is in force, by the name of its control.
function tests() {
  const chosen = new Set(ticks.filter((tick) => tick.checked).map((tick) => tick.value));
  const found = {};
  if (chosen.size) found.dxa = (letter) => chosen.has(letter.dxa);
  for (const [name, control] of Object.entries(facets)) {
    const wanted = control.value;
    if (wanted) found[name] = (letter) => holds[name](letter, wanted);
  }
  if (flags.first && flags.first.checked) found.first = (letter) => letter.first;
  if (flags.second && flags.second.checked) found.second = (letter) => letter.second !== "";
  const { from, to } = dates;
  if (from.value || to.value) {
    found.date = (letter) => letter.date !== "" && letter.date >= from.value && (!to.value || letter.date <= to.value);
  }
  return found;
}

function select() {
  const terms = searchable(search.value).split(/\s+/).filter(Boolean);
  const inForce = Object.entries(tests());
  const open = { all: [] };
  for (const [name] of inForce) open[name] = [];
  for (let i = 0; i < letters.length; i += 1) {
    if (terms.length && !terms.every((term) => haystacks[i].includes(term))) continue;
    const failed = inForce.filter(([, test]) => !test(letters[i]));
    if (!failed.length) open.all.push(i);
    // A choice counts what is left when it alone is set aside.
    if (failed.length === 1) open[failed[0][0]].push(i);
  }
  state.selection = open.all;
  count((name) => (open[name] ? open.all.concat(open[name]) : open.all));
  sort();
}

function count(leftFor) {
  const tally = (numbers, values) => {
    const counts = new Map();
    for (const i of numbers) for (const value of values(letters[i])) counts.set(value, (counts.get(value) || 0) + 1);
    return counts;
  };
  const bySuggestion = tally(leftFor("dxa"), (letter) => [letter.dxa]);
  for (const node of all("[data-count]")) node.textContent = bySuggestion.get(node.dataset.count) || 0;
  const values = {
    dialogue: (letter) => (letter.dialogue.length ? letter.dialogue : ["-"]),
    dental: (letter) => (letter.dental.length ? letter.dental : ["-"]),
    missing: (letter) => letter.missing,
    sender: (letter) => [letter.sender || "-"],
    language: (letter) => [letter.language],
  };
  for (const [name, control] of Object.entries(facets)) {
    const left = leftFor(name);
    const counts = tally(left, values[name]);
    for (const option of control.options) {
      const number = option.value === "" ? left.length : counts.get(option.value) || 0;
      option.textContent = optionName(option) + " (" + number + ")";
    }
  }
  for (const node of all("[data-count-of]")) {
    const name = node.dataset.countOf;
    node.textContent = leftFor(name).filter((i) => (name === "first" ? letters[i].first : letters[i].second)).length;
  }
}

function optionName(option) {
  if (option.dataset.name) return ui[option.dataset.name];
  return option.dataset.section ? named(option.dataset.section, option.value) : option.value;
}

const rank = (kind, ids) => ids.map((id) => String(Object.keys(labels[lang][kind]).indexOf(id) + 1)).join(".");
const keys = {
  letter: (letter) => letter.id,
  date: (letter) => letter.date,
  suggestion: (letter) => rank("dxa", [letter.dxa]),
  dialogue: (letter) => rank("dialogue", letter.dialogue),
  dental: (letter) => rank("dental", letter.dental),
  missing_count: (letter) => letter.missing.length,
  score: (letter) => letter.score,
};

function sort() {
  if (!state.column) return;
  const values = new Map(state.selection.map((i) => [i, keys[state.column](letters[i])]));
  const way = state.down ? -1 : 1;
  const order = (a, b) => (typeof a === "number" ? a - b : compare(a, b));
  state.selection.sort((a, b) => way * order(values.get(a), values.get(b)) || a - b);
}

// Practices stand in the order of the alphabet: no list ranks them.
function fillSenders() {
  const control = facets.sender;
  const names = [...new Set(letters.map((letter) => letter.sender))].sort(compare);
  control.closest(".field").hidden = names.length < 2;
  for (const name of names) {
    const attributes = name ? { value: name } : { value: "-", "data-name": "no_practice" };
    control.append(element("option", attributes, name));
  }
}
