// Reads a playing video picture after picture, one at a time, no oftener than it pays.

import { cutter } from "./camera_frames.js";

const PACE = 120; // from one reading to the next, in ms
const REST = 30; // at least this for the page itself

const nextFrame = (video, act) => {
  if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(act);
  else requestAnimationFrame(act);
};

// `onRead(found, whole)` after each picture; gives the function that stops it.
export function watch(video, reader, { onRead, onTrouble }) {
  const cut = cutter(video);
  let going = true;

  async function turn() {
    if (!going) return;
    const started = performance.now();
    try {
      const { picture, whole } = cut();
      const found = await reader.read(picture);
      if (going) onRead(found, whole);
    } catch (error) {
      if (going) onTrouble(error);
      going = false;
    }
    const rest = Math.max(REST, PACE - (performance.now() - started));
    setTimeout(() => going && nextFrame(video, turn), rest);
  }

  nextFrame(video, turn);
  return () => {
    going = false;
  };
}
