// Boxes of a layout chosen, dragged and nudged over their picture; the fields stay the truth.

const STEP = 0.5;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const form = () => document.getElementById("editor");
const stage = () => document.getElementById("stage");
const paper = () => stage()?.querySelector("svg");
const outline = (number) => paper()?.querySelector(`g[data-box="${number}"]`);
const field = (number, part) => form().elements[`b${number}.${part}`];
const chosen = () => Number(form().elements.chosen.value) || 0;

const read = (control) => Number(control.value.trim().replace(",", "."));
const written = (value) => String(Math.round(value * 1000) / 1000).replace(".", ",");
const snapped = (value) => Math.round(value / STEP) * STEP;

function box(number) {
  const parts = ["x", "y", "w", "h"].map((part) => field(number, part));
  if (parts.some((control) => !control)) return null;
  const [x, y, w, h] = parts.map(read);
  return [x, y, w, h].every(Number.isFinite) ? { x, y, w, h } : null;
}

// Inside the paper, whatever is asked.
function kept(wanted) {
  const { width, height } = paper().dataset;
  const w = Math.min(Math.max(STEP, wanted.w), Number(width));
  const h = Math.min(Math.max(STEP, wanted.h), Number(height));
  const x = Math.min(Math.max(0, wanted.x), Number(width) - w);
  const y = Math.min(Math.max(0, wanted.y), Number(height) - h);
  return { x, y, w, h };
}

function put(number, wanted) {
  const now = kept(wanted);
  const [edge, label] = outline(number)?.children ?? [];
  for (const [part, name] of [["x", "x"], ["y", "y"], ["w", "width"], ["h", "height"]]) {
    field(number, part).value = written(now[part]);
    edge?.setAttribute(name, now[part]);
  }
  label?.setAttribute("x", now.x);
  label?.setAttribute("y", now.y);
}

const ask = () => form().dispatchEvent(new Event("change", { bubbles: true }));

function choose(number, open = true) {
  form().elements.chosen.value = number;
  for (const group of stage().querySelectorAll("g[data-box]")) {
    group.toggleAttribute("data-chosen", group.dataset.box === String(number));
  }
  const details = document.querySelector(`details[data-box="${number}"]`);
  if (details && open) details.open = true;
}

// --- the pointer -------------------------------------------------------------------

let drag = null;

function at(event) {
  const frame = stage().querySelector("img").getBoundingClientRect();
  const { width, height } = paper().dataset;
  return {
    x: ((event.clientX - frame.left) / frame.width) * Number(width),
    y: ((event.clientY - frame.top) / frame.height) * Number(height),
  };
}

// The chosen box if the pointer is in it, else the smallest there: large ones lie under small ones.
function under(point) {
  const inside = ({ x, y, w, h }) =>
    point.x >= x && point.x <= x + w && point.y >= y && point.y <= y + h;
  const found = [...paper().querySelectorAll("g[data-box]")]
    .map((group) => Number(group.dataset.box))
    .map((number) => ({ number, place: box(number) }))
    .filter(({ place }) => place && inside(place))
    .sort((one, other) => one.place.w * one.place.h - other.place.w * other.place.h);
  return found.find(({ number }) => number === chosen()) ?? found[0];
}

function press(event) {
  if (!paper() || !event.target.closest("#stage")) return;
  const start = at(event);
  const found = under(start);
  if (!found) return;
  const was = chosen() === found.number;
  choose(found.number);
  // A finger that only passes scrolls the page: it drags what it chose before.
  if (event.pointerType === "touch" && !was) return;
  drag = { ...found, start, moved: false };
  stage().setPointerCapture(event.pointerId);
  event.preventDefault();
  stage().focus({ preventScroll: true });
}

function pull(event) {
  if (!drag || !paper()) return;
  const { x, y } = at(event);
  const { number, place, start } = drag;
  const next = {
    ...place,
    x: snapped(place.x + x - start.x),
    y: snapped(place.y + y - start.y),
  };
  if (!drag.moved && Math.hypot(x - start.x, y - start.y) < STEP) return;
  drag.moved = true;
  put(number, next);
}

function release() {
  if (drag?.moved) ask();
  drag = null;
}

// --- the keyboard ------------------------------------------------------------------

function next(step) {
  const all = [...stage().querySelectorAll("g[data-box]")].map((g) => Number(g.dataset.box));
  if (!all.length) return;
  const here = all.indexOf(chosen());
  choose(all[(here + step + all.length) % all.length]);
}

function press_key(event) {
  if (event.target !== stage() || !paper()) return;
  if (event.key === "PageDown" || event.key === "PageUp") {
    event.preventDefault();
    next(event.key === "PageDown" ? 1 : -1);
    return;
  }
  const move = MOVES[event.key];
  const place = move && box(chosen());
  if (!place || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const [x, y] = move.map((way) => way * STEP);
  put(
    chosen(),
    event.shiftKey
      ? { ...place, w: place.w + x, h: place.h + y }
      : { ...place, x: place.x + x, y: place.y + y },
  );
  ask();
}

// --- the page ------------------------------------------------------------------------

function prepare() {
  for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
  if (chosen()) choose(chosen());
}

document.addEventListener("pointerdown", press);
document.addEventListener("pointermove", pull);
document.addEventListener("pointerup", release);
document.addEventListener("pointercancel", release);
document.addEventListener("keydown", press_key);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-chooses]");
  if (link) choose(Number(link.dataset.chooses));
});
// `toggle` does not bubble.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.matches?.("details[data-box]") && target.open) choose(Number(target.dataset.box), false);
  },
  true,
);
document.addEventListener("htmx:after:swap", () => {
  prepare();
  const lost = document.activeElement === document.body;
  if (lost) document.querySelector(`details[data-box="${chosen()}"] summary`)?.focus();
});
prepare();
