// The kiosk: what was said is shown at once and may be taken back for ten seconds, the name is
// spoken on request by the device's own voice, and the screen goes back by itself. No camera, no
// network needed: the queue keeps what is said.

import { play } from "./sound.js";
import { speak } from "./voice.js";

const UNDO = 10_000;
const IDLE = 90_000; // nobody is hurried: never under a minute
const REFRESH = 300_000;
const SECOND_TAP = 700; // the second tap of one finger touches nothing
const $ = (id) => document.getElementById(id);
const bar = $("kiosk-bar");
let hiding = 0;
let going = 0;
let touched = Date.now();
let last = null; // the form that takes back what was just said

const open = (id) => location.replace(`#${id}`);

function deaf() {
  document.body.inert = true;
  setTimeout(() => {
    document.body.inert = false;
  }, SECOND_TAP);
}

function hush() {
  clearTimeout(hiding);
  bar.hidden = true;
  delete bar.dataset.meaning;
}

function tell(text, { picture = null, undo = null, meaning = "ok" } = {}) {
  hush();
  last = undo;
  bar.dataset.meaning = meaning;
  bar.querySelector("form")?.remove();
  $("kiosk-bar-words").textContent = text;
  $("kiosk-bar-picture").replaceChildren(...(picture ? [picture.cloneNode(true)] : []));
  $("kiosk-bar-undo").hidden = !undo;
  $("kiosk-bar-say").hidden = false;
  $("kiosk-bar-say").dataset.say = text;
  bar.hidden = false;
  hiding = setTimeout(hush, UNDO);
}

const sentence = (name, person) =>
  $(`kiosk-words-${name}`).content.textContent.replace("{name}", person.querySelector("h1").textContent);

const picture = ({ id }) => document.querySelector(`.kiosk-tile[href="#${id}"] .kiosk-picture`);

function said(form, saying) {
  const person = form.closest(".kiosk-person");
  const undo = person.querySelector("[data-kiosk='undo']");
  person.classList.add("just-said");
  clearTimeout(Number(person.dataset.timer));
  person.dataset.timer = setTimeout(() => person.classList.remove("just-said"), UNDO);
  tell(sentence(saying, person), { picture: picture(person), undo });
  open(person.dataset.home);
}

function undone(form) {
  const person = form.closest(".kiosk-person");
  clearTimeout(Number(person.dataset.timer));
  person.classList.remove("just-said");
  tell(sentence("undo", person), { picture: picture(person) });
  open(person.dataset.home);
}

document.addEventListener("submit", ({ target, submitter }) => {
  if (target.dataset.kiosk === "say") said(target, submitter.value);
  else if (target.dataset.kiosk === "undo") undone(target);
  else return;
  play("ok");
  deaf();
});

// What the server does not take is said to who still stands there.
document.addEventListener("queue:done", ({ detail }) => {
  if (detail.outcome === "ok" || detail.outcome === "question") return;
  const message = detail.message ?? detail.error?.message ?? "";
  if (message) tell(message, { meaning: "refused" });
});

document.addEventListener("click", ({ target }) => {
  const spoken = target.closest("[data-say]");
  if (spoken) speak(spoken.dataset.say);
  if (target.closest("#kiosk-bar-undo")) last?.requestSubmit();
  // Somebody else has come: what was said before him is his neighbour's.
  if (target.closest(".kiosk-tile")) hush();
});

function awake() {
  touched = Date.now();
  clearTimeout(going);
  going = setTimeout(() => open("accueil"), IDLE);
}
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, awake);

// Who came, left or changed his picture: read again while nobody stands there.
async function refresh() {
  if (Date.now() - touched < IDLE) return;
  const answer = await fetch($("content").dataset.here, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected || Date.now() - touched < IDLE) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const screens = page.getElementById("kiosk-screens");
  if (screens) $("kiosk-screens").replaceChildren(...screens.childNodes);
}
setInterval(refresh, REFRESH);
if (!bar.hidden) hiding = setTimeout(hush, UNDO);
awake();
