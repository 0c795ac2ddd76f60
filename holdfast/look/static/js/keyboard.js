// Single keys: never while typing, off by a switch in the list of keys. Each has a control of its own:
// data-key="r" on a button, a link or a field.
const typing = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog, [popover]";
const off = () => (localStorage.keys ?? document.body.dataset.keys) === "off";
const seen = (el) => el.checkVisibility?.({ visibilityProperty: true }) ?? el.offsetParent;

function send(e) {
  const form = e.target.closest("form");
  const button = form && [...form.querySelectorAll(".primary:not([popovertarget])")].find(seen);
  if (button) form.requestSubmit(button.matches("[type=submit], :not([type])") ? button : undefined);
}

function move(by) {
  const links = [...document.querySelectorAll(".row .row-main > a")];
  const at = links.findIndex((a) => a.closest(".row").contains(document.activeElement));
  links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
}

function press(key) {
  const controls = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
  const control = controls.find(seen) ?? controls.find((el) => el.closest(".menu"));
  if (!control) return false;
  if (control.matches("input:not([type=radio]), textarea")) control.focus();
  else control.click();
  return true;
}

document.addEventListener("keydown", (e) => {
  if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) return send(e);
  if (off() || e.metaKey || e.ctrlKey || e.altKey || e.isComposing || e.target.closest?.(typing)) return;
  const box = document.activeElement?.closest(".row")?.querySelector(".row-check > input");
  let done = true;
  if (e.key === "j" || e.key === "k") move(e.key === "j" ? 1 : -1);
  else if (e.key === "x" && box) box.click();
  else if (e.key === "?") document.getElementById("keys")?.showModal();
  else done = press(e.key);
  if (done) e.preventDefault();
});

const chosen = document.querySelector("[data-keys-switch]");
if (chosen) {
  chosen.checked = !off();
  chosen.addEventListener("change", () => { localStorage.keys = chosen.checked ? "on" : "off"; });
}
