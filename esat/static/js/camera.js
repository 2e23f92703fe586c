// The camera as a scanner, for any page, by one attribute:
//
//   {% include "components/_camera.html" %}        the panel, its sheet and this script, once a page
//   <button type="button" data-camera="#f-code">   opens it; each code read goes to that field as a
//                                                  scanner would send it: its signs, then Enter
//   <a href="/comptoir/photo" data-camera="#f-code">  the same; without script, the page of a photo
//   data-camera-formats="qr_code ean_13"           other codes than QR, Data Matrix and Code 128
//
// First `camera:code` ({ code, format }) is emitted on the field (on the document where the attribute
// names none): a page that takes the code itself prevents its default. A page says its answer by
// `scan:told` ({ outcome, text }) on the document: on a phone, the panel shows it.
// Addresses ("://") are never given: they are the client's link. Any other text passes as it was read.

import { Said, meant } from "./camera_choice.js";
import { Live } from "./camera_live.js";
import * as panel from "./camera_panel.js";
import { takePhoto } from "./camera_photo.js";
import { typeInto } from "./camera_typing.js";
import { USUAL } from "./code_reader.js";
import { play } from "./sound.js";

const SEVERAL = 2; // pictures before it is said
let live = null;
let field = null;
let photoAddress = "";
let onCodeOf = () => {};

// Open the panel and read until it is closed; `onCode(code, format)` for each that comes into sight.
export function openCamera({ onCode, formats = USUAL, photo = "" }) {
  live?.end();
  onCodeOf = onCode;
  photoAddress = photo;
  const said = new Said();
  let crowd = 0;
  live = new Live(formats, (found, whole) => {
    const { code, sure, several, address } = meant(found);
    if (several) crowd += 1;
    else if (code) crowd = 0;
    if (several && crowd >= SEVERAL) panel.hint("several", { passing: true });
    else if (address) panel.hint("address", { passing: true });
    else if (code && said.isNew(code, sure && !whole)) give(code, found);
  });
  for (const clear of [panel.answer, panel.photoSaid]) clear("");
  panel.choices([]);
  panel.show();
  return live.start();
}

// At once: a page that is left may have no time for the event of a closed dialog.
export function closeCamera() {
  live?.end();
  live = null;
  quiet(false);
  panel.dialog.close();
}

function give(code, found) {
  if (!live) return; // closed while a photo was read
  live.used();
  play("tick");
  navigator.vibrate?.(40);
  panel.told(code);
  onCodeOf(code, found.find(({ text }) => text === code)?.format ?? "");
}

function deliver(code, format) {
  const event = new CustomEvent("camera:code", {
    detail: { code, format }, bubbles: true, cancelable: true,
  });
  if ((field ?? document).dispatchEvent(event) && field) typeInto(field, code);
}

// The field keeps the focus for a scanner; meanwhile no keyboard of glass slides over the page.
let usualKeys = null;
function quiet(on) {
  if (on) usualKeys = field?.getAttribute("inputmode");
  if (on) field?.setAttribute("inputmode", "none");
  else if (usualKeys) field?.setAttribute("inputmode", usualKeys);
  else field?.removeAttribute("inputmode");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-camera]");
  if (!button) return;
  event.preventDefault();
  if (panel.dialog.open) return closeCamera();
  const { camera, cameraFormats } = button.dataset;
  field = camera ? document.querySelector(camera) : null;
  quiet(true);
  openCamera({
    onCode: deliver, formats: cameraFormats?.split(" "), photo: button.getAttribute("href") ?? "",
  });
});

panel.onClose(closeCamera);
panel.onRetry(() => live?.start());
panel.file.addEventListener("change", () => live && takePhoto(live, photoAddress, give));

document.addEventListener("keydown", (event) => {
  if (!panel.dialog.open) return;
  if (event.key === "Escape") return closeCamera();
  // A scanner that sends keys while the panel hides the page has the last word.
  const sign = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey;
  if (!sign || !panel.dialog.matches(":modal") || event.target.closest?.("select, input")) return;
  closeCamera();
  field?.focus();
});
document.addEventListener("pointerdown", (event) => event.target === field && quiet(false));
document.addEventListener("scan:told", ({ detail: { outcome, text } }) => {
  if (panel.dialog.open) panel.answer(outcome, text);
});

// No camera runs behind another page or a dark screen.
document.addEventListener("visibilitychange", () => {
  if (!live) return;
  if (document.hidden) live.rest();
  else live.start();
});
addEventListener("pagehide", closeCamera);
