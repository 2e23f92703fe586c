// The page that tries a scanner: each reading told, the three test codes ticked off, the speed.

import { repair } from "./codes.js";
import { advice, diagnose, keyboards, suits } from "./readings.js";
import { play } from "./sound.js";
import { guard, listen } from "./wedge.js";

const SHOWN = 12;
const field = document.getElementById("f-essai");
const ms = Number(field.dataset.scanMs) || 35;
const cards = new Map([...document.querySelectorAll(".test")].map((card) => [card.dataset.code, card]));
const $ = (id) => document.getElementById(id);
const kept = (id) => $(id).content.cloneNode(true);
const right = new Set();
const reads = [];

const speed = (gap) => (Number.isFinite(gap) ? `${Math.round(gap)} ms par signe` : "—");

function fill(node, words) {
  for (const [name, value] of Object.entries(words)) {
    node.querySelector(`[data-says="${name}"]`).textContent = value;
  }
}

// A word with its shape and colour, in the place of the one that stands there.
function badge(meaning, word) {
  const made = kept(`state-${meaning}`);
  made.querySelector(".badge").append(word);
  return made;
}

// The last reading, in words: what came, what is wrong with it, what to do.
function tell(read, found) {
  const made = kept(`told-${found.meaning}`);
  fill(made, { word: found.word, raw: read.text });
  made.querySelector("ul").replaceChildren(...found.symptoms.map((code) => kept(`symptom-${code}`)));
  made.querySelector("ul").hidden = found.symptoms.length === 0;
  $("told").replaceChildren(made);
  play(found.meaning);
}

// A code once read right stays ticked: what came later is told under it.
function tick(read, found) {
  const card = cards.get(found.code);
  if (found.right) right.add(found.code);
  const done = right.has(found.code);
  card.dataset.meaning = done ? "ok" : found.meaning;
  card.querySelector(".ticked").replaceChildren(badge(found.meaning, found.word));
  if (done && !found.right) card.querySelector(".ticked").prepend(badge("ok", "Déjà bon"), " ");
  const came = Object.assign(document.createElement("span"), { className: "code", textContent: read.text });
  card.querySelector(".came").replaceChildren("Reçu : ", came);
}

function row(read, found) {
  const made = kept(`read-${found.meaning}`);
  made.querySelector(".badge").append(found.word);
  fill(made, { raw: read.text, repaired: repair(read.text), keyboard: keyboards(read).said,
    speed: speed(read.gap), suffix: read.suffix });
  $("readings").prepend(made);
  while ($("readings").children.length > SHOWN) $("readings").lastElementChild.remove();
}

function advise() {
  const box = $("advice");
  if (!box) return;
  const bounds = [Number(box.dataset.lowest), Number(box.dataset.highest)];
  const found = advice(reads, bounds);
  const useful = found !== null && !suits(ms, found);
  box.hidden = !useful;
  $("well-set").hidden = found === null || useful;
  if (!useful) return;
  const hand = Number.isFinite(found.hand) ? ` Main la plus rapide : ${Math.round(found.hand)} ms.` : "";
  fill(box, { measured: `Lecteur le plus lent : ${Math.round(found.slowest)} ms par signe.${hand} Vitesse conseillée : ${found.ms} ms.` });
  box.querySelector("[name=scan_ms]").value = found.ms;
}

function show(read) {
  const found = diagnose(read, [...cards.keys()]);
  reads.push(read);
  row(read, found);
  tell(read, found);
  if (found.code !== null) tick(read, found);
  const ready = right.size === cards.size;
  $("none-yet").hidden = true;
  $("read").hidden = false;
  $("passed").hidden = !ready;
  $("next-reader").hidden = !ready;
  $("progress").textContent = ready ? "Ce lecteur est prêt."
    : `${found.word}. ${right.size} code${right.size > 1 ? "s" : ""} d’essai sur ${cards.size}.`;
  advise();
  field.value = "";
  field.focus();
}

field.form.addEventListener("submit", (event) => event.preventDefault());
listen(field, { ms, onEnd: show, patient: true });
guard(field, { ms, onStray: () => $("messages").replaceChildren(kept("stray")) });
