// The van: its pages kept on the device before it leaves, what was done without network shown on them,
// boxes ticked by scanning, the client's stamp made small enough to wait for the network.

import { repair } from "./codes.js";
import * as store from "./store.js";

const KEPT = "van";
const STAMP = 1400;
const $ = (id) => document.getElementById(id);
const words = (id) => $(id).content.cloneNode(true);

// Keep the pages of a trip, as the server gives them without anybody's name.
async function keepPages(addresses) {
  try {
    const cache = await caches.open(KEPT);
    for (const address of addresses) {
      const answer = await fetch(`${address}/hors-ligne`, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      await cache.put(address, answer);
    }
    return true;
  } catch {
    return false;
  }
}

async function allKept(addresses) {
  const cache = await caches.open(KEPT);
  const found = await Promise.all(addresses.map((address) => cache.match(address)));
  return found.every(Boolean);
}

const inside = (path, trip) => path === trip || path.startsWith(`${trip}/`);

async function forget(goes) {
  const cache = await caches.open(KEPT);
  for (const request of await cache.keys()) {
    if (goes(new URL(request.url).pathname)) await cache.delete(request);
  }
}

const waiting = async (...acts) =>
  (await store.all()).filter((entry) => entry.state === "new" && acts.includes(entry.action));

// The list of the stops: what waits to be sent is as good as done, and the next stop is another.
async function trip(place) {
  const addresses = place.dataset.vanKept.split(" ");
  const entries = await waiting("laundry.stop", "laundry.skip");
  const done = new Set(entries.map((entry) => String(entry.data.stop)));
  let next = null;
  for (const link of document.querySelectorAll("a[data-stop]")) {
    const kept = done.has(link.dataset.stop);
    link.querySelector("[data-waits]").hidden = !kept;
    if (kept) link.dataset.state = "done";
    else if (link.dataset.state !== "done") next ??= link;
  }
  for (const link of document.querySelectorAll("a[data-state=next]")) link.dataset.state = "";
  if (next) next.dataset.state = "next";
  const answers = await waiting("laundry.depart");
  if ($("van-start") && answers.at(-1)?.data.apart === "oui") $("van-start").hidden = true;
  if (!("caches" in window)) return;
  if (place.dataset.vanOver && entries.length === 0) {
    await forget((path) => inside(path, place.dataset.vanOver));
    return;
  }
  const fresh = await keepPages(addresses);
  const good = fresh || (await allKept(addresses));
  $("van-said").replaceChildren(words(good ? "van-ready" : "van-missing"));
}

// One stop: what waits to be sent for it is not asked a second time.
async function stop(place) {
  const mine = (entry) => String(entry.data.stop) === place.dataset.stop;
  const given = (await waiting("laundry.stop")).filter(mine);
  const gone = new Set(given.flatMap(({ data }) => [data.items ?? [], data.refused ?? []].flat()));
  for (const row of document.querySelectorAll("[data-unit]")) {
    if (gone.has(row.dataset.unit)) row.remove();
  }
  if (given.length) {
    $("van-said").replaceChildren(words("van-waits"));
    if (!document.querySelector("[data-unit]")) {
      for (const id of ["van-scan", "van-give"]) $(id)?.setAttribute("hidden", "");
    }
  }
  const bags = (await waiting("laundry.collect")).filter(mine);
  if ($("van-bags")) $("van-bags").hidden = bags.length === 0;
  $("van-bags")?.replaceChildren(...bags.map((entry) => {
    const line = words("van-bag");
    line.querySelector(".title").textContent = entry.code;
    return line;
  }));
}

function tick(boxes) {
  for (const box of boxes) {
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// A code ticks its box; that of a trolley, all that stands on it.
function scanned(text) {
  const code = repair(text);
  const name = CSS.escape(code);
  const boxes = document.querySelectorAll(
    `[data-unit="${name}"] input[name=items], [data-trolley="${name}"] input[name=items]`,
  );
  tick(boxes);
  return boxes.length > 0;
}

async function small(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, STAMP / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.8);
}

document.addEventListener("change", async ({ target }) => {
  const name = target.dataset?.stamp;
  if (!name) return;
  const field = target.form.querySelector(`input[name="${name}"]`);
  field.value = target.files[0] ? await small(target.files[0]).catch(() => "") : "";
  $("van-stamp").hidden = !field.value;
});
document.addEventListener("click", ({ target }) => {
  const name = target.closest?.("[data-tick-all]")?.dataset.tickAll;
  if (name) tick(document.querySelectorAll(`[data-trolley="${CSS.escape(name)}"] input[name=items]`));
});
const field = $("f-scan");
field?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  field.setAttribute("aria-invalid", String(!scanned(field.value)));
  field.value = "";
});
if (field?.value && scanned(field.value)) field.value = ""; // it came before this script
// Kept on this device: back to the stops, or ready for the next bag.
document.addEventListener("queue:kept", ({ target }) => {
  const here = $("van-stop");
  if (["van-give", "van-skip"].includes(target.id) && here) location.assign(here.dataset.back);
  else if (target.id === "van-collect") {
    target.reset();
    stop(here);
  } else if ($("van")) trip($("van"));
});
document.addEventListener("queue:answered", () => $("van") && trip($("van")));

if ($("van")) trip($("van"));
if ($("van-stop")) stop($("van-stop"));
const today = document.querySelector("[data-van-today]");
if (today && "caches" in window) {
  const stays = today.dataset.vanToday.split(" ").filter(Boolean);
  forget((path) => !stays.some((trip) => inside(path, trip)));
}
