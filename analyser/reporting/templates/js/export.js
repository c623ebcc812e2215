// The chosen rows as a table for Norwegian Excel: semicolons, a byte order mark; numbers stay numbers.

const FORMULA = /^[=+\-@\t\r]/;

function csvCell(value) {
  if (typeof value === "number") return String(value);
  // A spreadsheet takes a cell that begins so for a formula and runs it.
  const text = FORMULA.test(value) ? "'" + value : value;
  return /[";\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

function csv() {
  const several = (kind, ids) => ids.map((id) => named(kind, id)).join(" | ");
  const titles = ["letter", "date", "practice", "language", "suggestion", "dialogue", "dental", "missing_heading", "missing_count", "score"];
  const rows = state.selection.map((i) => {
    const letter = letters[i];
    return [
      letter.id, letter.date, letter.sender, named("languages", letter.language), named("dxa", letter.dxa),
      several("dialogue", letter.dialogue), several("dental", letter.dental), several("quality", letter.missing),
      letter.missing.length, letter.score,
    ];
  });
  return "\ufeff" + [titles.map((title) => ui[title]), ...rows].map((row) => row.map(csvCell).join(";") + "\r\n").join("");
}

byId("export").addEventListener("click", () => {
  const address = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
  const link = element("a", { href: address, download: "letters-selection.csv" });
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 1000);
});
