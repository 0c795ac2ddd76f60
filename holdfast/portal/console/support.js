// <holdfast-support token-url="/support-token">: opens the support form in a panel for somebody who is signed in here.
// Attributes: token-url (answers a fresh token), token (one at hand), label, position (inline, bottom-right, bottom-left).
// It sets no cookie, keeps nothing, and styles by a constructed sheet, so that a strict policy needs no exception.
// No style of the page reaches it: the host resets all with more weight than anything that a page says of every element, and
// sizes are those of the browser's own letters, for a page changes what a rem is.
(() => {
  const desk = new URL(".", document.currentScript.src);
  const FRESH = 50 * 60 * 1000;
  const PATIENCE = 1000;  // a frame that is there says so before it is whole; one that was refused never does
  const SHEET = `
    :host { all: initial !important; color-scheme: light dark !important; display: inline-block !important; }
    :host([hidden]), :host(:not([token], [token-url], [ready])) { display: none !important; }
    :host([position^=bottom]) { position: fixed !important; inset-block-end: 1.25em !important; z-index: 2147483000 !important; }
    :host([position=bottom-right]) { inset-inline-end: 1.25em !important; }
    :host([position=bottom-left]) { inset-inline-start: 1.25em !important; }
    * { box-sizing: border-box; font: inherit; }
    .open { cursor: pointer; min-block-size: 2.67em; padding: .43em 1.07em; border: 1px solid transparent;
      border-radius: .53em; color: var(--holdfast-ink, #fff); background: var(--holdfast-accent, #155f76);
      font: 600 .9375em/1.4 system-ui, sans-serif; }
    :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
    dialog { position: fixed; inset: 0 0 0 auto; margin: 0; padding: 0; border: 0; inline-size: min(34em, 100vw);
      block-size: 100dvh; max-inline-size: none; max-block-size: none; background: Canvas; color: CanvasText;
      box-shadow: 0 0 3em rgb(0 0 0 / .35); }
    dialog:dir(rtl) { inset: 0 auto 0 0; }
    dialog::backdrop { background: rgb(0 0 0 / .4); }
    dialog[open] { display: grid; grid-template-rows: auto 1fr; }
    header { display: flex; align-items: center; gap: 1em; padding: .5em .5em .5em 1em;
      font: 600 1em/1.4 system-ui, sans-serif; border-block-end: 1px solid color-mix(in srgb, CanvasText 15%, Canvas); }
    .close { cursor: pointer; margin-inline-start: auto; inline-size: 2em; block-size: 2em; border: 0;
      border-radius: .4em; background: none; color: inherit; font-size: 1.25em; }
    iframe { inline-size: 100%; block-size: 100%; border: 0; }
    [hidden] { display: none !important; }
    .trouble { padding: 1em; font: 1em/1.5 system-ui, sans-serif; }
    .trouble p { margin: 0 0 1em; }
    .trouble a { display: inline-block; padding: .57em 1em; color: LinkText; text-decoration: underline; }
  `;

  // Whom a token names, as far as its page would have us see it: the page alone gives tokens, and may renew one for the same
  // user while they write. Nothing is believed by it.
  const named = (token) => {
    try {
      const { iss, sub, email, organisation } = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
      return sub && JSON.stringify([iss, sub, email, organisation]);
    } catch {
      return "";
    }
  };

  const made = (name, said = {}) => Object.assign(document.createElement(name), said);

  class HoldfastSupport extends HTMLElement {
    static observedAttributes = ["label", "token", "token-url"];
    #turn = 0;  // counts what was asked for: what comes of an earlier asking is nobody's any more
    #at = 0;
    #said = "";  // what the page in the frame is: the form, no form, or nothing yet
    #give = null;
    #button = made("button", { type: "button", className: "open" });
    #title = made("b");
    #frame = made("iframe");
    #trouble = made("div", { className: "trouble", role: "alert", hidden: true });
    #dialog = made("dialog");

    constructor() {
      super();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(SHEET);
      const close = made("button", { type: "button", className: "close", textContent: "×", ariaLabel: "Close" });
      const head = made("header");
      head.append(this.#title, close);
      const again = made("button", { type: "button", className: "open", textContent: "Try again" });
      const apart = made("a", { href: new URL("support/", desk), target: "_blank", rel: "noopener" });
      apart.textContent = "Write to us another way";
      const words = "The form could not be opened. See that you are online and signed in, and try again.";
      this.#trouble.append(made("p", { textContent: words }), again, apart);
      this.#dialog.append(head, this.#trouble, this.#frame);
      this.#button.ariaHasPopup = "dialog";
      this.#button.addEventListener("click", () => this.open());
      close.addEventListener("click", () => this.#dialog.close());
      again.addEventListener("click", () => {
        close.focus();  // the button is about to go
        this.#ask();
      });
      // what the form alone knows (Escape was pressed in it, what it is) it says; nobody else is listened to
      addEventListener("message", ({ source, origin, data }) => {
        if (source !== this.#frame.contentWindow || origin !== desk.origin) return;
        if (data === "holdfast-support:close") this.#dialog.close();
        else this.#hear(/^holdfast-support:(form|no-form|gone)$/.exec(data)?.[1]);
      });
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append(this.#button, this.#dialog);
      this.#name();
    }

    attributeChangedCallback(name, before, now) {
      if (name === "label") this.#name();
      else if (before !== now && !(name === "token" && named(now) && named(now) === named(before))) this.#forget();
    }

    disconnectedCallback() {
      this.#forget();
    }

    /** A function that gives a fresh token, in the place of the attributes; another one is for another user. */
    set tokenSource(give) {
      if (give !== this.#give) this.#forget();
      this.#give = give;
      this.toggleAttribute("ready", Boolean(give));
    }

    async open() {
      if (this.#dialog.open) return;
      this.#dialog.showModal();
      // what somebody typed stays as it was, unless the form behind it has ended meanwhile
      if (this.#said !== "form" || Date.now() - this.#at > FRESH) await this.#ask();
    }

    #name() {
      const label = this.getAttribute("label") || "Support";
      this.#button.textContent = this.#title.textContent = this.#dialog.ariaLabel = this.#frame.title = label;
    }

    /** Close what is open: whoever is signed in now must find nothing of whoever was. */
    #forget() {
      this.#dialog.close();
      this.#clear();
    }

    #clear() {
      const frame = made("iframe", { referrerPolicy: "no-referrer", title: this.#frame.title });
      frame.addEventListener("load", () => frame.src && setTimeout(() => this.#doubt(frame), PATIENCE));
      this.#frame.replaceWith(frame);
      this.#frame = frame;
      this.#said = "";
      this.#trouble.hidden = true;
      return ++this.#turn;
    }

    async #ask() {
      const turn = this.#clear();
      this.#at = Date.now();
      const token = await this.#token();
      if (turn !== this.#turn) return;
      if (!token) return this.#excuse();
      const address = new URL("support/from/?framed=1", desk);
      address.searchParams.set("token", token);
      this.#frame.src = address;
    }

    #hear(said) {
      if (!said) return;
      this.#said = said === "gone" ? "" : said;
      if (this.#said) this.#frame.hidden = !(this.#trouble.hidden = true);
    }

    #doubt(frame) {
      if (frame === this.#frame && !this.#said) this.#excuse();
    }

    #excuse() {
      this.#frame.hidden = !(this.#trouble.hidden = false);
    }

    async #token() {
      try {
        if (this.#give) return String((await this.#give()) || "").trim();
        const from = this.getAttribute("token-url");
        if (!from) return this.getAttribute("token") || "";
        const answer = await fetch(from, { credentials: "same-origin", cache: "no-store" });
        return answer.ok ? (await answer.text()).trim() : "";
      } catch {
        return "";
      }
    }
  }

  if (!customElements.get("holdfast-support")) customElements.define("holdfast-support", HoldfastSupport);
})();
