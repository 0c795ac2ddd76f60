// The line to Holdfast: requests that no other site's rules stand against, and one stream for all tabs of a site.

class Line {
  constructor(base, store, identity, language) {
    Object.assign(this, { base, store, identity, language });
    this.token = identity ? "" : store.read().token ?? "";
  }

  async post(what, said, body) {
    const response = await fetch(`${this.base}chat/${what}/`, {
      method: "POST", credentials: "omit", mode: "cors", referrerPolicy: "no-referrer",
      body: body ?? JSON.stringify(said),
      ...(body ? {} : { headers: { "Content-Type": "text/plain" } }),
    });
    if (response.status >= 500) throw new Error("fault");
    const told = await response.json();
    if (!response.ok) throw Object.assign(new Error(told.message), told);
    return told;
  }

  async begin() {
    if (!this.identity) this.token = this.store.read().token ?? ""; // another tab may have begun
    if (this.token) return;
    const { identity, language } = this;
    const begun = await this.post("begin", { identity, language });
    this.token = begun.token;
    if (!identity) this.store.write({ token: this.token });
    this.onBegun?.();
  }

  // With the token; one that ended is given back for another.
  async ask(what, said) {
    await this.begin();
    try {
      return await this.post(what, { ...said, token: this.token });
    } catch (error) {
      if (error.code !== "token") throw error;
      this.forget();
      await this.begin();
      return this.post(what, { ...said, token: this.token });
    }
  }

  say(word) { return this.ask("say", word); }

  forget() {
    this.token = "";
    if (!this.identity) this.store.write({ token: "" });
  }

  // The tab that holds the lock keeps the stream and passes on what it brings; when it goes, the next one takes over.
  listen(place, { onNews, onTyping, onLine }) {
    const channel = new BroadcastChannel(this.store.key);
    const hand = ({ news, typing }) => (typing ? onTyping() : onNews(news));
    channel.onmessage = ({ data }) => hand(data);
    const share = (data) => { channel.postMessage(data); hand(data); };
    const lead = () => new Promise(() => {
      let wait = 0;
      const open = () => {
        const { conversation, number } = place();
        const stream = new EventSource(
          `${this.base}chat/stream?token=${this.token}&conversation=${conversation}&after=${number}`);
        stream.onopen = () => { wait = 0; onLine(true); };
        stream.onmessage = ({ data }) => share({ news: JSON.parse(data) });
        stream.addEventListener("typing", () => share({ typing: true }));
        stream.addEventListener("shut", () => { stream.close(); this.forget(); });
        stream.onerror = () => {
          onLine(false);
          if (stream.readyState !== EventSource.CLOSED || !this.token) return;
          wait = Math.min((wait || 2000) * 2, 300000); // refused, or a proxy without us behind it
          setTimeout(open, wait * (0.5 + Math.random()));
        };
      };
      open();
    });
    if (navigator.locks) navigator.locks.request(this.store.key, lead);
    else lead();
  }
}
