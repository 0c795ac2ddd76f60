// The line to Holdfast: requests that no other site's rules stand against, and one stream for all tabs of a site.

// A text is sent as plain text by itself, so that no browser asks first whether it may; a form says what it is.
function bodyOf(said) {
  if (!said.file) return JSON.stringify(said);
  const form = new FormData();
  for (const [name, value] of Object.entries(said)) form.append(name, value ?? "");
  return form;
}

class Line {
  // `asked` goes with everything; `prove` gives what says who is signed in here, anew at each asking; without it whoever
  // comes is a stranger.
  constructor(base, store, asked, prove) {
    Object.assign(this, { base, store, asked, prove });
    this.token = prove ? "" : store.read().token ?? "";
  }

  // The visitor's part of the token: the same in every tab and on every device.
  get visitor() { return this.token.split(".")[0]; }

  send(where, said, more) {
    return fetch(`${this.base}chat/${where}`, {
      method: "POST", credentials: "omit", mode: "cors", referrerPolicy: "no-referrer",
      body: bodyOf(said),
      ...more,
    });
  }

  async post(what, said) {
    const response = await this.send(`${what}/`, { ...this.asked, ...said });
    if (response.status === 413 && said.file) return this.post(what, { ...said, file: undefined }); // it is told how large it may be
    if (response.status >= 500) throw new Error("fault");
    const told = await response.json();
    if (!response.ok) throw Object.assign(new Error(told.message), told);
    return told;
  }

  // Once at a time: what proves somebody is believed once.
  begin() {
    this.beginning ??= this.enter().finally(() => { this.beginning = undefined; });
    return this.beginning;
  }

  async enter() {
    const { store, prove } = this;
    if (!prove) this.token = store.read().token ?? ""; // another tab may have begun
    if (this.token) return;
    const begun = await this.post("begin", prove ? await prove() : {});
    this.token = (!begun.recognised && store.read().token) || begun.token;
    store.settle(this.visitor);
    if (!begun.recognised) store.write({ token: this.token });
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

  forget() {
    this.token = "";
    this.store.write({ token: "" });
  }

  // The tab that holds the lock keeps the stream and passes on what it brings; when it goes, the next one takes over.
  // Only tabs of the same visitor share one. Returns what ends it.
  listen(place, { onNews, onTyping, onLine, onShut }) {
    const name = `holdfast-chat-${this.visitor}`;
    const channel = new BroadcastChannel(name);
    const hand = ({ news, typing }) => (typing ? onTyping() : onNews(news));
    channel.onmessage = ({ data }) => hand(data);
    const share = (data) => { channel.postMessage(data); hand(data); };
    const over = new AbortController();
    const told = {
      message: (news) => share({ news }),
      typing: () => share({ typing: true }),
      shut: () => this.post("fetch", { token: this.token }).catch((error) => {
        if (error.code === "token") this.forget(); // who is kept out keeps theirs, and is no new stranger by that
        onShut(error.message);
      }),
    };
    const lead = () => new Promise((release) => {
      new Stream((signal) => this.send("stream", { ...place(), token: this.token }, { signal }), told, onLine, over.signal);
      over.signal.addEventListener("abort", release);
    });
    if (navigator.locks) navigator.locks.request(name, { signal: over.signal }, lead).catch(() => {});
    else lead();
    return () => { over.abort(); channel.close(); };
  }
}
