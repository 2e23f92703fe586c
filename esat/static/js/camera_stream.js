// The device's cameras: opens the one that looks away from the user, or the one chosen last; says in
// one word why none opens. It knows no picture, no code and no page.

const CHOSEN = "esat.camera";
const WIDE = { width: { ideal: 1920 }, height: { ideal: 1080 } };
const TROUBLES = {
  NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none",
  OverconstrainedError: "none", NotReadableError: "busy", AbortError: "busy",
};

export class Trouble extends Error {}

function remembered() {
  try {
    return localStorage.getItem(CHOSEN);
  } catch {
    return null;
  }
}

export function remember(id) {
  try {
    localStorage.setItem(CHOSEN, id);
  } catch {
    // A browser without storage asks again next time.
  }
}

const ask = (video) => navigator.mediaDevices.getUserMedia({ audio: false, video });

async function stream() {
  const chosen = remembered();
  if (chosen) {
    try {
      return await ask({ ...WIDE, deviceId: { exact: chosen } });
    } catch (error) {
      if (TROUBLES[error.name] === "denied") throw error; // any other: it is unplugged, or taken
    }
  }
  return ask({ ...WIDE, facingMode: { ideal: "environment" } });
}

// The stream, or a Trouble: insecure, denied, none, busy, broken.
export async function openStream() {
  if (!isSecureContext || !navigator.mediaDevices?.getUserMedia) throw new Trouble("insecure");
  try {
    const opened = await stream();
    sharpen(opened.getVideoTracks()[0]);
    return opened;
  } catch (error) {
    throw new Trouble(TROUBLES[error.name] ?? "broken", { cause: error });
  }
}

const change = (track, values) => track.applyConstraints({ advanced: [values] }).catch(() => {});

function sharpen(track) {
  if (abilities(track).focusMode?.includes("continuous")) change(track, { focusMode: "continuous" });
}

export const abilities = (track) => track.getCapabilities?.() ?? {};
export const light = (track, on) => change(track, { torch: on });
export const zoomTo = (track, zoom) => change(track, { zoom });
export const stop = (opened) => opened?.getTracks().forEach((track) => track.stop());

// [{ id, label }]: browsers name cameras in their own language, or not at all.
export async function cameras() {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const found = devices.filter(({ kind }) => kind === "videoinput");
  return found.map(({ deviceId, label }, n) => ({ id: deviceId, label: named(label, n + 1) }));
}

function named(label, number) {
  if (/back|rear|environment|arri[eè]re/i.test(label)) return `Caméra arrière ${number}`;
  if (/front|user|face|avant/i.test(label)) return `Caméra avant ${number}`;
  return `Caméra ${number}`;
}
