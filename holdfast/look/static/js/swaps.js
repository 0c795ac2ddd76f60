// What a swap leaves alone. Focus: htmx finds what has an id again, this what leads to the same address. Folds stay as
// they were left, known by what stands on them; what is put aside, [data-aside], on all pages of the tab, by its name.
import { AGAIN, inUse, soon } from "holdfast/live";

let source, href;
let folds = new Map();
const folded = (within) => [...within.querySelectorAll(".fold")].map((el) => [el.firstElementChild?.textContent, el]);
const seen = (el) => el.checkVisibility?.() ?? el.offsetParent;

document.addEventListener("htmx:beforeSwap", (e) => {
  source = e.detail.target.id;
  href = document.activeElement?.getAttribute("href");
  folds = new Map(folded(e.detail.target).map(([words, el]) => [words, el.open]));
});
document.addEventListener("htmx:afterSwap", () => {
  for (const [words, el] of folded(document)) if (folds.has(words)) el.open = folds.get(words);
  for (const el of document.querySelectorAll("[data-aside]")) el.open = !sessionStorage[el.dataset.aside];
  if (!href || document.activeElement !== document.body) return;
  [...document.querySelectorAll(`[href="${CSS.escape(href)}"]`)].find(seen)?.focus({ preventScroll: true });
});
document.addEventListener("toggle", ({ target: { dataset, open } }) => {
  if (!dataset?.aside) return;
  if (open) delete sessionStorage[dataset.aside];
  else sessionStorage[dataset.aside] = "folded";
}, true);

// What comes out of band for a place that this page has not is left out: the page may be older than an upgrade.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.serverResponse?.includes("hx-swap-oob")) return;
  const told = document.createElement("template");
  told.innerHTML = detail.serverResponse;
  for (const el of told.content.querySelectorAll("[hx-swap-oob]")) if (!document.getElementById(el.id)) el.remove();
  detail.serverResponse = told.innerHTML;
});

// What comes out of band does not replace what is in use, an open menu say; it comes again later.
document.addEventListener("htmx:oobBeforeSwap", (e) => {
  if (!inUse(e.detail.target)) return;
  e.detail.shouldSwap = false;
  const id = source;
  setTimeout(() => {
    const live = document.getElementById(id);
    if (live?.dataset.src) soon(live, AGAIN);
  });
});
