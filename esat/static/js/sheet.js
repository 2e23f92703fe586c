// The half-day sheet: « tout le monde est là », quick times, our own digits. It sends nothing itself: the
// queue does, with or without network. Without a script the page works, with more taps.

const form = document.querySelector("form[data-roll]");
const TIME = /^(\d{1,2})[:hH.]?(\d{2})$/;

const rows = () => [...form.querySelectorAll("[data-row]")];
const ticked = (row) => row.querySelector("input[type=radio]:checked")?.value ?? "";
const field = (row, end) => row.querySelector(`input[name^="${end}-"]`);
const away = (status) => status.startsWith("absent");

// « 915 » becomes « 09:15 »; what is no hour stays as it was typed.
function tidy(box) {
  const found = TIME.exec(box.value.trim());
  if (found) box.value = `${found[1].padStart(2, "0")}:${found[2]}`;
}

function told(row) {
  const status = ticked(row);
  const [from, to] = ["from", "to"].map((end) => field(row, end).value.trim());
  const words = [from && `de ${from}`, to && `à ${to}`].filter(Boolean).join(" ");
  row.querySelector("[data-times]").textContent = status && !away(status) ? words : "";
  if (!wanting(row)) row.querySelector("[data-missing]").hidden = true;
}

function count() {
  const left = rows().filter((row) => "expected" in row.dataset && !ticked(row)).length;
  form.querySelector("[data-left]").textContent = left ? `Reste à dire : ${left}` : "";
}

function allPresent() {
  for (const row of rows()) {
    if (!("expected" in row.dataset) || ticked(row)) continue;
    row.querySelector('input[value="present"]').checked = true;
  }
  count();
}

// What was said at the kiosk, on the rows of which nothing is said yet; it is saved with the sheet.
function takeTold() {
  for (const row of rows()) {
    const { take, takeFrom, takeTo } = row.dataset;
    if (!take || ticked(row)) continue;
    row.querySelector(`input[value="${take}"]`).checked = true;
    field(row, "from").value = takeFrom;
    field(row, "to").value = takeTo;
    told(row);
  }
  count();
}

const wall = () => new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris" });

// A time that is asked and not there: the row opens and says so before anything leaves.
function wanting(row) {
  const status = ticked(row);
  if (!status || away(status)) return null;
  const asked = "unplanned" in row.dataset ? ["from", "to"]
    : status === "late" ? ["from"] : status === "left_early" ? ["to"] : [];
  return asked.map((end) => field(row, end)).find((box) => !box.value.trim()) ?? null;
}

function closePad() {
  form.querySelector("[data-pad]").hidden = true;
}

function start() {
  for (const part of form.querySelectorAll("[data-quick]")) part.hidden = false;
  for (const box of form.querySelectorAll("[data-time]")) {
    box.setAttribute("inputmode", "none");
    box.addEventListener("change", () => tidy(box));
    box.addEventListener("blur", () => {
      tidy(box);
      told(box.closest("[data-row]"));
    });
  }
  for (const row of rows()) told(row);
  count();
}

if (form) {
  start();

  form.addEventListener("click", (event) => {
    const { target } = event;
    if (target.closest("[data-all-present]")) {
      event.preventDefault();
      allPresent();
    }
    if (target.closest("[data-take-told]")) {
      event.preventDefault();
      takeTold();
    }
    if (target.closest("[data-pad-close]")) closePad();
    const fill = target.closest("[data-fill]");
    if (fill) {
      const box = form.elements[fill.dataset.fill];
      box.value = fill.dataset.at === "now" ? wall() : fill.dataset.at;
      box.removeAttribute("aria-invalid");
      told(box.closest("[data-row]"));
      closePad();
    }
    const row = target.closest("[data-clear]")?.closest("[data-row]");
    if (row) {
      for (const box of row.querySelectorAll("input[type=radio]")) box.checked = false;
      for (const end of ["from", "to"]) field(row, end).value = "";
      row.open = false;
      told(row);
      count();
    }
  });

  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    if (event.target.type === "radio") {
      // Who was marked late and is present after all keeps no time of the mistake.
      if (event.target.value === "present" && !("unplanned" in row.dataset)) {
        for (const end of ["from", "to"]) field(row, end).value = "";
      }
      if (away(event.target.value)) row.open = false;
      else if (event.target.value !== "present") {
        row.querySelector(".times").scrollIntoView({ block: "nearest" });
      }
    }
    told(row);
    count();
  });

  // In the capture phase: the queue listens to the bubbling one.
  form.addEventListener("submit", (event) => {
    for (const box of form.querySelectorAll("[data-time]")) tidy(box);
    const first = rows().map((row) => [row, wanting(row)]).find(([, box]) => box);
    if (!first) return;
    event.preventDefault();
    const [row, box] = first;
    row.open = true;
    row.querySelector("[data-missing]").hidden = false;
    box.setAttribute("aria-invalid", "true");
    box.focus();
    row.scrollIntoView({ block: "center" });
  }, true);

  // What waits to be sent was drawn on a page that was kept.
  new MutationObserver(() => {
    rows().forEach(told);
    count();
  }).observe(form, { attributes: true, attributeFilter: ["data-drawn"] });
}
