// One use of a camera, from its opening to its end: stream, reader and loop start and stop together.

import { watch } from "./camera_loop.js";
import * as panel from "./camera_panel.js";
import { Trouble, openStream, stop } from "./camera_stream.js";
import { openReader } from "./code_reader.js";

const PAUSE = 180_000; // a camera that nobody uses is put out

export class Live {
  #reader = null;
  #stream = null;
  #halt = () => {};
  #idle = 0;
  #starts = 0;

  // `onRead(found, whole)` after each picture.
  constructor(formats, onRead) {
    this.formats = formats;
    this.onRead = onRead;
  }

  // The reader, made once; a try that failed is made again by the next who asks.
  reader() {
    this.#reader ??= openReader(this.formats).catch((error) => {
      this.#reader = null;
      throw error;
    });
    return this.#reader;
  }

  async start() {
    this.rest();
    const mine = this.#starts;
    panel.trouble(null);
    panel.hint("starting");
    this.reader().catch(() => {}); // prepared while the browser asks for the camera
    try {
      const got = await openStream();
      if (mine !== this.#starts) return stop(got);
      this.#stream = got;
      await this.#look(got.getVideoTracks()[0], mine);
    } catch (error) {
      if (mine === this.#starts) this.fail(error instanceof Trouble ? error.message : "broken");
    }
  }

  async #look(track, mine) {
    panel.video.srcObject = this.#stream;
    track.addEventListener("ended", () => mine === this.#starts && this.fail("cut"));
    await panel.video.play();
    panel.tools(track, () => this.start());
    panel.hint("reader");
    const reader = await this.reader().catch((cause) => {
      throw new Trouble("reader", { cause });
    });
    if (mine !== this.#starts) return;
    panel.hint("ready");
    this.used();
    this.#halt = watch(panel.video, reader, {
      onRead: this.onRead, onTrouble: () => this.fail("reader"),
    });
  }

  // Somebody is there: the pause begins anew.
  used() {
    clearTimeout(this.#idle);
    if (this.#stream) this.#idle = setTimeout(() => this.fail("paused"), PAUSE);
  }

  fail(name) {
    this.rest();
    panel.trouble(name);
  }

  // The camera is put out; the reader stays for a photo, or for the next start.
  rest() {
    this.#starts += 1;
    clearTimeout(this.#idle);
    this.#halt();
    stop(this.#stream);
    this.#stream = null;
    panel.video.srcObject = null;
  }

  end() {
    this.rest();
    this.#reader?.then((reader) => reader.close(), () => {});
    this.#reader = null;
  }
}
