// A form is sent once: its button is busy, at the same width, until an answer comes.
document.addEventListener("submit", (e) => {
  if (e.target.matches("[data-sending]")) return e.preventDefault();
  if (e.defaultPrevented || e.target.method === "get" || e.target.method === "dialog") return;
  e.target.dataset.sending = "";
  e.submitter?.setAttribute("aria-busy", "true");
});

function rest(root) {
  for (const form of root.querySelectorAll?.("[data-sending]") ?? []) delete form.dataset.sending;
  for (const button of root.querySelectorAll?.(".btn[aria-busy]") ?? []) button.removeAttribute("aria-busy");
}
addEventListener("pageshow", (e) => e.persisted && rest(document));

document.addEventListener("htmx:beforeRequest", (e) => e.detail.requestConfig.triggeringEvent?.submitter?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", () => rest(document));

// After a refusal the first field at fault has the focus, from when it is seen: later it would be taken from who types on.
const faulty = (root) => root.querySelector?.("[aria-invalid=true]")?.focus();
document.addEventListener("htmx:afterSwap", (e) => e.detail.xhr?.status === 422 && faulty(e.target));
faulty(document);
