// The page of posts: ticks, the scanner, and the posts that are not for those who are ticked. What
// an expired authorisation refuses is refused here too, by the dates in the tiles, without network.

import { isOurs, repair } from "./codes.js";
import { listen } from "./wedge.js";

const form = document.getElementById("posts");
const scan = form?.elements.scan;
const WHY = {
  authorisation_expired: "Autorisation expirée",
  authorisation_missing: "Autorisation à demander",
  post_not_allowed: "Poste non autorisé",
};
const scanned = new Set();

const people = () => [...form.querySelectorAll("input[name=worker]")];
const ticked = () => people().filter((one) => one.checked && !one.disabled);
const chosen = (name) => form.querySelector(`input[name=${name}]:checked`);
const today = () => new Intl.DateTimeFormat("fr-CA", { timeZone: "Europe/Paris" }).format(new Date());

// The page may be older than the day it is used on: the later of the two counts.
const day = () => [form.elements.day.value, today()].sort().at(form.dataset.past === "1" ? 0 : -1);

// Why somebody may not be at a post: what the page says, or a last day that is over.
function refusal(person, post) {
  const said = JSON.parse(person.dataset.refused || "{}")[post];
  if (said) return said;
  const last = JSON.parse(person.dataset.until || "{}")[post];
  return last && last < day() ? "authorisation_expired" : "";
}

const refused = (post) => ticked().filter((one) => refusal(one, post));

function mark() {
  for (const tile of form.querySelectorAll("[data-post]")) {
    const them = refused(tile.dataset.post);
    const label = tile.closest(".choice");
    label.classList.toggle("not-for-them", them.length > 0);
    label.querySelector(".detail.no")?.remove();
    if (!them.length) continue;
    const words = document.createElement("span");
    words.className = "detail no";
    words.textContent = `${WHY[refusal(them[0], tile.dataset.post)] ?? "Poste refusé"} : ${names(them)}`;
    label.querySelector("span").append(words);
  }
}

// « Paul D. » ends with a point already.
const sentence = (why, them) => `${why} : ${names(them)}`.replace(/\.?$/, ".");
const names = (them) => them.map((one) => one.dataset.name).join(", ");

// Who may be there on that day, among those the page knows.
function allowed(post) {
  const known = document.getElementById(`who-${post}`)?.content.children ?? [];
  return [...known].filter((one) => !one.dataset.until || one.dataset.until >= day())
    .map((one) => one.textContent);
}

function explain() {
  const post = chosen("place")?.dataset.post;
  const them = post ? refused(post) : [];
  const place = document.getElementById("post-refused");
  place.replaceChildren();
  if (!them.length) return false;
  const words = document.getElementById("post-no").content.cloneNode(true);
  const who = allowed(post);
  words.querySelector("[data-why]").textContent =
    `${sentence(WHY[refusal(them[0], post)] ?? "Poste refusé", them)} Choisissez un autre poste.`;
  words.querySelector("[data-who]").textContent = who.length
    ? `Qui peut y aller aujourd’hui : ${who.join(", ")}` : "Personne d’autre ne peut y aller aujourd’hui.";
  place.append(words);
  return true;
}

function summary() {
  const them = ticked();
  const order = chosen("lot")?.dataset.label || chosen("order")?.dataset.label;
  const who = them.length > 3 ? `${them.length} personnes` : names(them);
  const where = chosen("place")?.dataset.label ?? "touchez un poste";
  document.getElementById("post-summary").textContent = who
    ? [who, where, ...(order ? [order] : [])].join(" · ") : "Touchez les personnes, puis le poste.";
}

function show() {
  mark();
  explain();
  summary();
}

// A badge ticks, an order or a post chooses; after badges, it is the whole act.
function read(text) {
  scan.value = "";
  const code = isOurs(repair(text)) ? repair(text) : text.trim();
  const person = people().find((one) => one.dataset.badge === code);
  const tile = [...form.querySelectorAll("input[data-code]")]
    .find((one) => one.dataset.code && one.dataset.code.toLowerCase() === code.toLowerCase());
  if (person || tile) take(person ?? tile);
  else ask(code);
}

function take(tile) {
  if (tile.disabled) return;
  tile.checked = true;
  tile.closest(".choice").scrollIntoView({ block: "nearest" });
  if (tile.name === "worker") scanned.add(tile.value);
  else if (scanned.size) return finish(tile);
  show();
}

// An order or a lot alone keeps each at the post where he is; without one, the step waits for a tap.
function finish(tile) {
  const places = new Set(ticked().map((one) => one.dataset.place));
  if (tile.name !== "place" && !chosen("place") && places.size === 1 && !places.has("")) {
    const [place] = places;
    const post = form.querySelector(`input[name=place][value="${place}"]`);
    if (post) post.checked = true;
  }
  show();
  if (chosen("place") && !explain()) form.requestSubmit();
}

// What this page does not know, the server may: a badge of another group, an older order. Its tile
// is brought here.
async function ask(code) {
  const address = `${location.pathname}?${new URLSearchParams({ scan: code })}`;
  const answer = await fetch(address).catch(() => null);
  const text = answer?.ok ? await answer.text() : "";
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = page.querySelector(
    "input[name=worker]:checked, input[name=place]:checked, input[name=lot], "
    + "input[name=order][data-code]:checked");
  if (!found) {
    const words = page.querySelector("main .notice") ?? unread(code);
    document.getElementById("messages").replaceChildren(words);
    return;
  }
  const known = form.querySelector(`input[name=${found.name}][value="${found.value}"]`);
  if (!known) {
    form.querySelector(`input[name=${found.name === "lot" ? "order" : found.name}]`)
      .closest(".choices")
      .append(document.adoptNode(found.closest(".choice")));
  }
  take(known ?? found);
}

function unread(code) {
  const words = document.getElementById("post-unread").content.cloneNode(true);
  words.querySelector("[data-code]").textContent = code;
  return words;
}

function waiting() {
  const words = `${chosen("place")?.dataset.label ?? ""}, à envoyer`;
  for (const one of ticked()) {
    const where = one.closest(".choice").querySelector("[data-where], .detail");
    if (where) where.textContent = words;
    where?.classList.add("waiting");
    one.dataset.place = chosen("place")?.value ?? "";
    one.checked = false;
  }
  scanned.clear();
  for (const name of ["place", "order"]) {
    const first = chosen(name);
    if (first) first.checked = false;
  }
  const none = form.querySelector("input[name=order][value='']");
  if (none) none.checked = true;
  show();
}

if (form) {
  listen(scan, { ms: Number(scan.dataset.scanMs) || 35, onEnd: ({ text }) => read(text) });
  form.addEventListener("change", show);
  form.addEventListener("queue:kept", waiting);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    const button = event.target.closest(".inline-search")?.querySelector("button");
    if (event.defaultPrevented || !button || event.target === scan) return;
    event.preventDefault();
    button.click();
  });
  // Before the queue hears of it: nothing refused is ever kept on the device.
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) return;
    const empty = !ticked().length || !chosen("place");
    if (!empty && !explain()) return;
    event.preventDefault();
    event.stopPropagation();
    if (empty) summary();
    document.getElementById(empty ? "post-summary" : "post-refused")
      .scrollIntoView({ block: "center" });
  });
  document.querySelector("[data-all]").addEventListener("click", (event) => {
    event.preventDefault();
    const free = people().filter((one) => !one.disabled);
    const all = free.every((one) => one.checked);
    for (const one of free) one.checked = !all;
    show();
  });
  show();
  addEventListener("pageshow", show); // come back to, the page still shows what is ticked
}
