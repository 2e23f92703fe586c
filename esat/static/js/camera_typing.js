// Puts a code into a field as a scanner does: its signs as keys, then Enter. A page that listens to
// scanners takes it from there; on any other page the field's own form is sent.

const key = (name, value) => new KeyboardEvent(name, { key: value, bubbles: true, cancelable: true });

export function typeInto(field, text) {
  field.value = "";
  for (const sign of text) {
    field.dispatchEvent(key("keydown", sign));
    field.value += sign;
    field.dispatchEvent(new InputEvent("input", { data: sign, inputType: "insertText", bubbles: true }));
  }
  if (field.dispatchEvent(key("keydown", "Enter"))) field.form?.requestSubmit();
}
