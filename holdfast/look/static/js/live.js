// Live parts: data-live="ticket-412" data-src="/tickets/412/promises/" is fetched again at its hint and swapped,
// never while a field in it holds typed text. data-swap names another htmx swap than outerHTML.
import { hold } from "holdfast/newer";

const DEBOUNCE = 150;
export const AGAIN = 2000;
const waiting = new Map();
const asked = new WeakMap();
const isTyped = (field) =>
  field.matches("select") ? [...field.options].some((o) => o.selected !== o.defaultSelected)
  : field.matches("[type=checkbox], [type=radio]") ? field.checked !== field.defaultChecked
  : field.type !== "hidden" && field.value !== field.defaultValue;

export const inUse = (el) =>
  el.matches(":popover-open")
  || [...el.querySelectorAll("textarea, select, input:not(.row-check > input)")].some(isTyped)
  || el.querySelector(":popover-open, dialog[open]")
  || el.querySelector("textarea:focus, select:focus, input:focus:not([type=checkbox])");

// What a part was swapped for while its hint waited: the same part, newer.
const present = (el) =>
  el.isConnected ? el
  : el.id ? document.getElementById(el.id)
  : document.querySelector(`[data-live][data-src="${CSS.escape(el.dataset.src)}"]`);

function refresh(was) {
  waiting.delete(was);
  const el = present(was);
  if (!el?.dataset.src) return;
  if (el.matches(".htmx-request")) return soon(el, DEBOUNCE); // what is on its way may be older than the hint
  if (inUse(el)) return soon(el, AGAIN);
  if (!hold(el, () => fetchAgain(el))) fetchAgain(el);
}

const values = (el) => [...el.querySelectorAll("textarea, select, input")].map((f) => `${f.checked} ${f.value}`).join();
// An answer for what was swapped, typed into, chosen in or is pressed meanwhile is let go, and asked for once more.
function letGo({ target, currentTarget: el, detail }) {
  if (!el.isConnected || el.matches(":active") || (target === el && asked.get(el) !== values(el))) {
    detail.shouldSwap = false; // a swap before the release would take a click with it
    soon(el, AGAIN);
  }
}
function fetchAgain(el) {
  asked.set(el, values(el));
  el.addEventListener("htmx:beforeSwap", letGo);
  window.htmx?.ajax("GET", el.dataset.src, { target: el, source: el, swap: el.dataset.swap ?? "outerHTML" });
}

export function soon(el, wait) {
  if (waiting.has(el)) return;
  waiting.set(el, setTimeout(refresh, wait, el));
}

document.addEventListener("hint", ({ detail: { topics, jitter } }) => {
  if (topics === undefined) return;
  for (const el of document.querySelectorAll("[data-live][data-src]")) {
    const meant = !topics || el.dataset.live.split(" ").some((topic) => topics.includes(topic));
    if (meant) soon(el, jitter && el.hasChildNodes() ? Math.random() * 3000 : DEBOUNCE); // empty: a call may ring
  }
});
