// Menus are popovers: they open without this. It moves the focus, takes arrows, and places them where CSS cannot.
const opener = (menu) => document.querySelector(`[popovertarget="${menu.id}"]`);
const choices = (menu) => [...menu.querySelectorAll("a[href], button:not(:disabled), input")];

function place(menu, by) {
  const edge = by.getBoundingClientRect();
  const left = Math.max(8, Math.min(edge.left, innerWidth - menu.offsetWidth - 8));
  const below = edge.bottom + menu.offsetHeight < innerHeight ? edge.bottom : edge.top - menu.offsetHeight - 8;
  menu.style.left = `${left}px`;
  menu.style.top = `${Math.max(8, below)}px`;
}

document.addEventListener("toggle", (e) => {
  const menu = e.target;
  if (!menu.matches?.(".menu[popover]")) return;
  const by = opener(menu);
  by?.setAttribute("aria-expanded", e.newState === "open");
  if (e.newState !== "open") return;
  if (by && !CSS.supports("position-area", "block-end")) place(menu, by);
  choices(menu)[0]?.focus({ preventScroll: true });
}, true);

document.addEventListener("keydown", (e) => {
  const menu = e.target.closest?.(".menu[popover]");
  if (!menu || e.target.matches("textarea, input:not([type=radio], [type=checkbox])")) return;
  const all = choices(menu);
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[e.key];
  if (to === undefined) return;
  all[to % all.length].focus();
  e.preventDefault();
});

document.addEventListener("click", (e) => {
  e.target.closest(".menu[popover] > :is(a, button)")?.parentElement.hidePopover();
});
