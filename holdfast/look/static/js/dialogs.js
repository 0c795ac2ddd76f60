// Dialogs: data-dialog opens one by its id, data-close shuts it; the browser returns the focus.
// A link that opens one has htmx fetch what stands in it, and leads to the page that does the same without script:
// the dialog opens when htmx asks, so a click that came before htmx follows the link and is not lost.
const open = (by) => document.getElementById(by.dataset.dialog)?.showModal();
document.addEventListener("htmx:beforeRequest", (e) => e.target.matches("[data-dialog]") && open(e.target));

document.addEventListener("click", (e) => {
  const by = e.target.closest("button[data-dialog]");
  if (by) open(by);
  if (e.target.closest("[data-close]")) e.target.closest("dialog")?.close();
  if (e.target.matches("dialog.dialog") && !window.getSelection()?.toString()) e.target.close();
});

// One that the server renders open with a refusal inside becomes modal again.
document.addEventListener("htmx:afterSettle", (e) => {
  for (const dialog of e.target.querySelectorAll?.("dialog[open]:not(:modal)") ?? []) {
    dialog.close();
    dialog.showModal();
  }
});
