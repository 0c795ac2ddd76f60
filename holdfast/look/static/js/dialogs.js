// Dialogs: data-dialog opens one by its id, data-close shuts it; the browser returns the focus.
// An opener is a link to the page that does the same without script, or a button beside one.
document.addEventListener("click", (e) => {
  const by = e.target.closest("[data-dialog]");
  const dialog = by && document.getElementById(by.dataset.dialog);
  if (dialog) {
    e.preventDefault();
    dialog.showModal();
  }
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
