// The page of what this device has not sent: the list, try now, take away as a file.

import { release, retryAll, wire } from "./queue.js";
import * as store from "./store.js";

const KINDS = { scan: "Scan", move: "Passage", act: "Saisie" };
const OUTCOMES = { refused: "Refusé", unknown: "Inconnu", anomaly: "À vérifier" };
const $ = (id) => document.getElementById(id);
let drawn = 0;

const when = (at) => new Date(at).toLocaleString("fr-FR", { dateStyle: "short", timeStyle: "short", timeZone: "Europe/Paris" });

function row(templateId, words) {
  const made = $(templateId).content.cloneNode(true);
  for (const [name, value] of Object.entries(words)) {
    made.querySelector(`.${name}`)?.replaceChildren(value);
  }
  return made;
}

function line(entry) {
  const what = KINDS[entry.kind] ?? entry.kind;
  const title = [what, entry.code].filter(Boolean).join(" · ");
  const made = row(entry.state === "kept" ? "entry-kept" : "entry-waits", {
    title, detail: entry.error ?? entry.action ?? "", at: when(entry.at),
  });
  const button = made.querySelector("button");
  button?.addEventListener("click", () => forget(entry, button));
  return made;
}

// What the server will never take may be put aside by hand, in two taps.
async function forget(entry, button) {
  if (button.dataset.sure) return release(entry);
  button.dataset.sure = "1";
  button.querySelector("span").textContent = "Toucher encore pour retirer";
}

async function draw() {
  const turn = ++drawn;
  const [entries, answers] = await Promise.all([store.all(), store.answers()]);
  if (turn !== drawn) return;
  $("waiting").hidden = entries.length === 0;
  $("nothing").hidden = entries.length > 0;
  $("entries").replaceChildren(...entries.map(line));
  $("answers").hidden = answers.length === 0;
  $("answered").replaceChildren(...answers.reverse().map((answer) => row("entry-answered", {
    title: [KINDS[answer.kind], answer.code].filter(Boolean).join(" · "),
    detail: `${OUTCOMES[answer.outcome] ?? ""} : ${answer.message}`, at: when(answer.at),
  })));
}

async function exportFile() {
  const content = JSON.stringify((await store.all()).map(wire), null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = `envois-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, "-")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

$("retry").addEventListener("click", retryAll);
$("export").addEventListener("click", exportFile);
$("read").addEventListener("click", async () => {
  await store.forgetAnswers();
  await draw();
});
document.addEventListener("queue:changed", ({ detail }) => {
  $("sign-in").hidden = !detail.mustSignIn;
  draw();
});
draw();
