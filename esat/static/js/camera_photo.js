// The codes of one photograph, read on the device itself; the picture is not kept, and goes to the
// server only where the device has no reader.

import { meant } from "./camera_choice.js";
import { pixels } from "./camera_frames.js";
import * as panel from "./camera_panel.js";
import { play } from "./sound.js";

const LARGE = 3200;
const SMALL = 1400;
const TURNS = [30, -30, 15, -15, 45];

// [{ text, format }], nothing when no code can be read.
async function codesOf(picture, reader) {
  const all = { x: 0, y: 0, w: picture.width, h: picture.height };
  const read = (turn, longest) => reader.read(pixels(picture, all, turn, longest));
  // Two looks always: one size may show a single code of two.
  const straight = [...(await read(0, SMALL)), ...(await read(0, LARGE))];
  if (straight.length) return straight;
  for (const turn of TURNS) {
    const found = await read(turn, SMALL);
    if (found.length) return found;
  }
  return [];
}

// Read the photo that was just taken; `give(code, found)` the one that is meant.
export async function takePhoto(live, address, give) {
  const [picture] = panel.file.files;
  if (!picture) return;
  panel.choices([]);
  panel.photoSaid("reading");
  const reader = await live.reader().catch(() => null);
  if (reader) await readHere(picture, reader, give);
  else if (address && navigator.onLine) send(address);
  else refused("reader");
}

async function readHere(picture, reader, give) {
  panel.file.value = ""; // the same picture may be chosen again
  let found;
  try {
    const bitmap = await createImageBitmap(picture); // upright: the camera's own turn is undone
    found = await codesOf(bitmap, reader).finally(() => bitmap.close());
  } catch {
    return refused("broken");
  }
  const { code, several, address } = meant(found);
  const done = (chosen) => {
    panel.choices([]);
    panel.photoSaid("", chosen);
    give(chosen, found);
  };
  if (code) return done(code);
  if (!several) return refused(address ? "address" : "none");
  panel.photoSaid("several");
  return panel.choices(several, done);
}

function refused(name) {
  panel.photoSaid(name);
  play("refused");
}

function send(address) {
  panel.file.form.action = address;
  panel.file.form.submit();
}
