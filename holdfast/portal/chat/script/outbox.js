// What the visitor wrote and we have not taken yet: kept in the browser until it is answered, across reloads and tabs.
// Nothing is kept before the chat is used. Of somebody who is signed in, nothing is left behind when the tab goes.

const newId = () => [...crypto.getRandomValues(new Uint8Array(15))].map((n) => (n % 36).toString(36)).join("");
const thisPage = newId();

// `whose` names somebody who is signed in; a product says only later who it is.
const SHARED = "product";
function makeStore(whose) {
  const shelf = whose ? sessionStorage : localStorage;
  const key = "holdfast-chat" + (whose ? "-" + whose : "");
  let memory = {};
  const read = () => {
    try { return JSON.parse(shelf.getItem(key)) ?? {}; } catch { return memory; }
  };
  const write = (change) => {
    memory = { ...read(), ...change };
    try { shelf.setItem(key, JSON.stringify(memory)); } catch { /* private windows keep it in memory */ }
  };
  // What somebody else left in this tab, before they signed out of the product, is never said in this visitor's name.
  const settle = (visitor) => {
    const was = read();
    if (whose !== SHARED || was.visitor === visitor) return;
    write({ visitor, token: "", draft: "", outbox: (was.outbox ?? []).filter((word) => word.page === thisPage) });
  };
  return { isShared: whose === SHARED, read, write, settle };
}

// One tab at a time; a browser without locks may send twice, which is said once all the same.
const alone = (name, work) => navigator.locks ? navigator.locks.request("holdfast-chat-" + name, work) : work();

class Outbox {
  constructor(line, store, { onSent, onRefused, onLine }) {
    Object.assign(this, { line, store, onSent, onRefused, onLine });
    this.wait = 0;
    addEventListener("online", () => this.hurry());
    addEventListener("storage", () => this.fromOtherTab());
  }

  get waiting() { return this.store.read().outbox ?? []; }

  put(text, article) {
    const word = { id: newId(), text, article, page: thisPage };
    this.store.write({ outbox: [...this.waiting, word] });
    this.hurry();
    return word;
  }

  // Another tab may have written and been closed, or have been told that a word of this one is refused.
  fromOtherTab() {
    const { refused } = this.store.read();
    if (refused) this.onRefused(refused, refused.why);
    if (!this.wait && this.waiting.length) this.flush();
  }

  take(id) { this.store.write({ outbox: this.waiting.filter((word) => word.id !== id) }); }

  hurry() {
    this.wait = 0;
    clearTimeout(this.timer);
    return this.flush();
  }

  async flush() {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.line.begin(); // who it is says whose words those are that lie here
      await alone("out", async () => {
        for (let word; (word = this.waiting[0]);) {
          const { id, text, article } = word;
          try {
            const said = await this.line.say({ id, text, page: location.href, product, article });
            this.take(id);
            this.onSent(word, said);
          } catch (error) {
            if (!error.code || error.code === "too_often") throw error;
            this.take(id);
            this.store.write({ refused: { id, why: error.message } });
            this.onRefused(word, error.message);
          }
        }
      });
      this.wait = 0;
      this.onLine(true);
    } catch (error) {
      this.onLine(Boolean(error.code), error.code ? error.message : "");
      this.wait = Math.min((this.wait || 500) * 2, 15000);
      this.timer = setTimeout(() => this.flush(), this.wait);
    } finally {
      this.busy = false;
    }
    if (!this.wait && this.waiting.length) this.flush(); // written while the last one was on its way
  }
}
