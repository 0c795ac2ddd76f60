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
  return { isShared: whose === SHARED, files: makeFiles(!whose), read, write, settle };
}

const answered = (asked) => new Promise((done, fail) => {
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});

async function onShelf(mode, act) {
  const opening = indexedDB.open("holdfast-chat");
  opening.onupgradeneeded = () => opening.result.createObjectStore("files");
  const shelf = await answered(opening);
  try { return await answered(act(shelf.transaction("files", mode).objectStore("files"))); } finally { shelf.close(); }
}

// The files among it. Where they may be left behind, they survive a reload, if the browser has room for them.
const LARGEST = 30e6; // more than is taken of anybody, who is told so without its bytes
function makeFiles(mayOutlive) {
  const here = new Map();
  const ask = async (mode, act) => {
    try { return mayOutlive ? await onShelf(mode, act) : undefined; } catch { /* then while the page lives */ }
  };
  return {
    async keep(id, file) {
      if (file.size > LARGEST) return;
      try { // as it is now, whatever becomes of it on the disk
        here.set(id, new File([await file.arrayBuffer()], file.name, { type: file.type }));
      } catch { return; } // nothing that can be read
      await ask("readwrite", (shelf) => shelf.put(here.get(id), id));
    },
    get: async (id) => here.get(id) ?? await ask("readonly", (shelf) => shelf.get(id)),
    drop(id) {
      here.delete(id);
      ask("readwrite", (shelf) => shelf.delete(id));
    },
  };
}

// One tab at a time; a browser without locks may send twice, which is said once all the same.
const alone = (name, work) => navigator.locks ? navigator.locks.request("holdfast-chat-" + name, work) : work();

class Outbox {
  constructor(line, store, { onSent, onRefused, onLine }) {
    Object.assign(this, { line, store, onSent, onRefused, onLine });
    this.wait = 0;
    this.tried = new Set();
    addEventListener("online", () => this.hurry());
    addEventListener("storage", () => this.fromOtherTab());
  }

  get waiting() { return this.store.read().outbox ?? []; }

  async put(said, file) {
    const word = { id: newId(), ...said, page: thisPage };
    if (file) await this.store.files.keep(word.id, file);
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

  take({ id, files }) {
    this.store.write({ outbox: this.waiting.filter((word) => word.id !== id) });
    if (files) this.store.files.drop(id);
  }

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
        let late;
        for (let nth = 0, word; (word = this.waiting[nth]);) {
          const { id, text, article, files } = word;
          try {
            const file = files && await this.store.files.get(id); // of one that is lost it is said why it was not taken
            const said = await this.line.ask(files ? "file" : "say", { id, text, page: location.href, product, article, file });
            this.take(word);
            this.onSent(word, said);
          } catch (error) {
            if (error.code && error.code !== "too_often") {
              this.take(word);
              this.store.write({ refused: { id, why: error.message } });
              this.onRefused(word, error.message);
            } else if (files && this.tried.has(id)) { // a file that is not taken holds up words no longer
              late = error;
              nth += 1;
            } else {
              this.tried.add(id);
              throw error;
            }
          }
        }
        if (late) throw late;
      });
      this.wait = 0;
      this.onLine(true);
    } catch (error) {
      this.wait = Math.min((this.wait || 500) * 2, 15000);
      this.onLine(Boolean(error.code), error.code ? error.message : "");
      this.timer = setTimeout(() => this.flush(), this.wait);
    } finally {
      this.busy = false;
    }
    if (!this.wait && this.waiting.length) this.flush(); // written while the last one was on its way
  }
}
