// A signature drawn with a finger or a pen: kept in a hidden field as a small picture.

function prepare(place) {
  const pad = place.querySelector("canvas");
  const field = place.querySelector("input");
  const pen = pad.getContext("2d");
  let drawing = false;
  place.hidden = false;
  Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round" });
  pen.strokeStyle = getComputedStyle(pad).color;

  const at = (event) => [
    (event.offsetX * pad.width) / pad.clientWidth,
    (event.offsetY * pad.height) / pad.clientHeight,
  ];
  pad.addEventListener("pointerdown", (event) => {
    drawing = true;
    pad.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
    event.preventDefault();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    pad.addEventListener(end, () => {
      if (drawing) field.value = pad.toDataURL("image/png");
      drawing = false;
    });
  }
  place.querySelector("[data-sign-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, pad.width, pad.height);
    field.value = "";
  });
}

// What the client refuses does not leave, and the other way round.
function oneOfTwo(event) {
  const box = event.target;
  const row = box.closest?.(".handover-row");
  if (!row || !box.checked) return;
  for (const other of row.querySelectorAll("input[type=checkbox]")) {
    if (other !== box) other.checked = false;
  }
}

for (const place of document.querySelectorAll("[data-sign]")) prepare(place);
document.addEventListener("change", oneOfTwo);
