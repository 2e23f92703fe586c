// The field that takes a client's code: sent as soon as the scanner has ended, whatever its suffix.

import { listen } from "./wedge.js";

const field = document.getElementById("f-foreign");

if (field) {
  const ms = Number(field.dataset.scanMs) || 35;
  listen(field, { ms, onEnd: () => field.form.requestSubmit() });
}
