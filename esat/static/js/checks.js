// A check on a tablet: our own digits instead of its keyboard, and the queue where there is no
// network. Online, the form goes as any other: the next question comes back.

const form = document.getElementById("check");

function prepareField() {
  const fields = [...form.querySelectorAll(".field input[inputmode=decimal]")];
  for (const field of fields) field.setAttribute("inputmode", "none");
  if (fields.length) {
    fields[0].blur();
    fields[0].focus();
  }
}

function offline() {
  const away = !navigator.onLine;
  for (const part of form.querySelectorAll("[data-offline-only]")) part.hidden = !away;
  if (away && form.dataset.offline) form.dataset.queue = form.dataset.offline;
  else delete form.dataset.queue;
}

if (form) {
  prepareField();
  offline();
  for (const name of ["online", "offline"]) window.addEventListener(name, offline);
}
