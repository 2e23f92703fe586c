// What a tablet keeps of a group's day: forgotten when somebody else signs in and once the day is
// over. On every page; it knows no form and no network.

export const TEAM = "team";
const ROUND = "van";
const WHO = "esat.who";

// The day of this device, as people write it: 2026-11-24.
export function today(now = new Date()) {
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

// « /equipes/linge-1/2026-11-24/matin » is of a day.
export const dayOf = (path) => path.split("/")[3] ?? "";

export async function keptDays() {
  if (!("caches" in window)) return [];
  const cache = await caches.open(TEAM);
  const found = [];
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    if (dayOf(path) !== today()) await cache.delete(request);
    else found.push(path);
  }
  return found;
}

async function forgetOthers() {
  const who = document.getElementById("unsent")?.dataset.who;
  if (!who || !("caches" in window)) return;
  try {
    if (localStorage.getItem(WHO) !== who) {
      await Promise.all([TEAM, ROUND].map((name) => caches.delete(name)));
      localStorage.setItem(WHO, who);
    }
  } catch {
    await caches.delete(TEAM); // without a memory of who was here, nothing stays
  }
}

// Without network, the page that stands in for another leads to the days that are kept.
async function offer() {
  const place = document.getElementById("kept-days");
  if (!place) return;
  const homes = (await keptDays()).filter((path) => path.split("/").length === 4);
  const lines = await Promise.all(homes.map(async (path) => {
    const line = document.getElementById("kept-day").content.cloneNode(true);
    const page = await (await caches.match(path, { cacheName: TEAM })).text();
    line.querySelector("a").href = path;
    line.querySelector(".title").textContent = /<title>(.*?)( –|<)/.exec(page)?.[1] ?? "La journée";
    return line;
  }));
  place.replaceChildren(...lines);
}

export const settled = forgetOthers().then(keptDays).then(offer).catch(() => {});
