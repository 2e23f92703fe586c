// Our codes as pure text, as the server reads them: repaired, recognised, never guessed.

const ALPHABET = "0123456789CDEFHJKNPRTVX";
const KINDS = "FRPTDVNJEKXHC";
const SHIFTED = "&é\"'(-è_çà§!ÉÈÇÀ";
const DIGITS = "1234567890682790";
// `$` is the key of `]` on a French keyboard, and `A` there is the key of `Q`.
const AIM = /^(?:\][CQD]|\$[CQDA])./i;

export function unshift(text) {
  return [...text].map((sign) => {
    const place = SHIFTED.indexOf(sign);
    return place < 0 ? sign : DIGITS[place];
  }).join("");
}

// Eight signs of our alphabet that begin with a kind letter, whatever the check sign.
export function hasOurForm(text) {
  return text.length === 8 && KINDS.includes(text[0]) && [...text].every((s) => ALPHABET.includes(s));
}

export function isOurs(text) {
  if (!hasOurForm(text)) return false;
  const sum = [...text].reduce((total, sign, n) => total + ALPHABET.indexOf(sign) * (8 - n), 0);
  return sum % ALPHABET.length === 0;
}

// What a wedge scanner or a French keyboard did to one of our codes, undone; else as it came.
export function repair(raw) {
  const text = raw.trim();
  const candidates = AIM.test(text) ? [text, text.slice(3)] : [text];
  for (const candidate of candidates) {
    const folded = unshift(candidate).toUpperCase();
    if (isOurs(folded)) return folded;
  }
  return text;
}

// Ours by its form, and wrong by its check sign. Signs of a French keyboard count as digits only
// with accents among them: a client's code may well hold a hyphen.
export function isMisread(raw) {
  const text = /[éèçàÉÈÇÀ]/.test(raw) ? unshift(raw) : raw;
  return hasOurForm(text.trim().toUpperCase()) && !isOurs(repair(raw));
}
