// The reader beside the page: a slow picture never holds up a tap.

import { makeReader } from "./code_reader_core.js";

const readers = new Map();

addEventListener("message", async ({ data: { id, formats, picture } }) => {
  const kind = formats.join(" ");
  try {
    if (!readers.has(kind)) readers.set(kind, makeReader(formats));
    const read = await readers.get(kind);
    postMessage({ id, found: picture ? await read(picture) : [] });
  } catch (error) {
    readers.delete(kind);
    postMessage({ id, trouble: String(error) });
  }
});
