// The rows of a series in this page, and the one question that says what they are. A scan only
// lists: the server draws the list; without it, codes wait to be looked at.

import { isMisread, repair } from "./codes.js";
import * as list from "./series_list.js";
import * as view from "./series_view.js";
import { play } from "./sound.js";

const PATIENCE = 8_000;
const MISREAD = "Code mal lu. Scannez de nouveau, ou tapez les huit signes.";
const most = Number(document.getElementById("series").dataset.most);

export const state = {
  rows: [],
  last: "",
  away: false, // whether the server was missing when it was asked last
  remembered: [], // the acts that it offered last
};
let asking = null;
let askAgain = false;

export const some = (n, word) => `${n} ${word}${n > 1 ? "s" : ""}`;
const newly = (name) => `Ajouté : ${name}`;
export const find = (code) => state.rows.find((row) => row.code === code);

export function add(text) {
  const code = repair(text);
  if (!code) return;
  view.forget();
  const known = find(code);
  if (known) return doubled(known);
  if (state.rows.length >= most) {
    state.last = `La liste est pleine (${most} codes). Faites-en une autre pour ${code}.`;
    play("refused");
    return draw();
  }
  const row = list.fresh(code, (state.rows.at(-1)?.n ?? 0) + 1);
  if (isMisread(code)) row.bad = MISREAD;
  state.rows.push(row);
  save(row);
  state.last = newly(code);
  play("tick");
  draw();
  ask();
}

function doubled(row) {
  row.times += 1;
  save(row);
  draw();
  twice(row.code);
  ask();
}

function twice(code) {
  state.last = `Déjà dans la liste : ${view.nameOf(code)}`;
  play("question");
  draw();
  view.flash(code);
  view.announce("question", state.last);
}

export function drop(code) {
  state.last = `Retiré : ${view.nameOf(code)}`;
  state.rows = state.rows.filter((row) => row.code !== code);
  list.drop(code).catch(trouble);
  draw();
  ask();
}

export function clear() {
  state.rows = [];
  state.last = "";
  list.clear().catch(trouble);
  view.forget();
  draw();
  ask();
}

export function save(...changed) {
  list.put(...changed).catch(trouble);
}

// The ticked rows that an act is for: those that the server said may, and those it has not seen.
export function able(value) {
  const act = value.split(":").slice(0, 2).join(":");
  return state.rows.filter((row) => !row.off && !row.asked && !row.bad
    && (row.seen ? row.open.includes(act) : act.startsWith("move:")));
}

export function draw() {
  const { rows, last, away, remembered } = state;
  const waiting = away || rows.some((row) => !row.seen);
  view.draw(rows, { last, counted: waiting ? counted() : null });
  if (waiting) view.recount((act) => able(act).length, remembered);
}

function counted() {
  const { rows } = state;
  const doubles = rows.reduce((sum, row) => sum + row.times - 1, 0);
  if (rows.length === 0) return "";
  return some(rows.length, "code") + (doubles ? `, ${some(doubles, "double")}` : "");
}

// One question at a time; what changed meanwhile is asked once more.
export function ask() {
  askAgain = true;
  asking ??= (async () => {
    while (askAgain) {
      askAgain = false;
      await look().catch(trouble);
    }
  })().finally(() => {
    asking = null;
  });
  return asking;
}

async function look() {
  if (view.dialog()) return; // asked again when it closes
  const response = await post();
  state.away = response === null || response.status >= 500;
  if (state.away) return draw();
  const door = response.headers.get("HX-Redirect");
  if (door || response.status === 401) return location.assign(door || "/connexion");
  const answer = new DOMParser().parseFromString(response.text, "text/html");
  const fragment = answer.getElementById("series");
  if (response.status >= 400 || !fragment) {
    document.getElementById("messages").innerHTML = answer.body.innerHTML;
    return play("refused");
  }
  const again = merge(fragment);
  const found = learn(fragment);
  if (!view.dialog()) view.swap(fragment);
  state.remembered = view.offered();
  if (state.remembered.length) list.keepActs(state.remembered).catch(trouble);
  if (found.length) added(found);
  draw();
  again.forEach(twice);
}

async function post() {
  const { rows } = state;
  const body = new URLSearchParams({ q: document.getElementById("f-q")?.value ?? "" });
  body.set("codes", rows.flatMap((row) => Array(row.times).fill(row.code)).join("\n"));
  for (const row of rows) if (!row.off) body.append("code", row.code);
  try {
    const response = await fetch("/comptoir/serie/liste", {
      method: "POST", body, credentials: "same-origin", headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch {
    return null;
  }
}

// A text takes the code that it was understood as; those already in the list under another code
// are one thing scanned twice.
function merge(fragment) {
  const again = [];
  for (const alias of fragment.querySelectorAll("[data-alias]")) {
    const row = find(alias.dataset.alias);
    const code = alias.getAttribute("value");
    if (!row) continue;
    list.drop(row.code).catch(trouble);
    const known = find(code);
    if (!known) row.code = code;
    else {
      known.times += row.times;
      state.rows = state.rows.filter((one) => one !== row);
      again.push(code);
    }
  }
  return again;
}

// What the server says of each row; answers the lines of those that it says for the first time.
function learn(fragment) {
  const found = [];
  for (const line of fragment.querySelectorAll("#rows > li")) {
    const row = find(line.dataset.code);
    if (!row) continue;
    if (!row.seen) found.push(line);
    row.seen = true;
    row.open = line.dataset.open.split(" ").filter(Boolean);
    row.bad = line.dataset.bad ?? "";
  }
  save(...state.rows);
  return found;
}

function added(found) {
  const bad = found.find((line) => line.dataset.bad);
  play(bad ? bad.dataset.meaning : "ok");
  if (bad) state.last = `${bad.dataset.code} : ${bad.dataset.bad}`;
  // A double scanned meanwhile is the last word: it is not talked over.
  const told = found.find((line) => state.last === newly(line.dataset.code));
  if (told) state.last = newly(view.nameOf(told.dataset.code));
  view.announce(bad ? bad.dataset.meaning : "ok", state.last);
}

export function trouble() {
  document.getElementById("messages").replaceChildren(
    document.getElementById("trouble-network").content.cloneNode(true));
  play("refused");
}
