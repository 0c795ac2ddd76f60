// Dialogs: data-dialog opens one by its id, data-close shuts it; the focus goes to its first field, and returns.
// A link that opens one has htmx fetch what stands in it, and leads to the page that does the same without script:
// the dialog opens when htmx asks, so a click that came before htmx follows the link and is not lost.
// Until the form is there the dialog says so: what was asked there before is no answer to what is asked now.
let opener;
const waiting = document.getElementById("act")?.cloneNode(true);
const open = (by) => {
  const dialog = document.getElementById(by.dataset.dialog);
  opener = by;
  if (dialog?.id === "act") dialog.replaceChildren(...waiting.cloneNode(true).childNodes);
  dialog?.showModal();
};
document.addEventListener("htmx:beforeRequest", (e) => e.target.matches("[data-dialog]") && open(e.target));

document.addEventListener("click", (e) => {
  const by = e.target.closest("button[data-dialog]");
  if (by) open(by);
  if (e.target.closest("[data-close]")) e.target.closest("dialog")?.close();
  if (e.target.matches("dialog.dialog") && !window.getSelection()?.toString()) e.target.close();
});

// Where the browser cannot return the focus, for what opened it stands in a closed menu or was made anew.
document.addEventListener("close", (e) => {
  const at = document.activeElement;
  if (!e.target.matches("dialog") || !opener || (at !== document.body && !e.target.contains(at))) return;
  const [menu, href] = [opener.closest("[popover]")?.id, opener.getAttribute("href")];
  const same = document.querySelectorAll(`[data-dialog][href="${href}"], [popovertarget="${menu}"]`);
  [opener, ...same].find((el) => el.isConnected && el.checkVisibility?.())?.focus();
}, true);

document.addEventListener("htmx:afterSettle", (e) => {
  const dialog = e.target.closest?.("dialog[open]");
  if (![dialog, document.body].includes(document.activeElement)) return;
  dialog?.querySelector("input:checked, input:not([type=hidden], [type=radio]), select, textarea")?.focus();
});

// One that the server renders open with a refusal inside becomes modal again.
document.addEventListener("htmx:afterSettle", (e) => {
  for (const dialog of e.target.querySelectorAll?.("dialog[open]:not(:modal)") ?? []) {
    dialog.close();
    dialog.showModal();
  }
});
