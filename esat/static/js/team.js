// A group's day: its pages kept on the device before it leaves, and what waits to be sent shown on
// them. It keeps first names and initials for the day, and nothing of why somebody is away.

import * as store from "./store.js";
import { TEAM, settled, today } from "./kept.js";
import { drawWaiting } from "./team_waiting.js";

const place = document.querySelector("[data-team-kept]");
const home = place.dataset.teamKept.split(" ")[0];
const [, , group, day] = home.split("/");
const words = (id) => document.getElementById(id)?.content.cloneNode(true);
const zone = document.querySelector("[data-team-said]");
const say = (id) => zone && words(id) && zone.replaceChildren(words(id));

// Keep the pages of the day as the server gives them to be kept: without menu, without last names.
async function keepPages() {
  const cache = await caches.open(TEAM);
  const answers = await Promise.all(place.dataset.teamKept.split(" ").map(async (address) => {
    const answer = await fetch(`${address}?garder=1`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return false;
    await cache.put(address, answer);
    return true;
  }));
  return answers.every(Boolean);
}

async function allKept() {
  const cache = await caches.open(TEAM);
  const found = place.dataset.teamKept.split(" ").map((address) => cache.match(address));
  return (await Promise.all(found)).every(Boolean);
}

const mine = async () => (await store.all()).filter(({ state, data }) =>
  state === "new" && data?.group === group && data?.day === day);

async function keep() {
  if (!("caches" in window) || place.dataset.teamDay !== today()) return;
  await settled; // what another person left is gone before anything is kept
  if ("teamCopy" in place.dataset) return say("team-copy");
  const atHome = location.pathname === home;
  if (!atHome && (await allKept())) return;
  const good = (await keepPages().catch(() => false)) || (await allKept());
  if (atHome || !good) say(good ? "team-ready" : "team-missing");
}

const redraw = async () => drawWaiting(await mine());

// Kept on this device: back to the day, as when it was sent at once.
document.addEventListener("queue:kept", ({ target }) => {
  if (target.dataset?.home) location.assign(target.dataset.home);
  else redraw();
});
document.addEventListener("queue:changed", ({ detail }) => {
  if (detail.mustSignIn && detail.number) say("team-sign-in");
  else if ("teamCopy" in place.dataset && detail.number === 0 && zone?.dataset.waited) say("team-back");
  if (zone && detail.number) zone.dataset.waited = "1";
  redraw();
});

// The order that an address names is chosen, also on a page that was kept before; its units alone
// are offered.
const units = JSON.parse(document.querySelector("[data-order-units]")?.dataset.orderUnits ?? "null");
function showUnits() {
  const order = document.querySelector("input[name=order]:checked")?.value;
  const known = units[order] ?? null;
  const boxes = [...document.querySelectorAll("[data-units] input[name=unit]")];
  for (const box of boxes) {
    box.closest("label").hidden = known !== null && !known.includes(box.value);
    if (known !== null && !known.includes(box.value)) box.checked = false;
    if (known?.length === 1 && known[0] === box.value) box.checked = true;
  }
  document.querySelector("[data-units]").hidden = known?.length === 1;
}
if (units) {
  const asked = new URLSearchParams(location.search).get("commande");
  const box = asked && document.querySelector(`input[name=order][value="${CSS.escape(asked)}"]`);
  if (box) {
    box.checked = true;
    document.getElementById("f-quantity").focus();
  }
  document.addEventListener("change", ({ target }) => target.name === "order" && showUnits());
  showUnits();
}

// A copy cannot answer « tout le monde est là » as the server does: it ticks those who are expected.
function tickExpected() {
  for (const row of document.querySelectorAll("[data-row][data-expected]")) {
    if (row.querySelector("input:checked")) continue;
    const box = row.querySelector("input[value=present]");
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

keep();
redraw().then(() => {
  const asked = new URLSearchParams(location.search).get("tous") === "presents";
  if (asked && "teamCopy" in place.dataset) tickExpected();
});
