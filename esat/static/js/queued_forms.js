// Forms that go through the queue: data-queue="act:half_day.record", or "move". Without a script
// such a form is sent as any other.

import { awaited, failed, flush, keep } from "./queue.js";
import { clear, refuse } from "./refused_forms.js";

const OWN = new Set(["id", "at", "seq", "station", "code", "action", "sure", "member", "with"]);

// The words of a form as a capture; a name that comes several times is a list.
export function asCapture(form, spec, words) {
  const [kind, act] = spec.split(":");
  const data = {};
  for (const name of new Set(words.keys())) {
    if (OWN.has(name)) continue;
    const values = words.getAll(name).filter((value) => typeof value === "string");
    if (values.length) data[name] = values.length > 1 ? values : values[0];
  }
  if (kind === "move") {
    const staying = words.getAll("member").filter((key) => !words.getAll("with").includes(key));
    return { kind, code: words.get("code"), action: words.get("action"),
      data: staying.length ? { without: staying.map(Number) } : {} };
  }
  return { kind, code: words.get("code"), action: act ?? null, data: kind === "scan" ? {} : data };
}

export function say(templateId, text = "") {
  const words = document.getElementById(templateId)?.content.cloneNode(true);
  if (!words) return;
  if (text) words.querySelector(".notice > div").append(text);
  document.getElementById("messages")?.replaceChildren(words);
}

// A form that is on its way is not sent a second time by a finger that taps twice.
const sending = new WeakSet();
const TWICE = 800;
const again = (form, after = 0) => setTimeout(() => sending.delete(form), after);

function done(form, result) {
  const good = result.outcome === "ok" || result.outcome === "question";
  const told = new CustomEvent("queue:done", { bubbles: true, cancelable: true, detail: result });
  form.dispatchEvent(told);
  const then = form.dataset.then;
  // An address that ends with « = » takes the key of the capture, and says there what was answered.
  if (good && then) {
    location.assign(then.endsWith("=") ? then + result.id : then);
    return again(form, TWICE); // the page is leaving
  }
  again(form);
  const { message = result.error?.message ?? "", fields = {} } = result;
  if (good) say("queue-ok", message);
  else if (!told.defaultPrevented) { // the page has not shown it in its own way
    document.getElementById("messages")?.replaceChildren();
    refuse(form, { message, fields });
  }
}

async function send(form, words) {
  const entry = await keep(asCapture(form, form.dataset.queue, words));
  let answered = null;
  awaited.add(entry.id);
  const listen = ({ detail }) => {
    if (detail.entry.id === entry.id) answered = detail.result;
  };
  document.addEventListener("queue:answered", listen);
  await flush();
  if (!answered) await flush(); // the first may have begun before this entry was kept
  document.removeEventListener("queue:answered", listen);
  awaited.delete(entry.id);
  if (answered) done(form, answered);
  else {
    again(form, TWICE);
    await failed(entry);
    say("queue-kept");
    form.dispatchEvent(new CustomEvent("queue:kept", { bubbles: true, detail: entry }));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset?.queue || event.defaultPrevented) return;
  if (event.submitter?.hasAttribute("formaction")) return; // this button asks for something else
  event.preventDefault();
  if (sending.has(form)) return;
  sending.add(form);
  clear(form);
  send(form, new FormData(form, event.submitter)).catch(() => form.submit());
});
