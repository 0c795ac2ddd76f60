// <toast-list>: results of actions. They leave after 10 s, not while someone looks at them; Undo is a real form.
const STAY = 10_000;

customElements.define("toast-list", class extends HTMLElement {
  connectedCallback() {
    this.querySelectorAll(".toast").forEach((toast) => this.time(toast));
    document.addEventListener("toast", (e) => this.show(e.detail));
    this.addEventListener("click", (e) => e.target.closest("[data-dismiss]")?.closest(".toast").remove());
  }

  show({ text, undo }) {
    const toast = this.querySelector("template").content.firstElementChild.cloneNode(true);
    toast.querySelector("span").textContent = text;
    const form = toast.querySelector("form");
    const proof = document.querySelector("[name=csrfmiddlewaretoken]");
    if (undo && proof) {
      form.action = undo;
      form.append(proof.cloneNode());
    } else form.remove();
    this.firstElementChild.append(toast);
    this.time(toast);
  }

  time(toast) {
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove());
    setTimeout(leave, STAY);
  }
});

// A banner may be put away by hand.
document.addEventListener("click", (e) => e.target.closest("[data-dismiss]")?.closest(".banner")?.remove());
