// The desk: a tap on an article makes or raises a line, the price of each is shown, and the deposit
// is sent without leaving the page, so that no photograph is lost when something is to be corrected.

import { listen } from "./wedge.js";

const $ = (id) => document.getElementById(id);
const form = $("deposit");
const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR" });

for (const row of document.querySelectorAll(".desk-fills")) row.hidden = false;
document.addEventListener("click", ({ target }) => {
  const fill = target.closest?.("[data-fills]");
  if (fill) {
    $(fill.dataset.fills).value = fill.dataset.value;
    $(fill.dataset.fills).dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (target.closest?.("[data-print]")) window.print();
});

// The one field of the desk: a scanner without a suffix is heard too.
const search = $("desk-search")?.elements.q;
if (search) {
  search.select();
  listen(search, {
    ms: Number(search.dataset.scanMs) || 35,
    onEnd: () => search.form.requestSubmit(),
  });
}

const tiles = new Map();
let prices = {};

const lines = () => [...$("lines").children];
const part = (line, name) => line.querySelector(`[name^="${name}_"]`);
const bracket = () =>
  form.querySelector("[name=bracket]:checked, [name=bracket][type=hidden]")?.value ?? "";
const thousandths = (text) => {
  const found = /^(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(text.replace(/\s/g, ""));
  return found ? Number(found[1]) * 1000 + Number((found[2] ?? "").padEnd(3, "0")) : 0;
};

// As the server does it: the price of one unit times the quantity, half up on the cent.
function sum(line) {
  const unit = prices[bracket()]?.[part(line, "tariff").value];
  if (unit === undefined) return null;
  return Math.floor((unit * thousandths(part(line, "quantity").value) + 500) / 1000);
}

function show() {
  let total = 0;
  for (const line of lines()) {
    const amount = sum(line);
    const tile = tiles.get(part(line, "tariff").value);
    line.querySelector("[data-name]").textContent = tile?.dataset.name ?? "";
    line.querySelector("[data-sum]").textContent = amount === null ? "" : euros.format(amount / 100);
    total = amount === null || total === null ? null : total + amount;
  }
  for (const [code, tile] of tiles) {
    const unit = prices[bracket() || "full"]?.[code]; // until one is chosen, what is on the wall
    const per = tile.dataset.unit === "kg" ? "/kg" : "";
    tile.querySelector("[data-price]").textContent =
      unit === undefined ? "" : euros.format(unit / 100) + per;
  }
  const known = total !== null && lines().length > 0 && bracket();
  $("total").textContent = known ? euros.format(total / 100) : "—";
  form.elements.expected.value = known ? (total / 100).toFixed(2) : "";
  $("no-line").hidden = lines().length > 0;
}

function fresh() {
  const used = new Set(lines().map((line) => Number(line.dataset.line)));
  const most = Number(form.dataset.most);
  let n = 1;
  while (used.has(n)) n += 1;
  if (n > most) return null;
  const copy = $("line").innerHTML.replace(/_0(?=["\s])/g, `_${n}`);
  $("lines").insertAdjacentHTML("beforeend", copy);
  const line = $("lines").lastElementChild;
  line.dataset.line = n;
  live(line);
  return line;
}

function live(line) {
  for (const button of line.querySelectorAll(".desk-number .button")) button.hidden = false;
  part(line, "quantity").inputMode = "none";
}

// A line with a reserve, a photo or a value stands for its own article: the next one is another.
const plain = (line) => !line.querySelector(":checked:not(option)")
  && ["note", "value", "photos"].every((name) => !part(line, name).value);

function tap(tile) {
  const code = tile.dataset.tariff;
  const known = lines().find((line) => part(line, "tariff").value === code && plain(line));
  if (known && tile.dataset.unit === "kg") return openPad(known);
  const line = known ?? fresh();
  if (!line) return;
  part(line, "tariff").value = code;
  if (tile.dataset.unit === "kg") {
    show();
    openPad(line);
  } else step(line, 1);
}

function step(line, by) {
  const field = part(line, "quantity");
  const now = Math.round(thousandths(field.value) / 1000) + by;
  if (now < 1) line.remove();
  else field.value = String(now);
  show();
}

let asked = null;
function openPad(line) {
  asked = line;
  $("pad-title").textContent = `${line.querySelector("[data-name]").textContent} : combien ?`;
  $("pad-shown").value = "";
  $("pad").showModal();
}

function press(key) {
  const shown = $("pad-shown");
  if (key === "back") shown.value = shown.value.slice(0, -1);
  else if (key === "leave") $("pad").close();
  else if (key === "ok") {
    if (thousandths(shown.value)) part(asked, "quantity").value = shown.value;
    $("pad").close();
    show();
  } else if (shown.value.length < 8) shown.value += key;
}

// What the server answers: elsewhere when it is done, else words, kept beside what was filled.
async function send(submitter) {
  const body = new FormData(form, submitter);
  const answer = await fetch(form.action, {
    method: "POST", body, credentials: "same-origin", headers: { "HX-Request": "true" },
  });
  const to = answer.headers.get("HX-Redirect");
  if (to) return location.assign(to);
  if (answer.status >= 500) return trouble("trouble-server");
  $("said").innerHTML = await answer.text();
  mark();
  $("said").scrollIntoView({ block: "nearest" });
}

function mark() {
  const said = $("said").querySelector("[data-errors], [data-new-prices]");
  const errors = JSON.parse(said?.dataset.errors ?? "{}");
  for (const old of form.querySelectorAll(".desk-error")) old.remove();
  for (const [name, words] of Object.entries(errors)) {
    const field = form.querySelector(`[name="${CSS.escape(name)}"]`)?.closest(".field");
    field?.closest("details")?.setAttribute("open", "");
    field?.insertAdjacentHTML("beforeend", '<p class="error desk-error"></p>');
    if (field) field.lastElementChild.textContent = words;
  }
  if (said?.dataset.newPrices) prices = JSON.parse(said.dataset.newPrices);
  show();
}

const trouble = (name) => $("said").replaceChildren($(name).content.cloneNode(true));

function begin() {
  prices = JSON.parse(form.dataset.prices);
  for (const tile of form.querySelectorAll("[data-tariff]")) tiles.set(tile.dataset.tariff, tile);
  for (const line of lines()) {
    if (part(line, "tariff").value) live(line);
    else line.remove();
  }
  form.classList.add("desk-live");
  form.querySelector(".desk-articles").hidden = false;
  show();
  form.addEventListener("click", ({ target }) => {
    const line = target.closest(".desk-line");
    if (target.closest("[data-tariff]")) tap(target.closest("[data-tariff]"));
    else if (target.closest("[data-step]")) step(line, Number(target.closest("[data-step]").dataset.step));
    else if (target.closest("[data-remove]")) { line.remove(); show(); }
    else if (target.closest("[data-pad]")) openPad(line);
  });
  form.addEventListener("change", show);
  form.addEventListener("input", show);
  $("pad").addEventListener("click", ({ target }) => {
    const key = target.closest("[data-key]");
    if (key) press(key.dataset.key);
  });
  let sending = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    await send(event.submitter).catch(() => trouble("trouble-network"));
    sending = false;
  });
}

if (form) begin();
