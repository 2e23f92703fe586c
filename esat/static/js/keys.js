// Our own keys for numbers: they write in the field touched last of their form, and a scanner keeps
// the field of codes. Each field marked `data-pad` takes digits and, for decimals, one comma.

let touched = null;

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-pad]")) touched = event.target;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-key]");
  if (!button) return;
  const form = button.closest("form");
  const field = touched?.form === form ? touched : form.querySelector("[data-pad]");
  const { key } = button.dataset;
  if (key === "back") field.value = field.value.slice(0, -1);
  else if (key !== "," || !/[.,]/.test(field.value)) field.value += key;
});
