// One queue for every module: what a device saw or did is kept here before the first try, and goes
// only when the server has acknowledged that very key. It knows no workshop and no page.

import * as store from "./store.js";

const BATCH = 100;
const EVERY = 15_000;
const PATIENCE = 20_000;
const HANDS_OFF = 15_000;
const SENT_BY = "esat.station";
let running = null;
let quietUntil = 0;
export const awaited = new Set(); // keys whose answer the page itself will show
let mustSignIn = false;

// A UUID (version 4) where `randomUUID` is missing: a page that came by plain HTTP has none.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// The station that the last page from the server named: a page kept offline names none.
function station() {
  const named = document.getElementById("unsent")?.dataset.station;
  try {
    if (named) localStorage.setItem(SENT_BY, named);
    return named || localStorage.getItem(SENT_BY) || null;
  } catch {
    return named || null;
  }
}

// Keep a capture { kind, code, action, data } before its first try. `watched`: a page sends it by
// itself now; the queue leaves it alone for a while, and takes it over when that page has died.
export async function keep(capture, { watched = false } = {}) {
  const entry = await store.add(entryOf(capture, watched ? Date.now() + HANDS_OFF : 0));
  navigator.storage?.persist?.();
  await show();
  return entry;
}

// Keep several captures before the first of them is tried; they will be sent in this order.
export async function keepAll(captures) {
  const entries = await store.addAll(captures.map((capture) => entryOf(capture, 0)));
  navigator.storage?.persist?.();
  await show();
  return entries;
}

function entryOf({ kind, code, action, data }, heldUntil) {
  return {
    id: newId(), at: new Date().toISOString(), station: station(),
    kind, code: code ?? null, action: action ?? null, data: data ?? {},
    offline: false, tried: false, state: "new", heldUntil,
  };
}

// The server has acknowledged this entry.
export async function release(entry) {
  await store.remove(entry.seq);
  await show();
}

// A try failed and nobody knows whether it arrived: from now on it is told as done offline; if the
// server has it as first sent, `settle` sends it once more in its first words.
export async function failed(entry) {
  const told = entry.offline ? {} : { offline: true, tried: true };
  await store.change(entry.seq, { ...told, heldUntil: 0 });
  await show();
}

export async function refuse(entry, message) {
  await store.change(entry.seq, { state: "kept", error: message, heldUntil: 0 });
  await show();
}

export async function retryAll() {
  for (const { seq } of await store.all()) await store.change(seq, { state: "new", heldUntil: 0 });
  quietUntil = 0;
  await flush();
}

// Send what waits, one flush at a time, over all the tabs of this device.
export function flush() {
  running ??= once().finally(() => {
    running = null;
  });
  return running;
}

async function once() {
  // `navigator.onLine` is not asked: it is false on a machine that is its own server.
  if (Date.now() < quietUntil) return;
  if (navigator.locks) await navigator.locks.request("esat-queue", { ifAvailable: true }, sendAll);
  else await sendAll(true);
  await show();
}

async function sendAll(lock) {
  let size = BATCH;
  while (lock) {
    const now = Date.now();
    const due = (await store.all()).filter((e) => e.state === "new" && e.heldUntil <= now);
    const some = due.slice(0, size);
    if (some.length === 0) return;
    const { status, results } = await post(some);
    if (results?.length === some.length) {
      for (const [n, entry] of some.entries()) if (!(await settle(entry, results[n]))) return;
    } else if (status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status)) {
      // One of them cannot be read: find which, and keep it apart.
      if (some.length > 1) size = Math.ceil(some.length / 2);
      else await refuse(some[0], `Le serveur ne lit pas cette saisie (${status}).`);
    } else {
      for (const entry of some) await failed(entry);
      return;
    }
  }
}

async function post(entries) {
  try {
    const response = await fetch("/api/v1/captures/batch", {
      method: "POST", credentials: "same-origin", cache: "no-store",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(entries.map(wire)), signal: AbortSignal.timeout(PATIENCE),
    });
    mustSignIn = response.status === 401 || response.status === 403;
    const wait = Number(response.headers.get("Retry-After"));
    if (wait > 0) quietUntil = Date.now() + wait * 1000;
    const body = response.ok ? await response.json() : {};
    return { status: response.status, results: body.results };
  } catch {
    return { status: 0 };
  }
}

export function wire({ id, seq, at, station: from, kind, code, action, offline, data }) {
  return { id, seq, at, station: from, kind, code, action, offline, data };
}

// What the server said of one entry; false when it could not answer now.
async function settle(entry, result) {
  if (result.error?.status >= 500) return false;
  if (result.error?.code === "capture_conflict" && entry.tried && entry.offline) {
    await store.change(entry.seq, { offline: false });
    return true; // no answer yet: it goes once more in its first words
  }
  if (result.error) {
    await refuse(entry, result.error.message);
  } else if (result.id === entry.id) {
    if (!["ok", "question"].includes(result.outcome) && !awaited.has(entry.id)) {
      const { id, seq, at, code, kind, action } = entry;
      await store.keepAnswer({ id, seq, at, code, kind, action, outcome: result.outcome,
        message: result.message });
    }
    await release(entry);
  } else return false;
  const detail = { entry, result };
  document.dispatchEvent(new CustomEvent("queue:answered", { detail, bubbles: true }));
  return true;
}

// The number of unsent captures, on every page; what is on its way at this moment is not counted.
export async function show() {
  const badge = document.getElementById("unsent");
  const now = Date.now();
  const waiting = (await store.all().catch(() => [])).filter((entry) => entry.heldUntil <= now);
  const number = waiting.length;
  if (badge) {
    badge.hidden = number === 0;
    document.getElementById("unsent-count").textContent = String(number);
  }
  document.dispatchEvent(new CustomEvent("queue:changed", { detail: { number, mustSignIn } }));
}

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {});
for (const moment of ["online", "focus", "pageshow"]) addEventListener(moment, () => flush());
document.addEventListener("visibilitychange", () => document.hidden || flush());
setInterval(flush, EVERY);
station();
show().then(flush);
