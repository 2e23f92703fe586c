// Pictures for the reader, cut out of what is shown and of nothing else: the middle, where the guide
// is, then the whole, then the middle turned, for a label held askew. It knows no reader.

const LONGEST = 1920;
const MIDDLE = { wide: 0.8, high: 0.7 };
// The middle comes every other time; bars are read up to some 20 degrees from the straight line.
const PASSES = [
  { turn: 0 }, { whole: true, turn: 0 }, { turn: 0 }, { turn: 30 },
  { turn: 0 }, { whole: true, turn: 0 }, { turn: 0 }, { turn: -30 },
];

// What of a picture is in sight where it covers its place, as `object-fit: cover` does.
function inSight(video) {
  const { videoWidth: w, videoHeight: h, clientWidth: cw, clientHeight: ch } = video;
  const scale = Math.max(cw / w, ch / h) || 1;
  const seen = cw && ch ? { w: cw / scale, h: ch / scale } : { w, h };
  return { x: (w - seen.w) / 2, y: (h - seen.h) / 2, ...seen };
}

function middle({ x, y, w, h }) {
  const part = { w: w * MIDDLE.wide, h: h * MIDDLE.high };
  return { x: x + (w - part.w) / 2, y: y + (h - part.h) / 2, ...part };
}

// A part of a source as pixels, turned around its own middle. `canvas` may be used again.
export function pixels(source, { x, y, w, h }, turn = 0, longest = LONGEST,
  canvas = document.createElement("canvas")) {
  const scale = Math.min(1, longest / Math.max(w, h));
  const width = Math.max(1, Math.round(w * scale));
  const height = Math.max(1, Math.round(h * scale));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.resetTransform();
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.rotate((turn * Math.PI) / 180);
  context.drawImage(source, x, y, w, h, -width / 2, -height / 2, width, height);
  return context.getImageData(0, 0, width, height);
}

// A function that gives the next picture of a playing video: { picture, whole }.
export function cutter(video) {
  const canvases = { middle: document.createElement("canvas"), whole: document.createElement("canvas") };
  let pass = -1;
  return () => {
    pass = (pass + 1) % PASSES.length;
    const { whole = false, turn } = PASSES[pass];
    const shown = inSight(video);
    const part = whole ? shown : middle(shown);
    const canvas = whole ? canvases.whole : canvases.middle;
    return { picture: pixels(video, part, turn, LONGEST, canvas), whole };
  };
}
