// Typed text is never lost: form[data-draft="name"] is kept here until the server says that it is stored.
const KEEP = 14 * 24 * 3600 * 1000;
const key = (name) => `draft:${document.body.dataset.person ?? ""}:${name}`;
const fields = (form) => form.querySelectorAll("textarea[name], input[name]:is([type=text], [type=search], :not([type]))");

function keep(form) {
  const said = {};
  for (const field of fields(form)) if (field.value !== field.defaultValue) said[field.name] = field.value;
  const name = key(form.dataset.draft);
  try {
    if (Object.keys(said).length) localStorage[name] = JSON.stringify({ at: Date.now(), said, once: form.elements.once?.value });
    else delete localStorage[name];
  } catch { /* a full store keeps nothing; the field itself still does */ }
}

function restore(form) {
  const { said = {}, once } = JSON.parse(localStorage[key(form.dataset.draft)] ?? "{}");
  let any = false;
  for (const field of fields(form)) {
    if (!said[field.name] || field.value) continue;
    field.value = said[field.name];
    any = true;
  }
  if (any && once && form.elements.once) form.elements.once.value = once; // sent without an answer: it may have arrived
  const hint = form.querySelector("[data-draft-hint]");
  if (any && hint) hint.hidden = false;
}

const forget = (name) => { delete localStorage[key(name)]; };
const restoreAll = (root) => root.querySelectorAll?.("form[data-draft]").forEach(restore);

document.querySelectorAll("[data-stored]").forEach((el) => forget(el.dataset.stored));
document.addEventListener("draft-stored", (e) => forget(e.detail.name));
document.addEventListener("input", (e) => {
  const form = e.target.closest("form[data-draft]");
  if (form) keep(form);
});
restoreAll(document);
document.addEventListener("htmx:afterSettle", (e) => restoreAll(e.target.parentElement ?? document));

for (const name of Object.keys(localStorage)) {
  if (name.startsWith("draft:") && Date.now() - (JSON.parse(localStorage[name]).at ?? 0) > KEEP) delete localStorage[name];
}
