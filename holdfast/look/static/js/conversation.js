// A conversation whose newest stands last, up to the mark #newest: who is at its end stays there when something
// comes, and who reads further up is not moved but told by a button.
import { speak } from "holdfast/speak";

const region = document.querySelector("[data-end]");
const edge = (selector, side) => document.querySelector(selector)?.getBoundingClientRect()[side];
const last = () => document.getElementById("newest")?.previousElementSibling;

// On phones the page scrolls under its head and behind the composer, elsewhere the region by itself.
const scroller = () => (getComputedStyle(region).overflowY === "visible" ? document.scrollingElement : region);
const ceiling = () => Math.max(region.getBoundingClientRect().top, edge(".panel-head", "bottom") ?? 0);
const floor = () => edge(".dock", "top") ?? Math.min(region.getBoundingClientRect().bottom, innerHeight);
const isAtEnd = () => (last()?.getBoundingClientRect().bottom ?? 0) <= floor() + 24;

// To the end, but never past the beginning of what is new.
function follow(first) {
  const toEnd = last().getBoundingClientRect().bottom + 20 - floor();
  const toFirst = first.getBoundingClientRect().top - 8 - ceiling();
  scroller().scrollBy({ top: Math.max(0, Math.min(toEnd, toFirst)), behavior: "instant" });
}

const button = Object.assign(document.createElement("button"), { type: "button", className: "newer" });
let unseen = [];

function tell(messages) {
  unseen.push(...messages);
  button.textContent = unseen.length > 1 ? `${unseen.length} new messages` : "New message";
  document.querySelector(".dock")?.prepend(button);
}

function forget() {
  unseen = [];
  button.remove();
}

button.addEventListener("click", () => {
  follow(unseen[0]);
  forget();
  region.focus({ preventScroll: true });
});
addEventListener("scroll", () => unseen.length && isAtEnd() && forget(), { capture: true, passive: true });

let before;
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (target.id === "newest") before = { last: last(), isAtEnd: isAtEnd(), first: target.parentElement };
});
document.addEventListener("htmx:afterSwap", () => {
  if (!before) return;
  const fresh = [];
  for (let el = before.last?.nextElementSibling ?? before.first.firstElementChild; el && el.id !== "newest"; el = el.nextElementSibling) fresh.push(el);
  const messages = fresh.filter((el) => el.matches(".msg"));
  if (messages.length) speak(`New message: ${messages.at(-1).getAttribute("aria-label")}`);
  if (fresh.length && before.isAtEnd) follow(fresh[0]);
  else if (messages.length) tell(messages);
  before = undefined;
});

region?.scrollTo({ top: 1e6, behavior: "instant" });
