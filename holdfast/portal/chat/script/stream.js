// What the server tells as it happens, asked for again for ever. An EventSource would do most of it, but it asks by an
// address alone, and addresses are written into logs: a token has no place there.
const QUIET = 40_000; // a sign of life comes every 15 seconds

class Stream {
  // `ask` opens it, until the signal that it gets; `told` has a function for each name of an event.
  constructor(ask, told, onLine, signal) {
    Object.assign(this, { ask, told, onLine, signal, wait: 0 });
    for (const name of ["online", "visibilitychange"]) addEventListener(name, () => this.hurry(), { signal });
    signal.addEventListener("abort", () => { this.cut.abort(); clearTimeout(this.timer); });
    this.open();
  }

  // Back from another tab, from sleep or from a tunnel: nobody waits for a pause to be over, nor for a line that is dead.
  hurry() {
    if (document.visibilityState === "visible" && Date.now() - this.heard > QUIET / 2) this.open();
  }

  async open() {
    this.cut?.abort();
    const cut = this.cut = new AbortController();
    let most = 30_000, isOff = true;
    try {
      this.later(QUIET, () => cut.abort());
      const answer = await this.ask(cut.signal);
      if (answer.ok) isOff = !await this.read(answer.body.getReader(), cut);
      else most = 300_000; // refused, or a proxy without us behind it
    } catch { /* no network, or silence */ }
    if (cut !== this.cut || this.signal.aborted) return;
    if (isOff) this.onLine(false);
    this.wait = Math.min((this.wait || 750) * 2, most);
    this.later(this.wait * (0.5 + Math.random()), () => this.open());
    this.heard = 0;
  }

  later(wait, act) {
    this.heard = Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(act, wait);
  }

  // Until the server ends it, as it does with each from time to time. Returns whether anything of ours came.
  async read(pieces, cut) {
    const letters = new TextDecoder();
    let rest = "", isOurs = false;
    for (let piece; !(piece = await pieces.read()).done && cut === this.cut;) {
      this.later(QUIET, () => cut.abort());
      const events = (rest + letters.decode(piece.value, { stream: true })).split("\n\n");
      rest = events.pop();
      for (const each of events) {
        const { event = "message", data } = Object.fromEntries(each.split("\n").map((line) => line.split(/: (.*)/)));
        if (!data) continue;
        if (!isOurs) this.onLine(isOurs = true);
        this.wait = 0;
        queueMicrotask(() => this.told[event](JSON.parse(data))); // what is wrong there is no fault of the line
      }
    }
    return isOurs;
  }
}
