// The counter: the field keeps the focus, every scan and passage is a capture with its key made
// before the first try, and what the network lost goes to the queue.

import { isMisread, isOurs, repair } from "./codes.js";
import { failed, keep, refuse, release } from "./queue.js";
import { asCapture } from "./queued_forms.js";
import { play } from "./sound.js";
import { guard, listen } from "./wedge.js";

const PATIENCE = 8_000;
const DOUBLE = 3_000;
const BAD_FOR = 10_000;
const SHOWN = 5;
const form = document.getElementById("scan");
const field = form.elements.code;
let line = Promise.resolve();
let last = { code: "", at: -Infinity };
let badUntil = 0;

form.noValidate = true;
const ms = Number(field.dataset.scanMs) || 35;
listen(field, { ms, onEnd: () => submit(form) });
// A camera knows what kind of code it read: a client's own code is judged by it.
field.addEventListener("camera:code", ({ detail }) => {
  form.elements.symbology.value = detail.format ?? "";
});
guard(field, { ms, onStray: () => trouble("stray") });

// The capture is kept at once; only its sending waits for those before it.
function submit(which, submitter = null) {
  const asking = which === form ? waiting(field.value) : null;
  if (asking) {
    asking.elements.code.value = field.value;
    doubled(field.value);
    field.value = "";
    return submit(asking);
  }
  const words = new FormData(which, submitter);
  const spec = which.dataset.capture;
  if (which === form) {
    field.value = "";
    form.elements.symbology.value = "";
    if (!words.get("code").trim()) return;
    if (doubled(words.get("code"))) return play("tick");
    if (noNetwork() && isMisread(words.get("code"))) return showTemplate("misread", words.get("code"));
  }
  const kept = keep(asCapture(which, spec, words), { watched: true });
  const url = which.getAttribute("action");
  line = line.then(async () => send(url, await kept, words)).catch(() => trouble());
}

// « À quel objet ? »: a form in sight that waits for a label of ours takes the next one.
function waiting(raw) {
  const asks = document.querySelector("#answer form[data-takes]");
  const ours = isOurs(repair(raw)) || (isMisread(raw) && !noNetwork());
  return ours && !asks?.closest("details:not([open])") ? asks : null;
}

// A network that has just failed is not waited for again at each scan.
const noNetwork = () => !navigator.onLine || performance.now() < badUntil;

// The same code again within three seconds is a trembling hand.
function doubled(raw) {
  const code = repair(raw);
  const now = performance.now();
  const again = code === last.code && now - last.at < DOUBLE;
  if (!again) last = { code, at: now };
  return again;
}

async function send(url, entry, words) {
  if (performance.now() < badUntil) return answered(entry, null, "");
  const body = new URLSearchParams([...words].filter(([, value]) => typeof value === "string"));
  for (const name of ["id", "at", "seq", "station"]) body.set(name, entry[name] ?? "");
  let response = null;
  let text = "";
  try {
    response = await fetch(url, {
      method: "POST", body, credentials: "same-origin", headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    text = await response.text();
  } catch {
    response = null;
    badUntil = performance.now() + BAD_FOR;
  }
  await answered(entry, response, text);
}

async function answered(entry, response, text) {
  if (response === null || response.status >= 500) {
    await failed(entry);
    return showKept(entry);
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const result = page.getElementById("result");
  if (result && (result.dataset.capture === entry.id || "asks" in result.dataset)) {
    await release(entry);
    return showResult(result);
  }
  const door = response.headers.get("HX-Redirect");
  if (door || response.status === 401) {
    await failed(entry);
    return location.assign(door || "/connexion");
  }
  const words = page.body.textContent.trim();
  if (response.status === 409) await refuse(entry, words);
  else await release(entry);
  document.getElementById("messages").innerHTML = page.body.innerHTML;
  play("refused");
  announce("refused", words);
}

function showResult(result) {
  document.getElementById("messages").replaceChildren();
  const shown = document.importNode(result, true);
  document.getElementById("result").replaceWith(shown);
  window.htmx?.process(shown);
  tell(shown.dataset.outcome, shown.querySelector(".state")?.textContent);
}

// Only the answer changes: the last scans stay, with one more line.
function showTemplate(id, code) {
  const words = document.getElementById(id).content.cloneNode(true);
  words.querySelector(".detail")?.append(` ${code}`);
  document.getElementById("answer").replaceChildren(words);
  const state = document.querySelector("#answer .state");
  tell(state.dataset.meaning, state.textContent);
}

function showKept(entry) {
  showTemplate("kept", entry.code ?? "");
  const list = document.querySelector("#last .rows");
  const row = document.getElementById("kept-line").content.cloneNode(true);
  row.querySelector(".title").textContent = entry.code ?? "";
  row.querySelector(".at").textContent = new Date(entry.at).toLocaleTimeString("fr-FR",
    { hour: "2-digit", minute: "2-digit" });
  list.prepend(row);
  while (list.children.length > SHOWN) list.lastElementChild.remove();
}

function tell(outcome, text) {
  play(outcome);
  document.getElementById("said").textContent = (text ?? "").replace(/\s+/g, " ").trim();
  const part = (name) => document.querySelector(`#answer ${name}`)?.textContent.trim();
  field.focus();
  announce(outcome, [part(".state .title"), part(".whose")].filter(Boolean).join(" · "));
}

// For whoever stands before the page: the camera's panel on a phone.
function announce(outcome, text) {
  document.dispatchEvent(new CustomEvent("scan:told", { detail: { outcome, text } }));
}

for (const good of ["online", "queue:answered"]) {
  addEventListener(good, () => {
    badUntil = 0;
  });
}

function trouble(id = "trouble-network") {
  document.getElementById("messages").replaceChildren(
    document.getElementById(id).content.cloneNode(true));
  play("refused");
  announce("refused", document.getElementById("messages").textContent.trim());
}

document.addEventListener("submit", (event) => {
  if (!event.target.dataset?.capture) return;
  event.preventDefault();
  submit(event.target, event.submitter);
});

addEventListener("focus", () => document.activeElement === document.body && field.focus());
