// How a series is shown: the server draws its list; here only what the browser alone knows is put
// on it: codes not yet looked at, ticks, what became of each row. It asks and keeps nothing.

const $ = (id) => document.getElementById(id);
const copy = (id) => $(id).content.cloneNode(true);
const FLASH = 2_000;
const flashing = new Set();

export const rowOf = (code) => [...$("rows").children].find((item) => item.dataset.code === code);
export const nameOf = (code) => rowOf(code)?.querySelector(".title")?.textContent.trim() || code;

// The server's list takes the place of the one shown; what somebody is typing or opening stays.
export function swap(fragment) {
  const old = $("series");
  const fresh = document.importNode(fragment, true);
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  carry(old, fresh);
  old.replaceWith(fresh);
  window.htmx?.process(fresh);
  if (active) refocus(fresh, active);
}

function carry(old, fresh) {
  for (const unfolded of old.querySelectorAll("details[open]")) {
    const same = fresh.querySelector(`#${unfolded.id}`);
    if (same) same.open = true;
  }
  for (const name of ["note", "q"]) {
    const [typed, same] = [old.elements[name], fresh.querySelector(`[name="${name}"]`)];
    if (typed && same) same.value = typed.value;
  }
  const reason = old.querySelector('[name="reason"]:checked');
  const same = reason && fresh.querySelector(`[name="reason"][value="${reason.value}"]`);
  if (same) same.checked = true;
}

function refocus(fresh, active) {
  const same = active.id
    ? fresh.querySelector(`#${active.id}`)
    : [...fresh.querySelectorAll(`[name="${active.name}"]`)].find((e) => e.value === active.value);
  same?.focus({ preventScroll: true });
  if (active.selectionStart != null && same?.setSelectionRange) {
    same.setSelectionRange(active.selectionStart, active.selectionEnd);
  }
}

// Bring the list in step with the rows: those that the server has not drawn stand on top of it.
export function draw(rows, { last, counted }) {
  const codes = new Set(rows.map((row) => row.code));
  for (const item of [...$("rows").children]) if (!codes.has(item.dataset.code)) item.remove();
  for (const row of rows) mark(rowOf(row.code) ?? unseen(row), row);
  $("nothing").hidden = rows.length > 0;
  $("series").querySelector(".clear").hidden = rows.length === 0;
  if (counted !== null) $("count").textContent = counted;
  if ($("last").textContent !== last) $("last").textContent = last;
  tell(last);
}

function unseen(row) {
  const made = copy("row-unseen").firstElementChild;
  made.dataset.code = row.code;
  made.querySelector(".title").textContent = row.code;
  made.querySelector("[name=code]").value = row.code;
  const button = made.querySelector("[name=drop]");
  button.value = row.code;
  button.setAttribute("aria-label", `Retirer ${row.code}`);
  if (row.bad) {
    made.dataset.meaning = "unknown";
    made.querySelector(".detail").textContent = row.bad;
    made.querySelector("[name=code]").disabled = true;
  }
  $("rows").prepend(made);
  return made;
}

function mark(item, row) {
  const tick = item.querySelector("[name=code]");
  if (tick) tick.checked = !row.off && !row.bad;
  if (flashing.has(row.code)) item.dataset.flash = "";
  const said = item.querySelector(".said");
  said.replaceChildren();
  if (row.asked) said.append(copy("mark-waits"));
  else if (row.said) {
    said.append(copy(`mark-${row.said.meaning}`));
    if (row.said.message) said.append(sentence(row.said.message));
  }
  const marks = item.querySelector(".marks");
  if (row.times < 2) return;
  if (!marks.querySelector(".double")) marks.prepend(copy("mark-double"));
  marks.querySelector(".double .badge").lastChild.textContent = `Scanné ${row.times} fois`;
}

function sentence(text) {
  return Object.assign(document.createElement("span"), { className: "sentence", textContent: text });
}

// Without network a button says how many it will ask; without any button, those last seen serve.
export function recount(able, remembered) {
  const acts = $("acts");
  if (!acts.querySelector("[name=act]")) {
    for (const { act, label, confirms } of remembered) {
      const button = copy("act-seen").firstElementChild;
      Object.assign(button, { value: act });
      Object.assign(button.dataset, { label, ...(confirms ? { confirms: "" } : {}) });
      acts.append(button);
    }
  }
  for (const button of acts.querySelectorAll("[name=act]")) {
    const n = able(button.value);
    button.hidden = n === 0;
    button.querySelector("span").textContent = `${button.dataset.label} (${n})`;
  }
}

// The moves that the page offers now, without any name: what a list may be asked offline.
export function offered() {
  return [...$("acts").querySelectorAll('[name=act][value^="move:"]')].map((button) => ({
    act: button.value, label: button.dataset.label, confirms: Boolean(button.closest("dialog")),
  }));
}

export function flash(code) {
  flashing.add(code);
  const item = rowOf(code);
  if (item) item.dataset.flash = "";
  item?.scrollIntoView({ block: "nearest" });
  setTimeout(() => {
    flashing.delete(code);
    rowOf(code)?.removeAttribute("data-flash");
  }, FLASH);
}

function tell(text) {
  if (text && $("said").textContent !== text) $("said").textContent = text;
}

// The list's own question, open; a camera's panel is none of it.
export const dialog = () => document.querySelector("#series dialog[open]");

// For what stands before the page, a camera's panel: what the last scan was answered.
export function announce(outcome, text) {
  document.dispatchEvent(new CustomEvent("scan:told", { detail: { outcome, text } }));
}

// What became of one act for all: in large, and read out.
export function sum(meaning, title, detail) {
  const words = copy(`sum-${meaning}`);
  words.querySelector(".title").textContent = title;
  words.querySelector(".detail").textContent = detail;
  $("sum").replaceChildren(words);
  $("sum").scrollIntoView({ block: "nearest" });
  tell(`${title}. ${detail}`);
}

export const forget = () => $("sum").replaceChildren();
