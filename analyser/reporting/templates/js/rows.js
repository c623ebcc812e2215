// The list: a page of rows at a time, however many letters there are.

const perPage = byId("per-page");

function cell(kind, ids) {
  const items = ids.map((id) => element("li", {}, named(kind, id)));
  return element("td", {}, items.length ? element("ul", {}, ...items) : "–");
}

function row(number) {
  const letter = letters[number];
  const link = element("a", { href: "#" + new URLSearchParams({ letter: letter.id }) }, shown(letter.id));
  const name = element("th", { scope: "row" }, link);
  if (letter.first) name.append(element("span", { class: "first" }, ui.first_heading));
  if (letter.sender) name.append(element("span", { class: "sender" }, shown(letter.sender)));
  const line = element(
    "tr",
    { "data-letter": number },
    name,
    element("td", { class: "date" }, letter.date ? localDate(letter.date) : "–"),
    element("td", {}, named("dxa", letter.dxa)),
    cell("dialogue", letter.dialogue),
    cell("dental", letter.dental),
    element("td", { class: "figure" }, String(letter.missing.length)),
    element("td", { class: "figure" }, String(letter.score))
  );
  line.addEventListener("click", (event) => {
    if (!event.target.closest("a") && !String(window.getSelection())) link.click();
  });
  return line;
}

function list() {
  const size = Number(perPage.value);
  const last = Math.max(0, Math.ceil(state.selection.length / size) - 1);
  state.page = Math.min(Math.max(0, state.page), last);
  const from = state.page * size;
  const part = state.selection.slice(from, from + size);
  byId("letters").tBodies[0].replaceChildren(...part.map(row));
  byId("shown").textContent = part.length
    ? fill(ui.shown, { a: from + 1, b: from + part.length, n: state.selection.length }) +
      (state.selection.length < letters.length ? fill(ui.of_all, { n: letters.length }) : "")
    : ui.none_match;
  byId("page").textContent = fill(ui.page, { a: state.page + 1, b: last + 1 });
  byId("pages").hidden = last === 0;
  byId("export").disabled = !part.length;
  for (const button of all("#pages button")) {
    const back = button.dataset.page === "first" || button.dataset.page === "previous";
    button.disabled = back ? state.page === 0 : state.page === last;
  }
}

// Which of several searches that were begun is the last one.
let asked = 0;

async function refresh() {
  asked += 1;
  const own = asked;
  if (search.value.trim()) {
    if (haystacks.length < letters.length) byId("shown").textContent = ui.searching;
    await texts();
    if (own !== asked) return;
  }
  state.page = 0;
  select();
  list();
  remember();
}

let waiting = 0;
search.addEventListener("input", () => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(refresh, 150);
});
byId("filter").addEventListener("submit", (event) => event.preventDefault());
byId("filter").addEventListener("change", (event) => {
  if (event.target !== search) refresh();
});
perPage.addEventListener("change", () => {
  state.page = 0;
  list();
});
byId("filter-clear").addEventListener("click", () => {
  byId("filter").reset();
  refresh();
});
byId("pages").addEventListener("click", (event) => {
  const button = event.target.closest("[data-page]");
  if (!button) return;
  state.page = { first: 0, previous: state.page - 1, next: state.page + 1, last: Infinity }[button.dataset.page];
  list();
  byId("list-heading").scrollIntoView();
  byId("list-heading").focus({ preventScroll: true });
});
for (const heading of all("#letters th[data-column]")) {
  heading.firstElementChild.addEventListener("click", () => {
    const column = heading.dataset.column;
    state.down = state.column === column ? !state.down : false;
    state.column = column;
    for (const other of all("#letters th[data-column]")) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", state.down ? "descending" : "ascending");
    refresh();
  });
}
