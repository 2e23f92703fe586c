// Four sounds and a tick, made by the browser; silent until the first key or tap allows it.

// [frequency in Hz, length in s] one after the other.
const TUNES = {
  ok: [[880, 0.09], [1320, 0.12]],
  question: [[660, 0.14], [660, 0.14]],
  refused: [[220, 0.22], [175, 0.3]],
  unknown: [[440, 0.1], [330, 0.1], [440, 0.1]],
  tick: [[1800, 0.02]],
};
let audio = null;

function unlock() {
  const Audio = window.AudioContext ?? window.webkitAudioContext;
  if (!Audio) return;
  audio ??= new Audio();
  if (audio.state === "suspended") audio.resume().catch(() => {});
}

for (const first of ["keydown", "pointerdown"]) {
  document.addEventListener(first, unlock, { passive: true });
}

export function play(name) {
  if (!audio || audio.state !== "running") return;
  let start = audio.currentTime;
  for (const [frequency, length] of TUNES[name === "anomaly" ? "question" : name] ?? []) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = name === "refused" ? "square" : "sine";
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(name === "tick" ? 0.08 : 0.25, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + length);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + length);
    start += length + 0.03;
  }
}
