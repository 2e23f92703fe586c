// Codes on a picture: by the browser's own reader where it knows every wanted kind of code, else by
// the vendored one. Runs in a worker or in the page; it knows no camera, no page and no network but
// the file of the vendored reader, which stands beside it (its own default is a foreign host).

import {
  BarcodeDetector as Vendored, prepareZXingModule,
} from "../vendor/barcode-detector/ponyfill.js";

const WASM = new URL("../vendor/barcode-detector/zxing_reader.wasm", import.meta.url).href;
const overrides = { locateFile: () => WASM };

async function ofBrowser(formats) {
  const Native = globalThis.BarcodeDetector;
  const known = (await Native?.getSupportedFormats?.().catch(() => [])) ?? [];
  return formats.every((format) => known.includes(format)) ? new Native({ formats }) : null;
}

// Refuses when the file is neither kept nor reachable: a reader that never reads would be worse.
async function vendored(formats) {
  await prepareZXingModule({ overrides, fireImmediately: true });
  return new Vendored({ formats });
}

// A function from a picture to [{ text, format }]; the text is given as it was read.
export async function makeReader(formats) {
  let reader = (await ofBrowser(formats)) ?? (await vendored(formats));
  return async (picture) => {
    let found;
    try {
      found = await reader.detect(picture);
    } catch (error) {
      if (reader instanceof Vendored) throw error;
      reader = await vendored(formats); // a browser may say that it reads, and have no service
      found = await reader.detect(picture);
    }
    return found.map(({ rawValue, format }) => ({ text: rawValue, format }));
  };
}
