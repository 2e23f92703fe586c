// Messages, dialogs and the menu of every page; knows nothing of orders, scans or queues.

const zone = () => document.getElementById("messages");

function say(templateId) {
  const words = document.getElementById(templateId);
  if (words && zone()) zone().replaceChildren(words.content.cloneNode(true));
}

// A new request makes the last message old.
document.addEventListener("htmx:before:request", () => zone()?.replaceChildren());

// A refusal goes to the message zone unless the server aimed it elsewhere (HX-Retarget).
// htmx swaps no 5xx: our own 5xx sentence is shown here, a stranger's page is not.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const { status } = ctx.response;
  if (status >= 400 && status < 500 && !ctx.hx.retarget) {
    ctx.target = zone();
    ctx.swap = "innerHTML";
    ctx.select = undefined;
  } else if (status >= 500 && ctx.hx.retarget === "#messages" && zone()) {
    zone().innerHTML = ctx.text;
  } else if (status >= 500) {
    say("trouble-server");
  }
});

document.addEventListener("htmx:error", () => say("trouble-network"));

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-opens], [data-closes]");
  if (!link) return;
  event.preventDefault();
  const { opens, closes } = link.dataset;
  if (opens) document.getElementById(opens)?.showModal();
  if (closes) document.getElementById(closes)?.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && location.hash === "#menu") location.hash = "#content";
});
