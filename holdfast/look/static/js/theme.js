// <theme-toggle>: light or dark, kept in this browser; without a choice the system decides.
const root = document.documentElement;

customElements.define("theme-toggle", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => {
      const chosen = root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
      root.dataset.theme = chosen === "dark" ? "light" : "dark";
      try { localStorage.theme = root.dataset.theme; } catch { /* then for this page only */ }
    });
  }
});
