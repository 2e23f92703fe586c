// The test of a scanner: three codes, what came, what was understood, how fast, and the verdict.

import { isOurs, repair, unshift } from "./codes.js";
import { listen } from "./wedge.js";

const WANTED = 3;
const field = document.getElementById("f-essai");
const ms = Number(field.dataset.scanMs) || 35;
const $ = (id) => document.getElementById(id);
let good = 0;
let tried = 0;

// Which keyboard the scanner believes it is, told by what its digits became.
function layout(raw) {
  if (/[§!]/.test(raw)) return "français, Mac (chiffres sans majuscule)";
  if (/[&é"'(\-è_çà]/.test(raw)) return "français (chiffres sans majuscule)";
  if (/[ÉÈÇÀ]/.test(raw)) return "français, majuscules verrouillées";
  if (/[a-z]/.test(raw) && !/[A-Z]/.test(raw)) return "chiffres justes, lettres minuscules";
  return "juste";
}

function verdict({ text, gap, fast }) {
  const ours = isOurs(repair(text));
  if (ours && fast && repair(text) === text) return ["ok", "Bon"];
  if (ours && fast) return ["ok", "Bon, réparé"];
  if (ours && gap > ms) return ["question", "Compris, mais lent : est-ce tapé à la main ?"];
  if (ours) return ["question", "Compris"];
  if (/^\d+$/.test(unshift(text.trim()))) return ["question", "Code d’un client, en chiffres"];
  return ["refused", "Pas un code de la maison"];
}

function show(read) {
  const [meaning, word] = verdict(read);
  const made = $(`read-${meaning}`).content.cloneNode(true);
  const speed = Number.isFinite(read.gap) ? `${Math.round(read.gap)} ms par signe` : "—";
  const words = { raw: read.text, repaired: repair(read.text), layout: layout(read.text), speed,
    suffix: read.suffix, verdict: word };
  for (const [name, value] of Object.entries(words)) {
    made.querySelector(`[data-says="${name}"]`).textContent = value;
  }
  $("readings").append(made);
  if (meaning === "ok") good += 1;
  tried += 1;
  $("none-yet").hidden = true;
  $("progress").textContent = `${tried} lecture${tried > 1 ? "s" : ""}, ${good} bonne${good > 1 ? "s" : ""}.`;
  $("passed").hidden = good < WANTED;
  field.value = "";
  field.focus();
}

field.form.addEventListener("submit", (event) => event.preventDefault());
listen(field, { ms, onEnd: show });
