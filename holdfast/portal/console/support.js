// <holdfast-support token-url="/support-token">: opens the support form in a panel for somebody who is signed in here.
// Attributes: token-url (answers a fresh token), token (one at hand), label, position (inline, bottom-right, bottom-left).
// It sets no cookie, keeps nothing, and styles by a constructed sheet, so that a strict policy needs no exception.
// No style of the page reaches it: the host resets all with more weight than anything that a page says of every element, and
// sizes are those of the browser's own letters, for a page changes what a rem is.
(() => {
  const desk = new URL(".", document.currentScript.src);
  const FRESH = 50 * 60 * 1000;
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
  `;

  const made = (name, said = {}) => Object.assign(document.createElement(name), said);

  class HoldfastSupport extends HTMLElement {
    static observedAttributes = ["label"];
    #at = 0;
    #give;
    #button = made("button", { type: "button", className: "open" });
    #title = made("b");
    #frame = made("iframe", { referrerPolicy: "no-referrer" });
    #dialog = made("dialog");

    constructor() {
      super();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(SHEET);
      const close = made("button", { type: "button", className: "close", textContent: "×", ariaLabel: "Close" });
      const head = made("header");
      head.append(this.#title, close);
      this.#dialog.append(head, this.#frame);
      this.#button.ariaHasPopup = "dialog";
      this.#button.addEventListener("click", () => this.open());
      close.addEventListener("click", () => this.#dialog.close());
      // within the frame Escape is the form's to hear: it says so, and nobody else is listened to
      addEventListener("message", ({ source, origin, data }) => {
        const isOurs = source === this.#frame.contentWindow && origin === desk.origin;
        if (isOurs && data === "holdfast-support:close") this.#dialog.close();
      });
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append(this.#button, this.#dialog);
      this.attributeChangedCallback();
    }

    attributeChangedCallback() {
      const label = this.getAttribute("label") || "Support";
      this.#button.textContent = this.#title.textContent = this.#dialog.ariaLabel = this.#frame.title = label;
    }

    /** A function that gives a fresh token, in the place of the attributes. */
    set tokenSource(give) {
      this.#give = give;
      this.toggleAttribute("ready", Boolean(give));
    }

    async open() {
      if (this.#dialog.open) return;
      this.#dialog.showModal();
      // what somebody typed stays as it was, unless the form behind it has ended meanwhile
      if (this.#at && Date.now() - this.#at < FRESH) return;
      this.#at = Date.now();
      const address = new URL("support/from/?framed=1", desk);
      address.searchParams.set("token", await this.#token());
      this.#frame.src = address;
    }

    async #token() {
      try {
        if (this.#give) return await this.#give();
        const from = this.getAttribute("token-url");
        if (!from) return this.getAttribute("token") || "";
        const answer = await fetch(from, { credentials: "same-origin", cache: "no-store" });
        return answer.ok ? (await answer.text()).trim() : "";
      } catch {
        return "";  // the form itself says that it does not know who this is
      }
    }
  }

  if (!customElements.get("holdfast-support")) customElements.define("holdfast-support", HoldfastSupport);
})();
