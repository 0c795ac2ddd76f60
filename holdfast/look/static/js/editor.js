// The editor of articles, form[data-editor]: a toolbar, keys, files that are pasted or dropped, and a word before
// typed text is left. Without this it is a form.
import { formatted } from "holdfast/formats";

const form = document.querySelector("form[data-editor]");
const text = form?.elements.source;
const fields = () => form ? [form.elements.title, form.elements.summary, text] : [];
const touched = () => fields().some((each) => each.value !== each.defaultValue);
const keys = { b: "bold", i: "italic", k: "link" };

function put(words, from = text.selectionStart, to = text.selectionEnd) {
  text.focus();
  text.setSelectionRange(from, to);
  // the browser can undo it; where it has no such command, by hand
  if (!document.execCommand("insertText", false, words)) text.setRangeText(words, from, to, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function format(tool) {
  const { words, from, to, chosen } = formatted(tool, text.value, text.selectionStart, text.selectionEnd);
  put(words, from, to);
  text.setSelectionRange(...chosen);
}

async function upload(files) {
  const body = new FormData();
  for (const file of files) body.append("files", file);
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const answer = await fetch(form.dataset.filesUrl, { method: "POST", body, headers: { "HX-Request": "true" } });
  const said = await answer.json().catch(() => ({ error: "That could not be put in." }));
  if (said.error) document.dispatchEvent(new CustomEvent("toast", { detail: { text: said.error } }));
  else put(`${said.markdown.join("\n")}\n`);
}

form?.addEventListener("click", (e) => { const by = e.target.closest("[data-md]"); if (by) format(by.dataset.md); });
form?.addEventListener("change", (e) => e.target.matches("[data-put-in]") && upload(e.target.files));
for (const [name, from] of [["paste", "clipboardData"], ["drop", "dataTransfer"]])
  text?.addEventListener(name, (e) => { if (e[from]?.files.length) { e.preventDefault(); upload(e[from].files); } });
form?.ownerDocument.addEventListener("keydown", (e) => {
  if (!(e.metaKey || e.ctrlKey) || e.altKey || e.shiftKey) return;
  if (e.key === "s") form.requestSubmit();
  else if (keys[e.key] && e.target === text) format(keys[e.key]);
  else return;
  e.preventDefault();
});
form?.addEventListener("htmx:afterRequest", (e) => {
  if (e.target === form && e.detail.successful) fields().forEach((each) => { each.defaultValue = each.value; });
});
if (/Mac|iP/.test(navigator.platform)) {
  const told = (words) => words.replace("Ctrl+", "⌘");
  for (const el of document.querySelectorAll("[data-md]")) el.ariaLabel = el.title = told(el.title);
  for (const el of document.querySelectorAll("kbd")) el.textContent = told(el.textContent);
}
window.addEventListener("beforeunload", (e) => touched() && e.preventDefault());
