// Tells a scanner from a hand by the speed of the keys, and finds where its code ends:
// Enter, Tab, line feed, or nothing at all (a pause).

import { isOurs, repair } from "./codes.js";

const FEWEST = 6;
const LINE_ENDS = { j: "LF", m: "CR" };

export function listen(field, { ms, onEnd }) {
  let times = [];
  let timer = 0;

  const gap = () => (times.length < 2 ? Infinity
    : (times.at(-1) - times[0]) / (times.length - 1));
  const fast = () => times.length >= FEWEST && gap() <= ms;

  function end(suffix) {
    clearTimeout(timer);
    const read = { text: field.value, suffix, gap: gap(), fast: fast() };
    times = [];
    if (read.text.trim()) onEnd(read);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.length <= 1) times = [];
    times.push(performance.now());
    if (!fast()) return;
    // A whole code of ours ends soon; another may still be coming, by a slow radio.
    const wait = isOurs(repair(field.value)) ? Math.max(4 * ms, 120) : 500;
    timer = setTimeout(() => end("aucun"), wait);
  });

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      end("Entrée");
    } else if (event.key === "Tab" && !event.shiftKey && fast()) {
      event.preventDefault();
      end("Tabulation");
    } else if (event.ctrlKey && LINE_ENDS[event.key.toLowerCase()]) {
      event.preventDefault();
      end(LINE_ENDS[event.key.toLowerCase()]);
    }
  });
}
