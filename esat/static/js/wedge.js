// Tells a scanner from a hand, and finds where its code ends: Enter, Tab, line feed, or nothing at
// all (a pause). What a hand typed is never taken away: esat/docs/scanners.md says each case.

import { isOurs, repair } from "./codes.js";

const FEWEST = 6;
const SURE = 35; // ms a sign: no hand is as fast, whatever the device's own threshold says
const FEEDS = { j: "LF", m: "CR" };

// How long after a code its suffix may come; a hand needs longer to reach the key.
const lateness = (ms) => Math.max(2 * ms, 60);
const feedOf = (event) => (event.ctrlKey && FEEDS[event.key.toLowerCase()]) || "";

// Signs that followed one another without a correction, each with the moment of its key.
class Run {
  constructor(from, after = -Infinity) {
    this.from = from;
    this.after = after; // when the field was last touched before
    this.signs = "";
    this.times = [];
    this.keys = [];
  }

  get to() { return this.from + this.signs.length; }

  add(sign, time, key) {
    this.signs += sign;
    this.times.push(time);
    this.keys.push(key);
  }

  // Mean milliseconds between the signs, from one of them on.
  gap(first = 0) {
    const count = this.times.length - first;
    return count < 2 ? Infinity : (this.times.at(-1) - this.times[first]) / (count - 1);
  }

  fast(ms, first = 0) { return this.times.length - first >= FEWEST && this.gap(first) <= ms; }

  // Where a whole code of ours begins that came at a scanner's speed after a pause; -1: nowhere.
  code(ms) {
    for (let n = 0; this.times.length - n >= FEWEST; n += 1) {
      const pause = this.times[n] - (n ? this.times[n - 1] : this.after);
      if (pause > ms && this.fast(ms, n) && isOurs(repair(this.signs.slice(n)))) return n;
    }
    return -1;
  }

  // A scanner without a doubt: a code whose check sign is right, or keys faster than any hand.
  certain(ms) { return this.code(ms) >= 0 || this.fast(Math.min(ms, SURE)); }

  endsAt(time, ms) { return this.certain(ms) && time - this.times.at(-1) <= lateness(ms); }
}

// `patient`: a whole code of ours ends by itself, however slowly it came (to try a slow scanner).
export function listen(field, { ms, onEnd, patient = false }) {
  let run = new Run(0);
  let key = null; // the key whose sign is about to appear
  let corrected = false;
  let touched = -Infinity;
  let ended = -Infinity;
  let timer = 0;

  // Our code that stands among typed signs is taken alone, and they stay; anything else goes whole.
  function split() {
    const all = field.value;
    const first = isOurs(repair(all)) ? -1 : run.code(ms);
    if (first < 0 || all.slice(run.from, run.to) !== run.signs) return [all, "", 0];
    return [run.signs.slice(first), all.slice(0, run.from + first) + all.slice(run.to), first];
  }

  function end(suffix, time) {
    clearTimeout(timer);
    const [text, left, first] = split();
    const read = { text, left, suffix, corrected, gap: run.gap(first), fast: run.fast(ms, first),
      keys: run.keys.slice(first).filter(Boolean) };
    corrected = false;
    touched = -Infinity;
    ended = time;
    run = new Run(left.length);
    if (!text.trim()) return;
    field.value = text;
    onEnd(read);
    if (left) field.value = left;
  }

  // A hand that begins right after a code without suffix: the code goes, the hand's sign stays.
  function endBefore(sign, at) {
    field.value = field.value.slice(0, run.to) + field.value.slice(at);
    end("aucun", run.times.at(-1));
    field.value += sign;
    run = new Run(field.value.length - sign.length);
  }

  function signed(event, at) {
    const time = key?.time ?? event.timeStamp;
    const from = at - event.data.length;
    if (from !== run.to) run = new Run(from, touched);
    else if (run.times.length && time - run.times.at(-1) > ms && run.code(ms) >= 0) {
      endBefore(event.data, at);
    }
    run.add(event.data, time, key?.key === event.data ? key : null);
    touched = time;
    const wait = patience();
    if (wait) timer = setTimeout(() => end("aucun", performance.now()), wait);
  }

  const whole = () => patient && isOurs(repair(field.value));

  // A whole code of ours ends soon; another may still be coming, by a slow radio; a hand's does not.
  function patience() {
    if (run.code(ms) >= 0) return Math.max(4 * ms, 120);
    if (run.certain(ms)) return 500;
    return whole() ? 1200 : 0;
  }

  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    const at = field.selectionStart ?? field.value.length;
    const plain = event.inputType === "insertText" && !event.isComposing && !key?.repeat;
    if (plain && [...(event.data ?? "")].length === 1) signed(event, at);
    else {
      // Corrected, pasted, composed, a key held down: all of that is a hand.
      if (event.inputType?.startsWith("delete")) corrected = field.value !== "";
      touched = event.timeStamp;
      run = new Run(at, touched);
    }
    ended = -Infinity;
    key = null;
  });

  // On the document: the first key of a scan may still belong to what had the focus before.
  document.addEventListener("keydown", (event) => {
    const { timeStamp: time, code, shiftKey: shift, repeat } = event;
    key = { key: event.key, code, shift, repeat, time, caps: event.getModifierState("CapsLock") };
  }, { capture: true });

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const time = event.timeStamp;
    const other = event.key === "Tab" && !event.shiftKey ? "Tabulation" : feedOf(event);
    if (event.key === "Enter") {
      event.preventDefault();
      // The second half of CR LF is no second wish.
      if (time - ended > lateness(ms)) end("Entrée", time);
    } else if (other && run.times.length && (run.endsAt(time, ms) || whole())) {
      event.preventDefault();
      end(other, time);
    }
  });
}

const NOT_WRITTEN_IN = ["radio", "checkbox", "button", "submit", "file"];
const WRITTEN_IN = "textarea, select, [contenteditable], input"
  + NOT_WRITTEN_IN.map((type) => `:not([type=${type}])`).join("");

// Around the field: a key that would be lost goes to it, and a scanner that types into another
// field does no act there: its signs stay to be seen, and `onStray` is told.
export function guard(field, { ms, onStray }) {
  let run = null;
  let where = null;

  document.addEventListener("keydown", (event) => {
    // Keys that a page makes itself (the camera's) are meant for the field they are sent to.
    if (event.target === field || event.isComposing || !event.isTrusted) {
      run = null;
      return;
    }
    const place = event.target.closest?.(WRITTEN_IN) ?? document.body;
    const held = event.ctrlKey || event.altKey || event.metaKey;
    if (event.key === "Enter" || event.key === "Tab" || feedOf(event)) {
      if (run && where === place && run.endsAt(event.timeStamp, ms)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        onStray(run.signs);
      }
      run = null;
    } else if (!held && event.key.length === 1) {
      if (place === document.body) {
        if (event.key === " ") return;
        field.focus(); // and the sign with it; not while a dialog is open
        if (document.activeElement === field) return;
      }
      if (!run || where !== place || event.repeat) run = new Run(0);
      where = place;
      run.add(event.key, event.timeStamp, null);
    } else if (event.key !== "Shift" && event.key !== "CapsLock") run = null;
  }, { capture: true });
}
