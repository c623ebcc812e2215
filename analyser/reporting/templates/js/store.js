// What the file carries: names, the index of all letters, and blocks that are unpacked when they are needed.

async function unpack(base64) {
  const raw = atob(base64.trim());
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  let plain;
  if (typeof window.DecompressionStream === "function") {
    const stream = new Blob([bytes]).stream().pipeThrough(new window.DecompressionStream("deflate"));
    plain = await new Response(stream).arrayBuffer();
  } else {
    plain = inflate(bytes);
  }
  return JSON.parse(new TextDecoder().decode(plain));
}

let labels; // names by language
let index; // the index as packed
let letters = []; // what the list shows of each letter
const unpacked = new Map(); // the blocks opened last
const KEPT_BLOCKS = 6;

async function loadIndex() {
  [labels, index] = await Promise.all([unpack(byId("names").textContent), unpack(byId("index").textContent)]);
  letters = index.letters.map(([id, date, sender, language, dxa, dental, dialogue, missing, score, first, second]) => ({
    id, date, sender: index.senders[sender], language, dxa, dental, dialogue,
    missing: missing.map((number) => index.missing[number]), score, first: first === 1, second: second || "",
  }));
}

async function block(number) {
  if (!unpacked.has(number)) {
    unpacked.set(number, await unpack(document.querySelector('[data-block="' + number + '"]').textContent));
    if (unpacked.size > KEPT_BLOCKS) unpacked.delete(unpacked.keys().next().value);
  }
  return unpacked.get(number);
}

async function detail(letter) {
  return (await block(Math.floor(letter / index.block)))[letter % index.block];
}

const piece = (segment) => (typeof segment === "string" ? segment : segment[0]);
const covering = (segment) => (typeof segment === "string" ? [] : segment.slice(1));
const words = (one, from, to) => one.segments.slice(from, to).map(piece).join("");

// The texts of all letters in the form in which they are searched; unpacked once, a block at a time.
const haystacks = [];
let reading = null;

async function readTexts() {
  const blocks = all("[data-block]");
  for (const node of blocks) {
    const part = await unpack(node.textContent);
    for (const one of part) {
      const letter = letters[haystacks.length];
      haystacks.push(searchable([letter.id, letter.sender, words(one)].join("\n")));
    }
  }
}

function texts() {
  reading = reading || readTexts();
  return reading;
}
