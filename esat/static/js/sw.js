// The service worker, written by hand. `KEPT` (version, pages, urls) is put before it by the server.
// Pages come from the network; without it, the shell of those that work offline, else the page that
// says which do. Nothing of /api/ and no page with a person's name is ever kept. What a page itself
// kept before leaving (the stops of a van, in VAN) is given back where there is no network, and
// forgotten when somebody signs out.

const CACHE = `esat-${KEPT.version}`;
const VAN = "van";
const TEAM = "team";
const PAGE_WAITS = 5_000;
const FILE_WAITS = 2_000;

self.addEventListener("install", (event) => {
  const fresh = KEPT.urls.map((url) => new Request(url, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("esat-") && name !== CACHE);
  event.waitUntil(
    caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// The network's answer, or nothing when there is none in time.
async function network(request, patience) {
  const wait = AbortSignal.timeout(patience);
  return Promise.race([
    fetch(request).catch(() => null),
    new Promise((resolve) => wait.addEventListener("abort", () => resolve(null))),
  ]);
}

async function page(request) {
  const answer = await network(request, PAGE_WAITS);
  if (answer) return answer;
  const kept = await caches.open(CACHE);
  const path = new URL(request.url).pathname;
  const van = await caches.match(path, { cacheName: VAN });
  return van ?? (await ofDay(path)) ?? (await kept.match(KEPT.pages[path] ?? KEPT.offline)) ?? Response.error();
}

// A page of a group's day that was kept, while that day lasts; after it, it is gone.
async function ofDay(path) {
  const cache = await caches.open(TEAM);
  const kept = await cache.match(path);
  if (!kept) return undefined;
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  const today = parts.map((part) => String(part).padStart(2, "0")).join("-");
  if (path.split("/")[3] === today) return kept;
  await cache.delete(path);
  return undefined;
}

async function file(request) {
  const kept = await (await caches.open(CACHE)).match(request);
  const answer = await network(request, kept ? FILE_WAITS : 60_000);
  return answer ?? kept ?? Response.error();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.pathname === "/deconnexion") {
    event.waitUntil(Promise.all([VAN, TEAM].map((name) => caches.delete(name))));
  }
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
});
