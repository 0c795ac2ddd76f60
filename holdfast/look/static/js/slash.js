// A slash before anything else in a chat lists the answers and commands whose names go on so; what stands there in full
// is sent by Enter. The button lists them all; without this they can be read there.
const NAME = /^\/([a-z0-9-]*)/i;
const listOf = (text) => document.getElementById(text.getAttribute("aria-controls"));
const isOpen = (list) => list?.matches(":popover-open");
const shown = (list) => [...list.children].filter((each) => !each.hidden);

function point(text, list, option) {
  for (const each of list.children) each.setAttribute("aria-selected", each === option);
  text.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function open(text, name) {
  const list = listOf(text);
  for (const each of list.children) each.hidden = !each.dataset.insert.startsWith(`/${name}`);
  const found = shown(list);
  if (!found.length) return list.hidePopover();
  if (!isOpen(list)) list.showPopover({ source: text.form });
  point(text, list, found.find((each) => each.dataset.insert.trim() === `/${name}`) ?? found[0]);
}

function choose(text, list, { dataset: { insert } }) {
  list.hidePopover();
  const rest = text.value.replace(NAME, "").trimStart();
  text.setRangeText(rest ? `${insert.trim()} ` : insert, 0, text.value.length - rest.length, "end");
  text.focus();
}

document.addEventListener("input", ({ target: text }) => {
  if (!text.matches("[data-chat] textarea")) return;
  const [word, name] = NAME.exec(text.value) ?? [""];
  if (word && text.selectionStart <= word.length && text.form.elements.mode.value === "reply") open(text, name.toLowerCase());
  else listOf(text).hidePopover();
});
document.addEventListener("keydown", (event) => {
  const text = event.target;
  const list = text.matches?.("[data-chat] textarea") ? listOf(text) : null;
  if (!isOpen(list) || event.isComposing) return;
  const all = shown(list);
  const at = all.findIndex((each) => each.ariaSelected === "true");
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length }[event.key];
  if (to !== undefined) point(text, list, all[to % all.length]);
  else if (event.key !== "Enter" || event.shiftKey) return;
  else if (text.value === all[at].dataset.insert) return list.hidePopover();
  else choose(text, list, all[at]);
  event.preventDefault();
}, true);
document.addEventListener("toggle", ({ target, newState }) => {
  if (newState === "closed") document.querySelector(`[aria-controls="${target.id}"]`)?.removeAttribute("aria-activedescendant");
}, true);
document.addEventListener("click", (event) => {
  const by = event.target.closest("[data-chat] :is([popovertarget$=-slash], .chat-slash > *)");
  const text = by?.closest("form").querySelector("textarea");
  if (!text) return;
  event.preventDefault();
  if (by.dataset.insert) choose(text, listOf(text), by);
  else if (isOpen(listOf(text))) listOf(text).hidePopover();
  else { text.focus(); open(text, ""); }
});
