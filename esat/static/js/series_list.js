// The list of a series as this browser keeps it, in a book of its own: codes, ticks, what became of
// them, and the acts last seen. No name is in it. It knows no page and no network.

const ROWS = "rows";
const ACTS = "acts";
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("esat-series", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ROWS, { keyPath: "code" });
      request.result.createObjectStore(ACTS, { keyPath: "act" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function work(name, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: "strict" });
    const request = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

// A code newly scanned. `n` is its place; `seen` says whether the server has told what it is.
export function fresh(code, n) {
  return { code, n, times: 1, off: false, seen: false, open: [], bad: "", asked: "", said: null };
}

export async function all() {
  const found = await work(ROWS, "readonly", (store) => store.getAll());
  return found.sort((one, other) => one.n - other.n);
}

export const put = (...rows) => work(ROWS, "readwrite", (store) => {
  for (const row of rows) store.put(row);
});
export const drop = (code) => work(ROWS, "readwrite", (store) => store.delete(code));
export const clear = () => work(ROWS, "readwrite", (store) => store.clear());

// The acts that the server offered last: what may be asked of a list without network.
export const acts = () => work(ACTS, "readonly", (store) => store.getAll());
export const keepActs = (offered) => work(ACTS, "readwrite", (store) => {
  store.clear();
  for (const one of offered) store.put(one);
});
