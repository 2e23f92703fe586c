// Big digits for gloved hands: they write in the number field of the form that was touched last.

function prepare(form) {
  const pad = form.querySelector("[data-pad]");
  const fields = [...form.querySelectorAll("input[inputmode=decimal]")];
  if (!pad || fields.length === 0) return;
  let field = null;

  const name = (one) => form.querySelector(`label[for="${CSS.escape(one.id)}"]`)?.firstChild?.textContent ?? "";
  const choose = (one) => {
    field = one;
    for (const other of fields) other.classList.toggle("chosen", other === one);
    pad.querySelector("[data-pad-for]").textContent = name(one).trim();
    pad.hidden = false;
  };
  for (const one of fields) one.addEventListener("focus", () => choose(one));

  pad.addEventListener("pointerdown", (event) => {
    if (event.target.closest("[data-key]")) event.preventDefault(); // the field keeps the focus
  });
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (!key || !field) return;
    field.value = key === "back" ? field.value.slice(0, -1) : field.value + key;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

for (const form of document.querySelectorAll("form[data-padded]")) prepare(form);
