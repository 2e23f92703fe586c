// The panel of the camera: what it sees, what was read, what is wrong, and its few tools. It knows
// no reader and sends nothing.

import { abilities, cameras, light, remember, zoomTo } from "./camera_stream.js";

const FLASH = 700;
const HINT_STAYS = 2_500;
const HINTS = {
  starting: "La caméra démarre…",
  reader: "Le lecteur se prépare…",
  ready: "Tenez le code droit dans le cadre",
  several: "Plusieurs codes : montrez-en un seul",
  address: "C’est l’adresse de suivi : montrez l’autre code",
};
const PHOTO = {
  reading: "Lecture de la photo…",
  several: "Plusieurs codes sur la photo. Lequel ?",
  address: "Ce carré est l’adresse de suivi. Photographiez l’autre code de l’étiquette.",
  none: "Aucun code lu. Approchez-vous, sans reflet, et reprenez la photo.",
  broken: "Cette photo ne s’ouvre pas. Reprenez-la, ou tapez le code.",
  reader: "Pas de réseau pour lire la photo. Tapez le code écrit sous l’étiquette.",
};
const $ = (name) => document.getElementById(`camera-${name}`);
const narrow = matchMedia("(max-width: 600px)");
const beside = matchMedia("(min-width: 1100px)");

export const dialog = document.getElementById("camera");
export const video = $("video");
export const file = $("file");
let resting = "ready";
let back = 0;
let flash = 0;

// On a phone it fills the screen; on a tablet the page beside it stays in use.
export function show() {
  if (dialog.open) return;
  if (narrow.matches) dialog.showModal();
  else dialog.show();
}

// A sentence over the picture; a passing one gives way to the last lasting one.
export function hint(name, { passing = false, text = HINTS[name] } = {}) {
  clearTimeout(back);
  if (!passing) resting = name;
  if ($("hint").textContent !== text) $("hint").textContent = text;
  if (passing) back = setTimeout(() => hint(resting), HINT_STAYS);
}

export function told(code) {
  hint("read", { passing: true, text: `Lu : ${code}` });
  $("view").classList.add("read");
  clearTimeout(flash);
  flash = setTimeout(() => $("view").classList.remove("read"), FLASH);
}

// What the page answered to the last code: shown here on a phone, whose panel hides it; brought into
// sight where the panel stands above the page.
export function answer(meaning, text = "") {
  if (meaning && !narrow.matches && !beside.matches) {
    document.getElementById("answer")?.scrollIntoView({ block: "start" });
  }
  const words = $(`answer-${meaning}`)?.content.cloneNode(true);
  words?.querySelector(".title").replaceChildren(text);
  $("answer").replaceChildren(...(words ? [words] : []));
  $("see").hidden = !words;
}

// The view, or in its place why there is none.
export function trouble(name) {
  const words = $(`trouble-${name}`)?.content.cloneNode(true);
  $("words").replaceChildren(...(words ? [words] : []));
  $("trouble").hidden = !words;
  $("retry").hidden = name === "insecure";
  $("view").hidden = Boolean(words);
  if (words) $("tools").hidden = true;
}

export function photoSaid(name, code = "") {
  $("photo-said").textContent = code ? `Lu : ${code}` : PHOTO[name] ?? "";
}

// The codes of one photo, when there are several: a person says which.
export function choices(codes, choose) {
  $("codes").hidden = codes.length === 0;
  $("codes").replaceChildren(...codes.map((code) => {
    const made = $("choice").content.cloneNode(true);
    made.querySelector("span").textContent = code;
    made.querySelector("button").addEventListener("click", () => choose(code));
    return made;
  }));
}

// Only the tools that this camera has; `onOther` when another camera is chosen.
export async function tools(track, onOther) {
  const { facingMode, deviceId, zoom: now } = track.getSettings();
  const { torch, zoom } = abilities(track);
  video.classList.toggle("mirror", facingMode === "user");
  $("torch").hidden = !torch;
  const lit = (on) => $("torch").setAttribute("aria-pressed", String(on));
  lit(false);
  $("torch").onclick = async () => {
    const on = $("torch").getAttribute("aria-pressed") !== "true";
    await light(track, on);
    lit(on);
  };
  $("zooming").hidden = !(zoom?.max > zoom?.min);
  const { min = 1, max = 1, step } = zoom ?? {};
  Object.assign($("zoom"), { min, max, step: step || 0.1, value: now ?? min });
  $("zoom").oninput = () => zoomTo(track, $("zoom").valueAsNumber);
  const found = await cameras();
  const options = found.map(({ id, label }) => new Option(label, id, false, id === deviceId));
  $("which").replaceChildren(...options);
  $("choosing").hidden = found.length < 2;
  $("which").onchange = () => {
    remember($("which").value);
    onOther();
  };
  $("tools").hidden = ["torch", "zooming", "choosing"].every((name) => $(name).hidden);
}

export function onClose(act) {
  for (const name of ["close", "see"]) $(name).addEventListener("click", act);
  dialog.addEventListener("close", () => dialog.open || act());
}
export const onRetry = (act) => $("retry").addEventListener("click", act);
