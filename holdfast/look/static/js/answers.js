// Words in a chat: Enter sends them, a slash answer goes where it was asked for, and once they are said the composer is
// empty, with a new id for what is written next.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-chat]");
  if (!form || event.target.tagName !== "TEXTAREA" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener("chat-said", ({ detail: { chat, token } }) => {
  const form = document.querySelector(`#chat-${chat} form[data-chat]`);
  const text = form.querySelector("textarea");
  text.defaultValue = "";
  form.reset();
  form.elements.id.value = token;
  form.querySelector("[role=alert]")?.remove();
  text.removeAttribute("aria-invalid");
  text.focus();
});

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-chat] [data-insert]:not([data-into] *)");
  if (!chosen) return;
  const text = chosen.closest("form").querySelector("textarea");
  text.value = chosen.dataset.insert;
  chosen.closest("[popover]").hidePopover();
  text.focus();
});
