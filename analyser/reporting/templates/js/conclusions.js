// What follows from the letter: conclusions with rule, source and words, what it lacks, and what to ask.

const plain = (text) => element("p", { class: "help" }, text);
const part = (title, ...content) => element("section", {}, element("h4", {}, title), ...content);

// One conclusion: its name, its sentence, its rule and source, and the words it rests on.
function conclusion(one, [number, spans]) {
  const [kind, outcome, rule, source, message] = index.reasons[number];
  const item = element("li", {});
  // A remark's outcome is a short id of the rule pack; its message says it in words.
  if (kind in labels[lang]) item.append(element("p", { class: "outcome" }, named(kind, outcome)));
  item.append(element("p", {}, say(message)));
  item.append(element("p", { class: "basis" }, ui.rule + " " + rule + (say(source) ? " · " + ui.source + ": " + say(source) : "")));
  item.append(
    spans.length
      ? element("p", { class: "basis" }, ui.rests_on + ": ", ...spans.map(([from, to]) => wordsButton(words(one, from, to), from, to)))
      : element("p", { class: "basis" }, ui.rests_on_silence)
  );
  return item;
}

// A question to the GP, and what each answer that matters would change.
function question([text, changes]) {
  const answers = changes.map(([answer, then]) => element("li", {}, say(answer) + " → " + say(then)));
  return element("li", {}, element("p", {}, say(text)), element("ul", { class: "answers" }, ...answers));
}

// What a second reader makes of the letter, where it is not what the rules make of it.
function secondReader(letter) {
  return letter.second === letter.dxa ? ui.second_teeth : fill(ui.second_reads, { name: named("dxa", letter.second) });
}

function showConclusions(letter, one) {
  const suggestion = element("ul", { class: "reasons" }, element("li", {},
    element("p", { class: "outcome" }, named("dxa", letter.dxa)),
    element("p", { class: "basis" }, ui.rule + " " + one.rule)));
  const titles = {
    first: [ui.first_heading, null],
    dxa: [ui.suggestion_heading, suggestion],
    dialogue: [ui.dialogue_heading, plain(ui.none_dialogue)],
    dental: [ui.dental_heading, plain(ui.none_dental)],
    remark: [ui.remark_heading, null],
  };
  const reasons = (wanted) =>
    one.parts.filter(([kind]) => wanted(kind)).map(([kind, numbers]) => {
      const [title, none] = titles[kind];
      const items = numbers.map((number) => conclusion(one, one.reasons[number]));
      return part(title, items.length ? element("ul", { class: "reasons" }, ...items) : none);
    });
  const lacking = letter.missing.length
    ? [plain(ui.missing_help), element("ol", { class: "missing" }, ...letter.missing.map((item) => element("li", {}, named("quality", item))))]
    : [plain(ui.missing_none)];
  byId("conclusions").replaceChildren(
    ...reasons((kind) => kind !== "remark"),
    ...(letter.second ? [part(ui.second_heading, element("p", {}, secondReader(letter)), plain(ui.second_help))] : []),
    part(ui.missing_heading, ...lacking),
    ...(one.questions.length ? [part(ui.questions_heading, element("ul", { class: "reasons" }, ...one.questions.map(question)))] : []),
    ...reasons((kind) => kind === "remark"),
    part(ui.score, element("p", { class: "outcome" }, fill(ui.score_value, { n: letter.score })), plain(ui.score_help))
  );
}
