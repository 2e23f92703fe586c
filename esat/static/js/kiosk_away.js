// A kiosk switched on without network: it says so, tries again, and goes back by itself.

import { speak } from "./voice.js";

const EVERY = 5_000;
const PATIENCE = 4_000;
const { kiosk } = document.getElementById("content").dataset;
let trying = false;

// Any answer of the server will do: what is wrong with this device, its own page says better.
async function attempt() {
  if (trying) return;
  trying = true;
  const asked = { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
  const answer = await fetch(kiosk, asked).catch(() => null);
  trying = false;
  if (answer && answer.status < 500) location.replace(kiosk);
}

addEventListener("online", attempt);
setInterval(attempt, EVERY);
attempt();
document.addEventListener("click", ({ target }) => {
  const spoken = target.closest("[data-say]");
  if (spoken) speak(spoken.dataset.say);
});
