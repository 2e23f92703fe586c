// The book of what this device has not sent yet, in IndexedDB; it knows no network and no form.

const UNSENT = "unsent";
const ANSWERED = "answered";
const ANSWERS_KEPT = 50;
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("esat", 1);
    request.onupgradeneeded = () => {
      // The key is the device's own sequence number: it grows and is never used twice.
      request.result.createObjectStore(UNSENT, { keyPath: "seq", autoIncrement: true });
      request.result.createObjectStore(ANSWERED, { keyPath: "seq" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

// One transaction; the promise is kept once it is on the disk.
async function work(name, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: "strict" });
    const request = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

// Keep an entry; gives it its number.
export async function add(entry) {
  const seq = await work(UNSENT, "readwrite", (store) => store.add(entry));
  return { ...entry, seq };
}

// Keep several at once: all of them, or none.
export async function addAll(entries) {
  const numbers = [];
  await work(UNSENT, "readwrite", (store) => {
    for (const entry of entries) {
      store.add(entry).onsuccess = ({ target }) => numbers.push(target.result);
    }
  });
  return entries.map((entry, n) => ({ ...entry, seq: numbers[n] }));
}

// Change an entry if it still waits; one that was sent meanwhile is not brought back.
export const change = (seq, values) => work(UNSENT, "readwrite", (store) => {
  store.get(seq).onsuccess = ({ target: { result } }) => result && store.put({ ...result, ...values });
});
export const remove = (seq) => work(UNSENT, "readwrite", (store) => store.delete(seq));
export const all = () => work(UNSENT, "readonly", (store) => store.getAll());

// What the server said of an entry that nobody was looking at.
export async function keepAnswer(answer) {
  await work(ANSWERED, "readwrite", (store) => store.put(answer));
  const known = await work(ANSWERED, "readonly", (store) => store.getAllKeys());
  for (const old of known.slice(0, -ANSWERS_KEPT)) {
    await work(ANSWERED, "readwrite", (store) => store.delete(old));
  }
}

export const answers = () => work(ANSWERED, "readonly", (store) => store.getAll());
export const forgetAnswers = () => work(ANSWERED, "readwrite", (store) => store.clear());
