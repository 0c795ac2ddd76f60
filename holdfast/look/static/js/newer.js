// A list that someone is using does not move: [data-hold] says how much is newer, and waits for ".", a click,
// or for being left alone.
const held = new Map();

const inHand = (el) => document.hasFocus() && (el.matches(":hover, :focus-within") || el.querySelector(".row-check > :checked"));

function release(el) {
  const { go, note } = held.get(el);
  held.delete(el);
  note.remove();
  go();
}

export function hold(el, go) {
  if (!el.matches("[data-hold]") || !inHand(el)) return false;
  const known = held.get(el);
  const count = (known?.count ?? 0) + 1;
  const note = known?.note ?? Object.assign(document.createElement("button"), { type: "button", className: "newer" });
  note.dataset.key = ".";
  note.textContent = `${count} newer, press . to refresh`;
  note.onclick = () => release(el);
  held.set(el, { go, note, count });
  if (!known) el.prepend(note);
  return true;
}

setInterval(() => {
  for (const el of held.keys()) {
    if (!el.isConnected) held.delete(el);
    else if (!inHand(el)) release(el);
  }
}, 2000);
