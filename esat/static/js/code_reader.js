// Opens a reader of codes for a page: in a worker where there is one, else in the page itself.

export const USUAL = ["qr_code", "data_matrix", "code_128"];

async function inPage(formats) {
  const { makeReader } = await import("./code_reader_core.js");
  return { read: await makeReader(formats), close() {} };
}

async function inWorker(formats) {
  const worker = new Worker(new URL("code_reader_worker.js", import.meta.url), { type: "module" });
  const asked = new Map();
  let number = 0;
  const ask = (picture) => new Promise((resolve, reject) => {
    asked.set(++number, { resolve, reject });
    worker.postMessage({ id: number, formats, picture }, picture ? [picture.data.buffer] : []);
  });
  worker.addEventListener("message", ({ data: { id, found, trouble } }) => {
    const { resolve, reject } = asked.get(id);
    asked.delete(id);
    if (trouble) reject(new Error(trouble));
    else resolve(found);
  });
  const close = () => {
    worker.terminate();
    for (const { resolve } of asked.values()) resolve([]);
    asked.clear();
  };
  return new Promise((resolve, reject) => {
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      close();
      reject(new Error("no worker"));
    }, { once: true });
    ask(null).then(() => resolve({ read: ask, close }), (error) => {
      close();
      reject(error);
    });
  });
}

// { read(ImageData) -> [{ text, format }], close() }; refuses when no reader can be had.
export const openReader = (formats = USUAL) => inWorker(formats).catch(() => inPage(formats));
