// What is seen: a button, and a panel of its own in a shadow root, so that no style leaks either way.

const SVG = "http://www.w3.org/2000/svg";
const PICTURES = {
  talk: ["M16 10a2 2 0 0 1-2 2H6.8a2 2 0 0 0-1.4.6l-2.2 2.2A.7.7 0 0 1 2 14.3V4a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2z",
    "M20 9a2 2 0 0 1 2 2v10.3a.7.7 0 0 1-1.2.5l-2.2-2.2a2 2 0 0 0-1.4-.6H10a2 2 0 0 1-2-2v-1"],
  down: ["m6 9 6 6 6-6"],
  cross: ["M18 6 6 18", "m6 6 12 12"],
  up: ["m5 12 7-7 7 7", "M12 19V5"],
  clip: ["m16 6-8.4 8.6a2 2 0 0 0 2.8 2.8l8.4-8.6a4 4 0 1 0-5.7-5.7l-8.4 8.6a6 6 0 1 0 8.5 8.5l8.4-8.6"],
  mail: ["m22 7-9 5.7a2 2 0 0 1-2 0L2 7", "M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z"],
};

// el("p", { class: "say" }, "text", child…); a property that is a function listens.
function el(name, is = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(is)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== false && value != null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...inside.filter((one) => one != null));
  return made;
}

function picture(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const d of PICTURES[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

// Addresses in what was said become links, by nodes and never by markup. What ends a sentence is not of them, nor what would
// turn their reading direction.
const ADDRESS = /\bhttps?:\/\/[\p{L}\p{N}\[][^\s<>"\u200e\u200f\u202a-\u202e\u2066-\u2069]*/giu;
const ENDS = ".,;:!?…'’”»)]}>";
function* linked(text) {
  let from = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    let end = found.length;
    while (ENDS.includes(found[end - 1])) end -= 1;
    if (found[end] === ")" && found.slice(0, end).includes("(")) end += 1;
    const address = found.slice(0, end);
    yield text.slice(from, index);
    yield el("a", { href: address, target: "_blank", rel: "noopener noreferrer", dir: "ltr" }, address);
    from = index + end;
  }
  yield text.slice(from);
}

class Panel {
  constructor(host, words, name, act) {
    Object.assign(this, { host, words, act, unread: 0, isAtEnd: true, rows: new Map(), pending: new Map() });
    this.root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS_TEXT);
    this.root.adoptedStyleSheets = [sheet];
    this.count = el("span", { class: "count", hidden: true });
    this.button = el("button", { class: "fab", type: "button", "aria-expanded": "false", click: () => this.open() },
      picture("talk"), el("span", {}, words.open), this.count);
    this.title = el("b", {}, name);
    this.note = el("span", { class: "note" });
    this.close = el("button", { class: "icon", type: "button", "aria-label": words.close, click: () => this.shut() }, picture("down"));
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": words.messages, tabindex: "0",
      scroll: () => { // a log that has just changed its size was not scrolled from its end
        if (this.height === this.log.clientHeight) this.isAtEnd = this.log.scrollHeight - this.log.scrollTop - this.height < 40;
      } });
    new ResizeObserver(() => { // the field grows, and hides nothing that was seen
      this.height = this.log.clientHeight;
      if (this.isAtEnd) this.toEnd();
    }).observe(this.log);
    this.typing = el("p", { class: "say typing", role: "status", hidden: true }, el("span", { class: "vh" }, words.typing), el("i"), el("i"), el("i"));
    this.mark = el("p", { class: "mark", role: "status" });
    this.told = el("p", { class: "told", role: "status", hidden: true });
    this.extra = el("div", { class: "extra" });
    this.shelf = el("section", { class: "extra", "aria-live": "polite", "aria-label": words.answers });
    this.text = el("textarea", { id: "t", rows: "1", placeholder: words.write, maxlength: "8000",
      input: () => this.typed(), keydown: (e) => this.key(e), paste: (e) => this.pasted(e) });
    this.form = el("form", { submit: (e) => { e.preventDefault(); this.send(); } },
      el("label", { class: "vh", for: "t" }, words.message), this.text,
      el("div", { class: "acts" }, act.button(), ...this.ofTalk = act.ofTalk(),
        el("button", { class: "send", type: "submit", "aria-label": words.send }, picture("up"))));
    this.panel = el("section", { class: "panel", role: "dialog", "aria-label": words.title, hidden: true,
      keydown: (e) => e.key === "Escape" && this.shut() },
    el("header", {}, el("div", {}, this.title, this.note), this.close), this.log, this.shelf, this.extra, this.told, this.form);
    this.log.append(this.typing, this.mark);
    this.greeting = el("div", { class: "greeting", role: "status", hidden: true });
    this.root.append(this.greeting, this.button); // the panel comes when it is opened, and until then no page meets its fields
  }

  get isOpen() { return !this.panel.hidden; }

  open() {
    if (!this.panel.isConnected) this.root.prepend(this.panel);
    this.panel.hidden = false;
    this.greeting.hidden = true;
    this.button.hidden = true;
    this.button.setAttribute("aria-expanded", "true");
    this.grow();
    this.text.focus();
    this.toEnd();
    this.setUnread(0);
    this.act.opened();
  }

  shut() {
    this.panel.hidden = true;
    this.button.hidden = false;
    this.button.setAttribute("aria-expanded", "false");
    this.button.focus();
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  }

  pasted(event) {
    const files = [...event.clipboardData?.files ?? []];
    if (!files.length) return;
    event.preventDefault();
    this.act.attach(files);
  }

  typed() {
    this.grow();
    this.act.typed(this.text.value);
  }

  // With what is written, where the style alone does not do it.
  grow() {
    if (CSS.supports("field-sizing: content")) return;
    this.text.style.blockSize = "auto";
    this.text.style.blockSize = `${this.text.scrollHeight + 2}px`;
  }

  send() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    this.grow();
    this.act.send(text);
  }

  bubble(word, mine, by) {
    const said = el("p", { class: mine ? "say me" : "say", dir: "auto" },
      el("span", { class: "vh", dir: "auto" }, mine ? this.words.you : by, el("span", { class: "vh" }, ": ")), ...linked(word.text));
    for (const file of word.files ?? []) {
      let at = Date.now();
      const link = el("a", { class: "file", href: file.url, target: "_blank", rel: "noopener", click: async (event) => {
        if (Date.now() - at < 2 * 3600e3) return; // it is good for three hours
        event.preventDefault();
        try {
          link.href = await this.act.renewed(word.number, file.key) ?? link.href;
          at = Date.now();
          link.click();
        } catch (error) { this.say(error.message); }
      } }, file.name);
      said.append(link);
      if (file.picture) this.draw(file, link);
    }
    return said;
  }

  // Drawn, not embedded: a site's policy says which images it takes, and ours needs no place in it. Until then, and
  // where it can't be had, its name stands there.
  async draw({ shown, name }, link) {
    try {
      const answer = await fetch(shown, { credentials: "omit", referrerPolicy: "no-referrer" });
      if (!answer.ok) return;
      const picture = await createImageBitmap(await answer.blob());
      const canvas = el("canvas", { role: "img", "aria-label": name, width: picture.width, height: picture.height });
      canvas.getContext("2d").drawImage(picture, 0, 0);
      link.replaceChildren(canvas);
      this.toEnd();
    } catch { /* its name says what it is */ }
  }

  wait(word) {
    if (this.pending.has(word.id)) return;
    const row = this.bubble(word, true);
    row.classList.add("pending");
    this.pending.set(word.id, row);
    this.typing.before(row);
    this.toEnd();
  }

  // Said under a number: in its place, once, whoever brings it; the pending one of the same id gives way.
  show(word) {
    this.pending.get(word.id)?.remove();
    this.pending.delete(word.id);
    if (this.rows.has(word.number)) return false;
    const row = this.bubble(word, word.mine, word.by);
    this.rows.set(word.number, row);
    const after = [...this.rows.keys()].filter((n) => n > word.number).sort((a, b) => a - b)[0];
    const before = after ? this.rows.get(after) : [...this.pending.values()][0] ?? this.typing;
    before.before(row);
    if (!word.mine) this.nameThem();
    this.typing.hidden = this.typing.hidden || !word.mine;
    this.toEnd();
    return true;
  }

  // Who of us speaks is seen wherever it changes, and heard always.
  nameThem() {
    let last = "";
    for (const [, row] of [...this.rows].sort(([a], [b]) => a - b)) {
      const name = row.firstChild;
      if (row.classList.contains("me")) continue;
      name.className = name.textContent === last ? "vh" : "by";
      last = name.textContent;
    }
  }

  refuse(word, why) {
    const row = this.pending.get(word.id);
    row?.classList.add("failed");
    row?.append(el("span", { class: "why" }, why));
    if (this.isAtEnd) this.toEnd();
    this.pending.delete(word.id);
  }

  clear() {
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
  }

  showTyping() {
    this.typing.hidden = false;
    this.toEnd();
    clearTimeout(this.typingEnds);
    this.typingEnds = setTimeout(() => { this.typing.hidden = true; }, 5000);
  }

  greet(text) {
    this.greeting.hidden = false;
    this.greeting.replaceChildren(el("button", { type: "button", dir: "auto", click: () => this.open() }, text),
      el("button", { class: "icon", type: "button", "aria-label": this.words.dismiss, click: () => {
        this.greeting.hidden = true;
        this.button.focus();
      } }, picture("cross")));
  }

  setUnread(number) {
    this.unread = number;
    this.count.hidden = !number;
    this.count.textContent = number;
    this.button.setAttribute("aria-label", number ? `${this.words.open}, ${number} ${this.words.unread}` : this.words.open);
  }

  say(text) {
    this.told.textContent = text;
    this.told.hidden = !text;
  }

  toEnd() { this.log.scrollTop = this.log.scrollHeight; }
}
