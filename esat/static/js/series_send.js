// One act for all the ticked rows of a series: a capture each, kept before the first is tried, sent
// by the queue in the order of the scans; and what became of each, whoever sent it and whenever.

import { awaited, flush, keepAll } from "./queue.js";
import * as list from "./series_list.js";
import { able, ask, draw, save, some, state } from "./series_rows.js";
import * as view from "./series_view.js";
import { play } from "./sound.js";
import * as store from "./store.js";

const MEANINGS = { ok: "ok", question: "ok", anomaly: "question" };
let batch = [];
let named = "";

export async function act(value, label, data) {
  const chosen = able(value);
  if (!chosen.length) return;
  const [kind, action] = value.split(":");
  for (const row of chosen) row.asked = "soon"; // a second tap finds nothing left to ask
  batch = chosen;
  named = label;
  try {
    const kept = await keepAll(chosen.map(({ code }) => ({ kind, code, action, data })));
    for (const [n, row] of chosen.entries()) Object.assign(row, { asked: kept[n].id, said: null });
  } catch (error) {
    for (const row of chosen) row.asked = "";
    throw error;
  }
  for (const row of chosen) awaited.add(row.asked);
  save(...chosen);
  state.last = "";
  draw();
  await flush();
  if (chosen.some((row) => row.asked)) await flush(); // the first may have begun before
  await ask();
  summarise();
}

document.addEventListener("queue:answered", ({ detail: { entry, result } }) => {
  const row = state.rows.find(({ asked }) => asked === entry.id);
  if (!row) return;
  row.asked = "";
  row.said = said(result.error ? "refused" : result.outcome, result.message ?? result.error?.message);
  save(row);
  draw();
  if (batch.length && !batch.some(({ asked }) => asked)) ask().then(summarise);
});

// What is good needs no sentence; and none that may hold a name is kept.
function said(outcome, message) {
  const meaning = MEANINGS[outcome] ?? "refused";
  return { meaning, message: meaning === "ok" ? "" : message };
}

function summarise() {
  if (!batch.length) return;
  const waits = batch.filter((row) => row.asked).length;
  const done = batch.filter((row) => row.said?.meaning === "ok").length;
  const not = batch.length - waits - done;
  if (waits) {
    view.sum("question", `${named} : ${some(waits, "saisie")} à envoyer`,
      "Le serveur ne répond pas. Continuez : rien n’est perdu.");
  } else if (not) {
    view.sum("question", `${named} : fait pour ${done} sur ${batch.length}`,
      "Lisez ci-dessous ce qui n’a pas été fait.");
  } else view.sum("ok", `${named} : fait pour ${done}`, "");
  play(waits || not ? "question" : "ok");
  if (!waits) batch = [];
}

// What was kept, sent or answered while this page was away, or from another one.
export async function catchUp() {
  const [kept, entries, answers] = await Promise.all([list.all(), store.all(), store.answers()]);
  const here = new Set(state.rows.map((row) => row.code));
  state.rows.push(...kept.filter((row) => !here.has(row.code)));
  for (const row of state.rows) {
    const entry = entries.find(({ kind, code }) => kind !== "scan" && code === row.code);
    if (entry?.state === "kept") Object.assign(row, { asked: "", said: said("refused", entry.error) });
    else if (entry) Object.assign(row, { asked: entry.id, said: null });
    else if (row.asked && row.asked !== "soon") {
      const answer = answers.find(({ id }) => id === row.asked);
      row.said = answer ? said(answer.outcome, answer.message) : { meaning: "sent", message: "" };
      row.asked = "";
    }
    if (row.asked) awaited.add(row.asked);
  }
  save(...state.rows);
}
