// Which of the codes on a picture is meant, and whether it has been said already; pure, and never a
// guess: of two codes none is taken.

import { isOurs, repair } from "./codes.js";

const AGAIN = 3_000; // the same code once more: out of sight for this long
const LEFT = 1_000; // a code that was said before another one
const TWICE = 2_500; // a code without our check sign is read a second time within this

const isAddress = (text) => text.includes("://");

// { code } of the one that is meant, else { several }, { address } or nothing. Ours comes before any
// other text of the label; an address is the client's link, never a code.
export function meant(found) {
  const texts = [...new Set(found.map(({ text }) => text))].filter((text) => text.trim());
  const codes = texts.filter((text) => !isAddress(text));
  const ours = codes.filter((text) => isOurs(repair(text)));
  const rest = ours.length ? ours : codes;
  if (rest.length > 1) return { several: rest };
  if (rest.length) return { code: rest[0], sure: ours.length > 0 };
  return texts.length ? { address: true } : {};
}

export class Said {
  #last = "";
  #seen = new Map();
  #once = new Map();

  // Whether this code has just come into sight. `sure`: one reading is enough.
  isNew(code, sure, now = performance.now()) {
    const before = this.#seen.get(code) ?? -Infinity;
    if (now - before < (code === this.#last ? AGAIN : LEFT)) {
      this.#seen.set(code, now);
      this.#once.clear();
      return false;
    }
    const first = this.#once.get(code) ?? -Infinity;
    this.#once.set(code, now);
    if (!sure && now - first >= TWICE) return false;
    this.#once.clear();
    this.#seen.set(code, now);
    this.#last = code;
    return true;
  }
}
