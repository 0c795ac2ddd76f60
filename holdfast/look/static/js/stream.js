// A line to the server, opened anew for ever: after growing pauses with jitter, and at once when somebody comes back from
// another tab, from sleep or from a tunnel. One that fell silent is dead, though a browser does not notice by itself.
const QUIET = 40_000; // a sign of life comes every 15 seconds
const FIRST = 2000;

export class Stream {
  #sources = []; #timer; #heard = 0; #pause = FIRST;

  // `address` gives it as it is by then; `told` has a function for each name of an event.
  constructor(address, told, onLine = () => {}) {
    Object.assign(this, { address, told, onLine });
    for (const name of ["online", "visibilitychange"]) addEventListener(name, () => document.hidden || this.hurry());
    addEventListener("pageshow", (e) => e.persisted && this.#again());
  }

  // The old one is shut once the new one stands, so nothing falls between.
  open() {
    const source = new EventSource(this.address());
    this.#sources.push(source);
    this.#hear(source);
    source.onopen = () => {
      if (!this.#hear(source)) return;
      for (const old of this.#sources.splice(0, this.#sources.length - 1)) old.close();
      this.#pause = FIRST;
      this.onLine(true);
    };
    source.onerror = () => source === this.#sources.at(-1) && this.#lose();
    for (const [name, tell] of Object.entries({ here: () => {}, ...this.told })) {
      source.addEventListener(name, ({ data }) => { this.#hear(source); tell(data); });
    }
  }

  // Nobody waits for a pause to be over.
  hurry() {
    if (Date.now() - this.#heard > QUIET / 2) this.#again();
  }

  #again() {
    if (!this.#timer) return; // nobody has opened it yet
    this.onLine(false);
    this.open();
  }

  #hear(source) {
    if (source !== this.#sources.at(-1)) return false;
    this.#later(QUIET, () => this.#lose());
    return (this.#heard = Date.now());
  }

  #lose() {
    for (const source of this.#sources.splice(0)) source.close();
    this.#heard = 0;
    this.#later(this.#pause * (0.5 + Math.random()), () => this.open());
    this.#pause = Math.min(this.#pause * 2, 60_000);
    this.onLine(false);
  }

  #later(wait, act) { clearTimeout(this.#timer); this.#timer = setTimeout(act, wait); }
}
