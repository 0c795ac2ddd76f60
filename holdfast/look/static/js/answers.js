// Words in a chat: Enter sends them, and once they are said the composer is empty, with a new id for what is written
// next. With Ctrl or Cmd it sends on every page of the desk, so not by this.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-chat]");
  if (!form || event.target.tagName !== "TEXTAREA" || event.key !== "Enter" || event.defaultPrevented) return;
  if (event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener("chat-said", ({ detail: { chat, token } }) => {
  const form = document.querySelector(`#chat-${chat} form[data-chat]`);
  const text = form.querySelector("textarea");
  text.defaultValue = "";
  form.reset();
  text.placeholder = form.querySelector("[name=mode]:checked").dataset.hint;
  form.elements.id.value = token;
  form.querySelector("[role=alert]")?.remove();
  text.removeAttribute("aria-invalid");
  text.focus();
});
