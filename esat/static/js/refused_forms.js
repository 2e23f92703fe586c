// What the server refused of a queued form, said where it was written: beside each field that the
// answer names, the first of them focused, and at the top of the form, until it is sent again.

const ALERT = "data-refusal";
const inTop = (form) => form.querySelector(`:scope > [${ALERT}]`);

// The field of a form that an answer may name, and its controls; hidden values have none.
function fieldOf(form, name) {
  const named = form.elements.namedItem(name);
  const controls = named instanceof RadioNodeList ? [...named] : [named].filter(Boolean);
  const frame = controls.find(({ type }) => type !== "hidden")?.closest(".field");
  return frame ? { frame, controls: controls.filter((one) => frame.contains(one)) } : null;
}

function describe(target, id, described) {
  const ids = new Set((target.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean));
  if (described) ids.add(id);
  else ids.delete(id);
  if (ids.size) target.setAttribute("aria-describedby", [...ids].join(" "));
  else target.removeAttribute("aria-describedby");
}

const isGroup = ({ type }) => type === "radio" || type === "checkbox";

function mark(form, name, words) {
  const found = fieldOf(form, name);
  const sentence = document.getElementById("queue-field")?.content.firstElementChild?.cloneNode(true);
  if (!found || !sentence) return null;
  const { frame, controls } = found;
  frame.querySelector(":scope > .error")?.remove();
  sentence.id = `e-${name}`;
  sentence.querySelector("span").textContent = words;
  frame.append(sentence);
  frame.classList.add("wrong");
  // A group of tiles is described as a whole; a box says by itself that it is wrong.
  const [first] = controls;
  if (isGroup(first)) describe(frame, sentence.id, true);
  else {
    first.setAttribute("aria-invalid", "true");
    describe(first, sentence.id, true);
  }
  return first;
}

// A form that is sent again says nothing any more of the time before.
export function clear(form) {
  inTop(form)?.remove();
  for (const frame of form.querySelectorAll(".field.wrong")) {
    const sentence = frame.querySelector(":scope > .error");
    frame.classList.remove("wrong");
    for (const one of [frame, ...frame.querySelectorAll("[aria-describedby]")]) {
      describe(one, sentence?.id, false);
    }
    for (const one of frame.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
    sentence?.remove();
  }
}

// The server's refusal of this form: { message, fields }. False where the page has no words for it.
export function refuse(form, { message = "", fields = {} }) {
  clear(form);
  const told = Object.entries(fields ?? {});
  const marked = told.map(([name, words]) => mark(form, name, words)).filter(Boolean);
  const whole = marked.length > 0 && marked.length === told.length;
  const words = document.getElementById(whole ? "queue-fields" : "queue-refused")?.content.cloneNode(true);
  if (!words) return false;
  if (!whole) words.querySelector(".notice > div").append(message);
  const alert = document.createElement("div");
  alert.setAttribute("role", "alert");
  alert.setAttribute(ALERT, "");
  form.prepend(alert);
  alert.append(words);
  const [first] = marked;
  if (first) {
    for (let box = first.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    first.focus();
    first.closest(".field").scrollIntoView({ block: "center" });
  } else alert.scrollIntoView({ block: "center" });
  return true;
}
