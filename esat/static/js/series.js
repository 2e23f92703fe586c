// The page of a series: what hands and scanners do there.

import { isOurs, repair } from "./codes.js";
import * as list from "./series_list.js";
import { add, ask, clear, draw, drop, find, save, state, trouble } from "./series_rows.js";
import { act, catchUp } from "./series_send.js";
import { dialog } from "./series_view.js";
import { listen } from "./wedge.js";

const EVERY = 15_000;
const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select";
const form = document.getElementById("scan");
const field = form.elements.code;
const page = () => document.getElementById("series");

form.noValidate = true;
listen(field, { ms: Number(field.dataset.scanMs) || 35, onEnd: scanned });

function scanned({ text }) {
  field.value = "";
  add(text);
}

document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (target === form) scanned({ text: field.value });
  else if ("paste" in target.dataset) paste(target);
  else if (target !== page() || submitter?.formAction.includes("/impressions/")) return;
  else if (submitter?.name === "drop") drop(submitter.value);
  else if (submitter?.name === "act" && sure(submitter)) press(submitter);
  event.preventDefault();
});

function press(button) {
  const [, action, client] = button.value.split(":");
  const words = new FormData(page());
  const data = client ? { client_id: client }
    : action === "hold.place" ? { reason: words.get("reason"), note: words.get("note") } : {};
  dialog()?.close();
  document.getElementById("hold")?.removeAttribute("open");
  act(button.value, button.dataset.label, data).catch(trouble);
  field.focus();
}

// A button that closes, brought back without its dialog, is pressed twice.
function sure(button) {
  if (!("confirms" in button.dataset) || button.dataset.sure) return true;
  button.dataset.sure = "1";
  button.querySelector("span").textContent = `Toucher encore : ${button.dataset.label}`;
  return false;
}

function paste(from) {
  for (const line of from.elements.codes.value.split(/\r\n|\r|\n/)) add(line);
  from.elements.codes.value = "";
  from.closest("details").open = false;
}

document.addEventListener("change", ({ target }) => {
  const row = target.name === "code" && target.form === page() ? find(target.value) : null;
  if (!row) return;
  row.off = !target.checked;
  save(row);
  draw();
  ask();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-clear], [data-opens]");
  if (!link) return;
  event.preventDefault();
  // The Enter of a scanner must not answer « Oui ».
  if ("opens" in link.dataset) return dialog()?.querySelector("[data-closes]")?.focus();
  dialog()?.close();
  clear();
});
document.addEventListener("close", () => ask(), true);

// A key typed beside any text is the scanner's: it goes to the field, its first sign included.
document.addEventListener("keydown", (event) => {
  const typed = event.target.closest?.(TYPED);
  if (event.key === "Enter" && typed && typed.form === page()) {
    event.preventDefault();
    if (!isOurs(repair(typed.value))) return;
    add(typed.value); // a label scanned while something else was being typed
    typed.value = "";
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
  if (event.key === " " || typed) return;
  dialog()?.close();
  field.focus();
});
addEventListener("focus", () => document.activeElement === document.body && field.focus());

const later = () => catchUp().then(ask).catch(trouble);
for (const moment of ["online", "focus", "pageshow"]) addEventListener(moment, later);
setInterval(() => (state.away || state.rows.some((row) => row.asked)) && later(), EVERY);

list.acts().then((kept) => {
  state.remembered = kept;
}).then(catchUp).catch(trouble).then(() => {
  draw();
  if (state.rows.length) ask();
});
