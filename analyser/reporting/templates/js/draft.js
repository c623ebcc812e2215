// The draft to the GP, in the letter's own form of Norwegian: to read, correct and copy. Nothing is sent.

const draftBox = byId("draft");

function showDraft(letter, one) {
  byId("draft-part").hidden = !one.draft;
  draftBox.lang = letter.language === "nn" ? "nn" : "nb";
  if (draftBox.dataset.letter !== letter.id) {
    draftBox.value = one.draft;
    draftBox.dataset.letter = letter.id;
  }
}

async function copyDraft() {
  if (byId("draft-part").hidden) return;
  let done = true;
  try {
    await navigator.clipboard.writeText(draftBox.value);
  } catch {
    // Browsers without the clipboard for files: select, copy, and give the focus back.
    const before = document.activeElement;
    draftBox.select();
    done = document.execCommand("copy");
    if (done && before) before.focus();
  }
  const text = done ? ui.copied : ui.not_copied;
  tell(text);
  byId("draft-help").textContent = text;
  window.setTimeout(() => (byId("draft-help").textContent = ui.draft_help), 4000);
}

byId("copy-draft").addEventListener("click", copyDraft);
