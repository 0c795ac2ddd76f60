// <row-selection>: the bar of what may be done to the chosen rows.
customElements.define("row-selection", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.count());
    this.addEventListener("htmx:afterSettle", () => this.count());
    this.addEventListener("click", (e) => {
      if (!e.target.closest("[data-uncheck]")) return;
      this.chosen().forEach((box) => { box.checked = false; });
      this.count();
    });
    this.count();
  }

  chosen() {
    return this.querySelectorAll(".row-check > :checked");
  }

  count() {
    const bar = this.querySelector("[data-bulk]");
    const many = this.chosen().length;
    if (!bar) return;
    bar.hidden = !many;
    bar.querySelector("[data-count]").textContent = `${many} selected`;
  }
});
