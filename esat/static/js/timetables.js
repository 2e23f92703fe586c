// The grid of a template: « recopier le lundi », and how long each week is. It checks nothing: the
// server does.

const form = document.querySelector("form[data-weeks]");

const minutes = (box) => {
  const [hour, minute] = box.value.split(":").map(Number);
  return box.value ? hour * 60 + minute : null;
};

const boxes = (row) => [...row.querySelectorAll("input")];

function length(row) {
  const [a, b, c, d] = boxes(row).map(minutes);
  const half = (from, to) => (from !== null && to !== null && to > from ? to - from : 0);
  return half(a, b) + half(c, d);
}

const told = (total) => `${Math.floor(total / 60)} h${total % 60 ? ` ${String(total % 60).padStart(2, "0")}` : ""}`;

function count() {
  const two = form.elements.weeks.value === "2";
  let sum = 0;
  for (const week of form.querySelectorAll("[data-week]")) {
    const total = [...week.querySelectorAll("[data-day]")].reduce((all, row) => all + length(row), 0);
    week.querySelector("[data-total]").textContent = total ? `${told(total)}` : "";
    if (two || week.dataset.week === "A") sum += total;
  }
  form.querySelector("[data-over]").hidden = sum / (two ? 2 : 1) <= Number(form.dataset.full);
}

if (form) {
  for (const button of form.querySelectorAll("[data-repeat]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const [monday, ...others] = button.closest("[data-week]").querySelectorAll("[data-day]");
      for (const row of others.slice(0, 4)) {
        boxes(row).forEach((box, n) => { box.value = boxes(monday)[n].value; });
      }
      count();
    });
  }
  form.addEventListener("input", count);
  count();
}
