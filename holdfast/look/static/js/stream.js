// The line to the server: one EventSource, opened anew for other topics before the old one is shut, so no hint
// falls between; reconnects with growing pauses and jitter.
export class Stream {
  #source; #topics = ""; #pause = 1000; #timer;

  constructor(url, { onHint, onFresh, onLine }) {
    Object.assign(this, { url, onHint, onFresh, onLine });
  }

  want(topics) {
    const had = new Set(this.#topics.split(","));
    const fresh = [...topics].filter((topic) => !had.has(topic));
    if (!fresh.length) return; // hearing more than is shown does no harm
    this.#topics = [...topics].sort().join(",");
    this.#open(fresh);
  }

  #open(fresh) {
    clearTimeout(this.#timer);
    const old = this.#source;
    const source = (this.#source = new EventSource(`${this.url}?topics=${encodeURIComponent(this.#topics)}`));
    source.onopen = () => {
      old?.close();
      this.#pause = 1000;
      this.onLine(true);
      this.onFresh(fresh);
      fresh = null; // the browser's own reconnection: all may have changed meanwhile
    };
    source.onmessage = (e) => this.onHint(e.data.startsWith("[") ? JSON.parse(e.data) : e.data.split(" "));
    source.addEventListener("resync", () => this.onFresh(null));
    source.onerror = () => {
      if (source !== this.#source) return;
      this.onLine(false);
      if (source.readyState !== EventSource.CLOSED) return;
      old?.close();
      this.#timer = setTimeout(() => this.#open(null), this.#pause * (0.5 + Math.random()));
      this.#pause = Math.min(this.#pause * 2, 60_000);
    };
  }
}
