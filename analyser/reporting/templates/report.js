// Shows the letters of the report. Every text of a letter goes through textContent; nothing is parsed as HTML.
(function () {
  "use strict";

  const data = JSON.parse(document.getElementById("data").textContent);
  const ui = data.ui;
  const letters = data.letters;
  const order = { dxa: Object.keys(data.dxa), dialogue: Object.keys(data.dialogue), dental: Object.keys(data.dental) };
  const signs = { present: "+", absent: "−", uncertain: "?", past: "←", planned: "→" };
  const compare = new Intl.Collator(data.lang, { numeric: true }).compare;
  const byId = (id) => document.getElementById(id);

  // ---- small helpers -------------------------------------------------------------------------

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

  function localDate(iso) {
    return data.lang === "en" ? iso : iso.split("-").reverse().join(".");
  }

  const piece = (segment) => (typeof segment === "string" ? segment : segment[0]);
  const covering = (segment) => (typeof segment === "string" ? [] : segment.slice(1));
  const words = (letter, from, to) => letter.segments.slice(from, to).map(piece).join("");

  // ---- the list of letters ---------------------------------------------------------------------

  const state = { column: null, down: false, page: 0, selection: [], opened: null };
  const controls = { dxa: byId("filter-dxa"), dialogue: byId("filter-dialogue"), dental: byId("filter-dental") };
  const firstOnly = byId("first-only"); // not there where no letter has anything to read first
  const search = byId("filter-search");
  const perPage = byId("per-page");
  const haystacks = letters.map((letter) => searchable([letter.id, letter.sender, words(letter)].join("\n")));

  function searchable(text) {
    return text.normalize("NFC").toLowerCase();
  }

  const tests = {
    dxa: (letter, wanted) => !wanted || letter.dxa === wanted,
    dialogue: (letter, wanted) => !wanted || (wanted === "-" ? !letter.dialogue.length : letter.dialogue.includes(wanted)),
    dental: (letter, wanted) => !wanted || (wanted === "-" ? !letter.dental.length : letter.dental.includes(wanted)),
  };

  const hasFirst = (letter) => letter.parts[0][0] === "first";

  const rank = (kind, names) => names.map((name) => String(order[kind].indexOf(name) + 1)).join(".");
  const keys = {
    letter: (letter) => letter.id,
    date: (letter) => letter.date,
    suggestion: (letter) => rank("dxa", [letter.dxa]),
    dialogue: (letter) => rank("dialogue", letter.dialogue),
    dental: (letter) => rank("dental", letter.dental),
    missing_count: (letter) => String(letter.missing.length),
    score: (letter) => String(letter.score),
  };

  function select() {
    const terms = searchable(search.value).split(/\s+/).filter(Boolean);
    const found = letters.map((_, index) => index).filter((i) => terms.every((term) => haystacks[i].includes(term)));
    const kinds = Object.keys(controls);
    const passes = (i, but) =>
      (!firstOnly || !firstOnly.checked || hasFirst(letters[i])) &&
      kinds.every((kind) => kind === but || tests[kind](letters[i], controls[kind].value));

    for (const kind of kinds) {
      const open = found.filter((i) => passes(i, kind));
      for (const option of controls[kind].options) {
        option.dataset.name = option.dataset.name || option.textContent;
        const count = open.filter((i) => tests[kind](letters[i], option.value)).length;
        option.textContent = option.dataset.name + " (" + count + ")";
      }
    }

    state.selection = found.filter((i) => passes(i, null));
    if (state.column) {
      const key = keys[state.column];
      const way = state.down ? -1 : 1;
      state.selection.sort((a, b) => way * compare(key(letters[a]), key(letters[b])) || a - b);
    }
    for (const cell of document.querySelectorAll("[data-count]")) {
      const [kind, name] = cell.dataset.count.split(":");
      cell.textContent = state.selection.filter((i) => tests[kind](letters[i], name)).length;
    }
  }

  function names(kind, ids) {
    return element("td", {}, ...(ids.length ? [element("ul", {}, ...ids.map((id) => element("li", {}, data[kind][id])))] : ["–"]));
  }

  function row(index) {
    const letter = letters[index];
    const link = element("a", { href: "#letter-" + (index + 1) }, shown(letter.id));
    const name = element("th", { scope: "row" }, link);
    if (hasFirst(letter)) name.append(element("span", { class: "first" }, ui.first_heading));
    if (letter.sender) name.append(element("span", { class: "sender" }, shown(letter.sender)));
    const line = element(
      "tr",
      { id: "row-" + index },
      name,
      element("td", { class: "date" }, letter.date ? localDate(letter.date) : "–"),
      element("td", {}, data.dxa[letter.dxa]),
      names("dialogue", letter.dialogue),
      names("dental", letter.dental),
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
    for (const button of document.querySelectorAll("#pages button")) {
      const back = button.dataset.page === "first" || button.dataset.page === "previous";
      button.disabled = back ? state.page === 0 : state.page === last;
    }
  }

  function refresh() {
    state.page = 0;
    select();
    list();
  }

  let waiting = 0;
  search.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(refresh, 150);
  });
  byId("filter").addEventListener("submit", (event) => event.preventDefault());
  for (const control of Object.values(controls)) control.addEventListener("change", refresh);
  if (firstOnly) firstOnly.addEventListener("change", refresh);
  perPage.addEventListener("change", () => {
    state.page = 0;
    list();
  });
  byId("filter-clear").addEventListener("click", () => {
    byId("filter").reset();
    refresh();
  });
  byId("pages").addEventListener("click", (event) => {
    const target = event.target.dataset.page;
    if (!target) return;
    state.page = { first: 0, previous: state.page - 1, next: state.page + 1, last: Infinity }[target];
    list();
    byId("letters-heading").scrollIntoView();
  });
  for (const heading of document.querySelectorAll("#letters th[data-column]")) {
    heading.firstElementChild.addEventListener("click", () => {
      const column = heading.dataset.column;
      state.down = state.column === column ? !state.down : false;
      state.column = column;
      for (const other of document.querySelectorAll("#letters th[data-column]")) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      refresh();
    });
  }

  // ---- one letter --------------------------------------------------------------------------------

  const tip = byId("tip");
  const textBox = byId("text");

  // A finding as the reader is told of it, with its rules and the pieces of the text it covers.
  function describe(letter) {
    return letter.facts.map(([number, cue, quote], index) => {
      const [group, kind, name, status, statusName, detail] = data.findings[number];
      const covers = letter.segments.flatMap((segment, i) => (covering(segment).includes(index) ? [i] : []));
      const from = covers[0];
      const to = covers.length ? covers[covers.length - 1] + 1 : undefined;
      const rules = letter.reasons.filter((reason) => reason[2].includes(index)).map((reason) => data.reasons[reason[0]][2]);
      return {
        index, group, kind, name, status, statusName, detail, cue, from, to,
        words: covers.length ? words(letter, from, to) : quote || "",
        length: covers.length ? words(letter, from, to).length : 0,
        rules: [...new Set(rules)],
      };
    });
  }

  function showText(letter, facts) {
    const nodes = letter.segments.map((segment, i) => {
      // The shortest finding decides the look; a longer one around it shows on both sides.
      const here = covering(segment).map((number) => facts[number]).sort((a, b) => a.length - b.length);
      const span = element("span", { "data-segment": i });
      if (!here.length) {
        span.append(shown(piece(segment)));
        return [span];
      }
      span.className = ["mark", "kind-" + here[0].group, "is-" + here[0].status, here.length > 1 ? "several" : ""].join(" ");
      span.dataset.facts = here.map((fact) => fact.index).join(" ");
      span.append(shown(piece(segment)));
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
    textBox.lang = letter.lang;
    if (!letter.segments.length) textBox.append(element("p", { class: "help" }, ui.no_text));
  }

  function showLegend(facts) {
    const statuses = new Set(facts.map((fact) => fact.status));
    const kinds = new Map(facts.map((fact) => [fact.group, fact.kind]));
    const several = textBox.querySelector(".several") !== null;
    const line = (title, samples) => element("p", {}, element("span", { class: "aside" }, title + ": "), ...samples);
    byId("legend").replaceChildren(
      ...(facts.length
        ? [
            line(ui.legend_status, Object.keys(signs).filter((status) => statuses.has(status)).map((status) =>
              element("span", { class: "sample" }, element("span", { class: "mark plain is-" + status }, data.statuses[status]), " " + signs[status]))),
            line(ui.legend_kind, [...kinds].map(([group, kind]) =>
              element("span", { class: "sample" }, element("span", { class: "mark kind-" + group }, kind)))),
            ...(several ? [element("p", { class: "aside" }, ui.legend_several)] : []),
          ]
        : [])
    );
  }

  function ruleList(rules) {
    return rules.length ? rules.join(", ") : ui.served_none;
  }

  function wordsButton(text, from, to) {
    const button = element("button", { type: "button", class: "words" }, "«", shown(text), "»");
    button.addEventListener("click", () => point(from, to));
    return button;
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
        element("td", {}, ruleList(fact.rules))
      )
    );
    byId("findings").replaceChildren(
      element("table", { class: "findings" },
        element("thead", {}, element("tr", {}, ...titles.map((title) => element("th", { scope: "col" }, title)))),
        element("tbody", {}, ...rows))
    );
  }

  // One conclusion: its name, its sentence, its rule and source, and the words it rests on.
  function conclusion(letter, [number, spans]) {
    const [, outcome, rule, source, message] = data.reasons[number];
    const item = element("li", {});
    if (outcome) item.append(element("p", { class: "outcome" }, outcome));
    item.append(element("p", {}, message));
    item.append(element("p", { class: "basis" }, ui.rule + " " + rule + (source ? " · " + ui.source + ": " + source : "")));
    item.append(
      spans.length
        ? element("p", { class: "basis" }, ui.rests_on + ": ", ...spans.map(([from, to]) => wordsButton(words(letter, from, to), from, to)))
        : element("p", { class: "basis" }, ui.rests_on_silence)
    );
    return item;
  }

  // A question to the GP, and what each answer that matters would change.
  function question([text, changes]) {
    const answers = changes.map(([answer, then]) => element("li", {}, answer + " → " + then));
    return element("li", {}, element("p", {}, text), element("ul", { class: "answers" }, ...answers));
  }

  function part(title, ...content) {
    return element("section", {}, element("h4", {}, title), ...content);
  }

  function reasonPart(letter, [kind, numbers], title, none) {
    const items = numbers.map((number) => conclusion(letter, letter.reasons[number]));
    return part(title, items.length ? element("ul", { class: "reasons" }, ...items) : none);
  }

  function showConclusions(letter) {
    const plain = (text) => element("p", { class: "help" }, text);
    const suggestion = element("ul", { class: "reasons" }, element("li", {},
      element("p", { class: "outcome" }, data.dxa[letter.dxa]),
      element("p", { class: "basis" }, ui.rule + " " + letter.rule)));
    const titles = {
      first: [ui.first_heading, null],
      dxa: [ui.suggestion_heading, suggestion],
      dialogue: [ui.dialogue_heading, plain(ui.none_dialogue)],
      dental: [ui.dental_heading, plain(ui.none_dental)],
      remark: [ui.remark_heading, null],
    };
    const shownParts = (wanted) =>
      letter.parts.filter(([kind]) => wanted(kind)).map((one) => reasonPart(letter, one, ...titles[one[0]]));
    byId("conclusions").replaceChildren(
      ...shownParts((kind) => kind !== "remark"),
      part(
        ui.missing_heading,
        ...(letter.missing.length
          ? [plain(ui.missing_help), element("ol", { class: "missing" }, ...letter.missing.map((item) => element("li", {}, item)))]
          : [plain(ui.missing_none)])
      ),
      ...(letter.questions.length
        ? [part(ui.questions_heading, element("ul", { class: "reasons" }, ...letter.questions.map(question)))]
        : []),
      ...shownParts((kind) => kind === "remark"),
      part(ui.score, element("p", { class: "outcome" }, fill(ui.score_value, { n: letter.score })), plain(ui.score_help))
    );
  }

  function showHead(letter) {
    byId("letter-heading").replaceChildren(ui.letter + " ", shown(letter.id));
    const entries = [
      [ui.date, letter.date && localDate(letter.date)],
      [ui.sender, letter.sender],
      [ui.language, letter.language],
      [ui.source_file, letter.source],
    ];
    byId("letter-facts").replaceChildren(
      ...entries.filter((entry) => entry[1]).map(([name, value]) =>
        element("div", {}, element("dt", {}, name), element("dd", {}, shown(value))))
    );
    const place = state.selection.indexOf(state.opened);
    byId("position").textContent = place < 0 ? "" : fill(ui.position, { a: place + 1, b: state.selection.length });
    byId("previous-letter").disabled = place <= 0;
    byId("next-letter").disabled = place < 0 || place === state.selection.length - 1;
  }

  // Shows the words of a span where they stand in the letter.
  function point(from, to) {
    for (const node of textBox.querySelectorAll(".pointed")) node.classList.remove("pointed");
    const nodes = [...textBox.querySelectorAll("[data-segment]")].slice(from, to);
    for (const node of nodes) node.classList.add("pointed");
    if (!nodes[0].hasAttribute("tabindex")) nodes[0].tabIndex = -1;
    nodes[0].focus({ preventScroll: true });
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    nodes[0].scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }

  // ---- what a finding is, beside the words ---------------------------------------------------------

  let tipFacts = [];

  function openTip(node) {
    closeTip();
    node.setAttribute("aria-describedby", "tip");
    const facts = node.dataset.facts.split(" ").map((number) => tipFacts[Number(number)]);
    tip.replaceChildren(
      ...facts.map((fact) => {
        const entries = [
          [ui.kind, fact.kind],
          [ui.status, fact.statusName],
          [ui.detail, fact.detail],
          [ui.cue, fact.cue && "«" + fact.cue + "»"],
          [ui.served, ruleList(fact.rules)],
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
    for (const line of document.querySelectorAll(".findings tr[data-fact]")) {
      line.classList.toggle("pointed", facts.some((fact) => fact.index === Number(line.dataset.fact)));
    }
  }

  function closeTip() {
    tip.hidden = true;
    for (const mark of textBox.querySelectorAll("[aria-describedby]")) mark.removeAttribute("aria-describedby");
    for (const line of document.querySelectorAll(".findings tr.pointed")) line.classList.remove("pointed");
  }

  const markOf = (event) => event.target.closest && event.target.closest(".mark[data-facts]");
  textBox.addEventListener("mouseover", (event) => {
    const mark = markOf(event);
    if (mark) openTip(mark);
  });
  textBox.addEventListener("mouseout", (event) => {
    if (markOf(event)) closeTip();
  });
  textBox.addEventListener("focusin", (event) => {
    const mark = markOf(event);
    if (mark) openTip(mark);
  });
  textBox.addEventListener("focusout", closeTip);
  textBox.addEventListener("click", (event) => {
    const mark = markOf(event);
    if (mark) openTip(mark);
  });
  textBox.addEventListener("keydown", (event) => {
    const mark = markOf(event);
    if (!mark || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    if (tip.hidden) openTip(mark);
    else closeTip();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeTip();
  });
  window.addEventListener("scroll", () => {
    const mark = document.activeElement && document.activeElement.closest(".mark[data-facts]");
    if (!tip.hidden && mark) openTip(mark);
    else closeTip();
  }, { passive: true });

  byId("show-names").addEventListener("change", (event) => textBox.classList.toggle("named", event.target.checked));

  // ---- from the list to a letter and back; the address says which, so that the browser's back works ----

  function step(by) {
    const place = state.selection.indexOf(state.opened) + by;
    if (place in state.selection) window.location.hash = "letter-" + (state.selection[place] + 1);
  }
  byId("previous-letter").addEventListener("click", () => step(-1));
  byId("next-letter").addEventListener("click", () => step(1));

  function route() {
    const match = /^#letter-(\d+)$/.exec(window.location.hash);
    const index = match ? Number(match[1]) - 1 : -1;
    const before = state.opened;
    closeTip();
    state.opened = index in letters ? index : null;
    byId("overview").hidden = state.opened !== null;
    byId("letter").hidden = state.opened === null;
    if (state.opened === null) {
      document.title = ui.title;
      const place = state.selection.indexOf(before);
      if (place >= 0) {
        state.page = Math.floor(place / Number(perPage.value));
        list();
        byId("row-" + before).querySelector("a").focus();
      }
      return;
    }
    const letter = letters[index];
    const facts = describe(letter);
    tipFacts = facts;
    document.title = ui.letter + " " + letter.id + " – " + ui.title;
    showHead(letter);
    showText(letter, facts);
    showLegend(facts);
    showFindings(facts);
    showConclusions(letter);
    window.scrollTo(0, 0);
    byId("letter-heading").focus({ preventScroll: true });
  }

  // The address says which letter is open, so the skip link moves the focus and leaves the address alone.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("main").focus();
  });

  document.documentElement.classList.add("scripted");
  refresh();
  window.addEventListener("hashchange", route);
  if (window.location.hash) route();
})();
