// What a reading says of a scanner: which test code, which keyboards, what is wrong, which speed to
// keep. Pure: it touches no page. The symptoms are those of esat/scanners/symptoms.py.

import { hasOurForm, isOurs, repair, unshift } from "./codes.js";

const FRENCH = "àéèç&\"'(-_§!";
const SHIFTED_US = "!@#$%^&*()";
const GERMAN = { 2: "\"", 3: "§", 6: "&", 7: "/", 8: "(", 9: ")", 0: "=" };
const AIM = /^[\]$][A-Za-z]./;
const SUFFIXES = { aucun: "no_suffix", Tabulation: "tab", LF: "feed" };

const has = (text, signs) => [...text].some((sign) => signs.includes(sign));

// What one key says of the computer's keyboard, where its sign differs from one to another.
function toldBy({ code, key, shift }) {
  const letter = key.toLowerCase();
  if (code === "KeyQ" && letter === "a") return "azerty";
  if (code === "KeyY" && letter === "z") return "qwertz";
  if (!/^Digit\d$/.test(code)) return "";
  if (/\d/.test(key)) return shift ? "azerty" : "qwerty";
  if (shift) return GERMAN[code.at(-1)] === key ? "qwertz" : "qwerty";
  if ((code === "Digit6" && key === "§") || (code === "Digit8" && key === "!")) return "mac";
  return FRENCH.includes(letter) ? "azerty" : "";
}

// The rarer keyboards share most keys with the usual ones: one key of theirs is enough.
function computerOf(keys) {
  const told = new Set(keys.map(toldBy));
  return ["mac", "qwertz", "azerty", "qwerty"].find((name) => told.has(name)) ?? "";
}

// The keyboard that the scanner believes in, told by whether it presses shift for a digit.
function scannerOf(keys) {
  const digits = keys.filter(({ code }) => /^Digit\d$/.test(code));
  if (digits.length === 0) return keys.some(({ code }) => code.startsWith("Numpad")) ? "pad" : "";
  return digits.every(({ shift }) => shift) ? "azerty" : "qwerty";
}

const COMPUTERS = { azerty: "français (AZERTY)", mac: "français, Mac", qwerty: "américain (QWERTY)",
  qwertz: "allemand (QWERTZ)" };
const SCANNERS = { azerty: "français", qwerty: "américain", pad: "pavé numérique" };

// Both keyboards in words; by the signs alone where the browser names no key.
export function keyboards({ text, keys }) {
  const signs = has(text, "§") ? "mac" : has(text.toLowerCase(), "éèçà") ? "azerty" : "";
  const computer = computerOf(keys) || signs;
  const scanner = scannerOf(keys) || (signs && "qwerty");
  const said = [];
  if (computer) said.push(`ordinateur ${COMPUTERS[computer]}`);
  if (scanner) said.push(`lecteur ${SCANNERS[scanner]}`);
  return { computer, scanner, said: said.join(", ") || (/\d/.test(text) ? "chiffres justes" : "—") };
}

function shifts({ text, keys }, { computer }) {
  if (computer === "mac" || has(text, "§")) return ["mac"];
  if (computer === "azerty" && has(text.toLowerCase(), FRENCH)) return ["azerty"];
  const swapped = keys.some(({ code, key, shift }) => /^Digit/.test(code) && shift && !/\d/.test(key));
  if (swapped && has(text, SHIFTED_US)) return ["swapped"];
  return has(text, "&\"'(") ? ["azerty"] : [];
}

function letters({ text, keys }) {
  const caps = keys.some((key) => key.caps) || has(text, "ÉÈÇÀ");
  if (caps) return ["caps"];
  return /[a-z]/.test(text) && !/[A-Z]/.test(text) ? ["lower"] : [];
}

// The test code that a reading is or was meant to be, and how it was broken.
function meant(text, tests) {
  const bare = text.trim().replace(AIM, "");
  const whole = repair(text);
  if (tests.includes(whole)) return [whole, ""];
  const folded = unshift(bare).toUpperCase();
  const half = folded.slice(0, folded.length / 2);
  if (tests.includes(half) && folded === half + half) return [half, "doubled"];
  const parts = tests.filter((code) => folded.length > 2 && code.includes(folded));
  return parts.length === 1 ? [parts[0], "truncated"] : [null, ""];
}

// { code, right, meaning, word, symptoms }: the symptoms in the order in which they matter.
export function diagnose(read, tests) {
  const { text, suffix, fast, corrected, left } = read;
  const whole = repair(text);
  const [code, broken] = meant(text, tests);
  const found = [...(broken ? [broken] : []), ...shifts(read, keyboards(read)), ...letters(read)];
  if (AIM.test(text.trim()) && (isOurs(whole) || code)) found.push("prefix");
  const ours = isOurs(whole);
  const hand = ours && (corrected || !fast);
  if (hand) found.push("slow");
  if (!ours && !broken && !found.includes("swapped")) found.push("other");
  if (!hand && SUFFIXES[suffix]) found.push(SUFFIXES[suffix]);
  const right = ours && code !== null && !hand;
  return { code, right, symptoms: found, left, ...verdict(read, { ours, code, broken, hand, whole }) };
}

function verdict({ text, fast }, { ours, code, broken, hand, whole }) {
  if (broken === "doubled") return { meaning: "refused", word: "Lu deux fois" };
  if (broken === "truncated") return { meaning: "refused", word: "Coupé" };
  if (hand) return { meaning: "question", word: fast ? "Compris, mais corrigé à la main" : "Compris, mais lent" };
  if (ours && code === null) return { meaning: "question", word: "Juste, mais pas un code d’essai" };
  if (ours) return { meaning: "ok", word: whole === text ? "Lu juste" : "Lu et réparé" };
  if (hasOurForm(unshift(text.trim()).toUpperCase())) return { meaning: "refused", word: "Un signe est faux" };
  if (/^\d+$/.test(unshift(text.trim()))) return { meaning: "question", word: "Code d’un client, en chiffres" };
  return { meaning: "refused", word: "Pas un code de la maison" };
}

const HAND_BEYOND = 150; // ms a sign: slower than this, it was typed
const LEAST = 20;

// The speed to keep, twice the slowest scanner and below the fastest hand; null before any scan.
export function advice(reads, [lowest, highest]) {
  const timed = reads.filter(({ gap }) => Number.isFinite(gap));
  const byHand = ({ gap, corrected }) => corrected || gap > HAND_BEYOND;
  const scans = timed.filter((read) => !byHand(read) && isOurs(repair(read.text)));
  if (scans.length === 0) return null;
  const slowest = Math.max(...scans.map(({ gap }) => gap));
  const typed = timed.filter(byHand).map(({ gap }) => gap).filter((gap) => gap > slowest);
  const hand = typed.length ? Math.min(...typed) : Infinity;
  const wanted = Math.max(LEAST, 2 * slowest);
  const ms = Math.round(wanted < hand ? wanted : (slowest + hand) / 2);
  return { slowest, hand, ms: Math.min(highest, Math.max(lowest, ms)) };
}

// Whether a speed tells these scanners from these hands, with some room on both sides.
export const suits = (ms, { slowest, hand }) => ms >= 1.5 * slowest && ms < hand;
